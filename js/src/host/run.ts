// Carries a session's turns to a connection and the replies back, wave by wave.
//
// Decides nothing: what is sent next and what a reply means is the session's to say.

import { refusalOf, type Call, type Connection, type Refusal, type Reply, type Rows } from '../driver.ts'
import type { PreparedShape } from '../planner/bindings.ts'
import type { CallForm, ReplyForm, Script, Turn } from '../planner/forms.ts'
import { TransactionFault } from '../transactions/problems.ts'
import type { Binder } from './bind.ts'
import { byLevel, countOf, joined, rowsForm, type CameOf } from './came.ts'
import { failed } from './failures.ts'
import { refusalForm } from './place.ts'
import type { Reading } from './reading.ts'

/** A statement that was carried out, for listeners. */
export type StatementEvent = {
  /** The operation: `user.create`. */
  readonly operation: string
  /** Its position in the plan, from 1. */
  readonly step: number
  readonly sql: string
  readonly parameters: readonly (string | null)[]
  /** How many rows were sent. */
  readonly given: number
  /** How many rows came back or were counted. */
  readonly rows: number
  /** How long the database took, for it and for what was sent along with it. */
  readonly milliseconds: number
}

/** How far a write has come that waits for the database more than once, for listeners. */
export type ProgressEvent = {
  /** The operation: `user.create`. */
  readonly operation: string
  /** Which statement was carried out, or a part of it, from 1. */
  readonly step: number
  /** How many statements there are. Those that turn out to be for no rows are never told. */
  readonly steps: number
  /** How many rows the statement was sent so far. */
  readonly rows: number
  /** How many rows it is sent in all. */
  readonly of: number
}

/** What statements gave: rows by position where at most one came back for each that was sent. */
export type StepRows = readonly (readonly (string | null)[] | undefined)[]

/** Says that rows meet which were taken together, so that they must be taken one by one. */
export class RowsMeet extends Error {}

/** What came of each statement, by its position in the script. */
export type Recorded = ReadonlyMap<
  number,
  { readonly params: readonly (string | null)[]; readonly rows: Rows | undefined }
>

/** One run of a script. */
export type Run = {
  readonly operation: string
  readonly prepared: PreparedShape
  readonly script: Script
  readonly reading: Reading
  readonly binder: Binder
  /** What each statement gave so far; filled as replies come in. */
  readonly results: StepRows[]
  readonly onStatement: (event: StatementEvent) => void
  readonly onProgress: (event: ProgressEvent) => void
  /** What has come of statements already, where all were sent at once. */
  readonly recorded?: Recorded
  /** Whether nothing has come back yet, so that its binder knows all rows that may be sent. */
  readonly isAhead?: boolean
  /** A statement that was refused before: instead of sending it, the row is looked for that it was refused for. */
  readonly suspect?: number
}

/** Carries a script out on a connection, or throws why it failed. */
export async function carryOut(run: Run, connection: Connection): Promise<void> {
  const session = run.prepared.start()
  try {
    let turn = session.turn()
    while (turn.turn === 'run') {
      const { reply, detail, cause, first } = await carryWave(run, connection, turn)
      turn = session.next(reply)
      if (turn.turn === 'failed') {
        // The database counts the rows of the call.
        const row = turn.row === null ? null : turn.row + first
        throw failed(run, { ...turn, row }, detail, cause)
      }
    }
  } finally {
    session.free()
  }
}

type Carried = {
  readonly reply: ReplyForm
  readonly detail: string | null
  readonly cause: unknown
  /** How many rows of the statement that was refused were sent in earlier calls. */
  readonly first: number
}

async function carryWave(
  run: Run,
  connection: Connection,
  turn: Extract<Turn, { turn: 'run' }>,
): Promise<Carried> {
  if (run.recorded !== undefined) return readWave(run, run.recorded, connection, turn)
  const rows: ReplyForm['rows'][number][] = []
  for (const { statement, keys } of turn.calls) {
    if (statement === run.suspect) throw new RowFound(await suspectRow(run, connection, statement, keys))
    const given = givenTo(run, statement, keys)
    // A statement for no rows has nothing to say; its reply is known.
    const found = given > 0 ? await carryStatement(run, connection, { statement, keys }, given) : []
    if ('refusal' in found) return carried(rows, found.refusal, found.first)
    rows.push(rowsForm(run, statement, given, byLevel(run, statement, found)))
    checkOnce(run, statement)
  }
  return carried(rows, null)
}

function carried(rows: ReplyForm['rows'], refusal: Refusal | null, first = 0): Carried {
  return {
    reply: { rows, refusal: refusal === null ? null : refusalForm(refusal) },
    detail: refusal?.detail ?? null,
    cause: refusal?.cause,
    first,
  }
}

// Sends a statement in as many calls as it takes, and gives what came as if it had been one.
async function carryStatement(
  run: Run,
  connection: Connection,
  { statement, keys }: CallForm,
  nRows: number,
): Promise<Rows | { readonly refusal: Refusal | null; readonly first: number }> {
  const { binder, operation } = run
  const form = run.script.statements[statement]
  const { sql = '' } = form ?? {}
  const came: CameOf[] = []
  const parts = binder.parts(statement, keys, nRows)
  for (const { first, given, params } of parts) {
    const call = { sql, params: params() }
    const start = performance.now()
    const { rows, refusal } = await send(connection, [call])
    const milliseconds = performance.now() - start
    const [found] = rows
    if (found === undefined) return { refusal, first }
    came.push({ first, rows: found })
    const told = { operation, step: statement + 1, sql, parameters: call.params, given }
    run.onStatement({ ...told, rows: countOf(form, found), milliseconds })
    if (parts.length > 1 || stepOf(run.script) > 1) tellProgress(run, statement, first + given, nRows)
  }
  return joined(form, came)
}

