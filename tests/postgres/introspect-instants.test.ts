// Constants of dates and times, and empty lists, as a database's defaults: what becomes a value, and what stays SQL.

import assert from 'node:assert/strict'
import { treewright, type Client, type SchemaDescription } from 'treewright'
import { schemaFromDatabase } from 'treewright/introspect'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

const instants: Record<string, readonly [column: string, value: unknown]> = {
  a: [`date DEFAULT '1999-12-31'`, '1999-12-31T00:00:00.000Z'],
  b: [`time DEFAULT '06:30'`, '1970-01-01T06:30:00.000Z'],
  c: [`timestamp DEFAULT '2020-02-29 12:34:56.789'`, '2020-02-29T12:34:56.789Z'],
  d: [`timestamptz DEFAULT '2020-06-01 10:00:00+02'`, '2020-06-01T08:00:00.000Z'],
  e: [
    `date[] DEFAULT ARRAY['2020-01-01', '2020-01-02']::date[]`,
    ['2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z'],
  ],
  f: [`date[] DEFAULT ARRAY[]::date[]`, []],
  g: [`text[] DEFAULT ARRAY['a]::text[]', 'b']::text[]`, ['a]::text[]', 'b']],
  h: [`text[] DEFAULT ARRAY[']']`, [']']],
}

const expressions: Record<string, string> = {
  m: `timestamp DEFAULT '2020-02-29 12:34:56.789012'`,
  n: `timestamptz DEFAULT 'infinity'`,
  o: `date DEFAULT '0044-03-15 BC'`,
  p: `timetz DEFAULT '06:30+02'`,
  q: `time DEFAULT '24:00'`,
  r: `timestamp DEFAULT '12020-01-01'`,
  s: `timestamp DEFAULT '2020-01-01'::date + 1`,
}

const columns = [
  ...Object.entries(instants).map(([name, [column]]) => `${name} ${column}`),
  ...Object.entries(expressions).map(([name, column]) => `${name} ${column}`),
]
const ddl = `CREATE TABLE t (id int PRIMARY KEY, ${columns.join(', ')})`

onEach(places, 'a constant that is one exactly is a value', ddl, async ({ driver, rows, run }) => {
  const { schema } = await schemaFromDatabase(driver)
  const defaults = Object.entries(schema.models['t']?.fields ?? {}).flatMap(([name, field]) =>
    typeof field === 'string' || field.default === undefined ? [] : [[name, field.default] as const],
  )
  const { valued, written } = {
    valued: defaults.flatMap(([name, said]) => ('value' in said ? [[name, said.value]] : [])),
    written: defaults.flatMap(([name, said]) => ('sql' in said ? [name] : [])),
  }
  const wanted = Object.entries(instants).map(([name, [, value]]) => [name, value])
  assert.deepEqual(Object.fromEntries(valued), Object.fromEntries(wanted))
  assert.deepEqual(written.sort(), Object.keys(expressions))
  const db = treewright({ schema, driver }) as Client<SchemaDescription>
  await db['t']?.create({ data: { id: 1 } })
  await run('INSERT INTO t (id) VALUES (2)')
  const [ours, theirs] = await rows(`SELECT to_jsonb(t) - 'id' AS row FROM t ORDER BY id`)
  assert.deepEqual(ours, theirs)
})
