// A write is read as data: what it says, where its parts stand, and what cannot be data.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DbNull, FieldReference } from 'treewright'
import { previewOf } from '../../js/playground/src/plan/preview.ts'
import { signUp, mistakes } from '../../js/playground/src/examples/blog.ts'
import { parseWrites, MOST_LETTERS, MOST_WRITES } from '../../js/playground/src/write/parse.ts'
import { keyOf, markOf, nameOf, pathText, spotsLike } from '../../js/playground/src/write/places.ts'
import { marked } from './ready.ts'

function argsOf(expression: string): unknown {
  const { writes, findings } = parseWrites(`db.user.create(${expression})`, 'write', () => 'Post')
  assert.deepEqual(findings, [], expression)
  return writes[0]?.args
}

test('values are what they are in a program', () => {
  const bytes = 'new Uint8Array([0, 255])'
  const cases: readonly (readonly [string, unknown])[] = [
    ["'a'", 'a'],
    ['"a\\n\\u00e9"', 'a\né'],
    ['`a b`', 'a b'],
    ['1.5e3', 1500],
    ['-1', -1],
    ['0x10', 16],
    ['12345678901234567890n', 12345678901234567890n],
    ['-5n', -5n],
    ["BigInt('12')", 12n],
    ['true', true],
    ['!true', false],
    ['null', null],
    ['undefined', undefined],
    ['[1, [2], {}]', [1, [2], {}]],
    ["{ a: 1, 'b c': 2, 3: 4 }", { a: 1, 'b c': 2, 3: 4 }],
    ["new Date('2026-03-01T00:00:00Z')", new Date('2026-03-01T00:00:00Z')],
    ['new Date(Date.UTC(2026, 2, 1))', new Date('2026-03-01T00:00:00Z')],
    ['(1)', 1],
    [bytes, Uint8Array.from([0, 255])],
    ['DbNull', DbNull],
    ['Prisma.DbNull', DbNull],
  ]
  for (const [text, value] of cases) assert.deepEqual(argsOf(text), value, text)
  assert.equal(Number.isNaN(argsOf('NaN')), true)
  const reference = argsOf('db.post.fields.goal')
  assert.ok(reference instanceof FieldReference)
})

test('what would have to be run is marked and never run', () => {
  const odd = [
    'process.exit(1)',
    '(() => 1)()',
    '{ ...other }',
    '{ a }',
    '{ get a() { return 1 } }',
    '{ a() {} }',
    '{ [name]: 1 }',
    '`${1}`',
    '1 + 1',
    'a ? 1 : 2',
    'new Date()',
    "new Date('no')",
    'new Map()',
    'new Uint8Array([256])',
    '/a/',
    'globalThis',
    '[1, , 2]',
    '{ a: 1, a: 2 }',
    '{ __proto__: {} }',
    "{ '__proto__': {} }",
    'await 1',
    'function () {}',
    'class {}',
    'import("x")',
    'this',
  ]
  for (const text of odd) {
    const { findings } = parseWrites(`db.user.create({ data: ${text} })`, 'write')
    assert.ok(findings.length > 0, text)
    for (const { from, to } of findings) assert.ok(from >= 0 && to > from, text)
  }
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
})

test('a write may be awaited, kept, and followed by a semicolon; anything else is none', () => {
  for (const text of [
    'db.user.create({})',
    'await db.user.create({})',
    'const user = await db.user.create({});',
    "import { x } from 'y'\n// said\ndb.user.create({})",
  ]) {
    const { writes, findings } = parseWrites(text, 'write')
    assert.deepEqual(findings, [], text)
    assert.equal(`${writes[0]?.accessor}.${writes[0]?.verb}`, 'user.create')
  }
  for (const text of [
    '1',
    'db.user',
    'user.create({})',
    'db["user"].create({})',
    'if (a) b',
    'db.user.create(...a)',
  ]) {
    assert.ok(parseWrites(text, 'write').findings.length > 0, text)
  }
})

