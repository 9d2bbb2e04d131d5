// What is read depends on who reads it, and on what was asked for: rights, schemas, tables, extensions, the clock.
//
// Knows nothing of what odd tables become.

import assert from 'node:assert/strict'
import { treewright, type Client, type SchemaDescription } from 'treewright'
import { schemaFromDatabase, type IntrospectOptions } from 'treewright/introspect'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

const owned = `
  CREATE TABLE t (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);
  CREATE SCHEMA other; CREATE TABLE other.t (id serial PRIMARY KEY); CREATE TABLE other.u (id serial PRIMARY KEY, t_id int REFERENCES other.t);`

onEach(places, 'rights on sequences', owned, async ({ driver, run, inTransaction }) => {
  await run(`DROP ROLE IF EXISTS treewright_writer; CREATE ROLE treewright_writer; GRANT USAGE ON SCHEMA public TO treewright_writer;
    GRANT ALL ON t TO treewright_writer`)
  try {
    await inTransaction(async (client) => {
      const asker = client as { query(sql: string): Promise<unknown> }
      await asker.query('SET LOCAL ROLE treewright_writer')
      const { schema } = await schemaFromDatabase(driver.within(client))
      assert.deepEqual(schema.models.t?.fields, {
        id: { type: 'Int', id: true, default: { fn: 'autoincrement', usable: false } },
        n: { type: 'Int', default: { fn: 'autoincrement', identity: 'always', usable: false } },
      })
    })
  } finally {
    await run('DROP OWNED BY treewright_writer; DROP ROLE treewright_writer')
  }
})

onEach(places, 'the schemas that are asked for', owned, async ({ driver }) => {
  const names = async (options: IntrospectOptions) => {
    const { schema, notes } = await schemaFromDatabase(driver, options)
    treewright({ schema, driver })
    const models = Object.entries(schema.models).map(([name, model]) => [name, model.schema, model.table])
    return [models, notes.map(({ kind }) => kind)]
  }
  assert.deepEqual(await names({}), [[['t', undefined, undefined]], []])
  const others = [
    ['t', 'other', undefined],
    ['u', 'other', undefined],
  ]
  assert.deepEqual(await names({ schemas: ['other'] }), [others, []])
  const both = { schemas: ['public', 'other', 'public'] }
  const renamed = [['t', undefined, undefined], ['other_t', 'other', 't'], others[1]]
  assert.deepEqual(await names(both), [renamed, ['renamed']])
  assert.deepEqual(await names({ ...both, tables: { include: ['other.*', 'x*'], exclude: ['t'] } }), [
    [others[1]],
    ['pattern', 'foreign key'],
  ])
})

onEach(
  places.slice(1),
  'types of extensions',
  'CREATE EXTENSION citext; CREATE TABLE t (id citext PRIMARY KEY, a citext[])',
  async ({ driver }) => {
    const { schema } = await schemaFromDatabase(driver)
    assert.deepEqual(schema.models.t?.fields, {
      id: { type: 'String', id: true, native: 'citext' },
      a: { type: 'String[]', native: 'citext' },
    })
    const db = treewright({ schema, driver }) as Client<SchemaDescription>
    await db.t?.create({ data: { id: 'Ada', a: ['x'] } })
    assert.deepEqual(await db.t?.update({ where: { id: 'ADA' }, data: { a: [] } }), { id: 'Ada', a: [] })
  },
)

onEach(
  places,
  'a clock that is set to local time',
  'CREATE TABLE t (id int PRIMARY KEY, at timestamp DEFAULT now())',
  async (place) => {
    await place.inTransaction(async (client) => {
      await (client as { query(sql: string): Promise<unknown> }).query(`SET LOCAL TimeZone = 'Europe/Berlin'`)
      const { notes } = await schemaFromDatabase(place.driver.within(client))
      assert.deepEqual(
        notes.map(({ kind, place }) => [kind, ...place]),
        [['clock', 'public', 't', 'at']],
      )
    })
  },
)
