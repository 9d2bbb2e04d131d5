// The plan cache: shape -> what the planner made of it, bounded, the least used let go first.
//
// Knows nothing of requests. What is wrong is not kept, so nobody can fill the cache with nonsense. The planner's memory
// is given back as soon as a plan is neither kept nor in use.

import type { PreparedShape, SchemaPlanner } from '../planner/bindings.ts'

/** What the cache has done so far. */
export type CacheFigures = {
  /** How many plans are kept. */
  readonly size: number
  /** How many may be. */
  readonly limit: number
  readonly hits: number
  readonly misses: number
}

/** A plan on loan. */
export type Loan = {
  readonly prepared: PreparedShape
  /** Whether it was there when it was lent last. */
  isKnown: boolean
  isKept: boolean
  users: number
}

/** Plans by shape. */
export type PlanCache = {
  /** Lends the plan of a shape; every loan is given back. */
  lend(shape: string): Loan
  giveBack(loan: Loan): void
  figures(): CacheFigures
}

/** A cache of at most `limit` plans. */
export function planCache(planner: SchemaPlanner, limit: number): PlanCache {
  const loans = new Map<string, Loan>()
  let hits = 0
  let misses = 0

  function lend(shape: string): Loan {
    const known = loans.get(shape)
    if (known !== undefined) {
      hits += 1
      known.users += 1
      known.isKnown = true
      // The map's order is the order of use.
      loans.delete(shape)
      loans.set(shape, known)
      return known
    }
    misses += 1
    const prepared = planner.prepare(shape)
    const loan = { prepared, isKnown: false, isKept: prepared.script !== null && limit > 0, users: 1 }
    if (loan.isKept) {
      loans.set(shape, loan)
      if (loans.size > limit) letGo()
    }
    return loan
  }

  function letGo(): void {
    const [oldest] = loans
    if (oldest === undefined) return
    const [shape, loan] = oldest
    loans.delete(shape)
    loan.isKept = false
    freeUnused(loan)
  }

  function giveBack(loan: Loan): void {
    loan.users -= 1
    freeUnused(loan)
  }

  return { lend, giveBack, figures: () => ({ size: loans.size, limit, hits, misses }) }
}

function freeUnused(loan: Loan): void {
  if (!loan.isKept && loan.users === 0) loan.prepared.free()
}
