// What a transaction sends besides its writes, and what it asks of a driver that cannot do much.
//
// Knows nothing of a database; what becomes of rows is in tests/postgres.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  TransactionError,
  treewright,
  ValidationError,
  type OperationEvent,
  type TreewrightError,
} from 'treewright'
import type { Connection, Driver } from 'treewright/driver'
import { blog } from './blog.ts'
import { thrownBy } from './thrown.ts'
import { fakeDriver, untouched } from './fake-driver.ts'

/** A client whose driver gives one row for a write and none for anything else, and what it was sent. */
function recording() {
  const { driver, record } = fakeDriver(({ sql }) =>
    /^(WITH|INSERT|UPDATE|DELETE)/.test(sql) ? [['1', '1']] : [],
  )
  const db = treewright({ schema: blog, driver })
  const sent = () =>
    record.calls.map(({ sql }) => (/^[A-Z ]+ treewright(_\d)?$|^SET /.test(sql) ? sql : 'write'))
  return { db, record, sent }
}

const clear = { data: { name: 'x' } }

describe('what is sent', () => {
  test('a savepoint around each write, and nothing else if no level is asked for', async () => {
    const { db, record, sent } = recording()
    await db.$transaction(async (tx) => void (await tx.tag.createMany(clear)))
    assert.deepEqual(sent(), ['SAVEPOINT treewright', 'write', 'RELEASE SAVEPOINT treewright'])
    assert.deepEqual([record.transactions, record.connections], [1, 0])
  })
  test('no savepoint without savepoints', async () => {
    const { db, sent } = recording()
    const options = { savepoints: false, isolationLevel: 'RepeatableRead' } as const
    await db.$transaction([db.tag.createMany(clear), db.tag.createMany(clear)], options)
    await db.$transaction((tx) => tx.tag.createMany(clear), options)
    const level = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'
    assert.deepEqual(sent(), [level, 'write', 'write', level, 'write'])
  })
  test('a savepoint for an inner transaction, which writes as the outer one does', async () => {
    const { db, sent } = recording()
    await db.$transaction((tx) => tx.$transaction((inner) => inner.tag.createMany(clear)), {
      savepoints: false,
    })
    assert.deepEqual(sent(), ['SAVEPOINT treewright_1', 'write', 'RELEASE SAVEPOINT treewright_1'])
  })
  test('nothing for a list in which arguments are wrong, whichever they are', async () => {
    const { db, record } = recording()
    const heard: [string, string][] = []
    db.$on('operation', ({ operation, error }) => heard.push([operation, (error as TreewrightError).problem]))
    const wrong = db.tag.createMany({ data: { nmae: 'x' } as never })
    const before = db.tag.createMany(clear)
    const error = await thrownBy(db.$transaction([before, wrong, db.$executeRaw`SELECT 1`]))
    assert.ok(error instanceof ValidationError)
    assert.match(error.message, /^tag\.createMany: 2 problems\nTW201 at data\.nmae: /)
    assert.equal(await thrownBy(before), error)
    const raw = await thrownBy(db.$batch([db.tag.createMany(clear), db.$executeRaw('SELECT 1' as never)]))
    assert.equal((raw as TreewrightError).problem, 'TW802')
    assert.deepEqual([record.transactions, record.calls.length], [0, 0])
    assert.deepEqual(heard, [
      ['tag.createMany', 'TW201'],
      ['$executeRaw', 'TW802'],
    ])
  })
  test('nothing for an empty function, and no transaction for options that are wrong', async () => {
    const { db, record, sent } = recording()
    await db.$transaction(async () => {})
    assert.deepEqual([sent(), record.transactions], [[], 1])
    await assert.rejects(
      db.$transaction(async () => {}, { timeout: -1 }),
      /TW714/,
    )
    assert.equal(record.transactions, 1)
  })
})

describe('what is heard', () => {
  test('operations in a transaction, also those that come too late', async () => {
    const { db } = recording()
    const heard: [string, string | null][] = []
    const listen = ({ operation, error }: OperationEvent) =>
      heard.push([operation, error === null ? null : (error as TransactionError).problem])
    db.$on('operation', listen)
    const kept = await db.$transaction(async (tx) => {
      await tx.tag.createMany(clear)
      return { tx }
    })
    await thrownBy(kept.tx.tag.createMany(clear))
    assert.deepEqual(heard, [
      ['tag.createMany', null],
      ['tag.createMany', 'TW703'],
    ])
  })
})

describe('a driver', () => {
  const silent: Connection = { send: () => new Promise(() => {}) }
  test('that never begins is not waited for longer than was said', async () => {
    const driver: Driver = { ...untouched, transaction: () => new Promise(() => {}) }
    const db = treewright({ schema: blog, driver, transactionOptions: { maxWait: 20 } })
    for (const begun of [db.$transaction(async () => {}), db.$batch([], { atomic: false })]) {
      const error = await thrownBy(begun)
      assert.ok(error instanceof TransactionError)
      assert.deepEqual([error.problem, error.meta], ['TW701', { maxWait: 20 }])
    }
  })
  test('that begins too late runs nothing', async () => {
    let begin: () => Promise<unknown> = () => assert.fail('it was not asked')
    const driver: Driver = {
      ...untouched,
      transaction: <T>(work: (connection: Connection) => Promise<T>) => {
        return new Promise<T>((resolve, reject) => {
          begin = () => work(silent).then(resolve, reject)
        })
      },
    }
    const db = treewright({ schema: blog, driver })
    const error = await thrownBy(db.$transaction(() => assert.fail('it ran'), { maxWait: 20 }))
    assert.equal((error as TransactionError).problem, 'TW701')
    await begin()
  })
  test('that neither stops nor ends is not waited for forever', async () => {
    const driver: Driver = {
      ...untouched,
      // It waits for its call before it can roll back.
      transaction: async (work) => {
        await work(silent).catch(() => {})
        return await new Promise(() => {})
      },
    }
    const db = treewright({ schema: blog, driver })
    const error = await thrownBy(db.$transaction((tx) => tx.tag.createMany(clear), { timeout: 20 }))
    assert.equal((error as TransactionError).problem, 'TW702')
  })
})
