// What listeners hear of operations and transactions that have ended, and of those that were slow.
//
// Knows nothing of a database: drivers here answer, wait or refuse as they are told to.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import {
  treewright,
  type ClientOptions,
  type OperationEvent,
  type SlowEvent,
  type TransactionEvent,
} from 'treewright'
import type { Call, Connection, Driver, Reply } from 'treewright/driver'
import { blog } from '../blog.ts'

const SECRET = 'sentinel-35aa'
const clear = { data: [] }

type Speed = { readonly connecting?: number; readonly answering?: number }

/** A driver that takes its time, and answers each call with a number. */
function driverOf({ connecting = 0, answering = 0 }: Speed = {}): Driver {
  const reply = async (calls: readonly Call[]): Promise<Reply> => {
    await wait(answering)
    return { rows: calls.map(() => [['1']]), refusal: null }
  }
  const held = async <T>(work: (connection: Connection) => Promise<T>, connected?: () => void) => {
    await wait(connecting)
    connected?.()
    return await work({ send: reply, pipeline: reply })
  }
  return {
    name: 'slow',
    transaction: held,
    connect: held,
    async pipeline(calls, connected) {
      await wait(connecting)
      connected?.()
      return await reply(calls)
    },
    within: () => driverOf(),
    close: async () => {},
  }
}

function hearing(speed: Speed = {}, options: Partial<ClientOptions<typeof blog>> = {}) {
  const db = treewright({ schema: blog, driver: driverOf(speed), ...options })
  const heard = {
    operation: [] as OperationEvent[],
    slow: [] as SlowEvent[],
    transaction: [] as TransactionEvent[],
  }
  db.$on('operation', (event) => heard.operation.push(event))
  db.$on('slow', (event) => heard.slow.push(event))
  db.$on('transaction', (event) => heard.transaction.push(event))
  return { db, heard }
}

describe('the end of an operation', () => {
  test('is told with what it did and cost', async () => {
    const { db, heard } = hearing()
    for (const name of [SECRET, 'other']) await db.tag.deleteMany({ where: { name } })
    const [first, second] = heard.operation
    assert.ok(first && second)
    const { milliseconds, split, ...told } = first
    assert.deepEqual(told, {
      operation: 'tag.deleteMany',
      model: 'Tag',
      verb: 'deleteMany',
      shape: 'tag.deleteMany',
      carriage: 'pipelined',
      cached: false,
      steps: 1,
      statements: 1,
      given: 1,
      rows: 1,
      roundTrips: 1,
      retries: 0,
      error: null,
    })
    assert.equal(second.cached, true)
    assert.ok(milliseconds > 0 && split !== null)
    assert.ok(!JSON.stringify(heard).includes(SECRET))
  })

  test('says where the time went, as far as the driver tells', async () => {
    const { db, heard } = hearing({ connecting: 30, answering: 60 })
    await db.tag.count()
    await db.$transaction((tx) => tx.tag.count())
    const [alone, inside] = heard.operation.map(({ split }) => split)
    assert.ok(alone && inside)
    const { waiting, database, planning, decoding } = alone
    assert.ok((waiting ?? 0) >= 28, `waiting ${waiting}`)
    assert.ok(database >= 58, `database ${database}`)
    const whole = heard.operation[0]?.milliseconds ?? 0
    assert.ok((waiting ?? 0) + database + planning + decoding <= whole)
    assert.ok(alone.planning > 0 && alone.decoding > 0 && alone.pausing === 0)
    assert.ok(inside.waiting !== null)
    const { connect, transaction, ...silent } = driverOf({ connecting: 30 })
    const driver: Driver = {
      ...silent,
      connect: (work) => connect(work),
      transaction: (work) => transaction(work),
      pipeline: async (calls) => ({ rows: calls.map(() => [['1']]), refusal: null }),
    }
    const untold = hearing({}, { driver })
    await untold.db.tag.count()
    assert.equal(untold.heard.operation[0]?.split?.waiting, null)
  })

  test('counts what begins and ends a transaction, where statements go one by one', async () => {
    const { db, heard } = hearing({}, { pipeline: false })
    await db.tag.deleteMany()
    const posts = { where: { slug: 'x' }, data: { tags: { disconnect: { id: 1 } } } }
    await db.post.update(posts).catch(() => {})
    const [alone, update] = heard.operation
    assert.deepEqual([alone?.carriage, alone?.roundTrips], ['stepwise', 1])
    assert.deepEqual([update?.carriage, update?.operation], ['stepwise', 'post.update'])
    assert.ok((update?.roundTrips ?? 0) > 2)
    assert.equal(update?.shape, 'post.update(tags.disconnect)')
  })

  test('is told of arguments that are wrong as well', async () => {
    const { db, heard } = hearing()
    const error: unknown = await db.tag
      .create({ data: { nmae: SECRET } as never })
      .catch((thrown: unknown) => thrown)
    const [event] = heard.operation
    assert.deepEqual(
      [event?.error, event?.shape, event?.carriage, event?.roundTrips],
      [error, 'tag.create', null, 0],
    )
  })
})

