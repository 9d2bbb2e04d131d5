// What may stand at a place of a request: the names and the words that an editor can offer there.
//
// Knows no name by itself: the table is the planner's, the one that requests are read by.

import type { Entry, Grammar } from '../host/grammar.ts'
import type { Path } from '../host/places.ts'

/** What may stand at a place. */
export type Expected = {
  /** The names that an object there may have; none where no object may stand. */
  readonly names: readonly string[]
  /** The words that the value may be, where it is a choice of words. */
  readonly words: readonly string[]
  /** Whether a list may stand there. */
  readonly list: boolean
}

/** What may stand at a place, from the context of the arguments. Positions in lists say nothing. */
export function expectedAt(grammar: Grammar, context: number, path: Path): Expected {
  let contexts: readonly number[] = [context]
  let found: readonly Entry[] = []
  for (const segment of path) {
    if (typeof segment === 'number') continue
    found = contexts.flatMap((one) => grammar(one).get(segment) ?? [])
    contexts = found.flatMap(({ next, plain }) => [next, plain].filter((one) => one >= 0))
  }
  return {
    names: [...new Set(contexts.flatMap((one) => [...grammar(one).keys()]))],
    words: [...new Set(found.flatMap(({ words }) => words ?? []))],
    list: found.some(({ mode }) => LISTS.has(mode)),
  }
}

const LISTS: ReadonlySet<Entry['mode']> = new Set(['list', 'rows', 'each'])
