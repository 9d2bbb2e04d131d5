// How suites ask what is wrong with the arguments of a user to be.
//
// Knows no rule. Whatever the planner was asked, it must plan a good request afterwards as it did before.

import assert from 'node:assert/strict'
import { TreewrightError, type Problem } from 'treewright'
import { createPlanner } from 'treewright/planner'
import { blog } from './blog.ts'

export const planner = createPlanner(blog)

/** Arguments with nothing wrong, and their plan. */
export const good = { data: { email: 'ada@x.io', posts: { create: [{ slug: 'a', title: 'A' }] } } }
export const goodPlan = String(planner.plan('User', 'create', good))

/** Everything that is wrong with arguments. */
export function checked(args: unknown): readonly Problem[] {
  const problems = planner.check('User', 'create', args)
  if (problems.length > 0) assert.throws(() => planner.plan('User', 'create', args), TreewrightError)
  assert.equal(String(planner.plan('User', 'create', good)), goodPlan)
  return problems
}

/** The code and place of everything that is wrong. */
export function found(args: unknown): (readonly (string | number)[])[] {
  return checked(args).map(({ problem, path }) => [problem, ...path])
}

/** The arguments for a user with something more. */
export function user(rest: object): unknown {
  return { data: { email: 'ada@x.io', ...rest } }
}
