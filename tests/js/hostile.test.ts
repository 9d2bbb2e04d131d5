// What the reader makes of objects that throw, lie, or are of another make: problems with paths, or a right plan.
//
// Knows nothing of a database.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import vm from 'node:vm'
import { treewright } from 'treewright'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'
import { loosely } from './loosely.ts'
import { hostileValues } from './hostile-values.ts'
import { found, good, user } from './planned.ts'

describe('what throws or lies', () => {
  const boom = (): never => {
    throw new Error('boom')
  }
  test('a getter', () => {
    const email = Object.defineProperty({}, 'email', { get: boom, enumerable: true })
    assert.deepEqual(found({ data: email }), [['TW208', 'data', 'email']])
    const create = [
      { slug: 'a', title: 'A' },
      Object.defineProperty({ slug: 'b' }, 'title', { get: boom, enumerable: true }),
    ]
    assert.deepEqual(found(user({ posts: { create } })), [['TW208', 'data', 'posts', 'create', 1, 'title']])
  })
  test('an element of an array', () => {
    const list = (element: unknown) =>
      Object.defineProperty([element, element], 1, { get: boom, enumerable: true })
    assert.deepEqual(found(user({ nicknames: list('a') })), [['TW208', 'data', 'nicknames', 1]])
    assert.deepEqual(found(user({ nicknames: { set: list('a') } }))[0]?.slice(1), [
      'data',
      'nicknames',
      'set',
      1,
    ])
    const posts = { create: list({ slug: 'a', title: 'A' }) }
    assert.deepEqual(found(user({ posts })), [['TW208', 'data', 'posts', 'create', 1]])
  })
  for (const name of ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const) {
    test(`a proxy whose ${name} throws`, () => {
      const wild = (target: object) => new Proxy(target, { [name]: boom })
      for (const target of [{ slug: 'a', title: 'A' }, [], () => {}, new Date()]) everywhere(wild(target))
    })
  }
  test('a proxy that throws whatever it is asked, and one that is revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    const list = Proxy.revocable([], {})
    revoke()
    list.revoke()
    for (const wild of [proxy, list.proxy, new Proxy({}, new Proxy({}, { get: () => boom }))]) {
      everywhere(wild)
      assert.ok(found(wild).length > 0)
      assert.deepEqual(found({ data: wild }), [['TW208', 'data']])
      assert.deepEqual(found(user({ nicknames: wild })), [['TW208', 'data', 'nicknames']])
      assert.ok(found(user({ nicknames: { set: wild } })).length > 0)
    }
  })
  test('a revoked array beside an array with a hole', () => {
    const list = Proxy.revocable([], {})
    list.revoke()
    const create = [
      { slug: 'a', title: 'A', tags: { create: list.proxy } },
      { slug: 'b', title: 'B', tags: { create: [, { name: 'n' }] } },
    ]
    const path = ['data', 'posts', 'create']
    assert.deepEqual(found(user({ posts: { create } })), [
      ['TW208', ...path, 0, 'tags', 'create'],
      ['TW207', ...path, 1, 'tags', 'create', 0],
    ])
  })
  test('an array that answers differently when it is asked again', () => {
    const answers = ['a', null]
    const list = new Proxy(['x'], {
      get: (array, key) => (key === '0' ? answers.shift() : Reflect.get(array, key)),
    })
    assert.deepEqual(found(user({ nicknames: list })), [])
    assert.deepEqual(answers, [null])
  })
  test('a proxy that is another kind of thing when it is asked again', () => {
    const prototypes = [Date.prototype, Object.prototype, Date.prototype, Map.prototype, Object.prototype]
    const fickle = () => {
      let asked = 0
      return new Proxy({}, { getPrototypeOf: () => prototypes[(asked += 1) % prototypes.length] ?? null })
    }
    for (const field of ['email', 'joinedAt', 'avatar', 'nicknames']) {
      assert.ok(found(user({ [field]: fickle() })).length > 0, field)
    }
  })
  test('an array of any length it likes', () => {
    for (const length of [101, 2 ** 32 - 1]) {
      const sparse = Object.assign([], { length })
      const lying = new Proxy([], {
        get: (array, key) => (key === 'length' ? length * 2 : Reflect.get(array, key)),
      })
      for (const list of [sparse, lying]) {
        const start = performance.now()
        const holes = Array.from({ length: 100 }, (_, n) => n)
        assert.deepEqual(
          found(user({ posts: { create: list } })),
          holes.map((n) => ['TW207', 'data', 'posts', 'create', n]),
        )
        assert.deepEqual(
          found(user({ nicknames: list })),
          holes.map((n) => ['TW207', 'data', 'nicknames', n]),
        )
        assert.deepEqual(
          found(user({ nicknames: { set: list } })),
          holes.map((n) => ['TW207', 'data', 'nicknames', 'set', n]),
        )
        assert.ok(performance.now() - start < 2_000)
      }
    }
  })
  test('an array that grows while it is read', () => {
    const create: object[] = []
    const row = () => ({
      slug: 'a',
      get title() {
        create.push(row())
        return 'A'
      },
    })
    create.push(row())
    const client = treewright({ schema: loosely(blog), driver: untouched, limits: { nodes: 1_000 } })
    const problems = client.user.create({ data: { email: 'a', posts: { create } } }).check()
    assert.deepEqual(
      problems.map(({ problem, path }) => [problem, ...path]),
      [['TW403', 'data', 'posts', 'create']],
    )
  })
  test('a proxy that is its own prototype', () => {
    const loop: object = new Proxy({}, { getPrototypeOf: () => loop })
    assert.ok(found({ data: loop }).length > 0)
    assert.ok(found(user({ settings: loop, posts: loop })).length > 0)
  })
  test('an object with any number of names', () => {
    const names = Array.from({ length: 50_000 }, (_, n) => `k${n}`)
    const wild = new Proxy(
      {},
      {
        ownKeys: () => names,
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: () => 1,
      },
    )
    assert.equal(found({ data: wild }).length, 100)
  })

  // Wherever it stands, it is a problem or a value, and nothing is thrown.
  function everywhere(wild: unknown): void {
    found(wild)
    for (const name of ['data', 'select', 'include', 'omit']) found({ data: { email: 'a' }, [name]: wild })
    for (const field of Object.keys(blog.models.User.fields)) found(user({ [field]: wild }))
    for (const relation of ['posts', 'profile', 'team']) {
      for (const verbs of [wild, { create: wild }, { create: [wild] }]) found(user({ [relation]: verbs }))
    }
    found(user({ nicknames: [wild] }))
    found(user({ nicknames: { set: wild } }))
    found(user({ nicknames: { set: [wild] } }))
  }

  test('any hostile value anywhere', () => {
    for (const wild of hostileValues()) everywhere(wild)
  })
})

