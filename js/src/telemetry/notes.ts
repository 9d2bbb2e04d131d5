// What the host writes into the account of an operation while it runs, one line of it here for each line there.
//
// Without an account nothing is written, and no time is asked for.

import type { RetryEvent } from '../host/attempts.ts'
import type { StatementEvent } from '../host/run.ts'
import type { PreparedShape } from '../planner/bindings.ts'
import type { Account } from './account.ts'
import { errorFacts } from './error-facts.ts'
import { shapeOf } from './shapes.ts'

/** What time it is, if somebody wants to know how long what begins now takes. */
export function timeFor(account: Account | null): number {
  return account?.times ? performance.now() : 0
}

/** Writes down how long it took. */
export function noteTime(account: Account | null, of: 'planning' | 'decoding', start: number): void {
  if (account?.times) account.times[of] += performance.now() - start
}

/** Takes note of the plan that was found or made, and how long that took. */
export function notePlan(
  account: Account,
  {
    name,
    prepared,
    isKnown,
  }: { readonly name: string; readonly prepared: PreparedShape; readonly isKnown: boolean },
  start: number,
): void {
  noteTime(account, 'planning', start)
  account.isCached = (account.isCached ?? true) && isKnown
  if (prepared.script === null) return
  account.shape = shapeOf(name, prepared.script)
  account.steps = prepared.script.statements.length
}

/** Keeps the text of a plan, if the operation is late: the plan may be let go as soon as it is given back. */
export function keepPlan(account: Account, prepared: PreparedShape): void {
  if (account.planAfter === Infinity || performance.now() - account.start < account.planAfter) return
  account.plan = prepared.text()
}

/** Takes note of each statement, and passes it on. */
export function statementsTo(
  account: Account,
  pass: (event: StatementEvent) => void,
): (event: StatementEvent) => void {
  return (event) => {
    account.statements += 1
    account.given += event.given
    account.rows += event.rows
    pass(event)
  }
}

/** Takes note of each time that it is done again, and passes it on. */
export function retriesTo(account: Account, pass: (event: RetryEvent) => void): (event: RetryEvent) => void {
  return (event) => {
    noteRetry(account, event)
    pass(event)
  }
}

function noteRetry(account: Account, { retry, pause, error }: RetryEvent): void {
  account.retries += 1
  if (account.times !== null) account.times.pausing += pause
  account.retried = [...account.retried, { at: Date.now(), retry, pause, error: errorFacts(error) }]
}