function tellProgress(
  { script, operation, onProgress }: Run,
  statement: number,
  rows: number,
  of: number,
): void {
  onProgress({ operation, step: stepOf(script, statement), steps: stepOf(script), rows, of })
}

// How many statements are sent until then, or at all; what is read along with others is not.
function stepOf({ statements }: Script, last: number = statements.length - 1): number {
  return statements.slice(0, last + 1).filter(({ within }) => within === null).length
}

// A wave of statements that have been sent already.
async function readWave(
  run: Run,
  recorded: Recorded,
  connection: Connection,
  turn: Extract<Turn, { turn: 'run' }>,
): Promise<Carried> {
  const rows: ReplyForm['rows'][number][] = []
  for (const { statement, keys } of turn.calls) {
    const one = recorded.get(statement)
    const given = givenTo(run, statement, keys)
    const found = given > 0 ? one?.rows : []
    if (one === undefined || found === undefined) break
    const form = rowsForm(run, statement, given, byLevel(run, statement, found))
    rows.push(form)
  }
  const { refusal } = rows.length < turn.calls.length ? await connection.send([]) : { refusal: null }
  return carried(rows, refusal)
}

/** Says for which row a statement is refused, if that could be found out. */
export class RowFound extends Error {
  readonly position: number | undefined

  constructor(position: number | undefined) {
    super('the row was looked for')
    this.position = position
  }
}

// The first row for which a statement is refused, found by halves: what goes well is undone, so that each row is sent to
// the same tables.
async function suspectRow(
  run: Run,
  connection: Connection,
  statement: number,
  keys: CallForm['keys'],
): Promise<number | undefined> {
  for (const { first, given } of run.binder.parts(statement, keys, run.binder.nRows(statement))) {
    const found = await suspectAmong(run, connection, { statement, keys }, first, first + given)
    if (found !== undefined) return found
  }
  return undefined
}

async function suspectAmong(
  run: Run,
  connection: Connection,
  { statement, keys }: CallForm,
  from: number,
  to: number,
): Promise<number | undefined> {
  const { sql = '' } = run.script.statements[statement] ?? {}
  let [first, end] = [from, to]
  let isRefused = false
  while (end - first > 1 || !isRefused) {
    const middle = end - first > 1 ? Math.ceil((first + end) / 2) : end
    const only = Array.from({ length: middle - first }, (_, at) => first + at)
    const params = run.binder.bind(statement, keys, only)
    const { refusal } = await send(connection, [
      { sql: 'SAVEPOINT treewright_row', params: [] },
      { sql, params },
    ])
    await send(connection, [{ sql: 'ROLLBACK TO SAVEPOINT treewright_row', params: [] }])
    if (refusal === null && middle === end) return undefined
    if (refusal === null) first = middle
    else [end, isRefused] = [middle, true]
  }
  return first
}

// A driver that rejects has lost its connection, unless its transaction is over.
async function send(connection: Connection, calls: readonly Call[]): Promise<Reply> {
  try {
    return await connection.send(calls)
  } catch (error) {
    if (error instanceof TransactionFault) throw error
    return { rows: [], refusal: refusalOf(error) }
  }
}

// A read for other rows is given those that point somewhere; anything else, the rows of the request that it is about.
function givenTo(
  run: Run,
  statement: number,
  keys: readonly { readonly values: readonly unknown[] }[],
): number {
  if (run.script.statements[statement]?.batches.length !== 0) return run.binder.nRows(statement)
  return keys.reduce((n, { values }) => Math.max(n, values.filter((value) => value !== null).length), 0)
}

// Two rows of the request that found one row, or missed the same one, are not independent of each other.
function checkOnce(run: Run, statement: number): void {
  const { once, parameters = [] } = run.script.statements[statement] ?? {}
  const rows = run.results[statement] ?? []
  if (once === undefined || once === null || rows.length < 2) return
  const seen = new Map<string, boolean>()
  const madeSoFar = new Set<string>()
  for (const [position, row] of rows.entries()) {
    if (row !== undefined && !once.found) continue
    const sent = parameters.map(({ is }, at) => {
      return is === 'values' ? run.binder.textsOf(statement, at)[position] : null
    })
    const [looked, made] = run.binder.keysOf(statement, position, once.same)
    const key = row === undefined ? `missing ${JSON.stringify(sent)}` : JSON.stringify(row.slice(1))
    const isMade = row === undefined && !once.found && once.same.length > 0 && looked === made
    const earlier = seen.get(key)
    const isRepeated = earlier === false || (earlier === true && !isMade)
    // What one looks for, an earlier one makes that looked for something else.
    if (isRepeated || (earlier === undefined && madeSoFar.has(looked))) throw new RowsMeet(key)
    seen.set(key, isMade)
    if (row === undefined && once.same.length > 0) madeSoFar.add(made)
  }
}
