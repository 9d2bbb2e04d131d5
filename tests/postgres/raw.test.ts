// Raw statements on each database: put together from pieces, in transactions and lists, and their errors.
//
// Knows nothing of types; those are in raw-values.test.ts.

import assert from 'node:assert/strict'
import {
  empty,
  join,
  raw,
  RawQueryError,
  sql,
  TransactionError,
  treewright,
  type OperationEvent,
  type StatementEvent,
} from 'treewright'
import { people, peopleTables, tagsNow, type People } from './people.ts'
import { onEach, openPlaces, type Place } from './places.ts'

const places = await openPlaces()

function onBoth(name: string, work: (db: People, place: Place) => Promise<void>): void {
  onEach(places, name, peopleTables, (place) => {
    return work(treewright({ schema: people, driver: place.driver }), place)
  })
}

async function thrownBy(work: PromiseLike<unknown>): Promise<RawQueryError> {
  const error: unknown = await work.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof RawQueryError)
  return error
}

onBoth('a template takes values and pieces, in every form', async (db, place) => {
  await db.$executeRaw`INSERT INTO "Tag" (name, weight) VALUES ${join([
    sql`(${'x'}, ${1})`,
    sql`(${'y'}, ${2})`,
    sql`(${"z'"}, ${3})`,
  ])}`
  assert.deepEqual(await tagsNow(place), ['x:1', 'y:2', "z':3"])
  const among = (ids: number[]) => (ids.length === 0 ? empty : sql`AND weight IN (${join(ids)})`)
  const order = raw('ORDER BY name DESC')
  const names = async (ids: number[]) => {
    const rows = await db.$queryRaw<
      { name: string }[]
    >`SELECT name FROM "Tag" WHERE weight < ${3} ${among(ids)} ${order}`
    return rows.map(({ name }) => name)
  }
  assert.deepEqual(
    [await names([]), await names([1, 3]), await names([1, 2])],
    [['y', 'x'], ['x'], ['y', 'x']],
  )
  const whole = sql`SELECT count(*) AS n FROM "Tag" WHERE name = ANY(${['x', "z'"]})`
  assert.deepEqual(await db.$queryRaw(whole), [{ n: 2n }])
})

onBoth('rows are objects by the names of their columns', async (db) => {
  assert.deepEqual(await db.$queryRaw`SELECT 1 AS a, 2 AS a`, [{ a: 2 }])
  assert.deepEqual(await db.$queryRaw`SELECT 1 AS a WHERE false`, [])
  assert.deepEqual(await db.$queryRaw`CREATE TABLE t (a int)`, [])
  const [odd] = await db.$queryRaw<object[]>`SELECT 1 AS "__proto__"`
  assert.deepEqual(Object.entries(odd ?? {}), [['__proto__', 1]])
})

onBoth('$executeRaw gives how many rows were touched', async (db) => {
  const said = [
    await db.$executeRaw`INSERT INTO "Tag" (name) VALUES ('x'), ('y'), ('z')`,
    await db.$executeRaw`UPDATE "Tag" SET weight = weight + ${1} WHERE name <> ${'x'}`,
    await db.$executeRaw`SELECT * FROM "Tag"`,
    await db.$executeRawUnsafe('DELETE FROM "Tag" WHERE name = $1', 'x'),
    await db.$executeRaw`DELETE FROM "Tag" RETURNING id`,
    await db.$executeRaw`CREATE TABLE t (a int)`,
  ]
  assert.deepEqual(said, [3, 2, 3, 1, 2, 0])
})

onBoth('within a transaction it sees what was written, and is undone with it', async (db, place) => {
  const unhappy = new Error('unhappy')
  const work = db.$transaction(async (tx) => {
    await tx.tag.create({ data: { name: 'x' } })
    assert.deepEqual(await tx.$queryRaw`SELECT name FROM "Tag"`, [{ name: 'x' }])
    assert.equal(await tx.$executeRaw`UPDATE "Tag" SET name = 'y'`, 1)
    throw unhappy
  })
  await assert.rejects(work, unhappy)
  assert.deepEqual(await tagsNow(place), [])
  await place.inTransaction(async (client) => {
    assert.equal(await db.$with(client).$executeRaw`INSERT INTO "Tag" (name) VALUES ('held')`, 1)
  })
  assert.deepEqual(await tagsNow(place), ['held:0'])
})

onBoth('a failure that is caught leaves its transaction usable', async (db, place) => {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Tag" (name) VALUES ('x')`
    await thrownBy(tx.$executeRaw`INSERT INTO "Tag" (name) VALUES ('x')`)
    await thrownBy(tx.$queryRaw`SELEC`)
    await tx.tag.create({ data: { name: 'y' } })
  })
  assert.deepEqual(await tagsNow(place), ['x:0', 'y:0'])
  const work = db.$transaction(
    async (tx) => {
      await thrownBy(tx.$queryRaw`SELEC`)
      await tx.$queryRaw`SELECT 1`
    },
    { savepoints: false },
  )
  assert.equal((await thrownBy(work)).meta['code'], '25P02')
})

