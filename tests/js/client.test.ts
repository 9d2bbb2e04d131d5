// What a client offers around its verbs: operations that wait to be awaited, plans, events, the plan cache.
//
// Knows nothing of a database: a driver gives back what it was sent.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  SchemaError,
  treewright,
  TreewrightError,
  type ClientOptions,
  type Loose,
  type StatementEvent,
} from 'treewright'
import { blog } from './blog.ts'
import { echo, fakeDriver, untouched } from './fake-driver.ts'
import { loosely } from './loosely.ts'

const one = {
  data: { email: 'ada@x.io', posts: { create: [{ slug: 'a', title: 'A' }] } },
  include: { posts: true },
} as const
const three = {
  data: { email: 'bob@x.io', posts: { create: ['b', 'c', 'd'].map((slug) => ({ slug, title: slug })) } },
  include: { posts: true },
}

type Options = Omit<ClientOptions<Loose<typeof blog>, unknown>, 'schema' | 'driver'>

/** A client whose driver gives back what it was sent, for operations whose plans were shown. */
function echoing(options: Options = {}) {
  const { answer, show } = echo()
  const { driver, record } = fakeDriver(answer)
  const client = treewright({ schema: loosely(blog), driver, ...options })
  const create = (args: Parameters<typeof client.user.create>[0]) => {
    const operation = client.user.create(args)
    show(operation.plan())
    return operation
  }
  return { client, record, create }
}

describe('an operation', () => {
  test('does nothing until it is awaited, and runs once however often it is', async () => {
    const { record, create } = echoing()
    const operation = create(one)
    await new Promise(setImmediate)
    assert.deepEqual([record.transactions, record.calls.length], [0, 0])
    const [first, second] = await Promise.all([operation, operation])
    assert.equal(await operation, first)
    assert.equal(second, first)
    assert.equal(await operation.finally(() => {}), first)
    assert.equal(await operation.catch(() => assert.fail()), first)
    assert.deepEqual([record.transactions, record.calls.length], [1, 2])
  })
  test('shows its plan and its mistakes without a database', () => {
    const client = treewright({ schema: loosely(blog), driver: untouched })
    const operation = client.user.create(one)
    const plan = operation.plan()
    assert.equal(String(operation), '[object Operation]')
    assert.match(
      String(plan),
      /^ {2}1 {2}insert User at data .*\n {2}2 {2}insert Post at data\.posts\.create\[\*\] .*authorId <- 1\.id.*\nanswer 1 /,
    )
    assert.deepEqual(plan.statements.map(({ kind, model, at }) => [kind, model, at.join(' ')]).slice(0, 1), [
      ['insert', 'User', 'data'],
    ])
    assert.deepEqual(
      [plan.carriage, plan.roundTrips, plan.inTransaction, plan.waves],
      ['stepwise', 4, true, [[0], [1]]],
    )
    assert.equal(client.user.create({ data: { email: 'a' } }).plan().roundTrips, 1)
    assert.deepEqual(operation.check(), [])
    assert.equal(client.user.create({ data: {} }).check().length, 1)
  })
  test('that is wrong throws at plan, and rejects when awaited', async () => {
    const operation = treewright({ schema: loosely(blog), driver: untouched }).user.create({ data: {} })
    assert.throws(() => operation.plan(), /user\.create: TW301 at data\.email/)
    await assert.rejects(async () => operation, /user\.create: TW301 at data\.email/)
    assert.equal(await operation.catch(() => 'caught'), 'caught')
  })
  test('of one statement asks for no transaction', async () => {
    const { record, create } = echoing()
    await create({ data: { email: 'a' } })
    assert.deepEqual([record.transactions, record.connections], [0, 1])
  })
  test('reads its arguments when it runs, each time it is looked at', async () => {
    const data = { email: 'a', nicknames: ['n'] }
    const { record, create } = echoing()
    const operation = create({ data })
    data.nicknames.push('m')
    assert.deepEqual((await operation)['nicknames'], ['n', 'm'])
    assert.equal(record.calls.length, 1)
  })
})

