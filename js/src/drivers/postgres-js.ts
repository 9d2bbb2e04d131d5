// The adapter for postgres.js: a client, or what it lends: a reserved connection, or the transaction of its `begin`.
//
// Knows nothing of plans, and imports nothing from `postgres`: clients are known by their shape alone.

import type { Call, Connection, Driver, Reply, Rows } from '../driver.ts'
import { inLine, lend, type Given, type Run } from './connection.ts'
import { outOfDrizzle } from './drizzle.ts'
import { givenBy, queryOn, type PostgresJsQuery, type PostgresJsSession } from './postgres-js-query.ts'
import { refusalOf } from './refusal.ts'

/** What we ask of a connection that a client reserves. */
export interface PostgresJsReserved extends PostgresJsSession {
  release(): void
}

/** What we ask of the transaction of a client's `begin`. */
export interface PostgresJsTransaction extends PostgresJsSession {
  savepoint<T>(work: (session: PostgresJsTransaction) => Promise<T>): Promise<unknown>
}

/** What we ask of a postgres.js client. */
export interface PostgresJsClient extends PostgresJsSession {
  reserve(): Promise<PostgresJsReserved>
  readonly options: {
    readonly transform: { readonly row: { readonly from?: unknown } }
    readonly fetch_types?: boolean
  }
}

/** The driver for a postgres.js client. */
export function postgresJs(client: PostgresJsClient): Driver {
  const { transform, fetch_types } = client.options
  if (transform.row.from !== undefined && transform.row.from !== null) {
    throw new Error('the client changes rows (`transform.row`): make one that does not')
  }
  // It then tells nobody that a connection that it has made for `reserve` is there.
  if (fetch_types === false) {
    throw new Error(
      'the client has `fetch_types: false`, with which its `reserve` waits forever: leave it out',
    )
  }
  return {
    name: 'postgres-js',
    transaction: (work, connected) =>
      reserve(client, (held) => (connected?.(), inOwnTransaction(held, work))),
    connect: (work, connected) =>
      reserve(client, (held) => (connected?.(), lend(runOn(held), work, { stop: () => stop(held) }))),
    pipeline: (calls, connected) => reserve(client, (held) => (connected?.(), alone(held, calls))),
    within: (session) => within(sessionFrom(session)),
    close: async () => {},
  }
}

/** A connection for the time of one operation. */
type Held = {
  readonly session: PostgresJsSession
  /** What it runs now. */
  readonly running: Set<PostgresJsQuery>
  /** Whether it is ours alone, so that we hear when it is lost. */
  readonly isReserved: boolean
  /** Whether a call was refused on it. */
  wasRefused: boolean
  /** Set once nothing more can be asked of it: its client must not be asked either. */
  isBroken: boolean
}

type Work<T> = (connection: Connection) => Promise<T>

function held(session: PostgresJsSession, isReserved: boolean): Held {
  return { session, running: new Set(), isReserved, wasRefused: false, isBroken: false }
}

// A connection that is lost goes back by itself, and must not be given back.
async function reserve<T>(client: PostgresJsClient, use: (held: Held) => Promise<T>): Promise<T> {
  const reserved = await client.reserve()
  const own = held(reserved, true)
  try {
    return await use(own)
  } finally {
    if (!own.isBroken) reserved.release()
  }
}

function within(session: PostgresJsSession): Driver {
  const use = <T>(work: (held: Held) => Promise<T>, isKept: (result: T) => boolean) =>
    inLine(session, () => {
      return isTransaction(session) ? apart(session, work, isKept) : work(held(session, false))
    })
  const transaction: Driver['transaction'] = (work) =>
    use(
      (own) => lendTransaction(own, work),
      () => true,
    )
  return {
    name: 'postgres-js',
    isWithin: true,
    transaction,
    connect: transaction,
    pipeline: (calls) =>
      use(
        (own) => pipeline(own, calls),
        ({ refusal }) => refusal === null,
      ),
    within: (other) => within(sessionFrom(other)),
    close: async () => {},
  }
}

/**
 * Works in a savepoint of the client's, because the client commits a transaction that has failed without a word. So one that
 * we leave failed is taken back to where it was before us.
 */
