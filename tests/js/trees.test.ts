// Random trees: nonsense never makes the planner throw and each problem has a place that is there; what is right by
// construction is found right, and every value of it arrives and comes back where it was written.
//
// Knows nothing of a database: a driver gives back what it was sent.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { treewright } from 'treewright'
import { blog, everything } from './blog.ts'
import { echo, fakeDriver } from './fake-driver.ts'
import { checked, planner } from './planned.ts'

type Tree = { readonly [name: string]: unknown }

const words = Object.values(blog.models).flatMap(({ fields, relations }) => [
  ...Object.keys(fields),
  ...Object.keys(relations),
])
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('data', 'create', 'select', 'include', 'omit', 'set', ...words) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', '0', 'connect') },
)

const nonsense = fc.letrec<{ tree: unknown; rows: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.anything({
      withBigInt: true,
      withDate: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 1,
    }),
    fc.dictionary(name, tie('tree'), { maxKeys: 6, noNullPrototype: false }),
    fc.record({ create: tie('rows') }),
  ),
  rows: fc.oneof(tie('tree'), fc.array(tie('tree'), { maxLength: 3 })),
}))

test('nonsense is never thrown back, and every problem has a place', () => {
  const property = fc.property(nonsense.tree, fc.boolean(), (tree, isData) => {
    const args = isData ? { data: tree } : tree
    for (const { path, problem, message } of checked(args)) {
      assert.ok(isPlace(args, path), `${problem} at ${JSON.stringify(path)}: ${message}`)
      assert.match(problem, /^TW[234]\d\d$/)
      assert.ok(!message.includes('{also}'), message)
    }
  })
  fc.assert(property, { numRuns: 1_000 })
})

// All of the path but its end must be there; the end may be what is missing.
function isPlace(args: unknown, path: readonly (string | number)[]): boolean {
  let value = args
  for (const [at, segment] of path.entries()) {
    if (at === 0 && value === undefined) return segment === 'data' && path.length === 1
    if (typeof value !== 'object' || value === null) return false
    if (!Object.hasOwn(value, segment) && at < path.length - 1) return false
    if (typeof segment === 'number' && !(Array.isArray(value) && segment < value.length)) return false
    value = (value as { readonly [name: string]: unknown })[segment]
  }
  return true
}

let unique = 0
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((rest) => `${(unique += 1)} ${rest.replaceAll('\0', '')}`)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const nullable = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) })
const rows = <T>(one: fc.Arbitrary<T>) =>
  maybe(fc.record({ create: fc.oneof(one, fc.array(one, { maxLength: 4 })) }))
const row = <T>(one: fc.Arbitrary<T>) => maybe(fc.record({ create: one }))

const tag = fc.record({ name: text })
const comment = fc.record({ text })
const post = fc.record({
  slug: text,
  title: text,
  body: nullable(text),
  comments: rows(comment),
  tags: rows(tag),
})
const user = fc.record({
  email: text,
  name: nullable(text),
  age: nullable(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  visits: maybe(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  score: nullable(fc.double({ noNaN: true, noDefaultInfinity: true })),
  balance: nullable(fc.integer().map((cents) => `${cents}.05`)),
  active: maybe(fc.boolean()),
  role: maybe(fc.constantFrom('READER', 'WRITER', 'ADMIN')),
  joinedAt: maybe(fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true })),
  settings: maybe(
    fc.oneof(fc.dictionary(text, fc.integer(), { noNullPrototype: true }), fc.array(text), text),
  ),
  avatar: nullable(fc.uint8Array({ maxLength: 9 })),
  nicknames: maybe(fc.oneof(fc.array(text), fc.record({ set: fc.array(text) }))),
  team: row(fc.record({ name: text })),
  profile: row(fc.record({ bio: text })),
  posts: rows(post),
})

test('a right tree is found right, and comes back as it was written', async () => {
  const property = fc.asyncProperty(user, async (data) => {
    assert.deepEqual(planner.check('User', 'create', { data }), [])
    const { answer, show } = echo()
    const { driver } = fakeDriver(answer)
    const operation = treewright({ schema: blog, driver }).user.create({ data, include: everything })
    show(operation.plan())
    holds(await operation, data)
  })
  await fc.assert(property, { numRuns: 300 })
})

test('one mistake in a right tree is found alone, and in its place', () => {
  const property = fc.property(user, fc.nat(), (data, pick) => {
    const places = textsIn(data, ['data'])
    const place = places[pick % places.length] ?? []
    const problems = checked(spoilt({ data }, place))
    assert.deepEqual(
      problems.map(({ problem, path }) => [problem, path]),
      [['TW302', place]],
    )
  })
  fc.assert(property, { numRuns: 300 })
})

function holds(answer: unknown, written: Tree): void {
  for (const [field, value] of Object.entries(written)) {
    if (value === undefined) continue
    const found = (answer as Tree)[field]
    const create = ownEntry(value, 'create')
    const list = ownEntry(value, 'set')
    if (create === undefined) assert.deepEqual(bytesAsList(found), bytesAsList(list ?? value), field)
    else if (Array.isArray(found)) eachHolds(found, [create].flat() as Tree[])
    else holds(found, create as Tree)
  }
}

function eachHolds(found: readonly unknown[], written: readonly Tree[]): void {
  assert.equal(found.length, written.length)
  written.forEach((one, position) => holds(found[position], one))
}

function ownEntry(value: unknown, entry: string): unknown {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === entry
    ? (value as Tree)[entry]
    : undefined
}

function bytesAsList(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value
}

// The places of the texts of fields whose type is String.
function textsIn(tree: Tree, at: readonly (string | number)[]): (string | number)[][] {
  return Object.entries(tree).flatMap(([field, value]) => {
    if (['email', 'slug', 'title', 'bio', 'text'].includes(field)) return [[...at, field]]
    if (field === 'name' && typeof value === 'string') return [[...at, field]]
    const create = ownEntry(value, 'create')
    if (Array.isArray(create)) return create.flatMap((one, n) => textsIn(one, [...at, field, 'create', n]))
    return create === undefined ? [] : textsIn(create as Tree, [...at, field, 'create'])
  })
}

function spoilt(tree: unknown, [segment, ...rest]: readonly (string | number)[]): unknown {
  if (segment === undefined) return 7
  if (Array.isArray(tree)) return tree.map((one: unknown, n) => (n === segment ? spoilt(one, rest) : one))
  return { ...(tree as Tree), [segment]: spoilt((tree as Tree)[segment], rest) }
}
