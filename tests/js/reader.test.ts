// What the reader makes of circles, depths, odd names and much at once: problems with paths, or a right plan.
//
// Knows nothing of a database. Objects that throw or lie are in hostile.test.ts, random trees in trees.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CircularRelationError, treewright } from 'treewright'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'
import { loosely } from './loosely.ts'
import { checked, found, good, goodPlan, planner, user } from './planned.ts'

describe('circles', () => {
  test('an object in itself', () => {
    const self: { [name: string]: unknown } = { email: 'ada@x.io' }
    self['posts'] = { create: [{ slug: 'a', title: 'A' }, self] }
    assert.deepEqual(found({ data: self }), [['TW402', 'data', 'posts', 'create', 1]])
    const client = treewright({ schema: loosely(blog), driver: untouched })
    assert.throws(() => client.user.create({ data: self }).plan(), CircularRelationError)
  })
  test('an object that is its own verbs', () => {
    const self: { [name: string]: unknown } = { email: 'ada@x.io' }
    self['profile'] = { create: self }
    assert.deepEqual(found({ data: self }), [['TW402', 'data', 'profile', 'create']])
    const verbs: { [name: string]: unknown } = {}
    verbs['create'] = verbs
    assert.deepEqual(found(user({ profile: verbs })), [['TW402', 'data', 'profile', 'create']])
  })
  test('a long way round', () => {
    const top: { [name: string]: unknown } = { name: 'A' }
    top['users'] = {
      create: {
        email: 'a@x.io',
        posts: {
          create: { slug: 'a', title: 'A', tags: { create: [{ name: 'n', posts: { create: [top] } }] } },
        },
      },
    }
    const problems = planner.check('Team', 'create', { data: top })
    const path = 'data users create posts create tags create 0 posts create 0'
      .split(' ')
      .map((one) => (one === '0' ? 0 : one))
    assert.deepEqual(
      problems.map(({ problem, path }) => [problem, ...path]),
      [['TW402', ...path]],
    )
  })
  test('an array in itself', () => {
    const list: unknown[] = []
    list.push(list)
    assert.deepEqual(found(user({ posts: { create: list } })), [['TW205', 'data', 'posts', 'create', 0]])
    assert.deepEqual(found(user({ posts: list })), [['TW205', 'data', 'posts']])
    assert.deepEqual(found(user({ nicknames: list })), [['TW302', 'data', 'nicknames', 0]])
  })
  test('a JSON value in itself is named where it is met again', () => {
    const settings: { [name: string]: unknown } = { a: [] }
    ;(settings['a'] as unknown[]).push(settings)
    const [problem] = checked(user({ settings }))
    assert.deepEqual([problem?.problem, problem?.path], ['TW333', ['data', 'settings']])
  })
  test('the same object twice is no circle', () => {
    const tag = { name: 'one' }
    const tags = { create: [tag, tag] }
    const create = [
      { slug: 'a', title: 'A', tags },
      { slug: 'b', title: 'B', tags },
    ]
    assert.deepEqual(found(user({ posts: { create } })), [])
  })
})

describe('limits', () => {
  test('ten relations deep, and no more', () => {
    assert.deepEqual(planner.check('Tag', 'create', { data: tagTree(10) }), [])
    const problems = planner.check('Tag', 'create', { data: tagTree(11) })
    const steps = Array.from({ length: 11 }, (_, level) => [level % 2 === 0 ? 'posts' : 'tags', 'create'])
    assert.deepEqual(
      problems.map(({ problem, path }) => [problem, ...path]),
      [['TW401', 'data', ...steps.flat()]],
    )
    assert.match(problems[0]?.help ?? '', /limits: \{ depth \}/)
  })
  test('a hundred thousand deep', () => {
    assert.equal(planner.check('Tag', 'create', { data: tagTree(100_000) })[0]?.problem, 'TW401')
  })
  test('the options of a client move them', () => {
    const shallow = treewright({ schema: loosely(blog), driver: untouched, limits: { depth: 1, nodes: 6 } })
    const post = (tags: object[]) => ({
      data: { email: 'a', posts: { create: { slug: 'a', title: 'A', tags: { create: tags } } } },
    })
    assert.equal(shallow.user.create(good).check().length, 0)
    assert.deepEqual(
      shallow.user
        .create(post([{ name: 'n' }]))
        .check()
        .map(({ problem }) => problem),
      ['TW401'],
    )
    const create = Array.from({ length: 10 }, (_, n) => ({ slug: `${n}`, title: 'T' }))
    assert.deepEqual(
      shallow.user
        .create({ data: { email: 'a', posts: { create } } })
        .check()
        .map(({ problem }) => problem),
      ['TW403'],
    )
    const deep = treewright({ schema: loosely(blog), driver: untouched, limits: { depth: Infinity } })
    assert.deepEqual(deep.tag.create({ data: tagTree(100) }).check(), [])
    assert.ok(deep.tag.create({ data: tagTree(100) }).plan().statements.length > 100)
    assert.equal(deep.tag.create({ data: tagTree(101) }).check()[0]?.problem, 'TW401')
    const unsaid = treewright({
      schema: loosely(blog),
      driver: untouched,
      limits: { depth: undefined } as unknown as { depth: number },
    })
    assert.equal(unsaid.tag.create({ data: tagTree(100_000) }).check()[0]?.problem, 'TW401')
  })
})