onBoth("savepoints of the caller's own work, and a level can be set", async (db, place) => {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`
    await tx.$executeRaw`SAVEPOINT mine`
    await tx.tag.create({ data: { name: 'x' } })
    await tx.$executeRawUnsafe('-- back\n /* to */ rollback  to mine')
    await tx.tag.create({ data: { name: 'y' } })
    assert.deepEqual(await tx.$queryRaw`SHOW transaction_isolation`, [
      { transaction_isolation: 'serializable' },
    ])
  })
  assert.deepEqual(await tagsNow(place), ['y:0'])
})

onBoth('a list takes raw statements beside operations, all or none or each by itself', async (db, place) => {
  const [made, rows, n] = await db.$transaction([
    db.tag.create({ data: { name: 'x' } }),
    db.$queryRaw<{ name: string }[]>`SELECT name FROM "Tag"`,
    db.$executeRaw`UPDATE "Tag" SET weight = ${7}`,
  ])
  assert.deepEqual([made.name, rows, n], ['x', [{ name: 'x' }], 1])
  const error = await thrownBy(
    db.$transaction([db.tag.create({ data: { name: 'y' } }), db.$executeRawUnsafe('SELEC')]),
  )
  assert.match(error.message, /^\$executeRawUnsafe: P2010 \(TW801\): .*42601/)
  assert.deepEqual(await tagsNow(place), ['x:7'])
  const [bad, good] = await db.$batch([db.$queryRaw`SELEC`, db.$executeRaw`DELETE FROM "Tag"`], {
    atomic: false,
  })
  assert.deepEqual([bad.status, good], ['rejected', { status: 'fulfilled', value: 1 }])
})

onBoth('what the database refuses is P2010, with its state and what it speaks of', async (db) => {
  await db.tag.create({ data: { name: 'x' } })
  const error = await thrownBy(db.$executeRaw`INSERT INTO "Tag" (name) VALUES (${'x'})`)
  assert.deepEqual([error.code, error.problem, error.name], ['P2010', 'TW801', 'RawQueryError'])
  const message = 'duplicate key value violates unique constraint "Tag_name_key"'
  assert.deepEqual(error.meta, {
    code: '23505',
    message,
    constraint: 'Tag_name_key',
    table: 'Tag',
    driverAdapterError: {
      name: 'DriverAdapterError',
      cause: {
        originalCode: '23505',
        originalMessage: message,
        kind: 'UniqueConstraintViolation',
        constraint: { index: 'Tag_name_key' },
        table: 'Tag',
      },
    },
  })
  assert.equal((error.cause as { code: string }).code, '23505')
  const states: [string, string][] = [
    ['SELEC', '42601'],
    ['SELECT * FROM nope', '42P01'],
    ['SELECT nope FROM "Tag"', '42703'],
    [`SELECT 'x'::int`, '22P02'],
    ['SELECT 1; SELECT 2', '42601'],
  ]
  for (const [text, state] of states) {
    assert.equal((await thrownBy(db.$queryRawUnsafe(text))).meta['code'], state)
  }
})

onBoth('a conflict is done again by `retries`', async (db) => {
  let n = 0
  const given = await db.$transaction(
    async (tx) => {
      n += 1
      if (n < 3) await tx.$executeRaw`DO $$ BEGIN RAISE 'again' USING ERRCODE = '40001'; END $$`
      return n
    },
    { retries: 3 },
  )
  assert.equal(given, 3)
})

onBoth('one that takes longer than its transaction may is given up', async (db) => {
  const error: unknown = await db
    .$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(0.3)`, { timeout: 50 })
    .catch((thrown: unknown) => thrown)
  assert.ok(error instanceof TransactionError)
  assert.equal(error.problem, 'TW702')
  assert.deepEqual(await db.$queryRaw`SELECT 1 AS x`, [{ x: 1 }])
})

onBoth('listeners hear of it', async (db) => {
  const statements: StatementEvent[] = []
  const operations: OperationEvent[] = []
  db.$on('statement', (event) => statements.push(event))
  db.$on('operation', (event) => operations.push(event))
  await db.$queryRaw`SELECT ${1}::int AS a, ${'x'} AS b`
  await thrownBy(db.$executeRaw`SELEC`)
  const [{ milliseconds = -1, ...told } = {}, ...others] = statements
  assert.deepEqual(
    [told, others],
    [
      {
        operation: '$queryRaw',
        step: 1,
        sql: 'SELECT $1::int AS a, $2 AS b',
        parameters: ['1', 'x'],
        given: 1,
        rows: 1,
      },
      [],
    ],
  )
  assert.ok(milliseconds >= 0)
  assert.deepEqual(
    operations.map(({ operation, error }) => [operation, error === null]),
    [
      ['$queryRaw', true],
      ['$executeRaw', false],
    ],
  )
})
