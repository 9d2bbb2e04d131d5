// Writes within a transaction: how often a wire waits for one, and what stays of one that fails.
//
// Knows nothing of the statements. That rows and answers are those of other ways is for the case suite.

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import type { PoolClient } from 'pg'
import { treewright, TreewrightError } from 'treewright'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { org, orgTables, orgTree, wholeOrg } from './org.ts'
import { freshDatabase, openPool, startServer } from './server.ts'
import { layWire } from './wire.ts'

const server = await startServer()
const wire = await layWire(await freshDatabase(server, orgTables))
const pool = openPool(wire.address, { max: 2 })
const local = await PGlite.create()
await local.exec(orgTables)
after(async () => {
  await Promise.all([pool.end(), local.close()])
  await wire.close()
  await server.stop()
})
beforeEach(() => pool.query('TRUNCATE "Org" CASCADE'))

const db = treewright({ schema: org, driver: pg(pool) })
const inWaves = treewright({ schema: org, driver: pg(pool), pipeline: false })
const inProcess = treewright({ schema: org, driver: pglite(local) })

type Db = typeof db

const tree = { data: orgTree(2, 3, 4), include: wholeOrg }
/** It fails on the server only: two members have the same key. */
const twice = {
  data: {
    name: 'a',
    departments: {
      create: [
        { id: 7, name: 'b' },
        { id: 7, name: 'c' },
      ],
    },
  },
}

async function tripsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const start = wire.trips()
  await work()
  return wire.trips() - start
}

async function held<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } finally {
    client.release()
  }
}

async function thrownBy(work: PromiseLike<unknown>): Promise<TreewrightError> {
  const error: unknown = await work.then(
    () => assert.fail('it was carried out'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof TreewrightError)
  return error
}

async function names(): Promise<unknown[]> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM "Org" ORDER BY name')
  return rows.map(({ name }) => name)
}

describe('round trips', () => {
  test("one each in the caller's transaction, with or without savepoints", async () => {
    await held(async (client) => {
      for (const savepoints of [true, false]) {
        const within = db.$with(client, { savepoints })
        const alone = savepoints ? 'pipelined' : 'stepwise'
        assert.equal(await tripsOf(() => within.org.create(tree)), 1)
        assert.deepEqual(facts(within.org.create(tree)), ['pipelined', 1])
        assert.equal(await tripsOf(() => within.org.create({ data: { name: 'alone' } })), 1)
        assert.deepEqual(facts(within.org.create({ data: { name: 'alone' } })), [alone, 1])
        assert.equal(await tripsOf(() => within.org.findMany({ include: wholeOrg })), 1)
      }
    })
    assert.equal((await names()).length, 4)
  })

  test('one each in a transaction of ours, between its beginning and its end', async () => {
    const writes = async (tx: Pick<Db, 'org'>) => {
      const { id } = await tx.org.create(tree)
      await tx.org.update({ where: { id }, data: { departments: { create: { name: 'new' } } } })
      await tx.org.deleteMany({ where: { name: 'nobody' } })
    }
    assert.equal(await tripsOf(() => db.$transaction(writes)), 5)
    assert.equal(await tripsOf(() => db.$transaction([db.org.create(tree), db.org.create(tree)])), 4)
    const inner = async () =>
      await db.$transaction(async (tx) => {
        await tx.org.create(tree)
        await tx.$transaction(async (deep) => void (await deep.org.create(tree)))
      })
    assert.equal(await tripsOf(inner), 6)
  })

  test('as many as there are statements, and two for the savepoint, where that was asked for', async () => {
    await held(async (client) => {
      const within = inWaves.$with(client)
      assert.equal(await tripsOf(() => within.org.create(tree)), 6)
      assert.deepEqual(facts(within.org.create(tree)), ['stepwise', 6])
      const bare = inWaves.$with(client, { savepoints: false })
      assert.equal(await tripsOf(() => bare.org.create(tree)), 4)
      assert.deepEqual(facts(bare.org.create(tree)), ['stepwise', 4])
    })
    await inWaves.$transaction(async (tx) => {
      assert.equal(await tripsOf(() => tx.org.create(tree)), 6)
    })
  })
})

