// Keys the host makes: their shape, that none comes twice, and that those with a clock rise.
//
// Knows nothing of how random the runtime's source is; only that it is spread evenly over what a key can be.

import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import { generatorOf, type Generator, type GeneratorName } from '../../js/src/coders/generate.ts'
import { randomBelow } from '../../js/src/coders/random.ts'

const SHAPES: readonly (readonly [GeneratorName, readonly number[], RegExp])[] = [
  ['uuid', [], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['uuid', [4], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['uuid', [7], /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['cuid', [], /^c[0-9a-z]{24}$/],
  ['cuid', [2], /^[a-z][0-9a-z]{23}$/],
  ['ulid', [], /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/],
  ['nanoid', [], /^[\w-]{21}$/],
  ['nanoid', [5], /^[\w-]{5}$/],
]

describe('generated keys', () => {
  // First of all, while nothing has been drawn yet.
  test('are not made without randomness', () => {
    const source = mock.method(crypto, 'getRandomValues', () => {
      throw new Error('no randomness')
    })
    for (let time = 0; time < 2; time++) assert.throws(generatorOf('uuid'), /no randomness/)
    source.mock.restore()
    assert.notEqual(generatorOf('nanoid')(), generatorOf('nanoid')())
  })
  for (const [name, args, shape] of SHAPES) {
    test(`${name}(${args.join()}) has its shape and never comes twice`, () => {
      const keys = take(generatorOf(name, args), name === 'nanoid' && args.length > 0 ? 100 : 20_000)
      for (const key of keys) assert.match(key, shape)
      assert.equal(new Set(keys).size, keys.length)
    })
  }
  test('with a clock in them tell the time', () => {
    mock.timers.enable({ apis: ['Date'], now: 2 ** 41 })
    try {
      assert.equal(Number.parseInt(generatorOf('uuid', [7])().replaceAll('-', '').slice(0, 12), 16), 2 ** 41)
      assert.equal(crockford(generatorOf('ulid')().slice(0, 10)), 2 ** 41)
      assert.equal(Number.parseInt(generatorOf('cuid')().slice(1, 9), 36), 2 ** 41)
    } finally {
      mock.timers.reset()
    }
  })
  for (const [name, args] of [
    ['uuid', [7]],
    ['ulid', []],
  ] as const) {
    test(`${name}(${args.join()}) rises within a millisecond, across them, and when the clock goes back`, () => {
      const next = generatorOf(name, args)
      // Past the times the other tests have set: the last millisecond is kept by the process.
      mock.timers.enable({ apis: ['Date'], now: 2 ** 43 })
      try {
        const keys = take(next, 5000)
        mock.timers.setTime(2 ** 43 - 1000)
        keys.push(...take(next, 5000))
        mock.timers.setTime(2 ** 43 + 1000)
        keys.push(...take(generatorOf(name, args), 5000))
        assert.deepEqual(keys, [...keys].sort())
      } finally {
        mock.timers.reset()
      }
    })
  }
  test('are spread evenly', () => {
    for (const [name, args, letters] of [
      ['nanoid', [], 64],
      ['cuid', [2], 36],
      ['uuid', [4], 16],
    ] as const) {
      const counts = new Map<string, number>()
      const sample = take(generatorOf(name, args), 20_000).map((key) => key.at(-1) ?? '')
      for (const letter of sample) counts.set(letter, (counts.get(letter) ?? 0) + 1)
      assert.equal(counts.size, letters)
      const expected = sample.length / letters
      // Six standard deviations: a fair source fails once in a hundred million runs or so.
      for (const count of counts.values()) assert.ok(Math.abs(count - expected) < 6 * Math.sqrt(expected))
    }
  })
  test('draw numbers below any bound', () => {
    for (const bound of [1, 2, 36, 255, 256]) {
      const seen = new Set(Array.from({ length: 10_000 }, () => randomBelow(bound)))
      assert.equal(seen.size, bound)
      assert.ok(Math.max(...seen) < bound)
    }
  })
})

function take(next: Generator, nKeys: number): string[] {
  return Array.from({ length: nKeys }, next)
}

function crockford(text: string): number {
  return [...text].reduce(
    (total, letter) => total * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter),
    0,
  )
}
