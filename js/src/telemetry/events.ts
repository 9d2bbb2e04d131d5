// What listeners hear of operations and transactions that have ended, made of their accounts.
//
// Knows nothing of who listens. Of the caller's values an event holds none but those that its error may speak of.

import type { Carriage } from '../host/carriage.ts'
import type { Account, Times } from './account.ts'

/** Where the time went, in milliseconds. What is left of the whole went elsewhere in the program. */
export type Split = {
  /** Reading the arguments, finding or making the plan, writing values as texts. */
  readonly planning: number
  /** Waiting for a connection, or for one's turn on it; null where the driver does not tell. It is a part of `database` then. */
  readonly waiting: number | null
  /** Waiting for the database. */
  readonly database: number
  /** Making objects of rows. */
  readonly decoding: number
  /** Pauses before it was done again. */
  readonly pausing: number
}

/** What is told of everything that has ended. */
type Ended = {
  readonly milliseconds: number
  /** Why it failed; null if it did not. */
  readonly error: unknown
  /** How often the database was waited for. */
  readonly roundTrips: number
  /** How often it was done again. */
  readonly retries: number
}

/** An operation that ended, for listeners. */
export type OperationEvent = Ended & {
  /** The operation: `user.create`. */
  readonly operation: string
  /** The model: `User`; null for a statement of the caller's own. */
  readonly model: string | null
  /** The verb: `create`, `$queryRaw`. */
  readonly verb: string
  /** The operation with what it does inside, without any value: `user.create(posts.create)`. */
  readonly shape: string
  /** How keys traveled; null if it did not come so far, and for a statement of the caller's own. */
  readonly carriage: Carriage | null
  /** Whether its plan was known already; null for a statement of the caller's own. */
  readonly cached: boolean | null
  /** How many steps its plan has. */
  readonly steps: number
  /** How many statements were carried out. */
  readonly statements: number
  /** How many rows were sent. */
  readonly given: number
  /** How many rows came back or were counted. */
  readonly rows: number
  /** Null of an operation in a list that was refused before it began, and where nobody listened when it began. */
  readonly split: Split | null
}

/** An operation that took longer than the option `slow` says, for listeners. */
export type SlowEvent = OperationEvent & {
  /** The plan as text, which holds no values; null if it did not come so far, and for a statement of the caller's own. */
  readonly plan: string | null
}

/** A transaction that ended, for listeners. */
export type TransactionEvent = Ended & {
  /** `$transaction` or `$batch`. */
  readonly operation: string
  /** How many operations began in it. */
  readonly operations: number
  /** Whether it was a part of another one. */
  readonly nested: boolean
}

/** What listeners hear of an operation. */
export function operationEvent(account: Account): OperationEvent {
  const { operation, model, verb, shape, carriage, isCached, steps, statements, given, rows } = account
  return {
    operation,
    model,
    verb,
    shape,
    carriage,
    cached: isCached,
    steps,
    statements,
    given,
    rows,
    split: account.times === null ? null : splitOf(account.times),
    ...endedOf(account),
  }
}

/** What listeners hear of an operation that was slow. */
export function slowEvent(account: Account): SlowEvent {
  return { ...operationEvent(account), plan: account.plan }
}

/** What listeners hear of a transaction. */
export function transactionEvent(account: Account): TransactionEvent {
  const { operation, operations, isWithin } = account
  return { operation, operations, nested: isWithin, ...endedOf(account) }
}

/** Where the time of an operation went. */
export function splitOf({ planning, waiting, isWaitTold, database, decoding, pausing }: Times): Split {
  return { planning, waiting: isWaitTold ? waiting : null, database, decoding, pausing }
}

function endedOf({ milliseconds, error, roundTrips, retries }: Account): Ended {
  return { milliseconds, error, roundTrips, retries }
}
