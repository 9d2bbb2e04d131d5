// Bytes: what is taken for them, and both texts PostgreSQL prints of them.
//
// Knows nothing of a database: whether PostgreSQL agrees is asked in tests/postgres/coders.test.ts.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { decode } from '../../js/src/coders/decode.ts'
import { encode } from '../../js/src/coders/encode.ts'
import { holds, roundTrip } from './coder-checks.ts'

describe('bytes', () => {
  test('come as bytes of any kind, or as base64', () => {
    const bytes = Uint8Array.from([0, 255, 92])
    const foreign: unknown = runInNewContext('Uint8Array.from([0, 255, 92])')
    const foreignBuffer: unknown = runInNewContext('Uint8Array.from([0, 255, 92]).buffer')
    const shifted = new Uint8Array(Uint8Array.from([9, 0, 255, 92, 9]).buffer, 1, 3)
    for (const same of [bytes, Buffer.from(bytes), bytes.buffer, foreign, foreignBuffer, shifted, 'AP9c']) {
      assert.equal(encode('bytea', same), '\\x00ff5c')
    }
    holds('bytea', [
      ['', '\\x'],
      ['QQ==', '\\x41'],
      ['QQ', 'NotBase64'],
      ['Q===', 'NotBase64'],
      ['AP-c', 'NotBase64'],
    ])
    holds('bytea', [
      [new Int16Array(1), 'WrongKind'],
      [[1], 'WrongKind'],
      [{ length: 3 }, 'WrongKind'],
      ['Q Q=', 'NotBase64'],
    ])
    holds('bytea', [
      [{ [Symbol.toStringTag]: 'ArrayBuffer' }, 'WrongKind'],
      [new Proxy(bytes, {}), 'WrongKind'],
    ])
  })
  test('come back as a plain Uint8Array', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = roundTrip('bytea', bytes) as Uint8Array
        assert.deepEqual(read, bytes)
        assert.equal(Object.getPrototypeOf(read), Uint8Array.prototype)
        assert.equal(read.buffer.byteLength, read.length)
        assert.equal(encode('bytea', Buffer.from(bytes).toString('base64')), encode('bytea', bytes))
      }),
    )
    assert.deepEqual(decode('bytea', 'a\\\\b\\000\\377'), Uint8Array.from([97, 92, 98, 0, 255]))
  })
  test('are the same in a runtime without Buffer', () => {
    const program = `
      delete globalThis.Buffer
      delete String.prototype.isWellFormed
      const { encode } = await import('./js/src/coders/encode.ts')
      const { decode } = await import('./js/src/coders/decode.ts')
      const bytes = Uint8Array.from({ length: 300 }, (_, idx) => idx)
      const texts = [encode('bytea', bytes), encode('bytea', 'AP9c'), encode('bytea', '=')]
      const pairs = [encode('text', '\\ud83d'), encode('text', '\\ud83d\\ude00')]
      console.log(JSON.stringify([...texts, ...pairs, [...decode('bytea', texts[0])]]))`
    const flags = ['--import', './tools/typescript.mjs', '--input-type=module', '--eval', program]
    const cwd = fileURLToPath(new URL('../..', import.meta.url))
    const bytes = Uint8Array.from({ length: 300 }, (_, idx) => idx)
    assert.deepEqual(JSON.parse(execFileSync(process.execPath, flags, { cwd, encoding: 'utf8' })), [
      encode('bytea', bytes),
      '\\x00ff5c',
      { fault: 'NotBase64' },
      { fault: 'LoneSurrogate' },
      '😀',
      [...bytes],
    ])
  })
})
