// Whether the planner takes what is read of any database: random tables with awkward names, types, keys and foreign keys.
//
// Knows nothing of what is read. The same seed makes the same tables.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { treewright, type SchemaDescription } from 'treewright'
import { schemaFile, schemaFromDatabase, schemaJson } from 'treewright/introspect'
import { pglite } from 'treewright/pglite'
import { shortForm } from '../../js/src/schema-file/short-form.ts'
import { evaluated } from '../js/modules.ts'

const db = await PGlite.create()
after(() => db.close())
await db.exec(`CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('a b', 'c'); CREATE TYPE "Int" AS ENUM ('x'); CREATE TYPE "e?" AS ENUM ('');
  CREATE TYPE other.mood AS ENUM ('d'); CREATE DOMAIN "D D" AS int DEFAULT 3; CREATE DOMAIN words AS text[]; CREATE TYPE pair AS (a int);`)

const NAMES =
  'id Id a A a_b aB b B user users User user_id userId posts post_id parent_id AND then __proto__ $x _ a"b 1 a.b'
const MORE = [' ', 'a b', "it's", 'constructor', '_AToB', 'naïve', '日本', '💥', 'x'.repeat(63)]
const TYPES =
  'int int int bigint text text uuid varchar(3) numeric(4,1) jsonb bytea date mood other.mood "Int" "e?" words pair'
const OTHERS = [
  'timestamptz(2)',
  '"D D"',
  'mood[]',
  'int[]',
  '"D D"[]',
  'pair[]',
  '"char"',
  'interval',
  'bool',
]
const name = fc.constantFrom(...NAMES.split(' '), ...MORE)
const type = fc.constantFrom(...TYPES.split(' '), ...OTHERS)
const byDefault = fc.constantFrom('', '', '', '', 'DEFAULT NULL', 'NOT NULL', 'NOT NULL', 'GENERATED')
const column = fc.record({ name, type, byDefault })
const table = fc.record({
  schema: fc.constantFrom('public', 'public', 'public', 'other'),
  name,
  columns: fc.uniqueArray(column, { selector: (one) => one.name, minLength: 1, maxLength: 6 }),
  keys: fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  isPlain: fc.boolean(),
})
const foreignKey = fc.record({
  from: fc.nat(7),
  to: fc.nat(7),
  columns: fc.oneof(fc.tuple(fc.nat(5)), fc.tuple(fc.nat(5)), fc.tuple(fc.nat(5), fc.nat(5))),
})
const database = fc.record({
  tables: fc.uniqueArray(table, {
    selector: (one) => `${one.schema}.${one.name}`,
    minLength: 1,
    maxLength: 8,
  }),
  foreignKeys: fc.array(foreignKey, { maxLength: 24 }),
  junctions: fc.array(fc.record({ name, one: fc.nat(7), other: fc.nat(7) }), { maxLength: 4 }),
})

type Table = {
  readonly schema: string
  readonly name: string
  readonly columns: readonly { readonly name: string }[]
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const place = ({ schema, name }: Table): string => `${quoted(schema)}.${quoted(name)}`

/** Statements that may each be refused: what PostgreSQL does not take is not there to be read. */
function statementsOf({
  tables,
  foreignKeys,
  junctions,
}: typeof database extends fc.Arbitrary<infer D> ? D : never): string[] {
  const made = tables.map((one) => {
    const columns = one.columns.map(({ name, type, byDefault }, n) => {
      if (n === 0 && one.isPlain) return `${quoted(name)} int PRIMARY KEY`
      return `${quoted(name)} ${byDefault === 'GENERATED' ? 'int GENERATED ALWAYS AS IDENTITY' : `${type} ${byDefault}`}`
    })
    return `CREATE TABLE ${place(one)} (${columns.join(', ')})`
  })
  const named = ({ columns }: Table, positions: readonly number[]): string =>
    [...new Set(positions.map((position) => columns[position % columns.length]?.name ?? ''))]
      .map(quoted)
      .join(', ')
  const keyed = tables.flatMap((one) => {
    return one.keys.map(
      (key, n) => `ALTER TABLE ${place(one)} ADD ${n === 0 ? 'PRIMARY KEY' : 'UNIQUE'} (${named(one, key)})`,
    )
  })
  const at = (position: number): Table => tables[position % tables.length] ?? assert.fail()
  const pointing = foreignKeys.map(({ from, to, columns }) => {
    return `ALTER TABLE ${place(at(from))} ADD FOREIGN KEY (${named(at(from), columns)}) REFERENCES ${place(at(to))}`
  })
  const pairs = junctions.map(({ name, one, other }) => {
    return `CREATE TABLE ${quoted(name)} ("A" int REFERENCES ${place(at(one))}, "B" int REFERENCES ${place(at(other))}, PRIMARY KEY ("A", "B"))`
  })
  return [...made, ...keyed, ...pointing, ...pairs]
}

const counts = { models: 0, relations: 0 }

for (const names of ['database', 'camel', 'prisma'] as const) {
  test(`any database, names as in ${names}`, async () => {
    const looks = fc.asyncProperty(database, async (one) => {
      await db.exec('BEGIN')
      try {
        const statements = statementsOf(one).map((sql) => {
          return `BEGIN EXECUTE $text$${sql}$text$; EXCEPTION WHEN OTHERS THEN NULL; END;`
        })
        await db.exec(`DO $do$ BEGIN ${statements.join('\n')} END $do$`)
        const { schema, notes } = await schemaFromDatabase(pglite(db), {
          names,
          schemas: ['public', 'other'],
        })
        treewright({ schema, driver: pglite(db) })
        assert.deepEqual(shortForm(schema), schema)
        assert.deepEqual(evaluated(schemaFile(schema)), schema)
        assert.deepEqual(JSON.parse(schemaJson(schema)), schema)
        assert.ok(notes.every(({ message }) => message !== ''))
        count(schema)
      } finally {
        await db.exec('ROLLBACK')
      }
    })
    await fc.assert(looks, { numRuns: 40, seed: 7 })
  })
}

test('the random databases had something in them', () => {
  assert.ok(counts.models > 150 && counts.relations > 150, JSON.stringify(counts))
})

function count({ models }: SchemaDescription): void {
  for (const { relations } of Object.values(models)) {
    counts.models += 1
    counts.relations += Object.keys(relations ?? {}).length
  }
}