describe('what a client hears', () => {
  test('each statement, until it listens no more', async () => {
    const { client, create } = echoing()
    const heard: StatementEvent[] = []
    const stop = client.$on('statement', (event) => heard.push(event))
    await create(three)
    assert.deepEqual(
      heard.map(({ operation, step, given, rows }) => [operation, step, given, rows]),
      [
        ['user.create', 1, 1, 1],
        ['user.create', 2, 3, 3],
      ],
    )
    assert.match(heard[1]?.sql ?? '', /INSERT INTO "Post"/)
    assert.ok(heard[1]?.parameters.includes('{b,c,d}'))
    stop()
    await create(one)
    assert.equal(heard.length, 2)
  })
  test('and what it throws or rejects with reaches nobody, but is said once', async (context) => {
    const { client, record, create } = echoing()
    const said = context.mock.method(console, 'error', () => {})
    const heard: string[] = []
    client.$on('statement', () => {
      throw new Error('unhappy')
    })
    client.$on('operation', async () => {
      throw new Error('unhappy later')
    })
    client.$on('operation', ({ operation }) => heard.push(operation))
    for (let n = 0; n < 3; n += 1) assert.equal((await create(one))['email'], 'ada@x.io')
    await new Promise(setImmediate)
    assert.deepEqual(heard, ['user.create', 'user.create', 'user.create'])
    assert.equal(record.calls.length, 6)
    assert.equal(said.mock.callCount(), 2)
  })
  test('what is written through $with, too, and $with asks the driver', async () => {
    const { client, record, create } = echoing()
    create(one)
    const heard: StatementEvent[] = []
    client.$on('statement', (event) => heard.push(event))
    const transaction = { a: 'transaction' }
    await client.$with(transaction).user.create(one)
    assert.deepEqual([record.within, heard.length], [[transaction], 2])
    await client.$disconnect()
    assert.equal(record.closed, 1)
  })
})

describe('the plan cache', () => {
  test('knows a shape again, with other values and other numbers of rows', async () => {
    const { client, create } = echoing()
    assert.deepEqual(client.$cache, { size: 0, limit: 1_000, hits: 0, misses: 0 })
    create(one)
    assert.deepEqual(client.$cache, { size: 1, limit: 1_000, hits: 0, misses: 1 })
    const [first] = [await create(one), await create(three)]
    assert.deepEqual(client.$cache, { size: 1, limit: 1_000, hits: 4, misses: 1 })
    assert.deepEqual(client.$with({}).$cache, client.$cache)
    assert.equal(first['email'], 'ada@x.io')
    const { posts } = await create({ ...three, data: { ...three.data, posts: { create: [] } } })
    assert.deepEqual([posts, client.$cache.misses], [[], 2])
  })
  test('keeps nothing that is wrong', () => {
    const { client } = echoing()
    for (let n = 0; n < 5; n += 1) client.user.create({ data: { [`k${n}`]: 1 } }).check()
    assert.deepEqual(client.$cache, { size: 0, limit: 1_000, hits: 0, misses: 5 })
  })
  test('keeps no more than its limit, and lets go of what was not used for longest', () => {
    const { client } = echoing({ cache: { size: 2 } })
    const shape = (field: string) => client.user.create({ data: { email: 'a', [field]: null } }).plan()
    const misses = (...fields: string[]) => fields.map((field) => (shape(field), client.$cache.misses))
    assert.deepEqual(misses('name', 'age', 'name', 'score', 'name', 'age'), [1, 2, 2, 3, 3, 4])
    assert.deepEqual([client.$cache.size, client.$cache.limit], [2, 2])
  })
  test('may keep nothing at all', async () => {
    const { client, create } = echoing({ cache: { size: 0 } })
    await create(one)
    await create(one)
    assert.deepEqual(client.$cache, { size: 0, limit: 0, hits: 0, misses: 4 })
  })
  test('lets go of plans that are being carried out without harm', async () => {
    const { client, create } = echoing({ cache: { size: 1 } })
    const writes = [one, { data: { email: 'a' } }, three, { data: { email: 'b', name: 'B' } }].map((args) =>
      create(args),
    )
    const answers = await Promise.all(writes)
    assert.deepEqual(
      answers.map(({ email }) => email),
      ['ada@x.io', 'a', 'bob@x.io', 'b'],
    )
    assert.equal(client.$cache.size, 1)
  })
})

