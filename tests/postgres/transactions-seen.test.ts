// Transactions as the rest of a server sees them: isolation, calls that are stopped, connections that are given back.
//
// Knows nothing of PGlite, which has one connection and runs one call at a time.

import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { Client, type Pool } from 'pg'
import { ConflictError, TransactionError, TransactionIsolationLevel, treewright } from 'treewright'
import { pg } from 'treewright/pg'
import { codes, thrownBy } from '../js/thrown.ts'
import { emptyPeople, people, peopleTables, tagsNow } from './people.ts'
import { freshDatabase, openPool, startServer } from './server.ts'

// A tag of this name takes a minute to be written.
const slow = `
  CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
  CREATE TRIGGER slow BEFORE INSERT ON "Tag" FOR EACH ROW WHEN (NEW.name = 'slow') EXECUTE FUNCTION slow();
`
const server = await startServer()
const address = await freshDatabase(server, peopleTables + slow)
const pool = openPool(address, { max: 2, application_name: 'ours' })
const admin = new Client(address)
await admin.connect()
after(async () => {
  await Promise.all([pool.end(), admin.end()])
  await server.stop()
})
beforeEach(() => admin.query(emptyPeople))

const db = treewright({ schema: people, driver: pg(pool) })
const tag = (name: string) => ({ data: { name } })
const heavier = (name: string) => ({ where: { name }, data: { weight: { increment: 1 } } })
const outside = { rows: async (sql: string) => (await admin.query<Record<string, unknown>>(sql)).rows }

/** What the pool's connections do now, by the server's account. */
async function activity(): Promise<unknown[]> {
  const sql = `SELECT state, query FROM pg_stat_activity WHERE application_name = 'ours' AND state <> 'idle'`
  return await outside.rows(sql)
}

/** Waits until a connection of the pool runs what a trigger slows down; fails if `outcome` is there before. */
async function untilSlow(outcome: Promise<unknown>): Promise<void> {
  const sql = `SELECT FROM pg_stat_activity WHERE application_name = 'ours' AND wait_event = 'PgSleep'`
  let isOver = false
  const end = () => void (isOver = true)
  outcome.then(end, end)
  while ((await outside.rows(sql)).length === 0) assert.ok(!isOver, 'it ended before it was slow')
}

/** Every connection is back in the pool, in no transaction, and works. */
async function isClean(pool: Pool): Promise<void> {
  assert.deepEqual([pool.idleCount, pool.waitingCount], [pool.totalCount, 0])
  assert.deepEqual(await activity(), [])
  const clients = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()))
  const now = clients.map((client) => client.query('SELECT now() = statement_timestamp() AS "isAlone"'))
  for (const { rows } of await Promise.all(now)) assert.deepEqual(rows, [{ isAlone: true }])
  clients.forEach((client) => client.release())
}

test('nobody else sees what is written until all of it is kept', async () => {
  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    await tx.$transaction((inner) => inner.tag.create(tag('y')))
    assert.deepEqual(await tagsNow(outside), [])
  })
  assert.deepEqual(await tagsNow(outside), ['x:0', 'y:0'])
  await isClean(pool)
})

test('the isolation level is the one that was asked for', async () => {
  const counted = async (isolationLevel?: TransactionIsolationLevel) => {
    await admin.query(emptyPeople)
    await db.tag.create(tag('x'))
    return await db.$transaction(
      async (tx) => {
        await tx.tag.updateMany({ where: { name: 'x' }, data: { weight: 1 } })
        await admin.query(`INSERT INTO "Tag" (name) VALUES ('y')`)
        return (await tx.tag.updateMany({ data: { weight: 2 } })).count
      },
      isolationLevel === undefined ? {} : { isolationLevel },
    )
  }
  assert.equal(await counted(), 2)
  assert.equal(await counted('ReadUncommitted'), 2)
  assert.equal(await counted('ReadCommitted'), 2)
  assert.equal(await counted('RepeatableRead'), 1)
  assert.equal(await counted(TransactionIsolationLevel.Serializable), 1)
  const strict = treewright({
    schema: people,
    driver: pg(pool),
    transactionOptions: { isolationLevel: 'Serializable' },
  })
  await strict.$transaction([strict.tag.create(tag('z'))])
  await isClean(pool)
})

