// A schema imported from a schema.prisma, on the tables that Prisma's own migrations make of the same text.
//
// Knows nothing of how a text is read: see tests/js/schema-prisma.test.ts.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  ForeignKeyError,
  UniqueConstraintError,
  ValidationError,
  treewright,
  type SchemaDescription,
} from 'treewright'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import { prismaDdl } from '../js/prisma-ddl.ts'
import { constraintsFound, constraintsSaid, typesFound, typesSaid } from './described.ts'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

const texts = ['people', 'shop'].map((name) =>
  readFileSync(new URL(`../js/schema-prisma/${name}.prisma`, import.meta.url), 'utf8'),
)
const shop = `DROP SCHEMA IF EXISTS people, shop CASCADE; ${await prismaDdl(...texts)}`

/** Any client: these models are known only when the text has been read. */
type AnyClient = Record<string, Record<string, (args: object) => Promise<Record<string, unknown>>>>

function clientOf(schema: SchemaDescription, driver: Parameters<typeof treewright>[0]['driver']): AnyClient {
  return treewright({ schema, driver }) as unknown as AnyClient
}

/** What comes back of the tree, as far as its relations go. */
type Person = Record<string, unknown> & {
  readonly boss: { readonly nick: string }
  readonly wishes: readonly { readonly title: string }[]
  readonly orders: readonly { readonly lines: readonly { product: { title: string } | null }[] }[]
}

