// The adapter for node-postgres: a Pool, a Client, or a client the caller took from a pool.
//
// Knows nothing of plans, and imports nothing from `pg`: clients are known by their shape alone.

import type { Call, Connection, Driver, Reply, Rows } from '../driver.ts'
import { inLine, lend, type Given, type Run } from './connection.ts'
import { outOfDrizzle } from './drizzle.ts'
import { askToStop } from './pg-cancel.ts'
import { askOfKysely } from './pg-kysely.ts'
import { Pipeline } from './pg-pipeline.ts'
import { notPrepared, preparedTexts, type PreparedTexts } from './pg-prepared.ts'
import { endsConnection, refusalOf } from './refusal.ts'

export { poolForKysely } from './pg-kysely.ts'

/** What we ask of a node-postgres Client. */
export interface PgClient {
  query(query: PgQuery): Promise<PgResult>
  query(query: Pipeline): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
  /** Whether it sends a query before the one before it is answered. */
  readonly pipeline?: boolean
  /** `I` idle, `T` in a transaction, `E` in a failed one, null while not connected; older versions cannot tell. */
  getTransactionStatus?(): string | null
}

/** What we ask of a client that a Pool lends. */
export interface PgPoolClient extends PgClient {
  release(isBroken?: boolean): void
  /** Breaks off what it runs. */
  end?(): Promise<void>
}

/** What we ask of a node-postgres Pool. */
export interface PgPool {
  readonly totalCount: number
  connect(): Promise<PgPoolClient>
}

/** One query as node-postgres takes it. */
export type PgQuery = {
  text: string
  values: (string | null)[]
  rowMode: 'array'
  queryMode: 'extended'
  types: { getTypeParser(): (text: string) => string }
}

/** What we read of a node-postgres result. */
export type PgResult = Given & { readonly command: string }

/** How the driver uses its connections. */
export type PgOptions = {
  /**
   * Whether a connection keeps what it has read of a text that is sent again; true if not said. What a pooler has forgotten
   * is sent anew.
   */
  readonly prepare?: boolean
}

/** The driver for a node-postgres Pool, or for a Client that is connected. */
export function pg(source: PgPool | PgClient, { prepare = true }: PgOptions = {}): Driver {
  const hold = isPool(source) ? lentBy(source) : owned(source)
  return driver(hold, inOwnTransaction, prepare ? preparedTexts() : notPrepared)
}

/** A client for the time of one operation. */
type Held = {
  readonly client: PgClient
  /** Set once nothing more can be asked of the client. */
  isBroken: boolean
  /** Whether a broken client is thrown away; the caller's own is not ours to throw. */
  readonly isThrowaway: boolean
  /** Ends the connection under what it runs; the caller's own is not ours to end. */
  breakOff(): Promise<void>
}

/** Holds a client while `use` runs. */
type Hold = <T>(use: (held: Held) => Promise<T>) => Promise<T>

type Work<T> = (connection: Connection) => Promise<T>

function driver(hold: Hold, transact: typeof inOwnTransaction, texts: PreparedTexts): Driver {
  return {
    name: 'pg',
    isWithin: transact === inCallersTransaction,
    transaction: (work, connected) => hold((held) => (connected?.(), transact(held, work))),
    connect: (work, connected) => hold((held) => (connected?.(), lendClient(held, work))),
    pipeline: (calls, connected) =>
      hold((held) => {
        connected?.()
        if (transact === inOwnTransaction) return alone(held, calls, texts)
        return transact(held, () => pipeline(held, calls))
      }),
    within: (given) => driver(heldIn(given), inCallersTransaction, notPrepared),
    close: async () => {},
  }
}

function lentBy(pool: PgPool): Hold {
  return async (use) => {
    const client = await pool.connect()
    const breakOff = async () => await client.end?.()
    const held = { client, isBroken: false, isThrowaway: true, breakOff }
    try {
      return await listening(held, use)
    } finally {
      client.release(held.isBroken)
    }
  }
}

function owned(client: PgClient): Hold {
  const breakOff = async () => {}
  return (use) =>
    inLine(client, () => listening({ client, isBroken: false, isThrowaway: false, breakOff }, use))
}

/** Holds the client of what the caller holds, which may be another library's. */
function heldIn(given: unknown): Hold {
  const ask = askOfKysely(given)
  if (ask === null) return owned(clientFrom(outOfDrizzle(given)))
  return async (use) => await owned(clientFrom(await ask()))(use)
}

/** Hears a connection that breaks between two calls, which would otherwise end the process. */
async function listening<T>(held: Held, use: (held: Held) => Promise<T>): Promise<T> {
  const hear = () => {
    held.isBroken = true
  }
  checkIsUsable(held.client)
  held.client.on('error', hear)
  try {
    return await use(held)
  } finally {
    held.client.off('error', hear)
  }
}

async function inOwnTransaction<T>(held: Held, work: Work<T>): Promise<T> {
  checkIsIdle(held)
  const result = await orRollBack(held, async () => {
    await ask(held, 'BEGIN')
    return await lendTransaction(held, work)
  })
  const { command } = await ask(held, 'COMMIT')
  if (command === 'ROLLBACK') throw rolledBackInstead()
  return result
}