describe('an operation that is slow', () => {
  test('is told with its plan', async () => {
    const { db, heard } = hearing({ answering: 40 }, { slow: 20 })
    await db.tag.deleteMany({ where: { name: SECRET } })
    await db.$queryRaw`SELECT 1`.catch(() => {})
    const [event] = heard.slow
    assert.match(event?.plan ?? '', /delete Tag/)
    assert.equal(event?.operation, 'tag.deleteMany')
    assert.ok(!JSON.stringify(heard.slow).includes(SECRET))
  })

  test('is one that takes longer than was said; a second, if nothing was', async () => {
    const quick = hearing({ answering: 20 })
    await quick.db.tag.deleteMany()
    assert.deepEqual(quick.heard.slow, [])
    for (const slow of [-1, Number.NaN, '5' as never]) {
      assert.throws(() => hearing({}, { slow }), /`slow` is a number of milliseconds from 0/)
    }
  })

  test('has its plan, even if that is not kept', async () => {
    const { db, heard } = hearing({ answering: 5 }, { slow: 0, cache: { size: 0 } })
    await Promise.all([1, 2, 3].map(async (n) => db.tag.deleteMany({ where: { id: n } })))
    assert.equal(heard.slow.filter(({ plan }) => plan?.includes('delete Tag') === true).length, 3)
  })
})

describe('the end of a transaction', () => {
  test('is told with what was in it', async () => {
    const { db, heard } = hearing()
    await db.$transaction(async (tx) => {
      await tx.tag.deleteMany()
      await tx.$transaction((inner) => inner.tag.createMany(clear))
    })
    await db.$batch([db.tag.deleteMany(), db.tag.deleteMany()])
    const failure = new Error('own')
    await db
      .$transaction(async () => {
        throw failure
      })
      .catch(() => {})
    const told = heard.transaction.map(({ operation, operations, nested, error }) => {
      return { operation, operations, nested, error }
    })
    assert.deepEqual(told, [
      { operation: '$transaction', operations: 1, nested: true, error: null },
      { operation: '$transaction', operations: 1, nested: false, error: null },
      { operation: '$batch', operations: 2, nested: false, error: null },
      { operation: '$transaction', operations: 0, nested: false, error: failure },
    ])
    assert.ok(heard.transaction.every(({ milliseconds, roundTrips }) => milliseconds >= 0 && roundTrips >= 2))
    assert.deepEqual(
      heard.operation.map(({ operation }) => operation).filter((name) => name.startsWith('$')),
      [],
    )
  })
})

test('options that are none are refused', () => {
  assert.throws(
    () => hearing({}, { telemetry: {} as never }),
    /`telemetry` is what `openTelemetry\(\)` gives/,
  )
  assert.throws(() => hearing({}, { telemetry: [null] as never }), /`telemetry` is what/)
})