test('a conflict is told, and tried again only if that was asked for', async () => {
  await db.tag.create(tag('x'))
  const conflicting = (retries?: number) => {
    let n = 0
    const outcome = db.$transaction(
      async (tx) => {
        n += 1
        await tx.tag.create(tag(`made ${n}`))
        if (n < 3) await admin.query(`UPDATE "Tag" SET weight = weight + 1 WHERE name = 'x'`)
        return await tx.tag.update(heavier('x'))
      },
      { isolationLevel: 'RepeatableRead', ...(retries === undefined ? {} : { retries }) },
    )
    return { outcome, tried: () => n }
  }
  const first = conflicting()
  const error = await thrownBy(first.outcome)
  assert.ok(error instanceof ConflictError)
  assert.deepEqual([codes(error), first.tried()], [['P2034', 'TW608'], 1])
  const second = conflicting(1)
  assert.deepEqual([codes(await thrownBy(second.outcome)), second.tried()], [['P2034', 'TW608'], 2])
  const third = conflicting(5)
  assert.deepEqual([(await third.outcome).weight, third.tried()], [6, 3])
  assert.deepEqual(await tagsNow(outside), ['made 3:0', 'x:6'])
  await isClean(pool)
})

test('a conflict that shows only at the commit is one too', async () => {
  await db.$transaction([db.tag.create(tag('x')), db.tag.create(tag('y'))])
  const isolationLevel = 'Serializable'
  const looked = (name: string) => ({ where: { name, weight: -1 }, data: { weight: 0 } })
  // Each looks at what the other writes, so neither can have been first.
  const skewed = (retries: number) => {
    let n = 0
    return db.$transaction(
      async (tx) => {
        await tx.tag.updateMany(looked('y'))
        await tx.tag.update(heavier('x'))
        if ((n += 1) === 1) {
          const others = [db.tag.updateMany(looked('x')), db.tag.update(heavier('y'))]
          await db.$transaction(others, { isolationLevel })
        }
        return n
      },
      { isolationLevel, retries },
    )
  }
  const error = await thrownBy(skewed(0))
  assert.deepEqual(codes(error), ['P2034', 'TW608'])
  assert.match(String(error), /\$transaction: P2034 /)
  assert.deepEqual(await tagsNow(outside), ['x:0', 'y:1'])
  assert.equal(await skewed(1), 2)
  assert.deepEqual(await tagsNow(outside), ['x:1', 'y:2'])
  await isClean(pool)
})

test('the call that runs when the time is up is stopped on the server', async () => {
  const seen: unknown[] = []
  const outcome = db.$transaction(
    async (tx) => {
      await tx.tag.create(tag('x'))
      seen.push(await thrownBy(tx.tag.create(tag('slow'))))
    },
    { timeout: 2_000 },
  )
  await untilSlow(outcome)
  assert.equal((await activity()).length, 1)
  const before = performance.now()
  const error = await thrownBy(outcome)
  assert.ok(performance.now() - before < 10_000)
  assert.ok(error instanceof TransactionError)
  assert.deepEqual(codes(error), ['P2028', 'TW702'])
  assert.deepEqual(seen.map(codes), [['P2028', 'TW702']])
  assert.deepEqual(await tagsNow(outside), [])
  await isClean(pool)
})

test('so is that of a list, of an inner transaction, and within the transaction of a client', async () => {
  const timeout = { timeout: 300 }
  const list = db.$transaction([db.tag.create(tag('x')), db.tag.create(tag('slow'))], timeout)
  assert.deepEqual(codes(await thrownBy(list)), ['P2028', 'TW702'])
  const batch = db.$batch([db.tag.create(tag('slow'))], { atomic: false, ...timeout })
  assert.deepEqual(codes(await thrownBy(batch)), ['P2028', 'TW702'])

  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    const inner = tx.$transaction((deep) => deep.tag.create(tag('slow')), timeout)
    assert.deepEqual(codes(await thrownBy(inner)), ['P2028', 'TW702'])
    await tx.tag.create(tag('y'))
  })
  const nested = db.$transaction((tx) => tx.$transaction((deep) => deep.tag.create(tag('slow'))), timeout)
  assert.deepEqual(codes(await thrownBy(nested)), ['P2028', 'TW702'])

  const client = new Client({ ...address, application_name: 'ours' })
  await client.connect()
  await client.query('BEGIN')
  const within = db.$with(client)
  const held = within.$transaction((tx) => tx.tag.create(tag('slow')), timeout)
  assert.deepEqual(codes(await thrownBy(held)), ['P2028', 'TW702'])
  await within.tag.create(tag('z'))
  await client.query('COMMIT')
  const own = treewright({ schema: people, driver: pg(client) })
  const owned = own.$transaction((tx) => tx.tag.create(tag('slow')), timeout)
  assert.deepEqual(codes(await thrownBy(owned)), ['P2028', 'TW702'])
  await own.tag.create(tag('w'))
  await client.end()
  assert.deepEqual(await tagsNow(outside), ['w:0', 'x:0', 'y:0', 'z:0'])
  await isClean(pool)
})