onEach(places, 'a tree goes into tables that Prisma made', shop, async ({ driver, rows }) => {
  const db = clientOf(schemaFromPrisma(texts), driver)
  const made = await db['person']?.['create']?.({
    data: {
      email: 'ada@x.io',
      rent: '10.50',
      born: '1815-12-10T00:00:00Z',
      boss: { create: { email: 'boss@x.io', nick: 'boss' } },
      spouse: { create: { email: 'spouse@x.io' } },
      follows: { create: [{ email: 'followed@x.io' }] },
      wishes: { create: [{ title: 'a wish' }] },
      orders: {
        create: [
          {
            shop: 'north',
            number: 1,
            lines: { create: [{ position: 1, amount: 2, product: { create: {} } }, { position: 2 }] },
          },
        ],
      },
    },
    include: { orders: { include: { lines: { include: { product: true } } } }, boss: true, wishes: true },
  })
  const { orders, boss, wishes, ...ada } = made as Person
  assert.match(String(ada['id']), /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  assert.deepEqual(
    [ada['role'], ada['roles'], ada['steps'], ada['tags'], ada['settings'], ada['nothing']],
    [
      'Writer',
      ['Reader', 'Admin'],
      9007199254740993n,
      ['a', 'b "c"'],
      { dark: true, list: [1, 2.5, null] },
      null,
    ],
  )
  assert.deepEqual([...(ada['photo'] as Uint8Array)], [104, 105])
  assert.equal(boss.nick, 'boss')
  assert.equal(wishes[0]?.title, 'a wish')
  assert.deepEqual(
    orders[0]?.lines.map(({ product }) => product?.title),
    ['It\'s "new"\né', undefined],
  )
  const [pair] = await rows(`
    SELECT a.email AS a, b.email AS b, w.title FROM people._follows f
    JOIN people."person's x" a ON a.id = f."A" JOIN people."person's x" b ON b.id = f."B",
    people."_PersonToProduct" p JOIN shop."Product" w ON w.id = p."B"`)
  assert.deepEqual(pair, { a: 'followed@x.io', b: 'ada@x.io', title: 'a wish' })
})

onEach(places, 'refusals are recognized by the names that Prisma gave', shop, async ({ driver }) => {
  const db = clientOf(schemaFromPrisma(texts), driver)
  const person = (data: object) => db['person']?.['create']?.({ data })
  await person({ email: 'ada@x.io', nick: 'ada' })
  const targetIs = (target: readonly string[]) => (error: unknown) => {
    assert.ok(error instanceof UniqueConstraintError)
    assert.deepEqual(error.meta['target'], target)
    return true
  }
  await assert.rejects(async () => person({ email: 'ada@x.io' }), targetIs(['email']))
  await assert.rejects(async () => person({ email: 'other@x.io', nick: 'ada' }), targetIs(['nick']))
  const lines = { create: [{ position: 1, productId: 99n }] }
  const orders = { create: [{ shop: 'north', number: 1, lines }] }
  await assert.rejects(
    async () => person({ email: 'third@x.io', orders }),
    (error: unknown) => {
      assert.ok(error instanceof ForeignKeyError)
      assert.equal(
        error.meta['constraint'],
        'lines_of_orders_that_people_have_made_in_any_of_our_many_s_fkey',
      )
      assert.equal(error.pathText, 'data.orders.create[0].lines.create[0].productId')
      return true
    },
  )
})

const odd = `
  model Thing {
    id     Int @id @default(autoincrement())
    at     Unsupported("point")
    took   Unsupported("interval")? @default(dbgenerated("'1 day'::interval"))
    parts  Part[]
  }
  model Part {
    key    String @unique
    thing  Thing  @relation(fields: [thingId], references: [id])
    thingId Int
  }`
const oddDdl = await prismaDdl(`datasource db {\n provider = "postgresql"\n}\n${odd}`)

onEach(places, 'a row with a type that Prisma cannot write is made', oddDdl, async ({ driver, rows }) => {
  const db = clientOf(schemaFromPrisma(odd), driver)
  const made = await db['thing']?.['create']?.({
    data: { at: '(1,2)', parts: { create: [{ key: 'a' }, { key: 'b' }] } },
    include: { parts: { select: { key: true } } },
  })
  assert.deepEqual(made, { id: 1, at: '(1,2)', parts: [{ key: 'a' }, { key: 'b' }] })
  assert.deepEqual(await rows('SELECT took::text FROM "Thing"'), [{ took: '1 day' }])
  await assert.rejects(async () => db['part']?.['create']?.({ data: { key: 'a', thingId: 1 } }), {
    code: 'P2002',
    meta: { target: ['key'], constraint: 'Part_key_key', modelName: 'Part' },
  })
})

const seen = `
  generator client {
    provider        = "prisma-client"
    output          = "./generated"
    previewFeatures = ["views"]
  }
  model Shop {
    id    Int     @id
    gone  String? @ignore
    rests Rest[]
    sales Sale[]
  }
  model Sale {
    id     Int  @id
    shopId Int
    secret Int  @ignore
    shop   Shop @relation(fields: [shopId], references: [id])
  }
  view Rest {
    shopId Int  @unique
    sum    Int
    shop   Shop @relation(fields: [shopId], references: [id])
  }`
const seenDdl = `
  ${await prismaDdl(`datasource db {\n provider = "postgresql"\n}\n${seen}`)}
  CREATE VIEW "Rest" AS SELECT id AS "shopId", 7 AS sum FROM "Shop";`

onEach(places, 'a view is read, and nobody writes to it', seenDdl, async ({ driver }) => {
  const db = clientOf(schemaFromPrisma(seen), driver)
  await db['shop']?.['create']?.({ data: { id: 1 } })
  const shop = await db['shop']?.['update']?.({ where: { id: 1 }, data: {}, include: { rests: true } })
  assert.deepEqual(shop, { id: 1, rests: [{ shopId: 1, sum: 7 }] })
  const writes = [
    () => db['rest']?.['create']?.({ data: { shopId: 1, sum: 2 } }),
    () => db['rest']?.['update']?.({ where: { shopId: 1 }, data: { sum: 2 } }),
    () => db['shop']?.['create']?.({ data: { id: 2, rests: { create: { sum: 1 } } } }),
  ]
  for (const write of writes) await assert.rejects(async () => write(), ValidationError)
})

onEach(
  places,
  "an ignored column that must be filled is the database's to ask for",
  seenDdl,
  async (place) => {
    const db = clientOf(schemaFromPrisma(seen), place.driver)
    await db['shop']?.['create']?.({ data: { id: 1 } })
    const data = { id: 1, shop: { connect: { id: 1 } } }
    await assert.rejects(async () => db['sale']?.['create']?.({ data }), { code: 'P2011' })
  },
)

const long = `
  model ${'Long'.repeat(16)} {
    id Int @id
    ${'field'.repeat(11)} Int @unique
    other Int @map("${'ö'.repeat(20)}")
    up ${'Long'.repeat(16)} @relation("up", fields: [other], references: [id])
    down ${'Long'.repeat(16)}[] @relation("up")

    @@unique([id, other])
    @@map("${'äx'.repeat(9)}")
  }`
const SCHEMAS: Record<string, readonly string[]> = {
  'people and their orders': texts,
  'the oracle': [readFileSync(new URL('../oracle/schema.prisma', import.meta.url), 'utf8')],
  'long names': [`datasource db {\n provider = "postgresql"\n}\n${long}`],
}

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const ddl = `DROP SCHEMA IF EXISTS people, shop CASCADE; ${await prismaDdl(...schema)}`
  onEach(places, `types and constraints of ${name} are what the database has`, ddl, async (place) => {
    const description = schemaFromPrisma(schema)
    assert.deepEqual(await typesSaid(place, description), await typesFound(place, description))
    assert.deepEqual(constraintsSaid(description), await constraintsFound(place, description))
  })
}
