// Which rows of a request a statement is sent, in which order, and what has come back for them.
//
// Knows nothing of values. Which rows a statement is about may hang on what earlier ones gave, so it is looked up when it
// is asked, and then kept.

import type { Batch, Pick, Script, Statement } from '../planner/forms.ts'
import { passes } from './locate.ts'
import type { Reading } from './reading.ts'
import type { Relate } from './relate.ts'

/** What each statement gave so far, rows by position where at most one came back for each that was sent. */
export type Results = readonly (readonly (readonly (string | null)[] | undefined)[] | undefined)[]

/** A row that a statement is sent. */
export type SentRow = {
  readonly group: number
  readonly row: number
  /** The entry of the row that asks for the statement, where it is not the row itself. */
  readonly entry: number | null
  /** The position of its batch. */
  readonly batch: number
}

/** The rows that statements are sent. */
export type SentRows = {
  statementAt(step: number): Statement
  /** For each batch, its rows of the group. */
  batchesOf(step: number): readonly (readonly number[])[]
  /** The row of another group that belongs to a row, or -1. */
  related(from: number, row: number, to: number): number
  /** What came back for the row at that position, if anything did. */
  rowOf(step: number, position: number): readonly (string | null)[] | undefined
  /** How many rows a statement is sent. */
  nRows(step: number): number
  /** The row at that position: its batch's group, and its number there. */
  rowAt(step: number, position: number): SentRow
  /** The position of a group's row among those a statement is sent, or -1. */
  positionOf(step: number, group: number, row: number): number
}

/** Looks up the rows of a script's statements. */
export function sentRows(of: {
  readonly script: Script
  readonly reading: Reading
  readonly relate: Relate
  readonly results: Results
  /** Whether nothing has come back yet: then all rows count that may be sent. */
  readonly isAhead?: boolean
}): SentRows {
  const { script, reading, relate, results, isAhead = false } = of
  const rows = new Map<number, readonly (readonly number[])[]>()
  const positions = new Map<string, readonly number[]>()

  function statementAt(step: number): Statement {
    const statement = script.statements[step]
    if (statement === undefined) throw new RangeError(`the script has no statement ${step}`)
    return statement
  }

  function batchesOf(step: number): readonly (readonly number[])[] {
    let found = rows.get(step)
    if (found === undefined) {
      found = statementAt(step).batches.map(batchRows)
      rows.set(step, found)
    }
    return found
  }

  function batchRows({ group, only }: Batch): readonly number[] {
    const all = [...(reading.groups[group]?.parents ?? []).keys()]
    return only.length === 0 ? all : all.filter((row) => only.every((pick) => isPicked(group, row, pick)))
  }

  function isPicked(group: number, row: number, pick: Pick): boolean {
    if (pick.is === 'test') return passes(reading, relate, group, row, pick.test) === pick.wanted
    if (pick.is === 'any') return pick.tests.some((test) => passes(reading, relate, group, row, test))
    if (isAhead) return true
    const hasCome = pick.of.some(({ step, group: of }) => {
      return rowOf(step, positionOf(step, of ?? group, related(group, row, of ?? group))) !== undefined
    })
    return hasCome === (pick.is === 'found')
  }

  function related(from: number, row: number, to: number): number {
    return from === to ? row : (relate(from, to)[row] ?? -1)
  }

  function rowOf(step: number, position: number): readonly (string | null)[] | undefined {
    return position < 0 ? undefined : results[step]?.[position]
  }

  function nRows(step: number): number {
    return batchesOf(step).reduce((n, batch) => n + batch.length, 0)
  }

  function rowAt(step: number, position: number): SentRow {
    let left = position
    for (const [idx, batch] of batchesOf(step).entries()) {
      const row = batch[left]
      if (row !== undefined) {
        const { group = 0, entry = null } = statementAt(step).batches[idx] ?? {}
        return { group, row, entry, batch: idx }
      }
      left -= batch.length
    }
    throw new RangeError(`statement ${step} has no row ${position}`)
  }

  function positionsOf(step: number, group: number): readonly number[] {
    const key = `${step} ${group}`
    const known = positions.get(key)
    if (known !== undefined) return known
    const found = new Array<number>(reading.groups[group]?.parents.length ?? 0).fill(-1)
    let offset = 0
    for (const [idx, batch] of batchesOf(step).entries()) {
      if (statementAt(step).batches[idx]?.group === group) {
        batch.forEach((row, position) => (found[row] = offset + position))
      }
      offset += batch.length
    }
    positions.set(key, found)
    return found
  }

  const positionOf = (step: number, group: number, row: number) => positionsOf(step, group)[row] ?? -1

  return { statementAt, batchesOf, related, rowOf, nRows, rowAt, positionOf }
}
