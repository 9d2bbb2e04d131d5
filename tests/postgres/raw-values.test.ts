// The values of raw statements on each database: what comes out by its type, and what goes in as it was.
//
// Knows nothing of where a statement runs.

import assert from 'node:assert/strict'
import { DbNull, JsonNull, treewright } from 'treewright'
import { people, type People } from './people.ts'
import { onEach, openPlaces, type Place } from './places.ts'

const places = await openPlaces()

function onBoth(name: string, work: (db: People, place: Place) => Promise<void>): void {
  const ddl = `CREATE TYPE mood AS ENUM ('a', 'b');`
  onEach(places, name, ddl, (place) => work(treewright({ schema: people, driver: place.driver }), place))
}

/** What one column of one row gives. */
async function valueOf(db: Pick<People, '$queryRawUnsafe'>, expression: string, ...values: unknown[]) {
  const [row] = await db.$queryRawUnsafe<{ x: unknown }[]>(`SELECT ${expression} AS x`, ...values)
  return row?.x
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
