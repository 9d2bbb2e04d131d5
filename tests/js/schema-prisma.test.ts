// What models, keys, enums and views of a Prisma schema become in a description.
//
// Knows nothing of errors, and asks no database: tests/postgres/schema-prisma.test.ts does.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { ModelDescription, SchemaDescription } from 'treewright'
import { createPlanner } from 'treewright/planner'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import { schema as oracle } from './schema-prisma/oracle.ts'

/** The description of a model `A` with these lines; the planner takes it. */
function model(...lines: readonly string[]): ModelDescription {
  return described(`model A {\n${lines.join('\n')}\n}`).models['A'] as ModelDescription
}

function described(text: string): SchemaDescription {
  const schema = schemaFromPrisma(text)
  createPlanner(schema)
  return schema
}

test('an enum is a list of names, or the names with what the database calls them', () => {
  const text = `
    enum Coin { 
      EUR
      USD
    }
    enum Role {
      READER
      WRITER @map("the writer")
      @@map("user_role")
      @@schema("people")
    }
    enum Mood {
      glad
      @@map("moods")
    }
    model A {
      id Int @id
      coin Coin @default(USD)
      roles Role[] @default([WRITER])
      mood Mood?
    }`
  const { enums, models } = described(text)
  assert.deepEqual(enums, {
    Coin: ['EUR', 'USD'],
    Role: { schema: 'people', type: 'user_role', values: { READER: 'READER', WRITER: 'the writer' } },
    Mood: { type: 'moods', values: ['glad'] },
  })
  assert.deepEqual(models['A']?.fields, {
    id: { type: 'Int', id: true },
    coin: { type: 'Coin', default: { value: 'USD' } },
    roles: { type: 'Role[]', default: { value: ['WRITER'] } },
    mood: 'Mood?',
  })
})

test('a table and its schema are told where they are not the model', () => {
  const { table, schema } = model('id Int @id', '@@map("the table")', '@@schema("people")')
  assert.deepEqual({ table, schema }, { table: 'the table', schema: 'people' })
  assert.deepEqual(Object.keys(model('id Int @id', '@@map("A")')), ['fields'])
})

test('keys have the names that callers and the database have for them', () => {
  assert.deepEqual(model('id Int @id(map: "one")').key, { fields: ['id'], constraint: 'one' })
  assert.deepEqual(model('a Int', 'b Int', '@@id([a, b])').key, ['a', 'b'])
  assert.deepEqual(model('a Int', 'b Int', '@@id(fields: [a, b], name: "both", map: "ab")').key, {
    name: 'both',
    fields: ['a', 'b'],
    constraint: 'ab',
  })
  const lines = ['id Int @id', 'a Int @unique(map: "one_a")', 'b Int', 'c Int @unique']
  const { uniques, fields } = model(...lines, '@@unique([a, b])', '@@unique([c(sort: Desc), b], name: "cb")')
  assert.deepEqual(uniques, [
    { fields: ['a'], constraint: 'one_a' },
    ['a', 'b'],
    { name: 'cb', fields: ['c', 'b'] },
  ])
  assert.deepEqual([fields['a'], fields['c']], ['Int', { type: 'Int', unique: true }])
})

test('a name of a unique with one field is no name for callers, as in Prisma', () => {
  assert.deepEqual(model('id Int @id', 'a Int', '@@unique([a], name: "x")').fields['a'], {
    type: 'Int',
    unique: true,
  })
})

test('a unique of the same fields stands once', () => {
  assert.equal(model('id Int @id', '@@unique([id])', '@@unique([id], map: "again")').uniques, undefined)
})

test('a unique that holds for some rows only is no key', () => {
  assert.equal(
    model('id Int @id', 'a Int', 'b Boolean', '@@unique([a], where: { b: true })').uniques,
    undefined,
  )
})

test('a model without an id has its first required unique for a key', () => {
  const { key, uniques } = model('a Int? @unique', 'b Int', 'c Int', '@@unique([b, c])', '@@unique([c])')
  assert.deepEqual(key, { fields: ['b', 'c'], constraint: 'A_b_c_key' })
  assert.equal(uniques, undefined)
})

test('names of constraints end where Prisma cuts them', () => {
  const long = 'a'.repeat(40)
  const { uniques, key } = model(
    `${long} Int @unique`,
    'x Int',
    `@@id([${long}, x])`,
    '@@map("äääääääääääääääääääääääääääääää")',
  )
  assert.deepEqual(key, { fields: [long, 'x'], constraint: 'äääääääääääääääääääääääääääää_pkey' })
  assert.deepEqual(uniques, [{ fields: [long], constraint: 'äääääääääääääääääääääääääääää_key' }])
})

