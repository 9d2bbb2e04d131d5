// The adapter for PGlite: a database in this process, or a transaction the caller opened on it.
//
// Knows nothing of plans, and imports nothing from PGlite: databases are known by their shape alone.

import type { Call, Connection, Driver, Reply, Rows } from '../driver.ts'
import { inLine, lend, oneByOne, type Given, type Run, type RunAtOnce } from './connection.ts'
import { outOfDrizzle } from './drizzle.ts'
import { isOpenOn, sendAtOnce, takesMessages, type PgliteWire } from './pglite-pipeline.ts'
import { refusalOf } from './refusal.ts'

/** What we ask of a PGlite database, and of its transactions. */
export interface PgliteSession {
  query(sql: string, params: (string | null)[], options: PgliteOptions): Promise<Given>
  /** Whether a transaction has ended. */
  readonly closed?: boolean
}

/** What we ask of a PGlite database. */
export interface PgliteDatabase extends PgliteSession {
  transaction<T>(work: (transaction: PgliteSession) => Promise<T>): Promise<T>
  /** How it reads each type, by the type's number. */
  readonly parsers: Readonly<Record<string, unknown>>
}

/** One query's way with values, as PGlite takes it. */
export type PgliteOptions = {
  rowMode: 'array'
  serializers: Record<string, (text: string) => string>
  parsers: Record<string, (text: string) => string>
}

/** The driver for a PGlite database. */
export function pglite(db: PgliteDatabase): Driver {
  return {
    name: 'pglite',
    transaction: (work, connected) => inOwnTransaction(db, (own) => (connected?.(), work(own))),
    connect: (work) => lend(runOn(db, db), work),
    ...(takesMessages(db) && { pipeline: (calls, connected) => alone(db, calls, connected) }),
    within: (transaction) => within(db, sessionFrom(transaction)),
    close: async () => {},
  }
}

function within(db: PgliteDatabase, session: PgliteSession): Driver {
  const run = runOn(db, session)
  const runAtOnce = runAtOnceOn(db, session, run, (wire) => isOpenOn(wire, session, run))
  const inCallersTransaction: Driver['transaction'] = (work) =>
    inLine(session, () => lend(run, work, { runAtOnce }))
  return {
    name: 'pglite',
    isWithin: true,
    transaction: inCallersTransaction,
    connect: inCallersTransaction,
    ...(runAtOnce && { pipeline: (calls) => inLine(session, () => runAtOnce(calls)) }),
    within: (transaction) => within(db, sessionFrom(transaction)),
    close: async () => {},
  }
}

type Work<T> = (connection: Connection) => Promise<T>

async function inOwnTransaction<T>(db: PgliteDatabase, work: Work<T>): Promise<T> {
  const failures: unknown[] = []
  try {
    return await db.transaction(async (session) => {
      try {
        return await workAndCheck(db, session, work)
      } catch (error) {
        failures.push(error)
        throw error
      }
    })
  } catch (error) {
    // The caller hears what went wrong first, never what went wrong while undoing it.
    throw failures.length === 0 ? error : failures[0]
  }
}

/** Most versions commit a failed transaction without a word that nothing was kept; one more call makes it speak. */
async function workAndCheck<T>(db: PgliteDatabase, session: PgliteSession, work: Work<T>): Promise<T> {
  const run = runOn(db, session)
  const atOnce = runAtOnceOn(db, session, run, async () => true)
  let wasRefused = false
  const watched: Run = async (call) => {
    try {
      return await run(call)
    } catch (error) {
      wasRefused = true
      throw error
    }
  }
  const runAtOnce: RunAtOnce | undefined =
    atOnce &&
    (async (calls) => {
      const reply = await atOnce(calls)
      if (reply.refusal !== null) wasRefused = true
      return reply
    })
  const result = await lend(watched, work, { runAtOnce })
  if (wasRefused) await run({ sql: 'SELECT 1', params: [] })
  return result
}

/** All calls at once, in a transaction of their own. Who finds one open waits for its end as everybody does. */
async function alone(
  db: PgliteDatabase,
  calls: readonly Call[],
  connected: () => void = () => {},
): Promise<Reply> {
  const isFree = (wire: PgliteWire) => (connected(), !wire.isInTransaction())
  const sent = takesMessages(db) ? await sendAtOnce(db, calls, () => isFree(db)) : null
  if (sent !== null) return sent
  let reply: Reply = { rows: [], refusal: null }
  try {
    await inOwnTransaction(db, async (connection) => {
      connected()
      reply = await connection.send(calls)
      if (reply.refusal !== null) throw reply.refusal.cause
    })
  } catch (error) {
    return { rows: reply.rows, refusal: refusalOf(error) }
  }
  return reply
}

/** All calls at once, in a transaction that is open; one by one if it turns out not to be, or to be another database's. */
function runAtOnceOn(
  db: PgliteDatabase,
  session: PgliteSession,
  run: Run,
  isHere: (wire: PgliteWire) => Promise<boolean>,
): RunAtOnce | undefined {
  if (!takesMessages(db)) return undefined
  const orRefuse = (call: Call) => run(call).then(({ rows }) => rows as Rows, refusalOf)
  const isOpen = () => session.closed === false && db.isInTransaction()
  return async (calls) => {
    const sent = (await isHere(db)) ? await sendAtOnce(db, calls, isOpen) : null
    return sent ?? (await oneByOne(calls, orRefuse))
  }
}

function runOn(db: PgliteDatabase, session: PgliteSession): Run {
  const options: PgliteOptions = { rowMode: 'array', serializers: asGiven, parsers: asSent(db) }
  return ({ sql, params }) => session.query(sql, [...params], options)
}

const asText = (text: string) => text

/** Parameters as they were given, for every type there is or will be. */
const asGiven = new Proxy<Record<string, typeof asText>>({}, { get: () => asText })

/**
 * Columns as the server sent them. PGlite leaves a type as text when it has no parser, and copies ours over its own;
 * so each that it has must be named.
 */
function asSent(db: PgliteDatabase): Record<string, typeof asText> {
  return Object.fromEntries(Object.keys(db.parsers).map((type) => [type, asText]))
}

function sessionFrom(given: unknown): PgliteSession {
  const transaction = outOfDrizzle(given)
  const isObject = typeof transaction === 'object' && transaction !== null
  if (isObject && 'transaction' in transaction) {
    throw new Error('a database is no transaction: give what its `transaction` gave')
  }
  if (!isObject || !('query' in transaction)) throw new Error('this is no PGlite transaction')
  return transaction as PgliteSession
}
