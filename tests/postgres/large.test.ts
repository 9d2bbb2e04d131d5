// Much at once, and connections that break: a hundred thousand rows in one tree, and a server that hangs up half-way.
//
// Knows nothing of what is refused for its values.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treewright, TreewrightError } from 'treewright'
import type { Driver } from 'treewright/driver'
import { onEach, openPlaces, type Place } from './places.ts'
import { org, orgTables, orgTree, wholeOrg } from './org.ts'

const places = await openPlaces()

// Some seconds and some hundred megabytes are usual; the bounds leave room for slow machines.
const MOST_SECONDS = 60
const MOST_BYTES = 1_500_000_000

onEach(places, '100,931 rows in one tree', orgTables, async ({ driver, rows }) => {
  let nStatements = 0
  const client = treewright({ schema: org, driver })
  client.$on('statement', () => (nStatements += 1))
  const start = performance.now()
  const answer = await client.org.create({ data: orgTree(30, 30, 111), include: wholeOrg })
  assert.ok((performance.now() - start) / 1_000 < MOST_SECONDS)
  assert.ok(process.memoryUsage().rss < MOST_BYTES)
  assert.equal(nStatements, 4)
  const [row] = await rows('SELECT count(*)::int AS n, count(DISTINCT "teamId")::int AS teams FROM "Member"')
  assert.deepEqual(row, { n: 99_900, teams: 900 })
  const wrong = await rows(`
    SELECT FROM "Member" m JOIN "Team" t ON t.id = m."teamId" JOIN "Department" d ON d.id = t."departmentId"
    WHERE m.name NOT LIKE t.name || '.%' OR t.name NOT LIKE d.name || '.%' OR d.name NOT LIKE 'org.%'`)
  assert.deepEqual(wrong, [])
  const [department] = answer['departments'] as { teams: { members: { name: string }[] }[] }[]
  assert.equal(department?.teams[29]?.members[110]?.name, 'org.0.29.110')
})

test('a server that hangs up half-way: nothing is kept, and the next write is a new one', async () => {
  const place = places.find(({ name }) => name === 'server') as Place
  await place.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${orgTables}`)
  const data = orgTree(2, 2, 2)
  const client = treewright({ schema: org, driver: hangingUp(place, 3), pipeline: false })
  await assert.rejects(
    async () => client.org.create({ data }),
    (error) => {
      assert.ok(error instanceof TreewrightError)
      assert.ok(error.cause instanceof Error)
      return error.problem === 'TW612'
    },
  )
  assert.deepEqual(await place.rows('SELECT FROM "Org"'), [])
  await treewright({ schema: org, driver: place.driver }).org.create({ data })
  assert.equal((await place.rows('SELECT FROM "Member"')).length, 8)
})

test('a server that is not there', async () => {
  const refused = () => Promise.reject(new AggregateError([new Error('refused')], ''))
  const unreachable: Driver = {
    ...(places[0] as Place).driver,
    transaction: refused,
    pipeline: refused,
  }
  const client = treewright({ schema: org, driver: unreachable })
  await assert.rejects(async () => client.org.create({ data: orgTree(1, 1, 1) }), { code: 'TW612', path: [] })
})

/** The driver of a place, whose backend is ended before the call of that number. */
function hangingUp(place: Place, before: number): Driver {
  let nSent = 0
  return {
    ...place.driver,
    transaction: (work) =>
      place.driver.transaction((connection) =>
        work({
          async send(calls) {
            nSent += 1
            if (nSent === before) {
              const { rows } = await connection.send([{ sql: 'SELECT pg_backend_pid()', params: [] }])
              await place.run(`SELECT pg_terminate_backend(${rows[0]?.[0]?.[0]}, 10000)`)
            }
            return connection.send(calls)
          },
        }),
      ),
  }
}
