// The planner's table of what may be written where, fetched context by context and kept.
//
// Knows no word of it: names, modes and contexts are the planner's.

import type { SchemaPlanner } from '../planner/bindings.ts'

/** How the reader goes on at an entry. */
export type Mode = 'leaf' | 'list' | 'rows' | 'leafOrRow' | 'each' | 'choice' | 'choiceOrRow' | 'names'

/** Which objects at one place are rows of one group. */
export type Alike = 'all' | 'same' | 'sameWhere'

/** One entry that an object may have. */
export type Entry = {
  readonly key: number
  readonly mode: Mode
  readonly next: number
  /** The context of objects that are not the envelope `{ where, data }`, or -1. */
  readonly plain: number
  readonly deepens: boolean
  readonly alike: Alike
  /** Whether leaving the value undefined is a mistake. */
  readonly strict: boolean
  /** Whether each object has a group of its own where rows go one by one. */
  readonly ordered: boolean
  /** The two words of a choice. */
  readonly words: readonly [string, string] | null
  /** Whether a number below zero is told from others. */
  readonly signed: boolean
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
      planner.entries(context).map(({ name, next, plain, ...entry }, key) => {
        return [name, { ...entry, key, next: next ?? -1, plain: plain ?? -1 }] as const
      }),
    )
    known.set(context, entries)
    return entries
  }
}