test('a client that cannot be asked to stop is left, and its place in the pool is free', async () => {
  const lone = openPool(address, { max: 1, application_name: 'lone' })
  lone.on('connect', (client) => Object.assign(client, { secretKey: null }))
  const driver = pg(lone)
  const unstoppable = treewright({ schema: people, driver })
  const outcome = unstoppable.$transaction((tx) => tx.tag.create(tag('slow')), { timeout: 200 })
  assert.deepEqual(codes(await thrownBy(outcome)), ['P2028', 'TW702'])
  await unstoppable.tag.create(tag('x'))
  assert.deepEqual([lone.totalCount, lone.idleCount], [1, 1])
  await lone.end()
  await outside.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lone'`)
  assert.deepEqual(await tagsNow(outside), ['x:0'])
})

test('who waits too long for a connection is told, and takes none later', async () => {
  const clients = await Promise.all([pool.connect(), pool.connect()])
  const begins = [
    () => db.$transaction(() => assert.fail('it ran'), { maxWait: 50 }),
    () => db.$transaction([db.tag.create(tag('x'))], { maxWait: 50 }),
  ]
  for (const begin of begins) {
    const error = await thrownBy(begin())
    assert.ok(error instanceof TransactionError)
    assert.deepEqual([codes(error), error.meta], [['P2028', 'TW701'], { maxWait: 50 }])
  }
  assert.equal(pool.waitingCount, 2)
  clients.forEach((client) => client.release())
  await db.tag.create(tag('y'))
  while (pool.idleCount < 2) await admin.query('SELECT 1')
  assert.deepEqual(await tagsNow(outside), ['y:0'])
  await isClean(pool)
})

test('a transaction that needs a second connection of a pool of one ends, and frees it', async () => {
  const lone = openPool(address, { max: 1, application_name: 'ours' })
  const one = treewright({ schema: people, driver: pg(lone) })
  const late: PromiseLike<unknown>[] = []
  const outcome = one.$transaction(
    async () => {
      late.push(one.tag.create(tag('x')).then((made) => made))
      await late[0]
    },
    { timeout: 100 },
  )
  assert.deepEqual(codes(await thrownBy(outcome)), ['P2028', 'TW702'])
  await Promise.all(late)
  await isClean(lone)
  await lone.end()
})

test('a connection that is lost halfway is told, and not used again', async () => {
  const outcome = db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    const ours = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ours' AND state <> 'idle'`
    await admin.query(ours)
    await tx.tag.create(tag('y'))
  })
  assert.deepEqual(codes(await thrownBy(outcome))[1], 'TW612')
  assert.deepEqual(await tagsNow(outside), [])
  await isClean(pool)
})

test('a server that is not there is no transaction that takes too long', async () => {
  const nowhere = openPool({ ...address, port: 1 })
  const gone = treewright({ schema: people, driver: pg(nowhere) })
  const error = await thrownBy(gone.$transaction(async () => {}))
  assert.deepEqual(codes(error)[1], 'TW612')
  assert.match(String(error), /\$transaction: TW612/)
  await nowhere.end()
})

test('an inner transaction whose time is up leaves nothing, whatever it was at', async () => {
  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    const inner = tx.$transaction(
      async (deep) => {
        await deep.tag.create(tag('y'))
        await deep.tag.create(tag('slow'))
      },
      { timeout: 100 },
    )
    assert.deepEqual(codes(await thrownBy(inner)), ['P2028', 'TW702'])
    await tx.tag.create(tag('z'))
  })
  assert.deepEqual(await tagsNow(outside), ['x:0', 'z:0'])
  await isClean(pool)
})
