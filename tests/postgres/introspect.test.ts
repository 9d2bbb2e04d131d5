// Whether a database says of itself what a hand has written of it, and what can be written through the answer.
//
// Knows nothing of how the catalog is read. Odd tables have a suite of their own.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { treewright, type Client, type RelationDescription, type SchemaDescription } from 'treewright'
import type { Driver } from 'treewright/driver'
import { schemaFromDatabase } from 'treewright/introspect'
import { shortForm } from '../../js/src/schema-file/short-form.ts'
import { schema as handwritten } from '../oracle/schema.ts'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()
const oracleTables = readFileSync(new URL('../oracle/schema.sql', import.meta.url), 'utf8')

onEach(places, "the oracle's tables say what the hand wrote", oracleTables, async ({ driver }) => {
  const { schema, notes } = await schemaFromDatabase(driver, { names: 'prisma' })
  assert.deepEqual(notes, [])
  assert.deepEqual(comparable(schema), comparable(asTheDatabaseKnowsIt(handwritten)))
})

onEach(places, 'what is read is in its shortest form', oracleTables, async ({ driver }) => {
  const { schema } = await schemaFromDatabase(driver)
  assert.deepEqual(shortForm(schema), schema)
})

onEach(places, 'the catalog is read by one query', oracleTables, async ({ driver }) => {
  let n_calls = 0
  const counted: Driver = {
    ...driver,
    connect: (work) =>
      driver.connect((connection) =>
        work({
          send(calls) {
            n_calls += calls.length
            return connection.send(calls)
          },
        }),
      ),
  }
  await schemaFromDatabase(counted)
  assert.equal(n_calls, 1)
})

const shop = `
  CREATE TYPE size AS ENUM ('small', 'large');
  CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
    placed_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE order_items (
    order_id uuid REFERENCES orders, line int, product text NOT NULL, size size NOT NULL DEFAULT 'small',
    PRIMARY KEY (order_id, line));
  CREATE TABLE labels (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE TABLE order_labels (
    order_id uuid REFERENCES orders, label_id int REFERENCES labels, PRIMARY KEY (order_id, label_id));`

onEach(places, 'a tree is written through what is read', shop, async ({ driver, rows }) => {
  const { schema, notes } = await schemaFromDatabase(driver)
  assert.deepEqual(notes, [])
  const db = treewright({ schema, driver }) as Client<SchemaDescription>
  const order = {
    order_items: {
      create: [
        { line: 1, product: 'pen' },
        { line: 2, product: 'ink', size: 'large' },
      ],
    },
    labels: { connectOrCreate: { where: { name: 'gift' }, create: { name: 'gift' } } },
  }
  const made = await db.customers?.create({
    data: { email: 'ada', orders: { create: [order, order] } },
    select: {
      id: true,
      orders: { select: { order_items: { select: { size: true } }, labels: { select: { name: true } } } },
    },
  })
  const back = { order_items: [{ size: 'small' }, { size: 'large' }], labels: [{ name: 'gift' }] }
  assert.deepEqual(made, { id: 1, orders: [back, back] })
  const [counts] = await rows(`SELECT (SELECT count(*)::int FROM order_items) AS items,
    (SELECT count(*)::int FROM labels) AS labels, (SELECT count(*)::int FROM order_labels) AS pairs`)
  assert.deepEqual(counts, { items: 4, labels: 1, pairs: 2 })
  await db.orders?.deleteMany({ where: { order_items: { none: {} } } })
})

for (const [names, accessors] of [
  ['database', ['customers', 'labels', 'order_items', 'orders']],
  ['camel', ['customers', 'labels', 'orderItems', 'orders']],
  ['prisma', ['Customer', 'Label', 'Order', 'OrderItem']],
] as const) {
  onEach(places.slice(0, 1), `names as in ${names}`, shop, async ({ driver }) => {
    const { schema } = await schemaFromDatabase(driver, { names })
    assert.deepEqual(Object.keys(schema.models).sort(), [...accessors].sort())
    treewright({ schema, driver })
  })
}

onEach(places.slice(0, 1), "names of the caller's own", shop, async ({ driver }) => {
  const names = { model: (table: string) => `T_${table}`, field: (column: string) => `f_${column}` }
  const { schema } = await schemaFromDatabase(driver, { names })
  assert.deepEqual(Object.keys(schema.models.T_labels?.fields ?? {}), ['f_id', 'f_name'])
  treewright({ schema, driver })
})

test('a style that is not there is a mistake', async () => {
  const [place] = places
  assert.ok(place)
  const asked = schemaFromDatabase(place.driver, { names: 'pascal' as 'camel' })
  await assert.rejects(asked, /there are no names of the style "pascal": database, camel or prisma/)
  await assert.rejects(
    schemaFromDatabase(place.driver, { schemas: ['no'] }),
    /the database has no schema "no"/,
  )
})

/** The description as far as the database can know it, in names that depend on it alone. */
function asTheDatabaseKnowsIt(schema: SchemaDescription): SchemaDescription {
  const text = JSON.stringify(schema, (name, value: unknown) => {
    const isMade = name === 'default' && JSON.stringify(value).includes('"uuid"')
    return isMade || (name === 'updatedAt' && value === true) ? undefined : value
  })
  const renamed = text
    .replaceAll('"type":"Role"', '"type":"UserRole"')
    .replaceAll('"value":"WRITER"', '"value":"writer"')
    .replaceAll('"name":"heading",', '')
  const read = JSON.parse(renamed) as SchemaDescription
  const { Role, ...enums } = read.enums as { [name: string]: { values: Record<string, string> } }
  const UserRole = { type: 'user_role', values: Object.values(Role?.values ?? {}) }
  return shortForm({ ...read, enums: { ...enums, UserRole } as SchemaDescription['enums'] & object })
}

/** A description without the names of relations, of which the database knows nothing but Prisma's for its own tables. */
function comparable(schema: SchemaDescription) {
  const models = Object.entries(schema.models).map(([name, { relations, ...model }]) => {
    const described = Object.values(relations ?? {}).map(
      ({ name: link, ...relation }: RelationDescription) => {
        return JSON.stringify(link === 'acquaintance' ? { ...relation, link } : relation)
      },
    )
    return [name, { ...model, relations: described.sort() }]
  })
  return { ...schema, models: Object.fromEntries(models) as object }
}
