// A script carried out in one round trip: every statement is sent before any has come back, together or as one, and what
// came is then read as if it had come wave by wave.
//
// Decides nothing that the planner has not. Where the server refuses, nothing has stayed; the statement has said what is
// wrong with which row, or the waves are gone through one by one to find out.

import type { Call, Connection, Driver, Refusal, Rows } from '../driver.ts'
import type { FusedPart, Parameter, Statement } from '../planner/forms.ts'
import { inSavepointAtOnce } from '../transactions/savepoint.ts'
import type { Binder } from './bind.ts'
import { keepRows } from './came.ts'
import { noCarriage, type Carriage } from './carriage.ts'
import { failed, openFailureOf } from './failures.ts'
import { refusalForm, sharedPath } from './place.ts'
import { carryOut, RowsMeet, type Run } from './run.ts'

/** Runs work of ours, and remembers what it throws: anything else that is thrown comes from the way to the database. */
export type Watched = <T>(work: () => Promise<T>) => Promise<T>

/** What one statement is sent with, and what came of it. */
type Part = Call & { readonly statement: number }

/** What came of calls that were sent at once. */
type Came = {
  readonly calls: readonly Call[]
  /** The rows of each part, for as many as were carried out. */
  readonly rows: readonly Rows[]
  readonly refusal: Refusal | null
  /** The statement that was refused, where that is known. */
  readonly refused?: number | undefined
  readonly milliseconds: number
}

/** Carries a run out in one round trip; false if nothing was kept of it and it has to be done in waves. */
export async function carryAhead(
  driver: Driver,
  carriage: Exclude<Carriage, 'stepwise'>,
  run: Run,
  ahead: Binder,
  watched: Watched,
): Promise<boolean> {
  // What can only be sent at once has no second way.
  const isOnly = driver.holdsTransactions === false
  const parts = await watched(async () => {
    const forms = formsOf(driver, carriage, run)
    return forms === undefined ? aloneOf(run) : partsOf(run, forms, ahead)
  })
  if (parts === 'meet' && isOnly) return watched(async () => raise(new RowsMeet('rows meet')))
  if (parts === 'unknown' && isOnly) {
    return watched(async () => raise(noCarriage(run.operation, driver, run.prepared, run.script)))
  }
  if (typeof parts === 'string') return false
  // A statement for no rows says nothing.
  if (parts.every(({ statement }) => ahead.nRows(statement) === 0)) {
    await watched(() => carryOut(run, { send: async () => NOT_SENT }))
    return true
  }
  const came = carriage === 'fused' ? await sendFused(driver, run, parts) : await sendApart(driver, parts)
  const { refusal, rows } = came
  if (refusal === null) {
    await watched(async () => readAll(run, parts, came))
    return true
  }
  if (isSettled(refusal)) {
    const isAlone = !run.script.inTransaction && carriage !== 'fused'
    const tried = isAlone ? run : { ...run, binder: ahead, isAhead: true }
    await watched(async () => failPlaced(tried, came, isOnly || isAlone, driver))
    return false
  }
  // Every statement may have been carried out, but nobody knows whether they were kept.
  if (carriage === 'fused' || rows.length === parts.length) throw refusal.cause
  const recorded = new Map(parts.map(({ statement, params }, at) => [statement, { params, rows: rows[at] }]))
  const told = { send: async () => ({ rows: [], refusal }) }
  await watched(() => carryOut({ ...run, recorded }, told))
  return true
}

/** Whether a refusal says that nothing was kept, and asks for no end of the operation itself. */
function isSettled({ state }: Refusal): boolean {
  return state !== null && !state.startsWith('57') && !state.startsWith('08')
}

function raise(error: unknown): never {
  throw error
}

type Form = { readonly statement: number; readonly sql?: string; readonly parameters: readonly Parameter[] }

