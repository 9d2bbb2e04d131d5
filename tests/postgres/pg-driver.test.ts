// What only the node-postgres adapter can get wrong: whose connection it is, and what becomes of a broken one.
//
// Knows nothing of plans. What every driver promises is in drivers.test.ts.

import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { Client } from 'pg'
import { pg } from 'treewright/pg'
import { refusalOf, type Call, type Connection, type Driver } from 'treewright/driver'
import { freshDatabase, openPool, startServer } from './server.ts'

const ddl = `
  CREATE TABLE note (id int PRIMARY KEY);
  CREATE TABLE reply (id int PRIMARY KEY, note_id int REFERENCES note DEFERRABLE INITIALLY DEFERRED);
`
const server = await startServer()
const address = await freshDatabase(server, ddl)
const pool = openPool(address, { max: 1 })
const admin = new Client(address)
await admin.connect()

beforeEach(() => admin.query('TRUNCATE note, reply'))

after(async () => {
  await Promise.all([pool.end(), admin.end()])
  await server.stop()
})

test('a pool has its connection back however an operation ends', async () => {
  const unhappy = new Error('unhappy')
  const orphan: Call = { sql: 'INSERT INTO reply VALUES (1, 7)', params: [] }
  const operations: ((driver: Driver) => Promise<unknown>)[] = [
    (driver) => driver.transaction(async () => 'done'),
    (driver) => driver.transaction(() => Promise.reject(unhappy)),
    (driver) => driver.transaction(failAtOnce),
    (driver) => driver.transaction((connection) => connection.send([{ sql: 'nonsense', params: [] }])),
    (driver) => driver.transaction((connection) => connection.send([orphan])),
    (driver) => driver.connect(async () => 'done'),
    (driver) => driver.connect(() => Promise.reject(unhappy)),
    (driver) => driver.connect(failAtOnce),
  ]
  const first = await pg(pool).connect(backend)
  for (const operation of operations) {
    await operation(pg(pool)).catch(() => {})
    assert.deepEqual(counts(), { total: 1, idle: 1, waiting: 0 })
  }
  assert.equal(await pg(pool).connect(backend), first)
  await pg(pool).close()
  assert.equal(pool.ended, false)
})

test('a connection that breaks between two calls is not used again', async () => {
  const unhappy = new Error('unhappy')
  let broken: string | null = null
  const write = pg(pool).transaction(async (connection) => {
    broken = await backend(connection)
    await connection.send([insert('1')])
    await terminate(broken)
    const { rows, refusal } = await connection.send([insert('2'), insert('3')])
    assert.deepEqual(rows, [])
    assert.ok(refusal?.state === null || refusal?.state === '57P01')
    throw unhappy
  })
  await assert.rejects(write, unhappy)
  assert.equal(counts().idle, 0)
  assert.notEqual(await pg(pool).transaction(backend), broken)
  assert.deepEqual((await admin.query('SELECT id FROM note')).rows, [])
})

test('a connection that breaks under a call is not used again', async () => {
  const sleep: Call = { sql: 'SELECT pg_sleep(60)', params: [] }
  let broken: string | null = null
  const write = pg(pool).transaction(async (connection) => {
    broken = await backend(connection)
    const [reply] = await Promise.all([connection.send([sleep]), terminate(broken)])
    assert.equal(reply.refusal?.state, '57P01')
  })
  // The work resolved; that nothing was committed is for the driver to say.
  await assert.rejects(write)
  assert.notEqual(await pg(pool).connect(backend), broken)
})

test('a connection whose call timed out is not used again', async () => {
  const hasty = openPool(address, { max: 1, query_timeout: 100 })
  const sleep: Call = { sql: 'SELECT pg_sleep(60)', params: [] }
  const write = pg(hasty).transaction(async (connection) => {
    const { refusal } = await connection.send([sleep])
    assert.deepEqual([refusal?.state, refusal?.message], [null, 'Query read timeout'])
    throw refusal?.cause
  })
  await assert.rejects(write, /Query read timeout/)
  assert.equal(hasty.idleCount, 0)
  await pg(hasty).transaction((connection) => connection.send([insert('1')]))
  await hasty.end()
})