function checkIsIdle(held: Held): void {
  const status = statusOf(held.client)
  if (status === 'T' || status === 'E') {
    // A pool lends such a client when somebody gave it back halfway.
    held.isBroken = true
    throw new Error('the client is already in a transaction: end it first, or write within it')
  }
}

/** All calls at once, in a transaction of their own. */
async function alone(held: Held, calls: readonly Call[], texts: PreparedTexts): Promise<Reply> {
  checkIsIdle(held)
  if (held.client.pipeline !== true) return await pipeline(held, calls, texts)
  const [begin, commit]: readonly [Call, Call] = [
    { sql: 'BEGIN', params: [] },
    { sql: 'COMMIT', params: [] },
  ]
  const { rows, refusal } = await pipeline(held, [begin, ...calls, commit])
  return { rows: rows.slice(1, calls.length + 1), refusal }
}

/** All calls at once, in the transaction that is open; if none is, in one of their own. */
async function pipeline(held: Held, calls: readonly Call[], texts = notPrepared): Promise<Reply> {
  const isUnawaited = held.client.pipeline === true
  const reply = isUnawaited ? await unawaited(held, calls) : await piped(held, calls, texts)
  if (reply.refusal !== null && endsConnection(reply.refusal.cause)) held.isBroken = true
  return reply
}

async function piped(
  { client }: Pick<Held, 'client'>,
  calls: readonly Call[],
  texts: PreparedTexts,
): Promise<Reply> {
  const prepared = texts.prepare(client, calls)
  const all = new Pipeline(prepared)
  client.query(all)
  const reply = await all.done
  const isLost = texts.settle(client, prepared, reply.rows.length, reply.refusal)
  return isLost ? await piped({ client }, calls, notPrepared) : reply
}

/** A client that waits for no answer itself takes no calls in one piece; but behind one that is refused all others are. */
async function unawaited(held: Held, calls: readonly Call[]): Promise<Reply> {
  const asked = await Promise.allSettled(calls.map(({ sql, params }) => ask(held, sql, params)))
  const rows: Rows[] = []
  for (const one of asked) {
    if (one.status === 'rejected') return { rows, refusal: refusalOf(one.reason) }
    rows.push(one.value.rows as Rows)
  }
  return { rows, refusal: null }
}

async function inCallersTransaction<T>(held: Held, work: Work<T>): Promise<T> {
  if (statusOf(held.client) === 'I') {
    throw new Error('the client is in no transaction: begin one and await it before writing within it')
  }
  return await lendTransaction(held, work)
}

/** The caller hears what went wrong first, never what went wrong while undoing it. */
async function orRollBack<T>(held: Held, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isGone = held.isBroken && held.isThrowaway
    if (!isGone) await rollBack(held)
    throw error
  }
}

async function rollBack(held: Held): Promise<void> {
  try {
    await ask(held, 'ROLLBACK')
  } catch {
    held.isBroken = true
  }
}

function lendClient<T>(held: Held, work: Work<T>): Promise<T> {
  return lend(runOn(held), work, { stop: () => stop(held) })
}

function lendTransaction<T>(held: Held, work: Work<T>): Promise<T> {
  return lend(runOn(held), work, { stop: () => stop(held), runAtOnce: (calls) => pipeline(held, calls) })
}

function runOn(held: Held): Run {
  return ({ sql, params }) => ask(held, sql, params)
}

/** Who cannot be asked to stop is left, and what it has done is rolled back when the server notices. */
async function stop(held: Held): Promise<void> {
  if (held.isBroken || (await askToStop(held.client).catch(() => false))) return
  await held.breakOff().catch(() => {})
}

async function ask(held: Held, text: string, params: readonly (string | null)[] = []): Promise<PgResult> {
  try {
    // Extended even without values: otherwise a text of two statements would be let through.
    return await held.client.query({
      text,
      values: [...params],
      rowMode: 'array',
      queryMode: 'extended',
      types: asSent,
    })
  } catch (error) {
    if (endsConnection(error)) held.isBroken = true
    throw error
  }
}

/** Columns as the server sent them, whatever parsers the program has set. */
const asSent = { getTypeParser: () => (text: string) => text }

function rolledBackInstead(): Error {
  const error = new Error(
    'the transaction was rolled back instead of committed, because a call in it was refused',
  )
  return Object.assign(error, { severity: 'ERROR', code: '25P02' })
}

function isPool(source: PgPool | PgClient): source is PgPool {
  return 'totalCount' in source
}

function clientFrom(client: unknown): PgClient {
  const isObject = typeof client === 'object' && client !== null
  if (isObject && 'totalCount' in client) {
    throw new Error('a pool holds no transaction: give the client that it lent')
  }
  if (!isObject || !('query' in client) || !('on' in client))
    throw new Error('this is no node-postgres client')
  return client as PgClient
}

function checkIsUsable(client: PgClient): void {
  if ('native' in client)
    throw new Error('pg-native cannot give columns as text: use the JavaScript client of pg')
  if ('binary' in client && client.binary === true)
    throw new Error('the client asks for binary columns, not text')
  if (statusOf(client) === null) throw new Error('the client is not connected: await its `connect` first')
}

function statusOf(client: PgClient): string | null | undefined {
  return client.getTransactionStatus?.()
}
