// One request from arguments to answer: read, prepared, checked, bound, carried out, assembled.
//
// The only room that sees all of the host's line; each part of it lives in a room of its own.

import { refusalOf, type Connection, type Driver } from '../driver.ts'
import { errorOf, problemOf, TreewrightError, type Problem } from '../errors.ts'
import type { OperationPlan } from '../operation.ts'
import type { SchemaPlanner } from '../planner/bindings.ts'
import type { Script } from '../planner/forms.ts'
import type { Account } from '../telemetry/account.ts'
import { keepPlan, notePlan, noteTime, retriesTo, statementsTo, timeFor } from '../telemetry/notes.ts'
import type { Watch } from '../telemetry/watch.ts'
import { TransactionFault } from '../transactions/problems.ts'
import { inSavepoint } from '../transactions/savepoint.ts'
import type { Scope } from '../transactions/scope.ts'
import { carryAhead, isAhead, type Watched } from './ahead.ts'
import { assemble } from './assemble.ts'
import { attempts, type RetryEvent } from './attempts.ts'
import { binder, type Sources } from './bind.ts'
import { carriageOf, noCarriage, waitsOf } from './carriage.ts'
import { failureError, mayBeOfRowsTogether, openFailureOf } from './failures.ts'
import { coderWords, look, scriptOf, type Looked, type Looking, type Request } from './look.ts'
import { refusalForm } from './place.ts'
import { pathOfSent, pathOfSlot } from './places.ts'
import type { Pace } from './reader.ts'
import { receiptOf, type Receipt } from './receipt.ts'
import {
  carryOut,
  RowFound,
  type ProgressEvent,
  type Run,
  type StatementEvent,
  type StepRows,
} from './run.ts'

export type { Request } from './look.ts'

/** What every request of a client shares. */
export type Host = Looking & {
  readonly onStatement: (event: StatementEvent) => void
  readonly onProgress: (event: ProgressEvent) => void
  /** How many characters the values of one call may have together. */
  readonly characters: number
  /** How often a write is done again that another transaction was in the way of. */
  readonly retries: number
  readonly onRetry: (event: RetryEvent) => void
  readonly watch: Watch
}

/** What came of a request. */
export type Done = {
  /** What the caller gets. */
  readonly value: unknown
  readonly receipt: () => Receipt
}

/** Everything that is wrong with a request. */
export function checkRequest(host: Host, request: Request): readonly Problem[] {
  const [looked, end] = look(host, request)
  end()
  return looked.located.map(({ words, path }) => problemOf(words, path))
}

/** The plan of a request; throws what is wrong with it. */
export function planRequest(host: Host, driver: Driver | undefined, request: Request): OperationPlan {
  const [looked, end] = look(host, request)
  try {
    const script = scriptOf(looked)
    const { prepared } = looked
    const { inTransaction, statements, waves } = script
    const text = prepared.text()
    const sent = statements.filter(({ within }) => within === null)
    const carriage = carriageOf(driver, prepared, script)
    const hasEnds = driver?.isWithin === true ? isSafe(driver, script) : inTransaction
    const roundTrips = isAhead(carriage) ? 1 : sent.length + (hasEnds ? 2 : 0)
    const waits = waitsOf(driver, prepared, script)
    const fused = prepared.fused().call?.sql ?? null
    const places = new Map(sent.map((statement, place) => [statements.indexOf(statement), place]))
    return {
      carriage: carriage ?? null,
      roundTrips,
      inTransaction,
      waits: waits === null ? null : (places.get(waits) ?? null),
      fused,
      statements: sent,
      waves: waves.map((wave) => wave.map((step) => places.get(step) ?? step)),
      toString: () => text,
    }
  } finally {
    end()
  }
}

/** Throws what is wrong with a request that is not to be carried out then, and tells the listeners of it. */
export function refuseRequest(host: Host, scope: Scope, request: Request): void {
  const [looked, end] = look(host, request)
  try {
    scriptOf(looked)
  } catch (error) {
    host.watch.refused(scope, request, error)
    throw error
  } finally {
    end()
  }
}

/** Carries a request out; throws why it failed. */
export function runRequest(host: Host, scope: Scope, request: Request): Promise<Done> {
  return host.watch.operation(scope, request, (driver, account) => {
    const { retries } = host
    const onRetry = account === null ? host.onRetry : retriesTo(account, host.onRetry)
    const retrying = { operation: request.name, retries, onRetry }
    return attempts(driver, retrying, (pace) => lookAndPerform(host, driver, request, pace, account))
  })
}

async function lookAndPerform(
  host: Host,
  driver: Driver,
  request: Request,
  pace: Pace,
  account: Account | null,
): Promise<Done> {
  const start = timeFor(account)
  const [looked, end] = look(host, request, pace)
  if (account !== null) notePlan(account, looked, start)
  try {
    return await perform(host, driver, looked, account)
  } finally {
    if (account !== null) keepPlan(account, looked.prepared)
    end()
  }
}