describe('objects of other makes', () => {
  test('without a prototype, of a class, with getters, and from another realm', () => {
    const bare: object = Object.assign(Object.create(null), { email: 'ada@x.io' })
    class Fields {
      email = 'ada@x.io'
    }
    class Getters {
      #email = 'ada@x.io'
      get email() {
        return this.#email
      }
      get other() {
        return assert.fail('nobody asked for this')
      }
    }
    class Inherits extends Getters {}
    for (const data of [bare, new Fields(), new Getters(), new Inherits()])
      assert.deepEqual(found({ data }), [])
    const elsewhere: unknown = vm.runInNewContext(`({
      data: { email: 'a', joinedAt: new Date(0), avatar: new Uint8Array(2), nicknames: ['n'], posts: { create: [{ slug: 's', title: 't' }] } },
      select: { email: true },
    })`)
    assert.deepEqual(found(elsewhere), [])
    assert.deepEqual(
      found(
        vm.runInNewContext('({ data: { email: new Date(NaN), posts: { create: [,] }, team: new Map() } })'),
      ),
      [
        ['TW207', 'data', 'posts', 'create', 0],
        ['TW205', 'data', 'team'],
        ['TW302', 'data', 'email'],
      ],
    )
  })
  test('built-in ones are no records', () => {
    const exotic = [
      new Map(),
      new Set(),
      new WeakMap(),
      Promise.resolve(),
      /x/,
      new Error('x'),
      new String('x'),
      new Number(1),
      Object(1n),
      new URLSearchParams(),
    ]
    for (const one of exotic) {
      assert.deepEqual(found(one), [['TW205']])
      assert.deepEqual(found({ data: one }), [['TW205', 'data']])
      assert.deepEqual(found(user({ posts: one })), [['TW205', 'data', 'posts']])
      assert.deepEqual(found(user({ posts: { create: one } })), [['TW205', 'data', 'posts', 'create']])
      assert.deepEqual(found(user({ posts: { create: [one] } })), [['TW205', 'data', 'posts', 'create', 0]])
      assert.deepEqual(found(user({ name: one })), [['TW302', 'data', 'name']])
      assert.deepEqual(found(user({ settings: one })), [['TW302', 'data', 'settings']])
      assert.deepEqual(found({ ...good, select: one }), [['TW205', 'select']])
    }
  })
  test('functions, symbols and undefined', () => {
    for (const one of [() => {}, class {}, Symbol('s')]) {
      assert.deepEqual(found({ data: one }), [['TW205', 'data']])
      assert.deepEqual(found(user({ posts: one })), [['TW205', 'data', 'posts']])
      assert.deepEqual(found(user({ name: one })), [['TW302', 'data', 'name']])
    }
    assert.deepEqual(
      found(user({ [Symbol('email')]: 1, name: undefined, wrong: undefined, posts: undefined })),
      [],
    )
    assert.deepEqual(found({ ...good, select: undefined, wrong: undefined }), [])
  })
  test('holes and undefined in arrays', () => {
    const hole = [{ slug: 'a', title: 'A' }, , undefined]
    const places = [1, 2].map((n) => ['TW207', 'data', 'posts', 'create', n])
    assert.deepEqual(found(user({ posts: { create: hole } })), places)
    const names = ['a', , undefined]
    assert.deepEqual(found(user({ nicknames: names })), [
      ['TW207', 'data', 'nicknames', 1],
      ['TW207', 'data', 'nicknames', 2],
    ])
  })
  test('a list that is set has no holes and no nulls either', () => {
    for (const names of [
      ['a', , 'b'],
      ['a', undefined],
      ['a', null],
    ]) {
      const [problem, ...others] = found(user({ nicknames: { set: names } }))
      assert.deepEqual([problem?.slice(1), others], [['data', 'nicknames', 'set', 1], []])
    }
  })
})
