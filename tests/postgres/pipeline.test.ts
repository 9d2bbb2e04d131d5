// Writes in one round trip on node-postgres: how often the wire waits, what is kept, and what stays of one that fails.
//
// Knows nothing of the statements. That the rows and answers are those of writes in waves is for the case suite, which
// carries out every case both ways.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Client, type Pool } from 'pg'
import { treewright, TreewrightError, UniqueConstraintError, type CreateInput } from 'treewright'
import { pg } from 'treewright/pg'
import { refusalOf, type Call, type Driver } from 'treewright/driver'
import { org, orgTables, orgTree, wholeOrg } from './org.ts'
import { freshDatabase, openPool, startServer, type Address } from './server.ts'
import { layWire } from './wire.ts'

const server = await startServer()
const address = await freshDatabase(server, orgTables)
const wire = await layWire(address)
const pool = openPool(wire.address, { max: 2 })
after(async () => {
  await pool.end()
  await wire.close()
  await server.stop()
})
const driver = pg(pool)
const db = treewright({ schema: org, driver })
const inWaves = treewright({ schema: org, driver, pipeline: false })

async function tripsOf(work: () => PromiseLike<unknown>): Promise<number> {
  // A connection is made before, which takes no trip that is counted.
  await pool.query('SELECT 1')
  const start = wire.trips()
  await work()
  return wire.trips() - start
}

describe('round trips', () => {
  before(() => pool.query('TRUNCATE "Org" CASCADE'))

  test('a tree is one, with all that comes back', async () => {
    const data = orgTree(2, 3, 4)
    assert.equal(await tripsOf(() => db.org.create({ data, include: wholeOrg })), 1)
    assert.ok((await tripsOf(() => inWaves.org.create({ data, include: wholeOrg }))) > 4)
  })
  test('changes of what is there are one', async () => {
    const { id } = await db.org.create({ data: orgTree(1, 1, 1), select: { id: true } })
    const change = (client: typeof db) =>
      client.org.update({
        where: { id },
        data: {
          name: 'other',
          departments: {
            updateMany: { where: { name: { contains: 'org' } }, data: { name: 'renamed' } },
            create: [{ name: 'new', teams: { create: { name: 'newer' } } }],
          },
        },
        include: wholeOrg,
      })
    assert.equal(await tripsOf(() => change(db)), 1)
    assert.equal(change(db).plan().roundTrips, 1)
    assert.equal(change(inWaves).plan().carriage, 'stepwise')
    assert.ok((await tripsOf(() => change(inWaves))) > 4)
  })
})

describe('what is refused', () => {
  before(() => pool.query('TRUNCATE "Org" CASCADE'))

  test('leaves nothing, says what and where, and leaves the connection clean', async () => {
    await pool.query('CREATE UNIQUE INDEX only_name ON "Member" (name)')
    try {
      const team = (name: string) => ({
        name,
        members: { create: [{ name: `${name}.0` }, { name: 'twice' }] },
      })
      const department = { name: 'a', teams: { create: [team('a.0'), team('a.1')] } }
      const data = { name: 'org', departments: { create: department } }
      const failures = await Promise.all([failure(db, data), failure(inWaves, data)])
      assert.ok(failures[0] instanceof UniqueConstraintError)
      assert.deepEqual(failures[0].problems, failures[1].problems)
      assert.equal((await pool.query('SELECT FROM "Org"')).rowCount, 0)
      await db.org.create({ data: orgTree(1, 2, 2) })
      assert.equal((await pool.query('SELECT FROM "Member"')).rowCount, 4)
    } finally {
      await pool.query('DROP INDEX only_name')
    }
  })
  test('a row that is missing is told as in waves', async () => {
    const args = { where: { id: -1 }, data: { departments: { create: { name: 'x' } } } }
    const [one, other] = await Promise.all(
      [db, inWaves].map((client) =>
        client.org.update(args).then(
          () => null,
          (error: unknown) => error,
        ),
      ),
    )
    assert.ok(one instanceof TreewrightError && other instanceof TreewrightError)
    assert.equal(one.code, 'P2025')
    assert.deepEqual(one.problems, other.problems)
  })
})

