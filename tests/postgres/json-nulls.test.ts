// Conditions on the two nulls of JSON, of a whole value and of a place inside of it: which rows meet them.
//
// Knows nothing of how they are written: see values.test.ts. What is expected is what Prisma 7 finds in these rows.

import assert from 'node:assert/strict'
import { AnyNull, DbNull, defineSchema, JsonNull, treewright } from 'treewright'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

const schema = defineSchema({
  models: { Note: { fields: { id: { type: 'Int', id: true }, text: 'String?', a: 'Json?' } } },
})

const table = `
  CREATE TABLE "Note" (id int PRIMARY KEY, text text, a jsonb);
  INSERT INTO "Note" (id, a) VALUES (1, '{"x": null}'), (2, '{"x": 1}'), (3, '{}'), (4, 'null'), (5, NULL),
    (6, '{"x": {"y": null}}'), (7, '[null, 1]');
`

const whole = { DbNull: [5], JsonNull: [4], AnyNull: [4, 5] }
const notWhole = { DbNull: [1, 2, 3, 4, 6, 7], JsonNull: [1, 2, 3, 6, 7], AnyNull: [1, 2, 3, 6, 7] }

/** For each path, or none: the rows that are such a null there, and those that are not. */
const MET: readonly (readonly [
  path: readonly string[] | undefined,
  equals: Readonly<Record<string, readonly number[]>>,
  not: Readonly<Record<string, readonly number[]>>,
])[] = [
  [undefined, whole, notWhole],
  [[], whole, notWhole],
  [
    ['x'],
    { DbNull: [3, 4, 5, 7], JsonNull: [1], AnyNull: [1, 3, 4, 5, 7] },
    { DbNull: [1, 2, 6], JsonNull: [2, 6], AnyNull: [2, 6] },
  ],
  [
    ['x', 'y'],
    { DbNull: [1, 2, 3, 4, 5, 7], JsonNull: [6], AnyNull: [1, 2, 3, 4, 5, 6, 7] },
    { DbNull: [6], JsonNull: [], AnyNull: [] },
  ],
  [
    ['0'],
    { DbNull: [1, 2, 3, 4, 5, 6], JsonNull: [7], AnyNull: [1, 2, 3, 4, 5, 6, 7] },
    { DbNull: [7], JsonNull: [], AnyNull: [] },
  ],
]

onEach(places, 'the two nulls of JSON, and either', table, async ({ driver }) => {
  const client = treewright({ schema, driver })
  const nulls = { DbNull, JsonNull, AnyNull }
  for (const [path, equals, not] of MET) {
    for (const [name, marker] of Object.entries(nulls)) {
      const at = path === undefined ? {} : { path }
      const met = async (condition: object) => {
        const where = { a: { ...at, ...condition } }
        const found = await client.note.updateManyAndReturn({ where, data: { text: 'met' } })
        return found.map(({ id }) => id).sort()
      }
      const told = `${name} at ${String(path)}`
      assert.deepEqual(await met({ equals: marker }), equals[name], told)
      assert.deepEqual(await met({ not: marker }), not[name], `not ${told}`)
      const others = await client.note.updateMany({
        where: { NOT: { a: { ...at, not: marker } }, id: { notIn: [...(equals[name] ?? [])] } },
        data: {},
      })
      if (name === 'AnyNull') assert.equal(others.count, 0, `neither ${told} nor not`)
    }
  }
})