async function perform(host: Host, driver: Driver, looked: Looked, account: Account | null): Promise<Done> {
  const { name, reading, relate, prepared, written } = looked
  const script = scriptOf(looked)
  const { values, onProgress } = host
  const onStatement = account === null ? host.onStatement : statementsTo(account, host.onStatement)
  // What is sent in several calls needs a transaction around them.
  const characters = driver.holdsTransactions === false ? Infinity : host.characters
  const badDefault: Sources['badDefault'] = (coder, fault) => {
    const path = ['models', coder.model, 'fields', coder.field, 'default', 'value']
    return errorOf(name, [{ words: { ...coderWords(host, coder, fault), class: 'schema' }, path }])
  }
  const tooLarge: Sources['tooLarge'] = (coder, step) => {
    const [batch] = script.statements[step]?.batches ?? []
    const path = pathOfSlot(reading, reading.groups[batch?.group ?? 0]?.slot ?? 0, 0)
    return errorOf(name, [{ words: coderWords(host, coder, { fault: 'TooLarge' }), path }])
  }
  const fresh = (isAhead = false) => {
    const results: StepRows[] = []
    const sources = {
      script,
      reading,
      relate,
      written,
      values,
      results,
      badDefault,
      tooLarge,
      now: new Date(),
      characters,
      isAhead,
    }
    const heard = { onStatement, onProgress }
    return { operation: name, prepared, script, reading, binder: binder(sources), results, ...heard }
  }
  const carriage = carriageOf(driver, prepared, script)
  if (carriage === undefined) throw noCarriage(name, driver, prepared, script)
  if (account !== null) account.carriage = carriage
  const run = fresh()
  const thrown: unknown[] = []
  const watched: Watched = async (work) => {
    try {
      return await work()
    } catch (error) {
      thrown.push(error)
      throw error
    }
  }
  const work = (connection: Connection) => watched(() => carryOut(run, connection))
  const inWaves = () => {
    if (driver.isWithin === true) return driver.transaction(isSafe(driver, script) ? inSavepoint(work) : work)
    const isHeld = script.inTransaction || script.statements.some((_, step) => run.binder.isParted(step))
    return isHeld ? driver.transaction(work) : driver.connect(work)
  }
  try {
    const isDone = isAhead(carriage) && (await carryAhead(driver, carriage, run, fresh(true).binder, watched))
    if (!isDone) await inWaves()
  } catch (error) {
    // What a listener throws is no word of the database.
    if (thrown.length === 0) throw transportError(host.planner, name, error)
    throw await placedError(driver, fresh(), thrown[0])
  }
  const parts = { script, reading, relate, binder: run.binder, values, results: run.results }
  const start = timeFor(account)
  const value = assemble(parts)
  noteTime(account, 'decoding', start)
  return { value, receipt: () => receiptOf(parts) }
}

// Whether nothing of a write stays that fails. One that may have to start again one by one always has to be taken back.
function isSafe(driver: Driver, script: Script): boolean {
  return driver.withoutSavepoints !== true || script.statements.some(({ once }) => once !== null)
}

// Where the database does not tell which of several rows it has refused, they are sent once more, by halves.
async function placedError(driver: Driver, run: Run, error: unknown): Promise<unknown> {
  const failure = openFailureOf(error)
  const statement = failure?.statement ?? null
  if (failure === undefined || statement === null || !(error instanceof TreewrightError)) return error
  if (driver.holdsTransactions === false) return error
  if (!isSafe(driver, run.script)) return error
  const parameters = run.script.statements[statement]?.parameters ?? []
  // Rows that take values from each other cannot be sent apart, and what is tried one by one tells its place by itself.
  if (error.code === 'P2034' || mayBeOfRowsTogether(error) || parameters.some(({ is }) => is === 'positions'))
    return error
  const silent = { ...run, suspect: statement, onStatement: () => {}, onProgress: () => {} }
  try {
    const again = (connection: Connection) => carryOut(silent, connection)
    await driver.transaction(driver.isWithin === true ? inSavepoint(again) : again)
  } catch (found) {
    if (!(found instanceof RowFound) || found.position === undefined) return error
    const path = pathOfSent(run.reading, run.binder.rowAt(statement, found.position))
    return failureError(run.operation, failure, path, null, error.cause)
  }
  return error
}

/** The error where no statement of ours has failed: a connection could not be had, or a commit was refused. */
export function transportError(planner: SchemaPlanner, name: string, cause: unknown): Error {
  if (cause instanceof TransactionFault) return cause
  const failure = planner.place(refusalForm(refusalOf(cause)))
  return failureError(name, failure, failure.path, null, cause)
}
