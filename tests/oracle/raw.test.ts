// The same raw statements by Prisma 7 and by Treewright, on one database: same values, same states of errors.
//
// Knows no expectation of its own, but for what docs/raw.md says is otherwise.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { treewright, type Raw } from 'treewright'
import { pg } from 'treewright/pg'
import { blog } from '../js/blog.ts'
import { freshDatabase, openPool, startServer } from '../postgres/server.ts'
import { openPrisma } from './prisma.ts'

const server = await startServer()
const address = await freshDatabase(
  server,
  `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id serial PRIMARY KEY, u text UNIQUE, n int NOT NULL);`,
)
const prisma = await openPrisma(address)
const pool = openPool(address, { max: 2 })
const ours = treewright({ schema: blog, driver: pg(pool), decimal: prisma.Decimal, prismaCompat: true })
const theirs = prisma.client as unknown as Raw
after(async () => {
  await prisma.close()
  await pool.end()
  await server.stop()
})

const EXPRESSIONS = [
  `1::int2`,
  `2::int4`,
  `3::int8`,
  `4::oid`,
  `1.5::float4`,
  `1.25::float8`,
  `1.10::numeric`,
  `'NaN'::numeric`,
  `true`,
  `'x'::text`,
  `'ab'::char(4)`,
  `'x'::varchar(3)`,
  `'n'::name`,
  `'unknown'`,
  `'2020-01-02'::date`,
  `'2020-01-02 03:04:05.123456'::timestamp`,
  `'2020-01-02 03:04:05+00'::timestamptz`,
  `'03:04:05.5'::time`,
  `'03:04:05+00'::timetz`,
  `'{"a": [1, 2]}'::json`,
  `'"s"'::jsonb`,
  `'null'::jsonb`,
  `'\\x0102'::bytea`,
  `'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid`,
  `B'101'`,
  `'1.2.3.4'::inet`,
  `'<a/>'::xml`,
  `'a'::mood`,
  `'{a,b}'::mood[]`,
  `NULL::int8`,
  `'12.50'::money`,
  `'{1,2,NULL}'::int4[]`,
  `'{1,2}'::int8[]`,
  `'{1.10}'::numeric[]`,
  `'{t,f}'::bool[]`,
  `'{1.5}'::float8[]`,
  `'{}'::int4[]`,
  `ARRAY['a,b', '{c}', NULL]`,
  `ARRAY['{"a": 1}'::jsonb]`,
  `ARRAY['2020-01-02'::timestamp]`,
  `ARRAY['\\x01'::bytea]`,
]

const VALUES: [unknown, string][] = [
  [1, '::int'],
  [1, ''],
  ['1', '::int'],
  [1.5, '::float8'],
  [1e21, '::numeric'],
  [10n, '::int8'],
  ['t', ''],
  [true, '::bool'],
  [null, '::int'],
  [undefined, '::int'],
  [new Date(0), '::timestamp'],
  [new Date(0), '::timestamptz'],
  [new Date(0), '::time'],
  [{ a: 1 }, '::jsonb'],
  [{ a: 1 }, ''],
  [{ toJSON: () => 'z' }, ''],
  [[1, null], '::int[]'],
  [[], '::int[]'],
  [['a', 'b'], '::text[]'],
  [[{ a: 1 }], '::jsonb[]'],
  [[{ a: 1 }], '::jsonb'],
  [[new Date(0)], '::timestamp[]'],
  [[1n], '::int8[]'],
  [Buffer.from([1, 2]), '::bytea'],
  [new prisma.Decimal('1.10'), '::numeric'],
]

const REFUSED = [
  `INSERT INTO t (u, n) VALUES ('x', 1)`,
  `INSERT INTO t (u) VALUES ('y')`,
  `SELEC`,
  `SELECT * FROM nope`,
  `SELECT nope FROM t`,
  `SELECT 'x'::int`,
  `SELECT 3000000000::int4`,
  `DO $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$`,
]

async function same(text: string, ...values: unknown[]): Promise<void> {
  const [one, other] = [theirs, ours].map(async (side) => {
    return await side.$queryRawUnsafe(text, ...values).then(
      (rows) => rows,
      (error: { code: unknown; meta: { driverAdapterError: { cause: Adapted } } }) => {
        const { originalCode, originalMessage, kind } = error.meta.driverAdapterError.cause
        return { code: error.code, originalCode, originalMessage, kind }
      },
    )
  })
  assert.deepEqual(await other, await one, text)
}

type Adapted = { originalCode: string; originalMessage: string; kind: string }

test('values come out alike', async () => {
  for (const expression of EXPRESSIONS) await same(`SELECT ${expression} AS x`)
})

test('values go in alike', async () => {
  for (const [value, cast] of VALUES) await same(`SELECT $1${cast} AS x`, value)
})

test('counts are alike', async () => {
  for (const text of [
    `INSERT INTO t (u, n) VALUES ('x', 1)`,
    'UPDATE t SET n = 2',
    'SELECT * FROM t',
    'CREATE TEMP TABLE s ()',
    '',
  ]) {
    const counted = await theirs.$executeRawUnsafe(text)
    if (text.startsWith('INSERT')) await theirs.$executeRawUnsafe('DELETE FROM t')
    if (text.startsWith('CREATE')) await theirs.$executeRawUnsafe('DROP TABLE s')
    assert.equal(await ours.$executeRawUnsafe(text), counted, text)
  }
})

test('refusals are alike', async () => {
  for (const text of REFUSED) await same(text)
})
