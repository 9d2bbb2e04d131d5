// The state in a link: it comes back as it was, and a broken link is told in words.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkOf, MOST_LETTERS, openLink, type State } from '../../js/playground/src/share/link.ts'

const state: State = {
  schema: 'model User {\n}',
  write: "db.user.create({ data: { name: 'Ада \u{1f600}' } })",
  seed: '',
  way: 'stepwise',
}

test('a state comes back as it was', async () => {
  const link = await linkOf(state)
  assert.match(link ?? '', /^#1\.[\w-]+$/)
  assert.deepEqual(await openLink(link ?? ''), { state })
})

test('no link is no state', async () => {
  assert.deepEqual(await openLink(''), { none: true })
  assert.deepEqual(await openLink('#'), { none: true })
})

test('a broken link is told in words', async () => {
  const link = (await linkOf(state)) ?? ''
  const broken = [
    '#x',
    '#1.',
    '#1.!!',
    '#1.AAAA',
    link.slice(0, -6),
    `${link.slice(0, 20)}x${link.slice(21)}`,
    '#0x1.abc',
    `#1.${'A'.repeat(5)}`,
  ]
  for (const hash of broken) {
    const opened = await openLink(hash)
    assert.ok('broken' in opened, hash)
    assert.match(opened.broken, /^This link is/)
  }
  const later = await openLink('#2.abc')
  assert.ok('broken' in later && later.broken.includes('later version'))
})

test('what is no state is no state, and what would fill the memory is not unpacked', async () => {
  const packed = async (text: string) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
    const bytes = Buffer.from(
      await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
    )
    return `#1.${bytes.toString('base64url')}`
  }
  for (const text of ['1', 'null', '[]', '{"s":1}', '{"s":"","w":""}', 'no json']) {
    assert.ok('broken' in (await openLink(await packed(text))), text)
  }
  assert.ok(
    'broken' in (await openLink(await packed(JSON.stringify({ s: 'a'.repeat(5_000_000), w: '', d: '' })))),
  )
  const odd = await openLink(await packed('{"s":"","w":"","d":"","c":"by pigeon"}'))
  assert.deepEqual(odd, { state: { schema: '', write: '', seed: '', way: 'pipelined' } })
})

test('a link that would be too long is not made', async () => {
  let turn = 1
  const noise = Array.from({ length: MOST_LETTERS }, () => {
    turn = (turn * 48_271) % 2_147_483_647
    return String.fromCharCode(33 + (turn % 50_000))
  }).join('')
  assert.equal((await linkOf({ ...state, seed: noise })) === null, true)
})
