// A script carried out in one round trip: every statement is sent before any has come back, and what came is then read as
// if it had come wave by wave.
//
// Decides nothing that the planner has not: where the server refuses, nothing has stayed, and the waves are gone through
// one by one, which tells what is wrong, and where.

import type { Call, Connection, Driver, Refusal, Rows } from '../driver.ts'
import type { Script, Statement } from '../planner/forms.ts'
import { inSavepointAtOnce } from '../transactions/savepoint.ts'
import type { Binder } from './bind.ts'
import { carryOut, type Run } from './run.ts'

/** What came of each statement, in the order they were sent. */
export type Recorded = ReadonlyMap<number, { readonly call: Call; readonly rows: Rows | undefined }>

/** Whether a script can be carried out in one round trip on a driver. */
export function goesAhead(driver: Driver, script: Script): boolean {
  return driver.pipeline !== undefined && (script.pipeline !== null || isInSavepoint(driver, script))
}

// One statement is one round trip anyway, unless it has a savepoint around it.
function isInSavepoint(driver: Driver, { statements }: Script): boolean {
  const n_sent = statements.filter(({ within }) => within === null).length
  return n_sent === 1 && driver.isWithin === true && driver.withoutSavepoints !== true
}

/** Runs work of ours, and remembers what it throws: anything else that is thrown comes from the way to the database. */
export type Watched = <T>(work: () => Promise<T>) => Promise<T>

/** Carries a run out in one round trip; false if nothing was kept of it and it has to be done in waves. */
export async function carryAhead(
  driver: Driver,
  run: Run,
  ahead: Binder,
  watched: Watched,
): Promise<boolean> {
  const { script } = run
  const pipeline = sendingOn(driver)
  if (pipeline === undefined) return false
  if (script.pipeline === null) {
    await watched(() => carryOut(run, { send: pipeline }))
    return true
  }
  const calls = await watched(async () => callsOf(run, ahead))
  if (calls === undefined) return false
  const start = performance.now()
  const { rows, refusal } = await pipeline(calls.map(({ call }) => call))
  const milliseconds = performance.now() - start
  if (refusal !== null && isSettled(refusal)) return false
  // Every statement has been carried out, but nobody knows whether they were kept.
  if (refusal !== null && rows.length === calls.length) throw refusal.cause
  const recorded = new Map(
    calls.map(({ statement, call }, at) => {
      return [statement, { call, rows: read(script.statements[statement], rows[at]) }] as const
    }),
  )
  const told = { send: async () => ({ rows: [], refusal }) }
  await watched(() => carryOut({ ...run, recorded, milliseconds }, told))
  return true
}

/** Whether a refusal says that nothing was kept, and asks for no end of the operation itself. */
function isSettled({ state }: Refusal): boolean {
  return state !== null && !state.startsWith('57') && !state.startsWith('08')
}

// Nothing of what is refused stays.
function sendingOn(driver: Driver): Connection['send'] | undefined {
  const pipeline = driver.pipeline?.bind(driver)
  if (pipeline === undefined || driver.isWithin !== true) return pipeline
  return (calls) => inSavepointAtOnce(driver, pipeline, calls)
}

function callsOf(run: Run, ahead: Binder): { statement: number; call: Call }[] | undefined {
  const { pipeline, statements } = run.script
  const calls: { statement: number; call: Call }[] = []
  for (const { statement, sql, parameters } of pipeline ?? []) {
    if (meets(ahead, statement, statements[statement])) return undefined
    const params = ahead.bindAhead(statement, parameters)
    if (params === undefined) return undefined
    calls.push({ statement, call: { sql, params } })
  }
  return calls
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

// A row without a position stands for none.
function read(statement: Statement | undefined, rows: Rows | undefined): Rows | undefined {
  return statement?.givesRows === true ? rows?.filter((row) => row[0] !== null) : rows
}
