// The receipt: what an operation did, by the places of the request that asked for it.
//
// Knows nothing of SQL: which statements did what, the planner has said.

import type { Statement } from '../planner/forms.ts'
import type { Parts } from './assemble.ts'
import { pathOfSent, pathText, type Path } from './places.ts'

/** Something that was done, at one place of the request. */
export type ReceiptEntry = {
  /** The place: `['data', 'posts', 'upsert', 0, 'create']`. */
  readonly path: Path
  /** The same as text. */
  readonly place: string
  readonly model: string
  /** How many rows. */
  readonly count: number
  /** What is known of the row, where one was written and its key came back. */
  readonly row?: { readonly [field: string]: unknown }
}

/** What an operation did. */
export type Receipt = {
  readonly created: readonly ReceiptEntry[]
  readonly updated: readonly ReceiptEntry[]
  readonly connected: readonly ReceiptEntry[]
  readonly disconnected: readonly ReceiptEntry[]
  readonly deleted: readonly ReceiptEntry[]
}

/** Draws up the receipt of statements that were carried out. */
export function receiptOf(parts: Parts): Receipt {
  const receipt = {
    created: [] as ReceiptEntry[],
    updated: [] as ReceiptEntry[],
    connected: [] as ReceiptEntry[],
    disconnected: [] as ReceiptEntry[],
    deleted: [] as ReceiptEntry[],
  }
  parts.script.statements.forEach((statement, step) => {
    if (statement.deed !== null) receipt[statement.deed].push(...entriesOf(parts, statement, step))
  })
  return receipt
}

function entriesOf(parts: Parts, statement: Statement, step: number): ReceiptEntry[] {
  const n = parts.binder.nRows(step)
  const rows = parts.results[step] ?? []
  const entry = (position: number, count: number, row?: readonly (string | null)[]): ReceiptEntry => {
    const path = pathOfSent(parts.reading, parts.binder.rowAt(step, position))
    const known = row === undefined ? {} : { row: knownOf(parts, statement, row) }
    return { path, place: pathText(path), model: statement.model, count, ...known }
  }
  if (n === 0) return []
  if (statement.givesRows && statement.byPosition) {
    return rows.flatMap((row, position) => (row === undefined ? [] : [entry(position, 1, row)]))
  }
  const count = statement.givesRows ? rows.length : Number(rows[0]?.[0] ?? 0)
  if (count === n) return Array.from({ length: n }, (_, position) => entry(position, 1))
  if (count === 0) return []
  return [{ ...entry(0, count), ...shared(parts, step, n) }]
}

// The place that all rows of a statement share.
function shared(parts: Parts, step: number, n: number): { path: Path; place: string } {
  const pathAt = (position: number) => {
    return pathOfSent(parts.reading, parts.binder.rowAt(step, position))
  }
  let path = pathAt(0)
  for (let position = 1; position < n; position += 1) {
    const other = pathAt(position)
    const end = path.findIndex((segment, at) => segment !== other[at])
    if (end >= 0) path = path.slice(0, end)
  }
  return { path, place: pathText(path) }
}

function knownOf({ values }: Parts, { columns }: Statement, row: readonly (string | null)[]) {
  return Object.fromEntries(
    columns.map(({ name, coder }, at) => [name, values.decoder(coder)(row[at + 1] ?? null)]),
  )
}
