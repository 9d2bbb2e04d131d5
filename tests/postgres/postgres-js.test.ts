// What only postgres.js can get wrong: its own transactions, connections that are lost, and how often it waits.
//
// Knows nothing of what every driver promises; that is in drivers.test.ts and at-once.test.ts.

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import postgres from 'postgres'
import { treewright, TreewrightError } from 'treewright'
import { postgresJs } from 'treewright/postgres-js'
import type { Call, Driver } from 'treewright/driver'
import { codes, thrownBy } from '../js/thrown.ts'
import { org, orgTables, orgTree } from './org.ts'
import { freshDatabase, startServer } from './server.ts'
import { layWire } from './wire.ts'

const server = await startServer()
const wire = await layWire(await freshDatabase(server, `${orgTables} CREATE UNIQUE INDEX ON "Org" (name);`), {
  late: 2,
})
const sql = postgres({ ...wire.address, max: 2, onnotice: () => {} })
const driver = postgresJs(sql)
const db = treewright({ schema: org, driver })
const inWaves = treewright({ schema: org, driver, pipeline: false })
after(async () => {
  await sql.end({ timeout: 1 })
  await wire.close()
  await server.stop()
})
beforeEach(() => sql`TRUNCATE "Org" RESTART IDENTITY CASCADE`)

const tree = (name: string) => ({ data: { ...orgTree(1, 2, 2), name } })
const alone = (name: string) => ({ data: { name } })
const names = async () =>
  (await sql<{ name: string }[]>`SELECT name FROM "Org" ORDER BY name`).map(({ name }) => name)

async function waitsOf(work: () => PromiseLike<unknown>): Promise<number> {
  await sql`SELECT 1`
  const start = wire.waits()
  await work()
  return wire.waits() - start
}

// The client leaves the second packet of what it sends until the first one is acknowledged, so once may look like twice.
test('a write waits once, in a transaction as well', async () => {
  assert.ok((await waitsOf(() => db.org.create(tree('a')))) <= 2)
  assert.ok((await waitsOf(() => inWaves.org.create(tree('b')))) >= 6)
  const list = () => db.$transaction([db.org.create(tree('c')), db.org.create(alone('d'))])
  assert.ok((await waitsOf(list)) <= 6)
  const reserved = await sql.reserve()
  await reserved`BEGIN`
  assert.ok((await waitsOf(() => db.$with(reserved).org.create(tree('e')))) <= 2)
  await reserved`COMMIT`
  reserved.release()
  // The client's own savepoint is another.
  await sql.begin(async (tx) => assert.ok((await waitsOf(() => db.$with(tx).org.create(tree('f')))) <= 3))
  assert.deepEqual(await names(), ['a', 'b', 'c', 'd', 'e', 'f'])
})

describe("the client's own transaction", () => {
  test('goes on after a write that failed', async () => {
    await sql.begin(async (tx) => {
      const within = db.$with(tx)
      await within.org.create(alone('a'))
      assert.deepEqual(codes(await thrownBy(within.org.create(tree('a')))), ['P2002', 'TW601'])
      const missing = within.org.update({
        where: { id: -1 },
        data: { departments: { create: { name: 'x' } } },
      })
      assert.deepEqual(codes(await thrownBy(missing)), ['P2025', 'TW502'])
      await within.$transaction(async (inner) => {
        await inner.org.create(alone('b'))
        await thrownBy(inner.org.create(alone('b')))
        await inner.org.create(alone('c'))
      })
      await tx`INSERT INTO "Org" (name) VALUES ('d')`
    })
    assert.deepEqual(await names(), ['a', 'b', 'c', 'd'])
  })

  test('ends as its caller says', async () => {
    const unhappy = new Error('unhappy')
    const outcome = sql.begin(async (tx) => {
      await db.$with(tx).org.create(tree('a'))
      throw unhappy
    })
    await assert.rejects(outcome, unhappy)
    assert.deepEqual(await names(), [])
  })

  test('a client is none', () => {
    assert.throws(() => driver.within(sql), /a client holds no transaction/)
    assert.throws(() => driver.within(42), /no postgres.js transaction/)
  })
})

test('a transaction whose time is up is stopped, and its connection is given back', async () => {
  const start = performance.now()
  const slow = db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(60)`, { timeout: 100 })
  assert.deepEqual(codes(await thrownBy(slow)), ['P2028', 'TW702'])
  assert.ok(performance.now() - start < 5_000)
  await Promise.all(['a', 'b', 'c'].map((name) => db.org.create(alone(name))))
  assert.deepEqual(await names(), ['a', 'b', 'c'])
})

test('a connection that is lost is told, and others take its place', async () => {
  const end: Call = { sql: 'SELECT pg_terminate_backend(pg_backend_pid())', params: [] }
  const insert: Call = { sql: `INSERT INTO "Org" (name) VALUES ('lost')`, params: [] }
  const reply = await driver.pipeline?.([insert, end, insert])
  assert.notEqual(reply?.refusal ?? null, null)
  const between = driver.transaction(async (connection) => {
    const { rows } = await connection.send([{ sql: 'SELECT pg_backend_pid()', params: [] }, insert])
    await sql`SELECT pg_terminate_backend(${String(rows[0]?.[0]?.[0])}::int)`
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { refusal } = await connection.send([insert])
    assert.notEqual(refusal, null)
    throw refusal?.cause
  })
  await assert.rejects(between)
  await Promise.all(['a', 'b', 'c'].map((name) => db.org.create(alone(name))))
  assert.deepEqual(await names(), ['a', 'b', 'c'])
})

test('a client that cannot do it is refused', () => {
  assert.throws((): Driver => postgresJs(postgres({ fetch_types: false })), /waits forever/)
  const changing = postgres({ ...wire.address, transform: { row: { from: (row: object) => row } } })
  assert.throws((): Driver => postgresJs(changing), /changes rows/)
  const camel = postgres({ ...wire.address, transform: postgres.camel })
  assert.equal(postgresJs(camel).name, 'postgres-js')
})

test('errors name what they are about', async () => {
  await db.org.create(alone('a'))
  const error = await thrownBy(db.org.create(tree('a')))
  assert.ok(error instanceof TreewrightError)
  assert.deepEqual(error.meta['target'], ['name'])
})