async function apart<T>(
  session: PostgresJsTransaction,
  work: (held: Held) => Promise<T>,
  isKept: (result: T) => boolean,
): Promise<T> {
  const results: T[] = []
  try {
    await session.savepoint(async (inner) => {
      const own = held(inner, false)
      results.push(await work(own))
      if (own.wasRefused) await ask(own, { sql: 'SELECT 1', params: [] })
    })
  } catch (error) {
    if (results.every(isKept)) throw error
  }
  return results[0] as T
}

async function inOwnTransaction<T>(held: Held, work: Work<T>): Promise<T> {
  let result: T
  try {
    await ask(held, BEGIN)
    result = await lendTransaction(held, work)
  } catch (error) {
    // The caller hears what went wrong first, never what went wrong while undoing it.
    if (!held.isBroken) await ask(held, ROLLBACK).catch(() => {})
    throw error
  }
  const { command } = await ask(held, COMMIT)
  if (command === 'ROLLBACK') throw rolledBackInstead()
  return result
}

const BEGIN: Call = { sql: 'BEGIN', params: [] }
const COMMIT: Call = { sql: 'COMMIT', params: [] }
const ROLLBACK: Call = { sql: 'ROLLBACK', params: [] }

/** All calls at once, in a transaction of their own. */
async function alone(held: Held, calls: readonly Call[]): Promise<Reply> {
  const { rows, refusal } = await pipeline(held, [BEGIN, ...calls, COMMIT])
  return { rows: rows.slice(1, calls.length + 1), refusal }
}

/** All calls at once, in the transaction that is open: behind one that is refused all others are. */
async function pipeline(held: Held, calls: readonly Call[]): Promise<Reply> {
  const asked = await Promise.allSettled(calls.map((call) => ask(held, call)))
  const rows: Rows[] = []
  for (const one of asked) {
    if (one.status === 'rejected') return { rows, refusal: refusalOf(one.reason) }
    rows.push(one.value.rows as Rows)
  }
  return { rows, refusal: null }
}

function lendTransaction<T>(held: Held, work: Work<T>): Promise<T> {
  return lend(runOn(held), work, { stop: () => stop(held), runAtOnce: (calls) => pipeline(held, calls) })
}

function runOn(held: Held): Run {
  return (call) => ask(held, call)
}

async function ask(held: Held, call: Call): Promise<Given & { readonly command: string | null }> {
  if (held.isBroken) throw new Error('the connection was lost')
  const lost = () => void (held.isBroken = true)
  const query = queryOn(held.session, call, held.isReserved ? lost : null)
  held.running.add(query)
  try {
    return givenBy(await query)
  } catch (error) {
    held.wasRefused = true
    if (isLost(error)) held.isBroken = true
    throw error
  } finally {
    held.running.delete(query)
  }
}

/** The client asks the server on a connection of its own, which ends when the server has passed the request on. */
async function stop({ running }: Held): Promise<void> {
  const active = [...running].find((query) => query.active === true)
  await active?.canceller?.(active).catch(() => {})
}

// What is not the server's word is the connection's. One that says no and lives has to be given back, whatever it says.
function isLost(error: unknown): boolean {
  const { severity } = error as { readonly severity?: unknown }
  return refusalOf(error).state === null || severity === 'FATAL' || severity === 'PANIC'
}

function rolledBackInstead(): Error {
  const error = new Error(
    'the transaction was rolled back instead of committed, because a call in it was refused',
  )
  return Object.assign(error, { severity: 'ERROR', code: '25P02' })
}

function isTransaction(session: PostgresJsSession): session is PostgresJsTransaction {
  return 'savepoint' in session
}

function sessionFrom(given: unknown): PostgresJsSession {
  const session = outOfDrizzle(given)
  const isOne = (typeof session === 'function' || typeof session === 'object') && session !== null
  if (isOne && 'reserve' in session) {
    throw new Error('a client holds no transaction: give what its `begin` or `reserve` gave')
  }
  if (!isOne || !('unsafe' in session)) throw new Error('this is no postgres.js transaction')
  return session as PostgresJsSession
}
