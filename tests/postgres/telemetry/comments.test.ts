// Comments as the server sees them: on every statement, however it gets there, and without keeping what comes again from
// being prepared.
//
// What a server sees is its own log, which a hook of the suite's tables writes: a trigger that notes the text it runs in.

import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { treewright, type ClientOptions, type Telemetry } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { atOnce } from '../batch.ts'
import { openDrivers } from '../every-driver.ts'
import { people, peopleTables } from '../people.ts'

const LOG = `
CREATE TABLE seen (id serial PRIMARY KEY, text text NOT NULL);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO seen (text) VALUES (current_query()); RETURN NULL; END $$;
CREATE TRIGGER noted AFTER INSERT ON "User" FOR EACH STATEMENT EXECUTE FUNCTION note();
CREATE TRIGGER noted AFTER INSERT ON "Post" FOR EACH STATEMENT EXECUTE FUNCTION note();`

const { drivers, pool, db: local } = await openDrivers(peopleTables + LOG)
const EMPTY = 'TRUNCATE "User", "Post", seen RESTART IDENTITY CASCADE'

beforeEach(async () => {
  await Promise.all([pool.query(EMPTY), local.exec(EMPTY)])
})

const user = (email: string) => ({ data: { email, posts: { create: [{ slug: email }] } } })

async function seen(driver: Driver): Promise<string[]> {
  const sql = 'SELECT text FROM seen ORDER BY id'
  const { rows } = driver.name === 'pglite' ? await local.query(sql) : await pool.query(sql)
  return (rows as { text: string }[]).map(({ text }) => / (\/\*.*\*\/)$/.exec(text)?.[1] ?? '')
}

const STEADY = `/*action='user.create',db_driver='treewright'*/`

const query = queryDriver((sql, params) => pool.query(sql, params))
const batch = queryDriver((sql, params) => pool.query(sql, params), { batch: (calls) => atOnce(pool, calls) })
const ways: Record<string, [Driver, Partial<ClientOptions<typeof people>>]> = {
  ...Object.fromEntries(
    Object.entries(drivers).flatMap(([name, driver]) => [
      [`${name}, at once`, [driver, {}]],
      [`${name}, statement by statement`, [driver, { pipeline: false }]],
    ]),
  ),
  'as one statement': [query, {}],
  'as one batch': [batch, {}],
}

for (const [name, [driver, options]] of Object.entries(ways)) {
  test(`each statement has its comment, ${name}`, async () => {
    const db = treewright({ schema: people, driver, comments: true, ...options })
    await db.user.create(user('a'))
    const expected = [STEADY, STEADY]
    assert.deepEqual(await seen(driver), expected)
    assert.equal((await db.user.findMany({ include: { posts: true } }))[0]?.posts.length, 1)
  })
}

for (const [name, driver] of Object.entries(drivers)) {
  test(`within a transaction, too, and the trace is on the first of each trip, ${name}`, async () => {
    let n = 0
    const telemetry: Telemetry = {
      follow: (_, run) => run(),
      comment: () => ({ traceparent: `00-${(n += 1)}` }),
    }
    const db = treewright({ schema: people, driver, comments: true, telemetry })
    await db.$transaction(async (tx) => {
      await tx.user.create(user('a'))
      await tx.$executeRaw`INSERT INTO "User" (email) VALUES (${'b*/ DROP TABLE seen; /*'})`
    })
    const traced = (action: string, n: number) =>
      `/*action='${action}',db_driver='treewright',traceparent='00-${n}'*/`
    assert.deepEqual(await seen(driver), [traced('user.create', 1), STEADY, traced('%24executeRaw', 2)])
  })
}

describe('what is prepared', () => {
  const driver = drivers['pg with a Pool']

  async function kept(): Promise<string[]> {
    const texts: string[] = []
    const clients = await Promise.all([pool.connect(), pool.connect()])
    for (const client of clients) {
      const { rows } = await client.query(
        `SELECT statement FROM pg_prepared_statements WHERE name LIKE 'treewright%' ORDER BY statement`,
      )
      texts.push(...(rows as { statement: string }[]).map(({ statement }) => statement))
      await client.query('DEALLOCATE ALL')
      client.release()
    }
    return texts
  }

  test('are texts with comments that stay the same', async () => {
    const db = treewright({ schema: people, driver, comments: true })
    for (const email of ['a', 'b', 'c']) await db.user.create(user(email))
    const texts = await kept()
    assert.equal(texts.length, 2)
    assert.ok(texts.every((text) => text.endsWith(STEADY)))
  })

  test('are not those that differ each time, which push none of the others out', async () => {
    let n = 0
    const db = treewright({ schema: people, driver, comments: () => ({ n: (n += 1) }) })
    const steady = treewright({ schema: people, driver })
    for (const email of ['a', 'b', 'c']) await steady.user.create(user(email))
    for (let n = 0; n < 150; n += 1) await db.tag.count()
    assert.equal(await steady.user.count(), 3)
    const texts = await kept()
    assert.equal(texts.filter((text) => text.includes('INSERT')).length, 2)
    assert.ok(texts.every((text) => !text.includes('/*')))
  })

  test('are all but the first of a trip that tells its trace', async () => {
    let isSampled = false
    const telemetry: Telemetry = {
      follow: (_, run) => run(),
      comment: () => (isSampled ? { traceparent: `00-${Math.random()}` } : {}),
    }
    const db = treewright({ schema: people, driver, comments: true, telemetry })
    for (const email of ['a', 'b', 'c', 'd']) {
      isSampled = email === 'c'
      await db.user.create(user(email))
    }
    const texts = await kept()
    assert.equal(texts.length, 2)
    assert.ok(texts.every((text) => text.endsWith(STEADY)))
    const comments = await seen(driver)
    assert.equal(comments.filter((comment) => comment === STEADY).length, 7)
    assert.match(comments[4] ?? '', /traceparent='00-0\./)
  })

  test('are forgotten with another comment, and all goes on', async () => {
    let route = 'a'
    const db = treewright({ schema: people, driver, comments: () => ({ route }) })
    for (const [at, next] of ['a', 'a', 'b', 'b', 'b', 'a'].entries()) {
      route = next
      await db.user.create(user(`u${at}`))
    }
    assert.equal(await db.user.count(), 6)
    const comments = await seen(driver)
    assert.deepEqual(
      comments.filter((_, at) => at % 2 === 0),
      ['a', 'a', 'b', 'b', 'b', 'a'].map((route) => `/*route='${route}'*/`),
    )
  })
})

test('a text with a comment, or a line of one, of its own is left as it can be', async () => {
  const db = treewright({ schema: people, driver: drivers['pg with a Pool'], comments: true })
  const own = await db.$queryRawUnsafe<{ q: string }[]>('SELECT current_query() AS q /* mine */')
  assert.equal(own[0]?.q, 'SELECT current_query() AS q /* mine */')
  const line = await db.$queryRawUnsafe<{ q: string }[]>('SELECT current_query() AS q -- to the end')
  assert.match(line[0]?.q ?? '', /-- to the end\n\/\*action='%24queryRawUnsafe'/)
  const [row] = await db.$queryRaw<{ x: number }[]>`SELECT 1 AS x;`
  assert.equal(row?.x, 1)
})
