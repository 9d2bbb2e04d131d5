// What one operation or transaction has done and cost so far: numbers and names that the host writes down while it runs, for
// those who watch.
//
// Knows nothing of who they are, and holds nothing of the caller's but the error that the caller gets.

import type { Carriage } from '../host/carriage.ts'
import type { Scope } from '../transactions/scope.ts'
import type { ErrorFacts } from './error-facts.ts'

/** What is watched, by its names. */
export type Subject = {
  /** The operation: `user.create`. */
  readonly name: string
  readonly model: string | null
  /** The table of the model. */
  readonly table: string | null
  readonly verb: string
}

/** Where the time of an operation went, in milliseconds. */
export type Times = {
  /** Reading the arguments and planning. */
  planning: number
  /** Waiting for a connection, or for one's turn on it. */
  waiting: number
  /** Whether the driver tells when it has a connection. */
  isWaitTold: boolean
  /** Waiting for the database. */
  database: number
  /** Making objects of rows. */
  decoding: number
  /** Pauses before it is done again. */
  pausing: number
}

/** A time that it was done again. */
export type Retried = {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Which time it was, from 1. */
  readonly retry: number
  /** How long it waited before, in milliseconds. */
  readonly pause: number
  /** Why the attempt before had failed. */
  readonly error: ErrorFacts
}

const NONE: readonly Retried[] = []

/** What one operation or transaction has done and cost so far. It is complete when it has ended. */
export type Account = {
  readonly kind: 'operation' | 'transaction'
  /** The operation: `user.create`, `$queryRaw`, or `$transaction`. */
  readonly operation: string
  /** The model; null for what has none. */
  readonly model: string | null
  /** The table of the model: `users`, `sales.orders`. */
  readonly table: string | null
  readonly verb: string
  /** The transaction that it is a part of, if that is ours and watched. */
  readonly of: Account | null
  /** Whether it is within a transaction that was open before. */
  readonly isWithin: boolean
  /** When it began, by `performance.now()`. */
  readonly start: number
  /** The operation and the verbs inside of it: `user.create(posts.create)`. */
  shape: string
  /** How keys travel; null before it is planned, and for what has no plan. */
  carriage: Carriage | null
  /** Whether the plan was known already; null for what has none. */
  isCached: boolean | null
  /** How many steps the plan has. */
  steps: number
  /** How often the database was waited for. */
  roundTrips: number
  /** How many statements were carried out. */
  statements: number
  /** How many rows were sent. */
  given: number
  /** How many rows came back or were counted. */
  rows: number
  /** How often it was done again. */
  retries: number
  /** Of a transaction: how many operations began in it. */
  operations: number
  /** Where the time went; null where nobody wants to know. */
  readonly times: Times | null
  /** The plan as text, where somebody wants it. */
  plan: string | null
  /** After how many milliseconds somebody wants it. */
  readonly planAfter: number
  retried: readonly Retried[]
  /** How long it took; 0 until it has ended. */
  milliseconds: number
  /** Why it failed; null if it did not. */
  error: unknown
}

/** Opens an account. */
export function openAccount(
  kind: Account['kind'],
  { name, model, table, verb }: Subject,
  { of = null, driver }: Pick<Scope, 'of' | 'driver'>,
  isTimed: boolean,
  planAfter: number = Infinity,
): Account {
  return {
    kind,
    operation: name,
    model,
    table,
    verb,
    of,
    isWithin: driver.isWithin === true,
    start: performance.now(),
    shape: name,
    carriage: null,
    isCached: null,
    steps: 0,
    roundTrips: 0,
    statements: 0,
    given: 0,
    rows: 0,
    retries: 0,
    operations: 0,
    times: isTimed ? noTimes() : null,
    plan: null,
    planAfter,
    retried: NONE,
    milliseconds: 0,
    error: null,
  }
}

function noTimes(): Times {
  return { planning: 0, waiting: 0, isWaitTold: false, database: 0, decoding: 0, pausing: 0 }
}