test('a server that is not there is a failure without a state', async () => {
  const nowhere = openPool({ ...address, host: 'localhost', port: 1 })
  const error = await pg(nowhere)
    .transaction(async () => 'done')
    .catch((thrown: unknown) => thrown)
  const { state, message } = refusalOf(error)
  assert.equal(state, null)
  assert.match(message, /ECONNREFUSED/)
  assert.equal(nowhere.totalCount, 0)
})

test('a call that the work did not wait for ends before the transaction does', async () => {
  let late: Promise<unknown> = Promise.resolve()
  const write = pg(pool).transaction(async (connection) => {
    late = connection.send([{ sql: 'SELECT pg_sleep(0.05)', params: [] }, insert('1')])
    throw new Error('unhappy')
  })
  const [lateEnd, end] = await Promise.allSettled([write.catch(() => late), write])
  assert.match(String(lateEnd.status === 'rejected' && lateEnd.reason), /whose work is over/)
  assert.match(String(end.status === 'rejected' && end.reason), /unhappy/)
  assert.deepEqual((await admin.query('SELECT id FROM note')).rows, [])
})

test('a client must be connected, and idle', async () => {
  const client = new Client(address)
  await assert.rejects(
    pg(client).transaction(async () => 'done'),
    /not connected/,
  )
  await client.connect()
  await client.query('BEGIN')
  await assert.rejects(
    pg(client).transaction(async () => 'done'),
    /already in a transaction/,
  )
  await client.query('ROLLBACK')
  await assert.rejects(
    pg(pool)
      .within(client)
      .transaction(async () => 'done'),
    /in no transaction/,
  )
  assert.equal(await pg(client).transaction(async () => 'done'), 'done')
  await client.end()
  await assert.rejects(pg(client).transaction(async () => 'done'))
})

test('a client given back to its pool halfway through a transaction is thrown away', async () => {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query('INSERT INTO note VALUES (1)')
  client.release()
  const operation = () => pg(pool).transaction((connection) => connection.send([insert('2')]))
  await assert.rejects(operation(), /already in a transaction/)
  await operation()
  assert.deepEqual((await admin.query('SELECT id FROM note')).rows, [{ id: 2 }])
})

test('a broken client fails what comes next, and nothing else', async () => {
  const client = new Client(address)
  await client.connect()
  const errors: Error[] = []
  client.on('error', (error) => errors.push(error))
  await assert.rejects(
    pg(client).transaction(async (connection) => {
      const ended = new Promise((resolve) => client.once('end', resolve))
      await terminate(await backend(connection))
      await ended
      const { refusal } = await connection.send([insert('1')])
      assert.equal(refusal?.state, null)
      throw refusal?.cause
    }),
  )
  assert.ok(errors.length > 0)
  await assert.rejects(pg(client).transaction(async () => 'done'))
  assert.deepEqual(client.listenerCount('error'), 1)
})

test('a client that gives no text is turned away', async () => {
  const binary = new Client({ ...address, binary: true } as ConstructorParameters<typeof Client>[0])
  await binary.connect()
  await assert.rejects(
    pg(binary).connect(async () => 'done'),
    /binary columns/,
  )
  await binary.end()
})

function failAtOnce(): Promise<never> {
  throw new Error('unhappy')
}

function insert(id: string): Call {
  return { sql: 'INSERT INTO note VALUES ($1)', params: [id] }
}

async function backend(connection: Connection): Promise<string> {
  const { rows } = await connection.send([{ sql: 'SELECT pg_backend_pid()', params: [] }])
  return rows[0]?.[0]?.[0] ?? assert.fail('no backend')
}

/** Resolves once the backend is gone. */
async function terminate(backendId: string): Promise<void> {
  const { rows } = await admin.query('SELECT pg_terminate_backend($1, 5000) AS is_gone', [backendId])
  assert.deepEqual(rows, [{ is_gone: true }])
}

function counts(): { total: number; idle: number; waiting: number } {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }
}