function facts(operation: ReturnType<Db['org']['create']>): unknown[] {
  const { carriage, roundTrips } = operation.plan()
  return [carriage, roundTrips]
}

describe('a write that is refused', () => {
  test('leaves nothing, is told as in waves, and the transaction goes on', async () => {
    const told = await held(async (client) => {
      const [one, other] = [db.$with(client), inWaves.$with(client)]
      await one.org.create({ data: { name: 'before' } })
      const errors = [await thrownBy(one.org.create(twice)), await thrownBy(other.org.create(twice))]
      await one.org.create({ data: { name: 'behind' } })
      return errors.map(({ problems }) => problems)
    })
    assert.deepEqual(told[0], told[1])
    assert.deepEqual(await names(), ['before', 'behind'])
  })

  test('is the end of a transaction without savepoints, and told as well', async () => {
    const told = await Promise.all(
      [db, inWaves].map((client) =>
        held(async (held) => {
          const bare = client.$with(held, { savepoints: false })
          await bare.org.create({ data: { name: 'before' } })
          const errors = [
            await thrownBy(bare.org.create(twice)),
            await thrownBy(bare.org.create({ data: { name: 'behind' } })),
          ]
          return errors.map(({ code, problems }) => [code, problems])
        }),
      ),
    )
    assert.deepEqual(told[0], told[1])
    assert.deepEqual(
      told[0]?.map(([code]) => code),
      ['P2002', 'P2039'],
    )
    assert.deepEqual(await names(), [])
  })

  test('leaves alone what an inner transaction has begun before', async () => {
    await db.$transaction(async (tx) => {
      await tx.org.create({ data: { name: 'outer' } })
      const inner = tx.$transaction(async (deep) => {
        await deep.org.create({ data: { name: 'inner' } })
        await thrownBy(deep.$executeRaw`SAVEPOINT mine`.then(() => deep.$executeRaw`SELECT 1 / 0`))
        await thrownBy(deep.org.create(twice))
        throw new Error('unhappy')
      })
      await assert.rejects(inner, /unhappy/)
    })
    assert.deepEqual(await names(), ['outer'])
  })

  test('leaves nothing on PGlite either', async () => {
    await local.transaction(async (transaction) => {
      const within = inProcess.$with(transaction)
      assert.deepEqual(facts(within.org.create(tree)), ['pipelined', 1])
      await within.org.create({ data: { name: 'before' } })
      const { problems } = await thrownBy(within.org.create(twice))
      assert.deepEqual(problems, (await thrownBy(db.org.create(twice))).problems)
      await within.org.create({ data: { name: 'behind' } })
    })
    const { rows } = await local.query<{ name: string }>('SELECT name FROM "Org" ORDER BY name')
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['before', 'behind'],
    )
  })
})

test('what one write has kept on the server is nothing to the next one', async () => {
  const change = (id: number, to: string) => ({
    where: { id },
    data: {
      name: to,
      departments: { updateMany: { where: { name: 'a' }, data: { name: 'b' } }, create: { name: to } },
    },
  })
  await db.$transaction(async (tx) => {
    const one = await tx.org.create({ data: { name: 'one' } })
    const other = await tx.org.create({ data: { name: 'two' } })
    await tx.org.update(change(one.id, 'first'))
    // It finds nothing, and so lends nothing, where the one before has found a row.
    const missing = await thrownBy(tx.org.update(change(-1, 'none')))
    assert.equal(missing.code, 'P2025')
    await tx.org.update(change(other.id, 'second'))
  })
  const { rows } = await pool.query<{ org: string; department: string }>(
    'SELECT o.name AS org, d.name AS department FROM "Department" d JOIN "Org" o ON o.id = d."orgId" ORDER BY 1',
  )
  assert.deepEqual(rows, [
    { org: 'first', department: 'first' },
    { org: 'second', department: 'second' },
  ])
})
