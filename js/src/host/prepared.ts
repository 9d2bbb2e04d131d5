// The plan cache: shape -> what the planner made of it, bounded, the least used let go first.
//
// Knows nothing of requests. What is wrong is not kept, so nobody can fill the cache with nonsense.

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

/** Plans by shape. */
export type PlanCache = {
  prepare(shape: string): PreparedShape
  figures(): CacheFigures
}

/** A cache of at most `limit` plans. */
export function planCache(planner: SchemaPlanner, limit: number): PlanCache {
  const plans = new Map<string, PreparedShape>()
  let hits = 0
  let misses = 0
  return {
    prepare(shape) {
      const known = plans.get(shape)
      if (known !== undefined) {
        hits += 1
        plans.delete(shape)
        plans.set(shape, known)
        return known
      }
      misses += 1
      const prepared = planner.prepare(shape)
      if (prepared.script === null || limit === 0) return prepared
      plans.set(shape, prepared)
      for (const [oldest] of plans) {
        if (plans.size <= limit) break
        // The memory is given back by the collector: an operation may still be under way with it.
        plans.delete(oldest)
      }
      return prepared
    },
    figures: () => ({ size: plans.size, limit, hits, misses }),
  }
}