test('a connection that is lost before the end is told, and nothing is sent again', async () => {
  let n_sent = 0
  const losing: Driver = {
    ...driver,
    async pipeline(calls) {
      n_sent += 1
      const { rows = [] } = (await driver.pipeline?.(calls)) ?? {}
      return { rows, refusal: refusalOf(new Error('gone')) }
    },
    transaction: () => assert.fail('it is sent again'),
  }
  const client = treewright({ schema: org, driver: losing })
  await assert.rejects(async () => client.org.create({ data: orgTree(1, 1, 1) }), { problem: 'TW612' })
  assert.equal(n_sent, 1)
})

test('what a listener throws reaches nobody, and what was written stays', async (context) => {
  await pool.query('TRUNCATE "Org" CASCADE')
  const client = treewright({ schema: org, driver })
  context.mock.method(console, 'error', () => {})
  client.$on('statement', () => {
    throw new Error('heard enough')
  })
  await client.org.create({ data: orgTree(1, 1, 1) })
  assert.equal((await pool.query('SELECT FROM "Member"')).rowCount, 1)
})

describe('the driver', () => {
  const insert = (n: number): Call => ({ sql: 'INSERT INTO "Org" (name) VALUES ($1)', params: [`call ${n}`] })
  const kept = async () => (await pool.query(`SELECT FROM "Org" WHERE name LIKE 'call %'`)).rowCount
  const own = pg(pool)

  test('sends all, and keeps all', async () => {
    const calls = [
      insert(1),
      insert(2),
      { sql: 'SELECT count(*) FROM "Org" WHERE name LIKE $1', params: ['call %'] },
    ]
    assert.deepEqual(await own.pipeline?.(calls), { rows: [[], [], [['2']]], refusal: null })
    assert.equal(await kept(), 2)
    await pool.query('TRUNCATE "Org" CASCADE')
  })
  test('keeps nothing of what is refused, and says which call it was', async () => {
    const reply = await own.pipeline?.([insert(1), { sql: 'SELECT 1/$1::int', params: ['0'] }, insert(2)])
    assert.equal(reply?.rows.length, 1)
    assert.equal(reply?.refusal?.state, '22012')
    assert.equal(await kept(), 0)
    const [next] = (await own.pipeline?.([{ sql: 'SELECT 2', params: [] }]))?.rows ?? []
    assert.deepEqual(next, [['2']])
  })
  test('throws a connection away that ends half-way', async () => {
    const end = { sql: 'SELECT pg_terminate_backend(pg_backend_pid())', params: [] }
    const reply = await own.pipeline?.([insert(1), end, insert(2)])
    assert.notEqual(reply?.refusal ?? null, null)
    assert.equal(await kept(), 0)
  })
  test('does the same on a client that is connected, and in line with its other work', async () => {
    await onClient(address, async (client) => {
      const one = pg(client)
      const replies = await Promise.all([
        one.pipeline?.([insert(1), insert(2)]),
        one.transaction((connection) => connection.send([insert(3)])),
        one.pipeline?.([{ sql: 'SELECT count(*) FROM "Org" WHERE name LIKE $1', params: ['call %'] }]),
      ])
      assert.deepEqual(replies[2]?.rows, [[['3']]])
      await client.query('BEGIN')
      await assert.rejects(async () => one.pipeline?.([insert(4)]), /already in a transaction/)
      await client.query('ROLLBACK')
    })
    await pool.query('TRUNCATE "Org" CASCADE')
  })
  test('does the same on a client that does not wait for answers', async () => {
    const waiting: Pool = openPool(address, { max: 1, pipeline: true })
    try {
      const reply = await pg(waiting).pipeline?.([insert(1), { sql: 'SELECT 1/$1::int', params: ['0'] }])
      assert.equal(reply?.refusal?.state, '22012')
      assert.deepEqual((await pg(waiting).pipeline?.([insert(1)]))?.refusal, null)
      assert.equal(await kept(), 1)
    } finally {
      await waiting.end()
    }
  })
})

async function failure(client: typeof db, data: CreateInput<typeof org, 'Org'>): Promise<TreewrightError> {
  const error: unknown = await client.org.create({ data }).then(
    () => assert.fail('it was carried out'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof TreewrightError)
  return error
}

async function onClient(to: Address, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(to)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