test('a field with @ignore is left out, unless a key or a relation is made of it', () => {
  const text = `
    model A {
      id Int @id
      gone String? @ignore
      half Int @ignore
      bId Int? @ignore
      b B? @relation(fields: [bId], references: [id])
      c C? @relation(fields: [bId], references: [id]) @ignore
      logs Log[]
      @@unique([id, half])
    }
    model B {
      id Int @id
      as A[]
    }
    model C {
      id Int @id
      as A[] @ignore
    }
    model Log {
      a Int
      is A @relation(fields: [a], references: [id])
      @@ignore
    }`
  const { models } = described(text)
  assert.deepEqual(models['A']?.fields, { id: { type: 'Int', id: true }, half: 'Int', bId: 'Int?' })
  assert.deepEqual(Object.keys(models['A']?.relations ?? {}), ['b'])
  assert.deepEqual(models['C'], { fields: { id: { type: 'Int', id: true } } })
  assert.deepEqual(Object.keys(models), ['A', 'B', 'C'])
})

test('an unsupported type is left out where the row can do without it, else it is a text', () => {
  const lines = [
    'id Int @id',
    'a Unsupported("circle")?',
    'b Unsupported("tsvector") @default(dbgenerated("to_tsvector(\'\')"))',
    'c Unsupported("int4range")[]',
    'd Unsupported("geometry(Point, 4326)") @map("dd")',
    'e Unsupported("other.Thing")',
    'f Unsupported("interval")? @unique',
  ]
  assert.deepEqual(model(...lines).fields, {
    id: { type: 'Int', id: true },
    d: { type: 'String', column: 'dd', native: 'geometry' },
    e: { type: 'String', native: 'other.Thing' },
    f: { type: 'String?', native: 'interval', unique: true },
  })
})

test('nobody writes to a view, and one without a key is left out', () => {
  const text = `
    model A {
      id Int @id
      sums Sum[]
      rests Rest[]
    }
    view Sum {
      aId Int @unique
      total Int @default(0)
      a A @relation(fields: [aId], references: [id])
    }
    view Rest {
      aId Int?
      a A? @relation(fields: [aId], references: [id])
    }`
  const { models } = described(text)
  assert.deepEqual(Object.keys(models), ['A', 'Sum'])
  assert.deepEqual(models['A']?.relations, { sums: { many: 'Sum' } })
  const generated = true
  assert.deepEqual(models['Sum']?.fields, {
    aId: { type: 'Int', id: true, generated },
    total: { type: 'Int', generated },
  })
  assert.equal(models['Sum']?.relations?.['a']?.onDelete, 'NoAction')
})

test('CockroachDB has names of its own for types, and makes its keys itself', () => {
  const text = `
    datasource db {
      provider = "cockroachdb"
    }
    model A {
      id BigInt @id @default(autoincrement())
      n Int @default(sequence(start: 10, increment: 2, cache: 5))
      s String @db.String(30)
      f Float @db.Float4
      b Boolean @db.Bool
    }`
  assert.deepEqual(described(text).models['A']?.fields, {
    id: { type: 'BigInt', id: true, default: { sql: 'unique_rowid()' } },
    n: { type: 'Int', default: { fn: 'autoincrement', identity: 'byDefault' } },
    s: { type: 'String', native: 'varchar(30)' },
    f: { type: 'Float', native: 'float4' },
    b: 'Boolean',
  })
})

test('several texts are one schema, in whatever order', () => {
  const texts = ['people', 'shop'].map((name) =>
    readFileSync(new URL(`schema-prisma/${name}.prisma`, import.meta.url), 'utf8'),
  )
  const schema = schemaFromPrisma(texts)
  createPlanner(schema)
  assert.deepEqual(Object.keys(schema.models), ['Person', 'Product', 'Order', 'OrderLine'])
  assert.deepEqual(schemaFromPrisma({ people: texts[0] ?? '', shop: texts[1] ?? '' }), schema)
  assert.deepEqual(schemaFromPrisma([...texts].reverse()), schema)
})

test("the oracle's schema.prisma gives the description that was written by hand", () => {
  const text = readFileSync(new URL('../oracle/schema.prisma', import.meta.url), 'utf8')
  assert.deepEqual({ postgres: 18, ...described(text) }, oracle)
})
