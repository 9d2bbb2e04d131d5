// What each kind of relation in a Prisma schema becomes in a description.
//
// Knows nothing of fields and keys: see schema-prisma.test.ts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RelationDescription } from 'treewright'
import { createPlanner } from 'treewright/planner'
import { schemaFromPrisma } from 'treewright/schema-prisma'

/** The relations of each model; the planner takes the whole. */
function relations(text: string): Record<string, Record<string, RelationDescription>> {
  const schema = schemaFromPrisma(text)
  createPlanner(schema)
  const entries = Object.entries(schema.models).map(([name, model]) => [name, model.relations ?? {}])
  return Object.fromEntries(entries) as Record<string, Record<string, RelationDescription>>
}

/** One relation that `A` holds to `B`, from there. */
function held(field: string, ...others: readonly string[]): RelationDescription | undefined {
  const text = `model A {\nid Int @id\n${others.join('\n')}\n${field}\n}\nmodel B {\nid Int @id\nas A[]\n}`
  return relations(text)['A']?.['b']
}

const to = { one: 'B', fields: ['bId'], references: ['id'] }

test('what is not said of deleting and updating is what Prisma takes', () => {
  const key = 'fields: [bId], references: [id]'
  assert.deepEqual(held(`b B @relation(${key})`, 'bId Int'), { ...to, onDelete: 'Restrict' })
  assert.deepEqual(held(`b B? @relation(${key})`, 'bId Int?'), { ...to, onDelete: 'SetNull' })
  assert.deepEqual(held(`b B? @relation(${key}, onDelete: Cascade, onUpdate: Cascade)`, 'bId Int?'), {
    ...to,
    onDelete: 'Cascade',
  })
  assert.deepEqual(
    held(`b B @relation(${key}, onDelete: SetDefault, onUpdate: Restrict)`, 'bId Int @default(1)'),
    {
      ...to,
      onDelete: 'SetDefault',
      onUpdate: 'Restrict',
    },
  )
})

test('the foreign key has its own name, or the one that goes without saying', () => {
  const key = 'fields: [bId], references: [id]'
  assert.equal(held(`b B @relation(${key}, map: "fk")`, 'bId Int')?.constraint, 'fk')
  assert.equal(held(`b B @relation(${key}, map: "A_b_fkey")`, 'bId Int @map("b")')?.constraint, undefined)
  assert.equal(
    held(`b B @relation(${key})`, `bId Int @map("${'c'.repeat(70)}")`)?.constraint,
    `A_${'c'.repeat(56)}_fkey`,
  )
})

test('a foreign key of several columns that may be null in part restricts', () => {
  const text = `
    model U {
      a Int
      b Int
      ps P[]
      @@id([a, b])
    }
    model P {
      id Int @id
      a Int
      b Int?
      u U? @relation(fields: [a, b], references: [a, b])
    }`
  assert.deepEqual(relations(text)['P'], {
    u: { one: 'U', fields: ['a', 'b'], references: ['a', 'b'], onDelete: 'Restrict' },
  })
})

test('one to one, from both sides', () => {
  const text = `
    model A {
      id Int @id
      b B?
    }
    model B {
      id Int @id
      aId Int @unique
      a A @relation(fields: [aId], references: [id])
    }`
  assert.deepEqual(relations(text), {
    A: { b: { one: 'B' } },
    B: { a: { one: 'A', fields: ['aId'], references: ['id'], onDelete: 'Restrict' } },
  })
})

test('several relations between two models have names', () => {
  const text = `
    model A {
      id Int @id
      wrote B[] @relation("writer")
      read B[] @relation(name: "reader")
      rest B[]
    }
    model B {
      id Int @id
      w Int
      r Int
      o Int
      writer A @relation("writer", fields: [w], references: [id])
      reader A @relation(fields: [r], references: [id], name: "reader")
      other A @relation(fields: [o], references: [id])
    }`
  const { A, B } = relations(text)
  assert.deepEqual(A, {
    wrote: { many: 'B', name: 'writer' },
    read: { many: 'B', name: 'reader' },
    rest: { many: 'B' },
  })
  assert.deepEqual(
    [B?.['writer']?.name, B?.['reader']?.name, B?.['other']?.name],
    ['writer', 'reader', undefined],
  )
})

test('many to many needs no table told, unless it lies between two database schemas', () => {
  const text = (left: string, right: string) => `
    model Left {
      id Int @id
      rights Right[]
      named Right[] @relation("pairs")
      ${left}
    }
    model Right {
      id String @id
      lefts Left[]
      named Left[] @relation("pairs")
      ${right}
    }`
  assert.deepEqual(relations(text('@@schema("x")', '@@schema("x")')), {
    Left: { rights: { many: 'Right' }, named: { many: 'Right', name: 'pairs' } },
    Right: { lefts: { many: 'Left' }, named: { many: 'Left', name: 'pairs' } },
  })
  const { Left, Right } = relations(text('@@schema("x")', '@@schema("y")'))
  const table = '_LeftToRight'
  assert.deepEqual(Left?.['rights']?.through, { schema: 'x', table, here: 'A', there: 'B' })
  assert.deepEqual(Right?.['lefts']?.through, { schema: 'x', table, here: 'B', there: 'A' })
  assert.equal(Right?.['named']?.through?.table, '_pairs')
})

test('relations of a model with itself', () => {
  const text = `
    model A {
      id Int @id
      upId Int?
      up A? @relation("tree", fields: [upId], references: [id])
      down A[] @relation("tree")
      pairId Int? @unique
      pair A? @relation("pair", fields: [pairId], references: [id], onDelete: NoAction)
      pairOf A? @relation("pair")
      knows A[] @relation("known")
      knownBy A[] @relation("known")
    }`
  assert.deepEqual(relations(text)['A'], {
    up: { one: 'A', name: 'tree', fields: ['upId'], references: ['id'], onDelete: 'SetNull' },
    down: { many: 'A', name: 'tree' },
    pair: { one: 'A', name: 'pair', fields: ['pairId'], references: ['id'], onDelete: 'NoAction' },
    pairOf: { one: 'A', name: 'pair' },
    knows: { many: 'A', name: 'known' },
    knownBy: { many: 'A', name: 'known' },
  })
})

test('where the database has no foreign keys, it does nothing', () => {
  const text = `
    datasource db {
      provider = "postgresql"
      relationMode = "prisma"
    }
    model A {
      id Int @id
      bId Int
      b B @relation(fields: [bId], references: [id], onDelete: Cascade, map: "fk")
    }
    model B {
      id Int @id
      as A[]
    }`
  assert.deepEqual(relations(text)['A']?.['b'], { ...to, onDelete: 'NoAction', onUpdate: 'NoAction' })
})
