// How long planning takes: the arguments read, the shape found or planned, every value written. No database is asked.

import { treewright } from 'treewright'
import { createPlanner } from 'treewright/planner'
import type { Driver } from 'treewright/driver'
import type { AnyClient } from '../../tests/oracle/prisma.ts'
import { microseconds } from '../stopwatch.ts'
import { org, orgTree } from './trees.ts'

/** Planning a tree of so many nodes, in microseconds: its plan is known, or it is not. */
export type Planning = { readonly nodes: number; readonly hit: number; readonly miss: number }

/** How many statements a tree of so many rows takes, and in how many waves. */
export type Statements = { readonly rows: number; readonly statements: number; readonly waves: number }

export async function measurePlanning(budget: number): Promise<Planning[]> {
  const cached = treewright({ schema: org, driver: noDriver() })
  const uncached = createPlanner(org)
  const results: Planning[] = []
  for (const nodes of [10, 100, 3_000]) {
    const tree = orgTree(nodes)
    const hit = await microseconds(() => checked(cached, tree), { budget })
    const miss = await microseconds(() => uncached.check('Company', 'create', tree), { budget })
    results.push({ nodes, hit, miss })
  }
  return results
}

export function countStatements(): Statements[] {
  const planner = createPlanner(org)
  return [58, 3_001].map((rows) => {
    const plan = planner.plan('Company', 'create', orgTree(rows))
    return { rows, statements: plan.statements.length, waves: plan.waves.length }
  })
}

function checked(client: object, tree: object): unknown {
  const operation = (client as AnyClient)['company']?.['create']?.(tree)
  return (operation as unknown as { check(): unknown }).check()
}

function noDriver(): Driver {
  const never = () => Promise.reject(new Error('nothing is sent here'))
  return { name: 'none', transaction: never, connect: never, within: noDriver, close: async () => {} }
}
