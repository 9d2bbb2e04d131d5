// The planner's table of what may be written where, fetched context by context and kept.
//
// Knows no word of it: names, modes and contexts are the planner's.

import type { SchemaPlanner } from '../planner/bindings.ts'

/** How the reader goes on at an entry. */
export type Mode = 'leaf' | 'list' | 'rows' | 'leafOrRow'

/** One entry that an object may have. */
export type Entry = {
  readonly key: number
  readonly mode: Mode
  readonly next: number
  readonly deepens: boolean
}

/** The entries of every context, by name. */
export type Grammar = (context: number) => ReadonlyMap<string, Entry>

/** A grammar that asks the planner once for each context. */
export function grammarOf(planner: SchemaPlanner): Grammar {
  const known = new Map<number, ReadonlyMap<string, Entry>>()
  return (context) => {
    const found = known.get(context)
    if (found !== undefined) return found
    const entries = new Map(
      planner.entries(context).map(({ name, mode, next, deepens }, key) => {
        return [name, { key, mode, next: next ?? -1, deepens }] as const
      }),
    )
    known.set(context, entries)
    return entries
  }
}