// A tag with a post with a tag with a post: n rows below the first.
function tagTree(n: number): { [field: string]: unknown } {
  let tree: { [field: string]: unknown } | undefined
  for (let level = n; level >= 0; level -= 1) {
    const below = tree === undefined ? {} : { create: tree }
    tree = level % 2 === 0 ? { name: 'n', posts: below } : { slug: 's', title: 't', authorId: 1, tags: below }
  }
  return tree ?? {}
}

describe('names', () => {
  test('that every object has', () => {
    const data: unknown = JSON.parse(
      '{"email":"a","__proto__":{"name":"x"},"constructor":2,"hasOwnProperty":3,"toString":4}',
    )
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
    assert.deepEqual(
      found({ data }),
      names.map((name) => ['TW201', 'data', name]),
    )
    assert.deepEqual(found(JSON.parse('{"data":{"email":"a"},"__proto__":1}')), [['TW202', '__proto__']])
    assert.deepEqual(found(user({ posts: JSON.parse('{"__proto__":1,"valueOf":1}') })), [
      ['TW203', 'data', 'posts', '__proto__'],
      ['TW203', 'data', 'posts', 'valueOf'],
    ])
    for (const where of ['select', 'include', 'omit']) {
      assert.deepEqual(found({ ...good, [where]: JSON.parse('{"__proto__":true}') })[0], [
        'TW201',
        where,
        '__proto__',
      ])
    }
  })
  test('with letters that no text can hold', () => {
    for (const name of ['\0', '\ud800', '"', '\\', '"}', '\u2028', '', ' ', '{also}', '😀'.repeat(60)]) {
      assert.deepEqual(found(user({ [name]: 1 })), [['TW201', 'data', name]])
    }
  })
  test('of a megabyte', () => {
    const [problem] = checked(user({ ['k'.repeat(1_000_000)]: 1 }))
    assert.ok((problem?.message.length ?? 0) < 200)
  })
  test('a million that are unknown, fast, and a hundred are told', () => {
    const data: { [name: string]: unknown } = {}
    for (let n = 0; n < 1_000_000; n += 1) data[`k${n}`] = n
    data['email'] = 5
    const start = performance.now()
    assert.equal(found({ data }).length, 100)
    assert.ok(performance.now() - start < 5_000)
  })
})

describe('much at once', () => {
  test('a hundred thousand rows', () => {
    const create = Array.from({ length: 100_000 }, (_, n) => ({ slug: `s${n}`, title: 'T' }))
    assert.deepEqual(found(user({ posts: { create } })), [])
    assert.deepEqual(String(planner.plan('User', 'create', user({ posts: { create } }))), goodPlan)
    Object.assign(create[99_999] ?? {}, { title: 7 })
    assert.deepEqual(found(user({ posts: { create } })), [
      ['TW302', 'data', 'posts', 'create', 99_999, 'title'],
    ])
    for (const row of create) Object.assign(row, { title: 7 })
    assert.equal(found(user({ posts: { create } })).length, 100)
  })
  test('a value of ten megabytes', () => {
    assert.deepEqual(found(user({ name: 'x'.repeat(10_000_000) })), [])
    assert.deepEqual(found(user({ name: `${'x'.repeat(10_000_000)}\0` })), [['TW325', 'data', 'name']])
  })
  test('a list of a million scalars leaves room for rows', () => {
    const nicknames = Array.from({ length: 1_000_001 }, () => 'n')
    assert.deepEqual(found(user({ nicknames, posts: { create: { slug: 'a', title: 'A' } } })), [])
  })
})
