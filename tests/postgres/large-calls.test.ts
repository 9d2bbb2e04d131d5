// Writes that are too large for one call: sent in several, and nobody can tell but those who listen.
//
// Knows nothing of how many characters are usual; each client here takes few. That every case comes out the same in a call for
// each row is told in cases.test.ts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treewright, TreewrightError, type ProgressEvent, type StatementEvent } from 'treewright'
import { onEach, openPlaces, type Place } from './places.ts'
import { org, orgTables, orgTree, wholeOrg } from './org.ts'

const places = await openPlaces()
const [place] = places as readonly [Place]

function clientOn({ driver }: Place, characters: number) {
  const db = treewright({ schema: org, driver, limits: { characters } })
  const progress: ProgressEvent[] = []
  const statements: StatementEvent[] = []
  db.$on('progress', (event) => progress.push(event))
  db.$on('statement', (event) => statements.push(event))
  return { db, progress, statements }
}

const told = (events: readonly ProgressEvent[]) =>
  events.map(({ operation, step, steps, rows, of }) => `${operation} ${step}/${steps} ${rows}/${of}`)

onEach(places, 'a tree whose rows take several calls', orgTables, async (place) => {
  const { db, progress, statements } = clientOn(place, 200)
  const answer = await db.org.create({ data: orgTree(3, 4, 5), include: wholeOrg })
  assert.ok(statements.every(({ parameters }) => parameters.join('').length <= 200))
  assert.equal(
    statements.reduce((n, { given }) => n + given, 0),
    1 + 3 + 12 + 60,
  )
  assert.deepEqual(
    answer.departments.flatMap(({ teams }) =>
      teams.flatMap(({ members }) => members.map(({ name }) => name)),
    ),
    [0, 1, 2].flatMap((d) => [0, 1, 2, 3].flatMap((t) => [0, 1, 2, 3, 4].map((m) => `org.${d}.${t}.${m}`))),
  )
  const last = progress.filter(({ rows, of }) => rows === of)
  assert.deepEqual(
    told(last),
    [1, 3, 12, 60].map((n, at) => `org.create ${at + 1}/4 ${n}/${n}`),
  )
  assert.ok(progress.length > 8)
  const wrong = await place.rows(`
    SELECT FROM "Member" m JOIN "Team" t ON t.id = m."teamId" WHERE m.name NOT LIKE t.name || '.%'`)
  assert.deepEqual(wrong, [])
})

onEach(places, 'one statement, which then needs a transaction', orgTables, async (place) => {
  const { db, progress } = clientOn(place, 30)
  const data = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ({ name: name.repeat(10) }))
  assert.deepEqual(await db.org.createMany({ data }), { count: 7 })
  assert.deepEqual(
    told(progress),
    [2, 4, 6, 7].map((n) => `org.createMany 1/1 ${n}/7`),
  )
  const made = await db.org.createManyAndReturn({ data, select: { name: true } })
  assert.deepEqual(made, data)
})

onEach(
  places,
  'a row that is refused in a later call: its place, and nothing is kept',
  orgTables,
  async (place) => {
    await place.run(`ALTER TABLE "Org" ADD UNIQUE (name), ADD CHECK (name <> 'bad bad bad')`)
    const { db } = clientOn(place, 30)
    const refused = (data: readonly { name: string }[], code: string, at: number) =>
      assert.rejects(
        async () => db.org.createMany({ data }),
        (error) => {
          assert.ok(error instanceof TreewrightError)
          assert.deepEqual([error.code, error.path.slice(0, 2)], [code, ['data', at]])
          return true
        },
      )
    const data = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ({ name: name.repeat(10) }))
    await refused([...data, { name: 'bad bad bad' }], 'P2039', 7)
    await refused([...data, { name: 'b'.repeat(10) }], 'P2002', 7)
    assert.deepEqual(await place.rows('SELECT FROM "Org"'), [])
  },
)

test('what is deleted goes in one call, however large', async () => {
  await place.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${orgTables}`)
  const { db, statements } = clientOn(place, 1)
  await db.org.create({ data: orgTree(3, 0, 0) })
  const departments = { delete: [{ id: 1 }, { id: 2 }, { id: 3 }] }
  await db.org.update({ where: { id: 1 }, data: { departments } })
  const given = statements.filter(({ sql }) => sql.includes('DELETE FROM')).map(({ given }) => given)
  assert.deepEqual(given, [3])
  assert.deepEqual(await place.rows('SELECT FROM "Department"'), [])
})

test('in one round trip there is nothing to tell in between', async () => {
  await place.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${orgTables}`)
  const { db, progress } = clientOn(place, 1_000_000)
  await db.org.create({ data: orgTree(2, 2, 2) })
  await db.org.createMany({ data: [{ name: 'a' }, { name: 'b' }] })
  assert.deepEqual(progress, [])
})

test('in waves each statement is told, also without listeners of anything else', async () => {
  await place.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${orgTables}`)
  const db = treewright({ schema: org, driver: place.driver, pipeline: false })
  const progress: ProgressEvent[] = []
  const stop = db.$on('progress', (event) => progress.push(event))
  await db.org.create({ data: orgTree(2, 2, 2) })
  stop()
  await db.org.create({ data: orgTree(2, 2, 2) })
  assert.deepEqual(
    told(progress),
    [1, 2, 4, 8].map((n, at) => `org.create ${at + 1}/4 ${n}/${n}`),
  )
})
