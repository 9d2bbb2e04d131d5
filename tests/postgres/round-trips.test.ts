// How often a program waits on node-postgres: once for each of the writes that `npm run bench` measures.
//
// Knows nothing of what the writes say; the benchmark proves that they do what they should.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ours } from '../../bench/writes/contenders/treewright.ts'
import { openGround } from '../../bench/writes/ground.ts'
import { workloads } from '../../bench/writes/workloads.ts'
import { layWire } from './wire.ts'

const ground = await openGround()
const wire = await layWire(ground.address)
const runner = await ours('Treewright').open(wire.address)
after(async () => {
  await runner.close()
  await wire.close()
  await ground.close()
})

/** Statements, which are as many as the tables that are written to and the lookups and guards before. */
const STATEMENTS = { W1: 3, W2: 7, W3: 6, W4: 3, W5: 9, W6: 7, W7: 2 }

for (const workload of workloads) {
  const { name, title } = workload
  test(`${name}, ${title}: one round trip`, async () => {
    await ground.seed(workload, 0, 2)
    for (const turn of [0, 1]) {
      const before = { trips: wire.trips(), statements: wire.statements() }
      await runner.run(name, workload.request(turn))
      assert.equal(wire.trips() - before.trips, 1)
      assert.equal(wire.statements() - before.statements, STATEMENTS[name])
    }
  })
}
