// A value of every type, written and given back: in the answer as it was given, in the table as PostgreSQL reads it.
//
// Knows nothing of relations.

import assert from 'node:assert/strict'
import { DbNull, defineSchema, JsonNull, treewright } from 'treewright'
import { loosely } from '../js/loosely.ts'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

/** Each type: the native one, the scalar, a value, and its text in the table where that is not the value's own. */
const TYPES: readonly (readonly [native: string, scalar: string, value: unknown, text?: string])[] = [
  ['text', 'String', 'žluť 😀 "\'\\ {,} NULL'],
  ['varchar(10)', 'String', ''],
  ['char(3)', 'String', 'abc'],
  ['uuid', 'String', '00112233-4455-6677-8899-aabbccddeeff'],
  ['inet', 'String', '10.0.0.1', '10.0.0.1/32'],
  ['xml', 'String', '<a>&amp;</a>'],
  ['int2', 'Int', -32768],
  ['int4', 'Int', 2147483647],
  ['oid', 'Int', 4294967295],
  ['int8', 'BigInt', 9007199254740993n],
  ['float4', 'Float', 1.5],
  ['float8', 'Float', 5e-324],
  ['numeric', 'Decimal', '123456789012345678901234567890.10'],
  ['numeric(10,2)', 'Decimal', '0.10'],
  ['bool', 'Boolean', false],
  ['timestamp(3)', 'DateTime', new Date('2024-02-29T23:59:59.999Z'), '2024-02-29 23:59:59.999'],
  ['timestamptz(3)', 'DateTime', new Date('1900-01-01T00:00:00Z'), '1900-01-01 00:00:00+00'],
  ['date', 'DateTime', new Date('0044-03-15T00:00:00Z'), '0044-03-15'],
  ['time', 'DateTime', new Date('1970-01-01T01:02:03.004Z'), '01:02:03.004'],
  ['json', 'Json', { b: [1, null, 'x'], a: { c: false } }, '{"b":[1,null,"x"],"a":{"c":false}}'],
  ['jsonb', 'Json', [1.5, '😀', { '': '"' }], '[1.5, "😀", {"": "\\""}]'],
  ['bytea', 'Bytes', new Uint8Array([0, 255, 92]), '\\x00ff5c'],
  ['"Mood"', 'Mood', 'SO', 'not "so", glad'],
]

const fields = Object.fromEntries(
  TYPES.flatMap(([native, type], n) => {
    const facts = type === 'Mood' ? {} : { native }
    return [
      [`one${n}`, { type, ...facts, nullable: true }],
      [`many${n}`, { type, ...facts, list: true }],
    ]
  }),
)
const schema = defineSchema({
  models: { All: { fields: { id: { type: 'Int', id: true, default: { fn: 'autoincrement' } }, ...fields } } },
  enums: { Mood: { values: { GLAD: 'glad', SO: 'not "so", glad' } } },
})
const tables = `
  CREATE TYPE "Mood" AS ENUM ('glad', 'not "so", glad');
  CREATE TABLE "All" (id serial PRIMARY KEY, ${TYPES.map(([native], n) => `one${n} ${native}, many${n} ${native}[] NOT NULL DEFAULT '{}'`).join(', ')});
`

onEach(places, 'every type, alone and in lists', tables, async ({ driver, rows }) => {
  const given = Object.fromEntries(
    TYPES.flatMap(([, , value], n) => [
      [`one${n}`, value],
      [`many${n}`, [value, value]],
    ]),
  )
  const answer = await treewright({ schema, driver }).all.create({ data: given })
  for (const [n, [native, , value]] of TYPES.entries()) {
    assert.deepEqual(answer[`one${n}`], value, native)
    assert.deepEqual(answer[`many${n}`], [value, value], native)
  }
  const columns = TYPES.map((_, n) => `one${n}::text, many${n}[2]::text`).join(', ')
  const [found] = await rows(`SELECT ${columns} FROM "All"`)
  for (const [n, [native, , value, text = String(value)]] of TYPES.entries()) {
    assert.deepEqual([found?.[`one${n}`], found?.[`many${n}`]], [text, text], native)
  }
})

onEach(places, 'nothing of any type is null, and lists are empty', tables, async ({ driver }) => {
  const client = treewright({ schema, driver })
  const nothing = Object.fromEntries(TYPES.map(([, type], n) => [`one${n}`, type === 'Json' ? DbNull : null]))
  for (const data of [{}, nothing]) {
    const answer = await client.all.create({ data })
    for (const [n, [native]] of TYPES.entries()) {
      assert.deepEqual([answer[`one${n}`], answer[`many${n}`]], [null, []], native)
    }
  }
})

const notes = `CREATE TABLE "Note" (id serial PRIMARY KEY, a jsonb, b jsonb NOT NULL DEFAULT '{}', c jsonb[] NOT NULL DEFAULT '{}')`
onEach(places, "JSON's null and the database's", notes, async ({ driver, rows }) => {
  const schema = defineSchema({
    models: {
      Note: {
        fields: {
          id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
          a: 'Json?',
          b: { type: 'Json', default: { value: {} } },
          c: 'Json[]',
        },
      },
    },
  })
  const client = treewright({ schema, driver })
  for (const data of [
    { a: null, b: null },
    { a: JsonNull, b: JsonNull },
    { a: DbNull, c: [null, JsonNull, 'null'] },
    {},
  ])
    await client.note.create({ data })
  const found = await rows('SELECT a::text, b::text, c::text FROM "Note" ORDER BY id')
  assert.deepEqual(found, [
    { a: 'null', b: 'null', c: '{}' },
    { a: 'null', b: 'null', c: '{}' },
    { a: null, b: '{}', c: '{"null","null","\\"null\\""}' },
    { a: null, b: '{}', c: '{}' },
  ])
  const loose = treewright({ schema: loosely(schema), driver })
  assert.equal(loose.note.create({ data: { b: DbNull } }).check()[0]?.problem, 'TW303')
})

onEach(
  places,
  'defaults that are values, and the present',
  'CREATE TABLE "D" (id serial PRIMARY KEY, n int, t text, e bool, j jsonb, l text[], at timestamptz, up timestamptz)',
  async ({ driver, rows }) => {
    const schema = defineSchema({
      models: {
        D: {
          fields: {
            id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
            n: { type: 'Int', default: { value: 7 } },
            t: { type: 'String', default: { value: "it's" } },
            e: { type: 'Boolean', default: { value: false } },
            j: { type: 'Json', default: { value: { a: [1] } } },
            l: { type: 'String[]', default: { value: ['x', 'y'] } },
            at: { type: 'DateTime', native: 'timestamptz', default: { fn: 'now' } },
            up: { type: 'DateTime', native: 'timestamptz', updatedAt: true },
          },
        },
      },
    })
    const before = new Date()
    const { at, up, ...rest } = await treewright({ schema, driver }).d.create({ data: {} })
    assert.deepEqual(rest, { id: 1, n: 7, t: "it's", e: false, j: { a: [1] }, l: ['x', 'y'] })
    assert.ok(at instanceof Date && at >= before && at <= new Date())
    assert.deepEqual(up, at)
    assert.deepEqual(await rows('SELECT n, t, e, l FROM "D"'), [{ n: 7, t: "it's", e: false, l: ['x', 'y'] }])
  },
)