// The statements in the form in which a driver takes them; none where there is but one, which waits for no other.
function formsOf(driver: Driver, carriage: Carriage, { script, prepared }: Run): readonly Form[] | undefined {
  if (carriage === 'fused') return prepared.fused().call?.parts ?? []
  return (driver.pipeline === undefined ? prepared.fused().calls : script.pipeline) ?? undefined
}

// A statement that is the only one goes as it is.
function aloneOf({ script, binder }: Run): Part[] | 'unknown' {
  const statement = script.statements.findIndex(({ within }) => within === null)
  const { sql } = script.statements[statement] ?? {}
  const nRows = sql === undefined ? 0 : binder.nRows(statement)
  if (sql === undefined || nRows === 0) return []
  const [call, ...more] = binder.parts(statement, [], nRows)
  return call === undefined || more.length > 0 ? 'unknown' : [{ statement, sql, params: call.params() }]
}

function partsOf({ script }: Run, forms: readonly Form[], ahead: Binder): Part[] | 'meet' | 'unknown' {
  const parts: Part[] = []
  for (const { statement, sql = '', parameters } of forms) {
    if (meets(ahead, statement, script.statements[statement])) return 'meet'
    const params = ahead.bindAhead(statement, parameters)
    if (params === undefined) return 'unknown'
    parts.push({ statement, sql, params })
  }
  return parts
}

// Whether one row of the request looks for what another one makes: then they cannot be taken together.
function meets(ahead: Binder, step: number, statement: Statement | undefined): boolean {
  const same = statement?.once?.same ?? []
  if (same.length === 0) return false
  const [looked, made] = [new Set<string>(), new Set<string>()]
  for (let position = 0; position < ahead.nRows(step); position += 1) {
    const [own, other] = ahead.keysOf(step, position, same)
    if (looked.has(own) || made.has(own) || (own !== other && looked.has(other))) return true
    looked.add(own)
    made.add(other)
  }
  return false
}

async function sendApart(driver: Driver, parts: readonly Part[]): Promise<Came> {
  const calls = parts.map(({ sql, params }) => ({ sql, params }))
  const start = performance.now()
  const { rows, refusal } = await sendingOn(driver)(calls)
  const milliseconds = performance.now() - start
  // Where all are refused as one, the statement says itself which one it is, if anything does.
  const refused = driver.pipeline === undefined ? undefined : parts[rows.length]?.statement
  return { calls, rows, refusal, refused, milliseconds }
}

async function sendFused(driver: Driver, run: Run, parts: readonly Part[]): Promise<Came> {
  const { sql = '', parts: forms = [] } = run.prepared.fused().call ?? {}
  const call = { sql, params: parts.flatMap(({ params }) => params) }
  const start = performance.now()
  const { rows, refusal } = (await driver.sendWhole?.([call])) ?? NOT_SENT
  const milliseconds = performance.now() - start
  const refused = parts.length === 1 ? parts[0]?.statement : undefined
  return { calls: [call], rows: apart(forms, rows[0] ?? []), refusal, refused, milliseconds }
}

const NOT_SENT = { rows: [], refusal: null }

// Nothing of what is refused stays.
function sendingOn(driver: Driver): Connection['send'] {
  const pipeline = driver.pipeline?.bind(driver)
  if (pipeline === undefined) return async (calls) => (await driver.sendWhole?.(calls)) ?? NOT_SENT
  return driver.isWithin === true ? (calls) => inSavepointAtOnce(driver, pipeline, calls) : pipeline
}

// The rows of each statement, in the form in which it gives them when it is sent by itself.
function apart(forms: readonly FusedPart[], found: Rows): Rows[] {
  const byStatement = new Map<string, (readonly (string | null)[])[]>()
  for (const row of found) {
    const own = byStatement.get(row[0] ?? '')
    if (own === undefined) byStatement.set(row[0] ?? '', [row])
    else own.push(row)
  }
  return forms.map(({ statement, width }) => {
    return (byStatement.get(String(statement)) ?? []).map((row) => row.slice(1, width + 1))
  })
}

