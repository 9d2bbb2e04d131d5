// How often the database is asked: once for each table of a tree, however many rows it has.
//
// Knows nothing of what the statements say.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treewright } from 'treewright'
import type { Call, Connection, Driver } from 'treewright/driver'
import { onEach, openPlaces, type Place } from './places.ts'
import { org, orgTables, orgTree, wholeOrg } from './org.ts'

const places = await openPlaces()

/** A driver around another, and what went through it. */
function recording(driver: Driver): {
  driver: Driver
  calls: Call[]
  asked: { trips: number; transactions: number }
} {
  const calls: Call[] = []
  const asked = { trips: 0, transactions: 0 }
  const listening = (connection: Connection): Connection => ({
    send(sent) {
      asked.trips += 1
      calls.push(...sent)
      return connection.send(sent)
    },
  })
  const around: Driver = {
    ...driver,
    transaction(work) {
      asked.transactions += 1
      return driver.transaction((connection) => work(listening(connection)))
    },
    connect: (work) => driver.connect((connection) => work(listening(connection))),
    ...(driver.pipeline && {
      pipeline(sent: readonly Call[]) {
        asked.trips += 1
        calls.push(...sent)
        return driver.pipeline?.(sent) ?? assert.fail('it has a pipeline')
      },
    }),
  }
  return { driver: around, calls, asked }
}

for (const [n, tree] of [
  [58, orgTree(3, 3, 5)],
  [3_001, orgTree(30, 9, 10)],
] as const) {
  onEach(places, `${n} rows in four tables are four statements`, orgTables, async (place) => {
    for (const pipeline of [true, false]) {
      const { driver, calls, asked } = recording(place.driver)
      const db = treewright({ schema: org, driver, pipeline })
      const operation = db.org.create({ data: tree, include: wholeOrg })
      const plan = operation.plan()
      const answer = await operation
      assert.deepEqual([calls.length, asked.trips, asked.transactions], pipeline ? [4, 1, 0] : [4, 4, 1])
      assert.deepEqual([plan.statements.length, plan.roundTrips], pipeline ? [4, 1] : [4, 6])
      assert.equal(plan.carriage, pipeline ? 'pipelined' : 'stepwise')
      assert.equal(await total(place), n)
      assert.deepEqual(withoutKeys(answer), withoutVerbs(tree))
      await place.run('TRUNCATE "Org" CASCADE')
    }
  })
}

onEach(places, 'one row is one statement, and no transaction', orgTables, async (place) => {
  const { driver, calls, asked } = recording(place.driver)
  await treewright({ schema: org, driver }).org.create({ data: { name: 'alone' } })
  assert.deepEqual([calls.length, asked.trips, asked.transactions], [1, 1, 0])
})

test('the same shape is the same text, whatever its values and numbers', () => {
  const client = treewright({ schema: org, driver: places[0]?.driver as Driver })
  const sql = (data: { name: string }) =>
    client.org
      .create({ data })
      .plan()
      .statements.map((one) => one.sql)
  assert.deepEqual(sql(orgTree(1, 2, 3)), sql(orgTree(7, 5, 2)))
})

async function total(place: Place): Promise<number> {
  const tables = ['Org', 'Department', 'Team', 'Member'].map((table) => `(SELECT count(*) FROM "${table}")`)
  const [row] = await place.rows(`SELECT (${tables.join(' + ')})::int AS n`)
  return row?.['n'] as number
}

function withoutKeys(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutKeys)
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).filter(([name]) => !/^id$|Id$/.test(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutKeys(value)]))
}

function withoutVerbs(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutVerbs)
  if (typeof tree !== 'object' || tree === null) return tree
  if ('create' in tree) return withoutVerbs(tree.create)
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, withoutVerbs(value)]))
}
