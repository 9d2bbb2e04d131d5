// Raw statements on each database: what goes in, what comes out by its type, in transactions and lists, and errors.
//
// Knows nothing of verbs; that a raw statement shares their transactions is all it asks of them.

import assert from 'node:assert/strict'
import {
  DbNull,
  empty,
  join,
  JsonNull,
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
  onEach(
    places,
    name,
    `${peopleTables} DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ('a', 'b');`,
    (place) => {
      return work(treewright({ schema: people, driver: place.driver }), place)
    },
  )
}

/** What one column of one row gives. */
async function valueOf(db: Pick<People, '$queryRawUnsafe'>, expression: string, ...values: unknown[]) {
  const [row] = await db.$queryRawUnsafe<{ x: unknown }[]>(`SELECT ${expression} AS x`, ...values)
  return row?.x
}

async function thrownBy(work: PromiseLike<unknown>): Promise<RawQueryError> {
  const error: unknown = await work.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof RawQueryError)
  return error
}

const noon = new Date('2020-01-02T03:04:05.123Z')

onBoth('each type becomes the value that its verbs give', async (db) => {
  const read: [string, unknown][] = [
    [`1::int2`, 1],
    [`2::int4`, 2],
    [`9007199254740993::int8`, 9007199254740993n],
    [`4294967295::oid`, 4294967295n],
    [`1.5::float4`, 1.5],
    [`'NaN'::float8`, NaN],
    [`1.10::numeric`, '1.10'],
    [`true`, true],
    [`'x'::text`, 'x'],
    [`'ab'::char(4)`, 'ab  '],
    [`'x'::varchar`, 'x'],
    [`'n'::name`, 'n'],
    [`'2020-01-02'::date`, new Date('2020-01-02')],
    [`'2020-01-02 03:04:05.123456'::timestamp`, noon],
    [`'2020-01-02 05:04:05.123+02'::timestamptz`, noon],
    [`'03:04:05'::time`, new Date('1970-01-01T03:04:05Z')],
    [`'{"a": [1, 2]}'::json`, { a: [1, 2] }],
    [`'"s"'::jsonb`, 's'],
    [`'null'::jsonb`, null],
    [`'\\x0102'::bytea`, Uint8Array.of(1, 2)],
    [`'6F9619FF-8B86-D011-B42D-00C04FC964FF'::uuid`, '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    [`B'101'`, '101'],
    [`'1.2.3.4'::inet`, '1.2.3.4'],
    [`'a'::mood`, 'a'],
    [`'1 day'::interval`, '1 day'],
    [`NULL::int8`, null],
  ]
  for (const [expression, value] of read) assert.deepEqual(await valueOf(db, expression), value, expression)
})

onBoth('so does each array, of one dimension or more', async (db) => {
  const read: [string, unknown][] = [
    [`'{1,2,NULL}'::int4[]`, [1, 2, null]],
    [`'{}'::int4[]`, []],
    [`'{1,2}'::int8[]`, [1n, 2n]],
    [`'{1.10}'::numeric[]`, ['1.10']],
    [`'{t,f}'::bool[]`, [true, false]],
    [`ARRAY['a,b', '{c}', '"', NULL, 'NULL']`, ['a,b', '{c}', '"', null, 'NULL']],
    [
      `'{{1,2},{3,NULL}}'::int4[]`,
      [
        [1, 2],
        [3, null],
      ],
    ],
    [`'[0:0][2:3]={{1,2}}'::int4[]`, [[1, 2]]],
    [`ARRAY[ARRAY['{a}', 'b']]`, [['{a}', 'b']]],
    [`ARRAY['{"a": 1}'::jsonb, '[{}]']`, [{ a: 1 }, [{}]]],
    [`ARRAY['2020-01-02 03:04:05.123'::timestamp]`, [noon]],
    [`ARRAY['\\x01'::bytea]`, [Uint8Array.of(1)]],
    [`ARRAY['6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid]`, ['6f9619ff-8b86-d011-b42d-00c04fc964ff']],
    [`'{a,b}'::mood[]::text[]`, ['a', 'b']],
  ]
  for (const [expression, value] of read) assert.deepEqual(await valueOf(db, expression), value, expression)
})

onBoth('every value travels as a parameter and comes back as it was', async (db) => {
  const dated = { toJSON: () => '2020-01-02T03:04:05.123Z' }
  const decimal = { toString: () => '1.50', toFixed: () => '1.50' }
  const sent: [unknown, string, unknown][] = [
    [1, '::int', 1],
    [1.5, '::float8', 1.5],
    [-Infinity, '::float8', -Infinity],
    [2n ** 62n, '::int8', 2n ** 62n],
    [true, '::bool', true],
    ["'); DROP TABLE x; --", '', "'); DROP TABLE x; --"],
    [null, '::int', null],
    [noon, '::timestamp', noon],
    [noon, '::timestamptz', noon],
    [noon, '::date', new Date('2020-01-02')],
    [noon, '::time', new Date('1970-01-01T03:04:05.123Z')],
    [dated, '::timestamptz', noon],
    [{ a: [1] }, '::jsonb', { a: [1] }],
    [JsonNull, '::jsonb', null],
    [DbNull, '::jsonb', null],
    [Buffer.from([1, 255]), '::bytea', Uint8Array.of(1, 255)],
    [decimal, '::numeric', '1.50'],
    [[1, null, 3], '::int[]', [1, null, 3]],
    [[], '::int[]', []],
    [['a"b', 'c,d', null, '{}'], '::text[]', ['a"b', 'c,d', null, '{}']],
    [
      [
        [1, 2],
        [3, 4],
      ],
      '::int[]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [[[['a,b']]], '::text[]', [[['a,b']]]],
    [[{ a: 1 }], '::jsonb[]', [{ a: 1 }]],
    [[noon], '::timestamp[]', [noon]],
    [[Buffer.from([1])], '::bytea[]', [Uint8Array.of(1)]],
  ]
  for (const [value, cast, back] of sent) assert.deepEqual(await valueOf(db, `$1${cast}`, value), back, cast)
})

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

onBoth('decimals become what the client makes of them', async (_, place) => {
  class Decimal {
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const db = treewright({ schema: people, driver: place.driver, decimal: Decimal })
  const [row] = await db.$queryRaw<{ x: Decimal; y: Decimal[] }[]>`SELECT 1.10 AS x, ARRAY[2.20] AS y`
  assert.ok(row?.x instanceof Decimal && row.y[0] instanceof Decimal)
  assert.deepEqual([row.x.text, row.y[0].text], ['1.10', '2.20'])
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
