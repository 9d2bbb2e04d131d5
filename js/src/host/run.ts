// Carries a session's turns to a connection and the replies back, wave by wave.
//
// Decides nothing: what is sent next and what a reply means is the session's to say.

import { refusalOf, type Call, type Connection, type Reply, type Rows } from '../driver.ts'
import { errorOf, TreewrightError } from '../errors.ts'
import type { PreparedShape } from '../planner/bindings.ts'
import type { CallForm, Failure, ReplyForm, Script, Turn } from '../planner/forms.ts'
import { TransactionFault } from '../transactions/problems.ts'
import type { Binder } from './bind.ts'
import { place, refusalForm } from './place.ts'
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
      const { reply, detail, cause } = await carryWave(run, connection, turn)
      turn = session.next(reply)
      if (turn.turn === 'failed') throw failed(run, turn, detail, cause)
    }
  } finally {
    session.free()
  }
}

type Carried = { readonly reply: ReplyForm; readonly detail: string | null; readonly cause: unknown }

async function carryWave(
  run: Run,
  connection: Connection,
  turn: Extract<Turn, { turn: 'run' }>,
): Promise<Carried> {
  const { binder, script } = run
  if (run.recorded !== undefined) return readWave(run, run.recorded, connection, turn)
  const bound = turn.calls.map(({ statement, keys }) => {
    const params = binder.bind(statement, keys)
    return {
      statement,
      params,
      sql: script.statements[statement]?.sql ?? '',
      given: givenTo(run, statement, keys),
    }
  })
  const suspect = bound.findIndex(({ statement }) => statement === run.suspect)
  if (suspect >= 0) {
    await send(
      connection,
      bound.slice(0, suspect).filter(({ given }) => given > 0),
    )
    const keys = turn.calls[suspect]?.keys ?? []
    throw new RowFound(await suspectRow(run, connection, run.suspect ?? 0, keys))
  }
  // A statement for no rows has nothing to say; its reply is known.
  const sent = bound.filter(({ given }) => given > 0)
  const start = performance.now()
  const answer = await send(
    connection,
    sent.map(({ sql, params }) => ({ sql, params })),
  )
  const milliseconds = performance.now() - start
  const rows: ReplyForm['rows'][number][] = []
  let answered = 0
  for (const { statement, given, sql, params } of bound) {
    const found = given > 0 ? answer.rows[answered] : []
    if (found === undefined) break
    if (given > 0) answered += 1
    const form = rowsForm(run, statement, given, byLevel(run, statement, found))
    checkOnce(run, statement, params)
    rows.push(form)
    if (given > 0) {
      const { operation } = run
      const told = { operation, step: statement + 1, sql, parameters: params, given, rows: form.rows }
      run.onStatement({ ...told, milliseconds })
    }
  }
  const { refusal } = answer
  return {
    reply: { rows, refusal: refusal === null ? null : refusalForm(refusal) },
    detail: refusal?.detail ?? null,
    cause: refusal?.cause,
  }
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
  return {
    reply: { rows, refusal: refusal === null ? null : refusalForm(refusal) },
    detail: refusal?.detail ?? null,
    cause: refusal?.cause,
  }
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
  const { sql = '' } = run.script.statements[statement] ?? {}
  let [first, end] = [0, run.binder.nRows(statement)]
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

function rowsForm(run: Run, statement: number, given: number, found: Rows): ReplyForm['rows'][number] {
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

// A statement that reads for others too gives the rows of all of them; each row ends with its number and its level.
function byLevel(run: Run, statement: number, found: Rows): Rows {
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

// Two rows of the request that found one row, or missed the same one, are not independent of each other.
function checkOnce(run: Run, statement: number, params: readonly (string | null)[]): void {
  const { once, parameters = [] } = run.script.statements[statement] ?? {}
  const rows = run.results[statement] ?? []
  if (once === undefined || once === null || rows.length < 2) return
  const seen = new Map<string, boolean>()
  const madeSoFar = new Set<string>()
  for (const [position, row] of rows.entries()) {
    if (row !== undefined && !once.found) continue
    const sent = params.map((_, at) => {
      return parameters[at]?.is === 'values' ? run.binder.textsOf(statement, at)[position] : null
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

/** The error of a failure, with the row that it speaks of. */
export function failed(run: Run, failure: Failure, detail: string | null, cause: unknown): TreewrightError {
  const { path, partner, isOpen } = place(failure, detail, run)
  const error = failureError(run.operation, failure, path, partner, cause)
  if (isOpen && cause !== undefined) openFailures.set(error, failure)
  const races = failure.statement !== null && run.script.statements[failure.statement]?.races === true
  const isTaken = failure.words.class === 'unique' && races
  const isGone = failure.words.class === 'foreignKey' && hasFound(run)
  if (failure.again || isTaken || isGone) lostRaces.add(error)
  if (MEETING.has(failure.words.class) && (hasTogether(run) || mayBeMade(run, failure)))
    ofRowsTogether.add(error)
  return error
}

// Whether the plan relies on rows that it has found, which another transaction may have deleted since.
function hasFound({ script }: Run): boolean {
  return script.statements.some(({ kind }) => kind === 'find')
}

const openFailures = new WeakMap<object, Failure>()

/** The failure behind an error that may speak of any of several rows. */
export function openFailureOf(error: unknown): Failure | undefined {
  return typeof error === 'object' && error !== null ? openFailures.get(error) : undefined
}

// What may be wrong only because rows were taken together: one frees a key that the next one takes, or makes what the
// next one looks for.
const MEETING: ReadonlySet<string> = new Set(['unique', 'notFound'])

// Whether rows that are there were looked for together, to be changed in ways that may hang on each other.
function hasTogether({ script, results, binder, isAhead = false }: Run): boolean {
  const nRows = (step: number) => (isAhead ? binder.nRows(step) : (results[step]?.length ?? 0))
  return script.statements.some(({ once }, step) => once?.found === true && nRows(step) > 1)
}

// Whether what was looked for in vain may be made by an element before the one that looks for it.
function mayBeMade({ script }: Run, { words, statement }: Failure): boolean {
  const looked = script.statements[statement ?? -1]
  const isMade = (model: string) =>
    script.statements.some((one) => one.kind === 'insert' && one.model === model)
  return words.class === 'notFound' && looked?.kind === 'find' && isMade(looked.model)
}

const ofRowsTogether = new WeakSet<object>()

/** Whether an error may be no more than rows having been taken together. */
export function mayBeOfRowsTogether(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ofRowsTogether.has(error)
}

const lostRaces = new WeakSet<TreewrightError>()

/** Whether an error may be no more than another transaction being faster. */
export function mayBeLostRace(error: unknown): boolean {
  return error instanceof TreewrightError && lostRaces.has(error)
}

/** A failure as an error to throw. */
export function failureError(
  operation: string,
  failure: Failure,
  path: Failure['path'],
  partner: Failure['path'] | null,
  cause: unknown,
): TreewrightError {
  const { words, model, target, constraint } = failure
  const meta = {
    ...(words.meta ?? {}),
    ...(model === null ? {} : { modelName: model }),
    ...(target.length === 0 ? {} : { target }),
    ...(constraint === null ? {} : { constraint }),
    ...(partner === null ? {} : { partner }),
  }
  return errorOf(operation, [{ words, path }], { model, meta, ...(cause === undefined ? {} : { cause }) })
}
