// The same random operations by Prisma 7 and by Treewright, on twin databases: same result, same code, same rows.
// So are batches of several operations in one transaction; `batches.ts` tells how decided differences count in them.
//
// Knows no expectation of its own. `ORACLE_SEED=7 ORACLE_COUNT=5000` runs as long as one likes; `npm run oracle` tells more.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { alone, batches, run } from './campaign.ts'
import { NESTED_VERBS, VERBS, type Verb } from './operation.ts'
import { accountText } from './report.ts'
import { openWorld } from './world.ts'

/** How many operations of each verb are enough to notice what broke. */
const PLANNED: Readonly<Record<Verb, number>> = {
  create: 90,
  createMany: 20,
  createManyAndReturn: 20,
  update: 140,
  updateMany: 30,
  updateManyAndReturn: 20,
  upsert: 50,
  delete: 15,
  deleteMany: 15,
  findUnique: 15,
  findUniqueOrThrow: 10,
  findFirst: 25,
  findFirstOrThrow: 10,
  findMany: 60,
  count: 25,
}

const PLANNED_BATCHES = 40

const factor = Number(process.env['ORACLE_COUNT'] ?? 400) / 400
const from = Number(process.env['ORACLE_SEED'] ?? 1)

const world = await openWorld()
after(() => world.close())

for (const [verb, n] of Object.entries(PLANNED) as [Verb, number][]) {
  const count = Math.ceil(n * factor)
  test(`${count} times ${verb}`, async () => {
    const account = await run(world, {
      subject: alone,
      seeds: Array.from({ length: count }, (_, at) => from + at),
      bounds: { verbs: [verb], nested: NESTED_VERBS, spoiledPercent: 5 },
      stopsAtFirst: true,
      progress: () => {},
    })
    assert.equal(account.n_absent, 0, `the client has no ${verb}`)
    assert.equal(account.classes.size, 0, accountText(account))
  })
}

const n_batches = Math.ceil(PLANNED_BATCHES * factor)
test(`${n_batches} batches of two to four operations`, async () => {
  const account = await run(world, {
    subject: batches,
    seeds: Array.from({ length: n_batches }, (_, at) => from + at),
    bounds: { verbs: VERBS, nested: NESTED_VERBS, spoiledPercent: 5 },
    stopsAtFirst: true,
    progress: () => {},
  })
  assert.equal(account.classes.size, 0, accountText(account))
})
