// How a script gets to a database: as one statement, all at once, or wave by wave.
//
// Knows what a driver can do and what a script allows; how each is done is told elsewhere.

import type { Driver } from '../driver.ts'
import { TreewrightError } from '../errors.ts'
import type { PreparedShape } from '../planner/bindings.ts'
import type { Script } from '../planner/forms.ts'

/** How a script is carried out. */
export type Carriage = 'fused' | 'pipelined' | 'stepwise'

/** The best way that a driver has for a script; none if it has no way. Where no driver is known, the best there is. */
export function carriageOf(
  driver: Driver | undefined,
  prepared: PreparedShape,
  script: Script,
): Carriage | undefined {
  if (driver === undefined) return script.waits === null ? 'pipelined' : 'stepwise'
  const isOwn = driver.isWithin !== true
  if (isOwn && driver.sendWhole !== undefined) {
    const { call, calls } = prepared.fused()
    if (call !== null) return 'fused'
    if (driver.sendsSeveral === true && calls !== null) return 'pipelined'
  }
  // One statement is one round trip anyway, unless it has a savepoint around it.
  const isOne = !script.inTransaction && driver.withoutSavepoints !== true
  if (driver.pipeline !== undefined && (script.pipeline !== null || isOne)) return 'pipelined'
  return driver.holdsTransactions === false && script.inTransaction ? undefined : 'stepwise'
}

/** The statement that stands in the way of a script being carried out at once, if one does. */
export function waitsOf(driver: Driver | undefined, prepared: PreparedShape, script: Script): number | null {
  const isForOne = driver?.sendWhole !== undefined && driver.pipeline === undefined
  return isForOne && driver.sendsSeveral !== true ? prepared.fused().apart : script.waits
}

/** The error of a write that a driver has no way to carry out. */
export function noCarriage(
  operation: string,
  driver: Driver,
  prepared: PreparedShape,
  script: Script,
): TreewrightError {
  const position = waitsOf(driver, prepared, script) ?? 0
  const { kind, model, at = [] } = script.statements[position] ?? {}
  const place = at[0] === undefined || at[0] === '' ? '' : ` at ${at[0]}`
  const why =
    kind === undefined
      ? ''
      : `: step ${position + 1} (${kind} ${model ?? ''}${place}) hangs on what comes before it`
  const problem = {
    problem: 'TW613',
    code: 'TW613',
    path: [],
    message: `the driver ${JSON.stringify(driver.name)} holds no transaction, and this needs one${why}`,
    help: 'use a driver that holds transactions, or split the write in two; a smaller `select` may do, too',
  }
  return new TreewrightError(operation, [problem])
}
