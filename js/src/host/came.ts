// What came of statements: kept by the positions of the rows that were sent, and put together where it came in parts.
//
// Knows nothing of connections, and does not judge how many rows there should be.

import type { Rows } from '../driver.ts'
import type { ReplyForm, Statement } from '../planner/forms.ts'
import type { Run, StepRows } from './run.ts'

/** What came of one call of a statement. */
export type CameOf = {
  /** How many rows were sent in the calls before it. */
  readonly first: number
  readonly rows: Rows
}

/** What came of the calls of a statement, as if it had been one call: positions count from its first row. */
export function joined(statement: Statement | undefined, came: readonly CameOf[]): Rows {
  const [only] = came
  if (came.length === 1 && only !== undefined) return only.rows
  if (statement?.givesRows !== true) {
    return [[String(came.reduce((n, { rows }) => n + Number(rows[0]?.[0] ?? 0), 0))]]
  }
  return came.flatMap(({ first, rows }) => {
    return rows.map(([position, ...columns]) => [String(Number(position) + first), ...columns])
  })
}

/** How many rows came of a call, or were counted. */
export function countOf(statement: Statement | undefined, found: Rows): number {
  const { givesRows = false, levels = [] } = statement ?? {}
  if (!givesRows) return Number(found[0]?.[0] ?? 0)
  return levels.length === 0 ? found.length : found.filter((row) => row.at(-1) === '0').length
}

/** Keeps what came of a statement, and gives what the session asks for. */
export function rowsForm(run: Run, statement: number, given: number, found: Rows): ReplyForm['rows'][number] {
  const rows = keep(run, statement, given, found)
  const { lends = [] } = run.script.statements[statement] ?? {}
  const kept = run.results[statement] ?? []
  return {
    given,
    rows,
    lent: lends.map((position) => Array.from(kept, (row) => row?.[position + 1] ?? null)),
  }
}

/** Keeps what came of a statement, and of those that are read within it; gives how many rows there were. */
export function keepRows(run: Run, statement: number, given: number, found: Rows): number {
  return keep(run, statement, given, byLevel(run, statement, found))
}

function keep(run: Run, statement: number, given: number, found: Rows): number {
  const { givesRows = false, byPosition = false } = run.script.statements[statement] ?? {}
  run.results[statement] = givesRows && byPosition ? inPlace(found, given) : found
  return givesRows || given === 0 ? found.length : Number(found[0]?.[0] ?? 0)
}

/** A statement that reads for others too gives the rows of all of them; each row ends with its number and its level. */
export function byLevel(run: Run, statement: number, found: Rows): Rows {
  const { levels = [] } = run.script.statements[statement] ?? {}
  if (levels.length === 0) return found
  const rows: (readonly (string | null)[])[][] = [[], ...levels.map(() => [])]
  for (const row of found) {
    const of = rows[Number(row.at(-1))]
    if (of !== undefined) of[Number(row.at(-2)) - 1] = row
  }
  levels.forEach((step, idx) => (run.results[step] = rows[idx + 1] ?? []))
  return rows[0] ?? []
}

// Each row at the position that it says it has.
function inPlace(found: Rows, given: number): StepRows {
  const rows = new Array<readonly (string | null)[] | undefined>(given).fill(undefined)
  for (const row of found) rows[Number(row[0]) - 1] = row
  return rows
}