// What came is kept, and listeners hear of it. What could not be as it is would have been refused, but for what is only
// read: that a host has to look at.
async function readAll(run: Run, parts: readonly Part[], came: Came): Promise<void> {
  const { script, operation } = run
  const { calls, milliseconds } = came
  const told: { given: number; rows: number }[] = []
  let isFit = true
  for (const [at, { statement }] of parts.entries()) {
    const form = script.statements[statement]
    const given = run.binder.nRows(statement)
    const found = rowsThere(form, came.rows[at] ?? [])
    told.push({ given, rows: keepRows(run, statement, given, found) })
    if (form?.kind === 'read' || !script.inTransaction)
      isFit &&= isGuarded(form, given, told.at(-1)?.rows ?? 0)
  }
  for (const [at, { sql, params }] of calls.entries()) {
    const heard = calls.length === told.length ? told.slice(at, at + 1) : told
    const given = heard.reduce((n, { given }) => n + given, 0)
    const rows = heard.reduce((n, { rows }) => n + rows, 0)
    const step = (parts[at]?.statement ?? 0) + 1
    run.onStatement({ operation, step, sql, parameters: params, given, rows, milliseconds })
  }
  if (isFit) return
  const recorded = new Map(
    parts.map(({ statement, params }, at) => [statement, { params, rows: came.rows[at] }]),
  )
  const silent = { ...run, recorded, onStatement: () => {} }
  await carryOut(silent, { send: async () => NOT_SENT })
}

// Whether as many rows came as there must be.
function isGuarded(statement: Statement | undefined, given: number, rows: number): boolean {
  switch (statement?.guard.rows) {
    case 'each':
    case 'again':
    case 'kept':
      return rows === given
    case 'none':
      return rows === 0
    case 'any':
    case undefined:
      return true
  }
}

// A row without a position stands for none.
function rowsThere(statement: Statement | undefined, rows: Rows): Rows {
  return statement?.givesRows === true ? rows.filter((row) => row[0] !== null) : rows
}

// Throws why statements were refused, if the row can be told, or has to be told.
async function failPlaced(
  run: Run,
  { refusal, refused }: Came,
  isOnly: boolean,
  driver: Driver,
): Promise<void> {
  // A transaction that cannot go on after a refusal has to hear of it, and one that has failed says no more.
  if (refusal === null || driver.withoutSavepoints === true || refusal.state === '25P02') return
  const meaning = run.prepared.meaning(refused, refusalForm(refusal))
  if (meaning.means === 'rowsMeet') return isOnly ? raise(new RowsMeet('rows meet')) : undefined
  const { failure, among } = meaning
  const shared = failure.statement === null ? sharedPath(run, among) : failure.path
  const error = failed(run, { ...failure, path: shared }, refusal.detail, refusal.cause)
  const isOfRows = OF_ROWS.has(refusal.state?.slice(0, 2) ?? '')
  if (isOnly || (isOfRows && openFailureOf(error) === undefined && isSure(run, failure.statement)))
    throw error
}

// Refusals that are about rows: bad values, broken rules, conflicts, and what triggers say. What a text itself is refused for is
// tried in waves, whose texts are simpler.
const OF_ROWS: ReadonlySet<string> = new Set(['22', '23', '40', 'P0'])

// Which rows a statement was about, the host knows only where that hangs on no earlier one.
function isSure({ script, binder }: Run, statement: number | null): boolean {
  if (statement === null) return false
  const hangs = script.statements[statement]?.batches.some(({ only }) => only.some(({ is }) => is in HANGS))
  return hangs !== true || binder.nRows(statement) === 1
}

const HANGS: Readonly<Partial<Record<string, true>>> = { found: true, missing: true }

/** Whether a script is sent otherwise than wave by wave. */
export function isAhead(carriage: Carriage | undefined): carriage is 'fused' | 'pipelined' {
  return carriage === 'fused' || carriage === 'pipelined'
}