describe('an error', () => {
  const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' })
  test('of the connection says so, wherever it came from', async () => {
    const failing = [
      { ...untouched, transaction: () => Promise.reject(lost) },
      fakeDriver(() => Promise.reject(lost)).driver,
    ]
    for (const driver of failing) {
      const error: unknown = await treewright({ schema: blog, driver })
        .user.create(one)
        .catch((thrown: unknown) => thrown)
      assert.ok(error instanceof TreewrightError)
      assert.deepEqual([error.name, error.code, error.cause], ['TreewrightError', 'TW612', lost])
      assert.match(error.message, /TW612.*: the connection to the database was lost: gone$/)
    }
  })
  test('of a decoder comes after the commit, and is its own', async () => {
    const unhappy = new Error('unhappy')
    const decimal = function () {
      throw unhappy
    } as unknown as new (text: string) => unknown
    const { create } = echoing({ decimal })
    assert.equal(
      await create({ data: { email: 'a', balance: '1' } }).catch((thrown: unknown) => thrown),
      unhappy,
    )
  })
  test('of a default that cannot be written is the schema', async () => {
    const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const
    const schema = {
      models: { A: { fields: { id, at: { type: 'DateTime?', default: { value: 'yesterday' } } } } },
    } as const
    const { driver, record } = fakeDriver(() => [['1']])
    const error: unknown = await treewright({ schema, driver })
      .a.create({ data: {} })
      .catch((thrown: unknown) => thrown)
    assert.ok(error instanceof SchemaError)
    assert.deepEqual([error.problem, error.pathText], ['TW327', 'models.A.fields.at.default.value'])
    assert.equal(record.calls.length, 0)
  })
  test('of a schema names every mistake', () => {
    const schema = {
      models: { User: { fields: { id: { type: 'Itn' } }, relations: { posts: { many: 'Pots' } } } },
    }
    const make = () => treewright({ schema, driver: untouched })
    assert.throws(make, (error) => {
      assert.ok(error instanceof SchemaError)
      assert.equal(error.pathText, 'models.User.fields.id.type')
      return error.problems.length > 1 && error.help === 'did you mean `Int`?'
    })
  })
})

describe('a client', () => {
  test('has an accessor for each model, and nothing inherited among them', () => {
    const client = treewright({ schema: blog, driver: untouched })
    const names = [
      'team',
      'user',
      'profile',
      'post',
      'comment',
      'tag',
      '$with',
      '$cache',
      '$connect',
      '$disconnect',
      '$executeRaw',
      '$executeRawUnsafe',
      '$metrics',
      '$on',
      '$queryRaw',
      '$queryRawUnsafe',
      '$transaction',
      '$batch',
    ]
    assert.deepEqual(Object.getOwnPropertyNames(client).sort(), names.sort())
  })
  test('makes decimals with the class it is given', async () => {
    class Decimal {
      readonly text: string
      constructor(text: string) {
        this.text = text
      }
      toFixed() {
        return this.text
      }
      toString() {
        return this.text
      }
    }
    const balance = '123456789012345678901234567890.10'
    const { create } = echoing({ decimal: Decimal })
    assert.deepEqual(
      (await create({ data: { email: 'a', balance: new Decimal(balance) } }))['balance'],
      new Decimal(balance),
    )
    assert.equal((await echoing().create({ data: { email: 'a', balance } }))['balance'], balance)
  })
})
