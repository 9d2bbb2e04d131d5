// How much of an operation is the host's own time: everything but the database, which answers at once from what a real
// server once said.

import { treewright } from 'treewright'
import { createPlanner } from 'treewright/planner'
import { pg as overPg } from 'treewright/pg'
import type { AnyClient } from '../../tests/oracle/prisma.ts'
import { openPool } from '../../tests/postgres/server.ts'
import { microseconds } from '../stopwatch.ts'
import { schema } from '../writes/contenders/treewright.ts'
import type { Ground } from '../writes/ground.ts'
import type { Name } from '../writes/requests.ts'
import { workloads, type Workload } from '../writes/workloads.ts'
import { recorder } from './recorded.ts'

/** The host's own time for a workload, in microseconds. */
export type Host = {
  readonly workload: Name
  /** A whole operation whose plan is known. */
  readonly operation: number
  /** Of it, what is done before anything is sent: reading, finding the plan, writing the values. */
  readonly hit: number
  /** The same where the plan has to be made. */
  readonly miss: number
}

export async function measureHost(ground: Ground, budget: number): Promise<Host[]> {
  const results: Host[] = []
  for (const workload of workloads.filter(({ name }) => name === 'W1' || name === 'W3')) {
    const { verb, model } = workload
    const request = workload.request(0)
    const client = await replayed(ground, workload)
    const operation = () => client[model]?.[verb]?.(request) as PromiseLike<unknown>
    const planner = createPlanner(schema)
    const name = model.charAt(0).toUpperCase() + model.slice(1)
    results.push({
      workload: workload.name,
      operation: await microseconds(() => Promise.resolve(operation()), { budget }),
      hit: await microseconds(() => checkable(operation()).check(), { budget }),
      miss: await microseconds(() => planner.check(name, verb, request), { budget }),
    })
  }
  await ground.clear()
  return results
}

/** A client whose database answers as one did that carried out the workload. */
export async function replayed(ground: Ground, workload: Workload): Promise<AnyClient> {
  const pool = openPool(ground.address, { max: 1 })
  const { recording, replaying } = recorder(overPg(pool))
  await ground.clear()
  await ground.seed(workload, 0, 1)
  const recorded = treewright({ schema, driver: recording }) as unknown as AnyClient
  await recorded[workload.model]?.[workload.verb]?.(workload.request(0))
  await pool.end()
  return treewright({ schema, driver: replaying() }) as unknown as AnyClient
}

function checkable(operation: PromiseLike<unknown>): { check(): unknown } {
  return operation as unknown as { check(): unknown }
}
