// A way that is broken is found: for each manner of breaking it, within a bounded number of operations.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Driver } from 'treewright/driver'
import { newCounts } from './account.ts'
import { BROKEN } from './broken.ts'
import { openGrounds } from './grounds.ts'
import { play, type Finding } from './play.ts'
import { inWaves, openWrapped } from './routes.ts'
import { releaseClock } from './turns.ts'

const N_OPERATIONS = 120
const PER_SCHEMA = 30

const grounds = await openGrounds()
after(async () => {
  releaseClock()
  await grounds.close()
})

/** What is found first of a driver that is wrapped, beside going wave by wave. */
async function foundOf(wrap: (driver: Driver) => Driver): Promise<Finding | undefined> {
  const findings: Finding[] = []
  const counts = newCounts()
  for (let seed = 1; findings.length === 0 && counts.n_operations < N_OPERATIONS; seed += 1) {
    await play(seed, {
      grounds,
      counts,
      n_operations: PER_SCHEMA,
      isWorthy: () => false,
      found: (finding) => findings.push(finding) > 0,
      routes: async ({ ddl, schema }) => [
        inWaves(await grounds.server(0, ddl), { schema }),
        await openWrapped({ grounds, ddl, schema }, 1, wrap),
      ],
    })
  }
  return findings[0]
}

test('a driver that is whole is not found', async () => {
  assert.equal((await foundOf((driver) => driver))?.found.lines.join('\n'), undefined)
})

for (const [name, wrap] of Object.entries(BROKEN)) {
  test(`a driver that ${name} is found`, async () => {
    assert.match((await foundOf(wrap))?.found.kind ?? 'nothing', /^broken: /)
  })
}