test('a text that is no language is told with its place', () => {
  const text = "db.user.create({ data: { email: 'a' name: 'b' } })"
  const [finding] = parseWrites(text, 'write').findings
  assert.equal(text.slice(finding?.from, finding?.to), 'name')
  for (const broken of [
    '',
    '{',
    "'",
    '`',
    '/*',
    'db.',
    'db.user.create(',
    '\u0000',
    '\ud800',
    '@',
    'db.user.create({,})',
  ]) {
    parseWrites(broken, 'write')
    previewOf({ schema: signUp.schema, write: broken })
    previewOf({ schema: broken, write: signUp.write })
  }
})

test('what is too long, too deep or too much is told, not read', () => {
  const long = parseWrites(' '.repeat(MOST_LETTERS + 1), 'write')
  assert.match(long.findings[0]?.message ?? '', /longer than/)
  const deep = parseWrites(`db.user.create(${'['.repeat(100_000)}`, 'write')
  assert.equal(deep.findings.length, 1)
  const nested = parseWrites(`db.user.create(${'['.repeat(1_000)}${']'.repeat(1_000)})`, 'write')
  assert.match(nested.findings[0]?.message ?? '', /nested/)
  const many = parseWrites('db.user.create({})\n'.repeat(MOST_WRITES + 2), 'seed')
  assert.equal(many.writes.length, MOST_WRITES)
  assert.match(many.findings[0]?.message ?? '', /more than/)
})

test('every part has its place', () => {
  const text = "db.user.create({ data: { posts: { create: [{ slug: 'a' }, { slug: 'b' }] } } })"
  const places = parseWrites(text, 'write').writes[0]?.places
  assert.ok(places)
  const cut = (range: { from: number; to: number } | undefined) => text.slice(range?.from, range?.to)
  assert.equal(cut(markOf(places, ['data', 'posts', 'create', 1, 'slug'])), "'b'")
  assert.equal(cut(nameOf(places, ['data', 'posts', 'create', 1, 'slug'])), 'slug')
  assert.equal(cut(markOf(places, ['data', 'posts'])), 'posts')
  assert.equal(cut(markOf(places, ['data', 'posts', 'create', 0])), '{')
  assert.equal(cut(markOf(places, ['data', 'posts', 'create', 0, 'title'])), '{')
  assert.equal(cut(markOf(places, ['include'])), '{')
  assert.equal(cut(places.get(keyOf(['data', 'posts', 'create', 0]))?.value), "{ slug: 'a' }")
  assert.deepEqual(
    spotsLike(places, 'data.posts.create[*].slug').map(({ value }) => cut(value)),
    ["'a'", "'b'"],
  )
  const alone = "db.user.create({ data: { posts: { create: { slug: 'a' } } } })"
  const [spot] = spotsLike(parseWrites(alone, 'write').writes[0]?.places ?? new Map(), 'data.posts.create[*]')
  assert.equal(alone.slice(spot?.value.from, spot?.value.to), "{ slug: 'a' }")
  assert.equal(pathText(['data', 'a b', 0, 'x']), 'data["a b"][0].x')
})

test('the problems of a request stand at exactly that name or value', () => {
  const { findings } = previewOf(mistakes)
  assert.deepEqual(
    new Set(marked(mistakes.write, findings)),
    new Set([
      'emial | TW201 | data.emial',
      'update | TW316 | data.posts.update',
      'profiles | TW201 | include.profiles',
      'data | TW301 | data.email',
      "'12' | TW302 | data.posts.create[0].views",
      'null | TW303 | data.posts.create[1].published',
      '{ | TW301 | data.posts.create[1].slug',
      "'WRITER' | TW329 | data.role",
    ]),
  )
})

test('a model, a verb and a second write are told at their places', () => {
  const look = (write: string) => marked(write, previewOf({ schema: signUp.schema, write }).findings)
  assert.deepEqual(look('db.people.create({ data: {} })'), ['people | TW209 | '])
  assert.deepEqual(look('db.user.make({ data: {} })'), ['make | TW210 | '])
  assert.deepEqual(look('db.tag.count()\ndb.user.count()'), ['db.user.count() | null | '])
  assert.deepEqual(look('db.user.__proto__({})').length, 1)
  assert.deepEqual(look('db.constructor.create({})').length, 1)
})
