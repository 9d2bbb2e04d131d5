// Texts -> parameters: what the calls of a statement are sent, and where in the request each of it stands.
//
// Knows nothing of SQL or of connections.

import type { Borrowed, CoderForm, Parameter, Script } from '../planner/forms.ts'
import {
  isDivisible,
  isLarger,
  literalsOf,
  partsOf,
  someOf,
  wholeOf,
  type Gathered,
  type Part,
} from './calls.ts'
import { gatherer, type Values } from './gather.ts'
import { pathOfSlot, type Path } from './places.ts'
import { sentRows, type Results, type SentRow } from './sent-rows.ts'

/** What stands ready to be bound, for one run of a script. */
export type Binder = {
  /** How many rows a statement is sent; it is known once everything it waits for has come back. */
  nRows(step: number): number
  /** The rows a statement is sent: for each, its batch's group and its row there. */
  rowAt(step: number, position: number): SentRow
  /** The position of a group's row among those a statement is sent, or -1. */
  positionOf(step: number, group: number, row: number): number
  /** The parameters of a statement; keys are what it borrows. With `only`, for the rows at those positions alone. */
  bind(step: number, keys: readonly Borrowed[], only?: readonly number[]): (string | null)[]
  /** The calls of a statement for so many rows; keys are what it borrows. They are several where one would be too large. */
  parts(step: number, keys: readonly Borrowed[], given: number): readonly Part[]
  /** Whether a statement that borrows nothing takes several calls. */
  isParted(step: number): boolean
  /**
   * The parameters of a statement that is sent before others have come back; undefined if its rows cannot be told so, or are
   * too much for one call.
   */
  bindAhead(step: number, parameters: readonly Parameter[]): (string | null)[] | undefined
  /** The texts sent for a parameter, one for each row. */
  textsOf(step: number, parameter: number): readonly (string | null)[]
  /** Where in the request the value of a parameter comes from, for the row at that position; undefined if it is not given. */
  givenAt(step: number, position: number, parameter: number): Path | undefined
  /** The path of a slot's value that belongs to the row at that position. */
  pathOf(step: number, position: number, slot: number): Path
  /** The values that the row at that position has in the first slots of some pairs, and in the second, as texts. */
  keysOf(step: number, position: number, pairs: readonly (readonly [number, number])[]): [string, string]
}

/** What a binder draws values from. */
export type Sources = Values & {
  readonly script: Script
  readonly results: Results
  /** What to throw for a parameter that is too large to be sent. */
  readonly tooLarge: (coder: CoderForm, step: number) => Error
  /** How many characters the values of one call may have together, where a statement may take several. */
  readonly characters: number
}

/** Binds the statements of a script to the values of a request. */
export function binder(sources: Sources): Binder {
  const { script, reading, relate, written, results, tooLarge, characters, isAhead = false } = sources
  const rows = sentRows({ script, reading, relate, results, isAhead })
  const { statementAt, related, nRows, rowAt, positionOf } = rows
  const { gather, textsOf } = gatherer(sources, rows)

  function keysOf(
    step: number,
    position: number,
    pairs: readonly (readonly [number, number])[],
  ): [string, string] {
    const { group, row } = rowAt(step, position)
    const textAt = (slot: number) => {
      return written.texts[slot]?.[related(group, row, reading.slots[slot]?.group ?? group)]
    }
    return [
      JSON.stringify(pairs.map(([looked]) => textAt(looked))),
      JSON.stringify(pairs.map(([, made]) => textAt(made))),
    ]
  }

  function pathOf(step: number, position: number, slot: number): Path {
    const { group, row } = rowAt(step, position)
    return pathOfSlot(reading, slot, related(group, row, reading.slots[slot]?.group ?? group))
  }

  function givenAt(step: number, position: number, parameter: number): Path | undefined {
    const form = statementAt(step).parameters[parameter]
    if (form?.is !== 'values') return undefined
    const { group, row, batch } = rowAt(step, position)
    for (const source of form.sources[batch] ?? []) {
      if (typeof source !== 'object' || !('given' in source)) continue
      const own = reading.slots[source.given]?.group ?? group
      const at = related(group, row, own)
      if (written.texts[source.given]?.[at] !== undefined) return pathOfSlot(reading, source.given, at)
    }
    return undefined
  }

  function bindAhead(step: number, parameters: readonly Parameter[]): (string | null)[] | undefined {
    const bound: Gathered[] = []
    for (const [position, parameter] of parameters.entries()) {
      const texts = gather(step, position, parameter, [])
      if (texts === undefined) return undefined
      bound.push(texts)
    }
    if (isLarger(bound, characters)) return undefined
    return literalsOf(bound, parameters, (coder) => tooLarge(coder, step))
  }

  function gatherAll(step: number, keys: readonly Borrowed[]): Gathered[] {
    const { parameters } = statementAt(step)
    return parameters.map((parameter, position) => gather(step, position, parameter, keys) ?? null)
  }

  function bind(step: number, keys: readonly Borrowed[], only?: readonly number[]): (string | null)[] {
    const bound = gatherAll(step, keys)
    const refuse = (coder: CoderForm) => tooLarge(coder, step)
    if (only === undefined) return wholeOf(statementAt(step), bound, refuse)
    const pick = (texts: readonly (string | null)[]) => only.map((row) => texts[row] ?? null)
    return someOf(statementAt(step), bound, only.length, pick, refuse)
  }

  function parts(step: number, keys: readonly Borrowed[], given: number): Part[] {
    const refuse = (coder: CoderForm) => tooLarge(coder, step)
    return partsOf(statementAt(step), gatherAll(step, keys), given, characters, refuse)
  }

  function isParted(step: number): boolean {
    return nRows(step) > 1 && isDivisible(statementAt(step)) && parts(step, [], nRows(step)).length > 1
  }

  return { nRows, rowAt, positionOf, bind, parts, isParted, bindAhead, textsOf, givenAt, pathOf, keysOf }
}
