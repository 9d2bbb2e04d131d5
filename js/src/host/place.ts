// A refusal's place: which of the rows that were sent it speaks of.
//
// Knows nothing of SQL states; the session has said how the row is found. The text of a detail is the server's, in its
// language, and values may hold anything, so candidates are tested against it and nothing is parsed out of it.

import type { Failure } from '../planner/forms.ts'
import type { Binder } from './bind.ts'
import { pathOfRow, type Path } from './places.ts'
import type { Reading } from './reader.ts'

/** The path of the row that was refused, and of the row it collided with, as far as they can be told. */
export type Placed = { readonly path: Path; readonly partner: Path | null }

/** Finds the row that a failure speaks of. */
export function place(failure: Failure, detail: string | null, reading: Reading, binder: Binder): Placed {
  const { statement, columns } = failure
  if (statement === null) return { path: failure.path, partner: null }
  const n = binder.nRows(statement)
  const candidates = n === 1 ? [0] : rowsThatFit(failure, detail, n, binder)
  const [first, second] = candidates
  if (first === undefined) return { path: failure.path, partner: null }
  if (second !== undefined && failure.placing !== 'detail') return { path: failure.path, partner: null }
  // Two rows with the same values: the later one could not be made beside the earlier.
  const row = second ?? first
  const path = pathAt(row)
  const field = columns.length === 1 ? columns[0]?.field : undefined
  const isGiven = field !== undefined && hasSlot(reading, binder.rowAt(statement, row), field)
  return {
    path: isGiven && field !== undefined ? [...path, field] : path,
    partner: second === undefined ? null : pathAt(first),
  }

  function pathAt(position: number): Path {
    const { group, row: at } = binder.rowAt(statement ?? 0, position)
    return pathOfRow(reading, group, at)
  }
}

function rowsThatFit(failure: Failure, detail: string | null, n: number, binder: Binder): number[] {
  const { statement, columns, placing } = failure
  if (statement === null || placing === 'rows') return []
  const sent = columns.map(({ parameter }) =>
    parameter === null ? null : binder.textsOf(statement, parameter),
  )
  if (sent.some((texts) => texts === null)) return []
  const fits = (row: number) => {
    const values = sent.map((texts) => texts?.[row] ?? null)
    if (placing === 'null') return values.every((value) => value === null)
    return detail?.includes(`)=(${values.map((value) => value ?? 'null').join(', ')})`) ?? false
  }
  return Array.from({ length: n }, (_, row) => row).filter(fits)
}

function hasSlot(reading: Reading, at: { group: number; row: number }, field: string): boolean {
  return reading.slots.some(({ group, name, values }) => {
    return group === at.group && name === field && values[at.row] !== undefined
  })
}
