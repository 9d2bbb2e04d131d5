// One database described in three ways: by hand, by a schema.prisma, and by itself. All three must say the same.
//
// The tables are those that Prisma's own migrations make of the text. What one of the ways cannot know is listed below with
// its reason, and each entry of the list must still be needed.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { treewright, type SchemaDescription } from 'treewright'
import type { Driver } from 'treewright/driver'
import { schemaFromDatabase } from 'treewright/introspect'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import { prismaDdl } from '../js/prisma-ddl.ts'
import { schema as handwritten } from '../js/schema-prisma/oracle.ts'
import { databaseTerms, type Terms } from './database-terms.ts'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

/** A thing that one description says otherwise than the other. */
type Difference = { readonly path: readonly string[]; readonly one: unknown; readonly other: unknown }

/** A difference that may be, and why. */
type Allowed = { readonly why: string; readonly is: (difference: Difference) => boolean }

/** What a schema.prisma (`one`) says otherwise than the database (`other`). */
const ALLOWED: readonly Allowed[] = [
  {
    why: 'only Prisma knows which column holds the time of the last write: its client sends it',
    is: ({ path, one, other }) => isOfColumn(path, 'updatedAt') && one === true && other === undefined,
  },
  {
    why: 'only Prisma knows of keys that its client makes: the column has no default',
    is: ({ path, one, other }) => isOfColumn(path, 'default') && isClientMade(one) && other === undefined,
  },
  {
    why: 'a column that is ignored, or of a type that Prisma does not support, is in the database all the same',
    is: ({ path, one, other }) =>
      isOfColumn(path) && one === undefined && isTerms(other) && other['isNullable'] === true,
  },
  {
    why: 'an instant of a schema.prisma keeps the text it is written with; the database has one of its own',
    is: ({ path, one, other }) =>
      isOfColumn(path, 'default', 'value') &&
      typeof one === 'string' &&
      new Date(one).toISOString() === other,
  },
  {
    why: 'an expression of a schema.prisma keeps its text; the database prints what it has understood',
    is: ({ path, one, other }) =>
      isOfColumn(path, 'default', 'sql') &&
      one === 'md5(random()::text)' &&
      other === 'md5((random())::text)',
  },
  {
    why: 'only the database knows which server it is on',
    is: ({ path, one }) => path.join() === 'postgres' && one === undefined,
  },
]

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const oracle = [file('../oracle/schema.prisma')]
const garden = [file('three-ways/garden.prisma')]
const shop = ['people', 'shop'].map((name) => file(`../js/schema-prisma/${name}.prisma`))

/** The texts, and the database schemas they speak of. */
const DATABASES: Record<string, readonly [texts: readonly string[], schemas: readonly string[]]> = {
  'the oracle': [oracle, ['public']],
  'the garden': [garden, ['public', 'store']],
  'people and their orders': [shop, ['people', 'shop']],
}

async function tablesOf(texts: readonly string[]): Promise<string> {
  return `DROP SCHEMA IF EXISTS people, shop, store CASCADE; ${await prismaDdl(...texts)}`
}

const reasons = new Set<string>()

for (const [name, [texts, schemas]] of Object.entries(DATABASES)) {
  const ddl = await tablesOf(texts)
  onEach(places, `${name}: a schema.prisma and the database say the same`, ddl, async ({ driver }) => {
    const { schema } = await schemaFromDatabase(driver, { schemas, names: 'prisma' })
    const differences = differencesOf(schemaFromPrisma(texts), schema)
    const whys = differences.map((difference) => ALLOWED.find(({ is }) => is(difference))?.why)
    assert.deepEqual(
      differences.filter((_, position) => whys[position] === undefined),
      [],
    )
    for (const why of whys) if (why !== undefined) reasons.add(why)
  })
}

test('every reason is still needed', () => {
  assert.deepEqual([...reasons].sort(), ALLOWED.map(({ why }) => why).sort())
})

test('a hand and a schema.prisma say the same', () => {
  const [difference, ...more] = differencesOf(schemaFromPrisma(oracle), handwritten)
  assert.deepEqual([difference, more], [{ path: ['postgres'], one: undefined, other: 18 }, []])
})

const CHANGES: readonly (readonly [from: string, to: string, at: string])[] = [
  ['onDelete: Cascade, onUpdate: NoAction', 'onDelete: Cascade', 'foreignKeys.Bed_tendedBy_fkey.onUpdate'],
  ['map: "is partner of"', 'map: "is partner"', 'foreignKeys.is partner'],
  ['@unique @map("partner id")', '@unique @map("partner")', 'columns.partner'],
  ['@default(1.50)', '@default(1.5)', 'columns.exact.default'],
  ['@db.Timetz(3)', '@db.Timetz(4)', 'columns.sleeps.native'],
  ['map: "bed by place"', 'map: "bed"', 'primary.constraint'],
  ['[name, whole], name: "called"', '[name, whole], map: "called"', 'uniques.called'],
  ['sorts  Sort[]', 'sorts  Sort[] @relation("x")', 'pairs.store._x'],
  ['@map("high summer")', '@map("low summer")', 'enums.store.season of the year'],
]

test('what is said otherwise is seen', () => {
  for (const [from, to, at] of CHANGES) {
    const [text = ''] = garden
    assert.ok(text.includes(from), from)
    const other = text.replace(from, to).replace(/plants {2}Plant\[\]\n/, (field) => {
      return to.includes('"x"') ? field.replace('\n', ' @relation("x")\n') : field
    })
    const paths = differencesOf(schemaFromPrisma(garden), schemaFromPrisma(other)).map(({ path }) =>
      path.join('.'),
    )
    assert.ok(
      paths.some((path) => path.includes(at)),
      `${to}: ${paths.join(', ')}`,
    )
  }
})

const row = {
  ...{ token: '0190d3f0-7e1c-7000-8000-000000000001', slug: 's', badge: 'b', rank: 'r' },
  touched: new Date(0),
}

onEach(
  places,
  'a row has the same defaults by each description',
  await tablesOf(garden),
  async ({ driver, rows }) => {
    const { schema } = await schemaFromDatabase(driver, { schemas: ['public', 'store'], names: 'prisma' })
    const gardeners: Record<string, unknown>[] = []
    for (const described of [schemaFromPrisma(garden), schema]) {
      await createIn('gardener of ours', described, driver)
      const [found = {}] = await rows('SELECT * FROM "gardener of ours"')
      await rows('DELETE FROM "gardener of ours"')
      const { id, counter, since, seen, made, ...constant } = found
      assert.ok([id, counter, since, seen, made].every((value) => value !== null && value !== undefined))
      gardeners.push(constant)
    }
    assert.deepEqual(gardeners[1], gardeners[0])
  },
)

/** Any client: the model is known only when the database has been read. */
type AnyClient = Record<string, Record<'create', (args: object) => Promise<unknown>>>

async function createIn(table: string, schema: SchemaDescription, driver: Driver): Promise<void> {
  const [name = ''] = Object.entries(schema.models).find(([, model]) => model.table === table) ?? []
  const db = treewright({ schema, driver }) as unknown as AnyClient
  await db[name.charAt(0).toLowerCase() + name.slice(1)]?.create({ data: row })
}

function isOfColumn(path: readonly string[], ...entries: readonly string[]): boolean {
  const [part, , inside, , ...rest] = path
  return part === 'tables' && inside === 'columns' && path.length > 3 && isDeepStrictEqual(rest, entries)
}

function isClientMade(value: unknown): boolean {
  return isTerms(value) && ['uuid', 'cuid', 'ulid', 'nanoid'].includes(String(value['fn']))
}

function differencesOf(one: SchemaDescription, other: SchemaDescription): readonly Difference[] {
  return between(databaseTerms(one), databaseTerms(other), [])
}

function between(one: unknown, other: unknown, path: readonly string[]): readonly Difference[] {
  if (isDeepStrictEqual(one, other)) return []
  if (!isTerms(one) || !isTerms(other)) return [{ path, one, other }]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.flatMap((name) => between(one[name], other[name], [...path, name]))
}

function isTerms(value: unknown): value is Terms {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
