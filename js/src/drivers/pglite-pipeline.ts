// Several calls at once on a PGlite database: in one piece with one Sync behind them, so that PostgreSQL runs them in one
// transaction of its own, or in the one that is open.
//
// Knows nothing of plans, and of a database only what it asks of whatever it is given.

import type { Call, Reply, Rows } from '../driver.ts'
import type { Run } from './connection.ts'
import { messagesOf } from './messages.ts'
import { refusalOf } from './refusal.ts'

/** What a database has that takes messages, and can be told who uses it. */
export interface PgliteWire {
  readonly waitReady: Promise<void>
  readonly ready: boolean
  execProtocol(
    messages: Uint8Array,
    options: { throwOnError: boolean },
  ): Promise<{ messages: readonly PgliteMessage[] }>
  /** Runs `work` while no query runs. A transaction may be open. */
  runExclusive<T>(work: () => Promise<T>): Promise<T>
  isInTransaction(): boolean
}

/** What we read of a message that came back. */
export type PgliteMessage = { readonly name: string; readonly fields?: readonly unknown[] }

/** Whether a database takes messages; a PGliteWorker does not say whether a transaction is open. */
export function takesMessages(db: object): db is PgliteWire {
  const { waitReady, ready, execProtocol, runExclusive, isInTransaction } = db as Partial<PgliteWire>
  const methods = [execProtocol, runExclusive, isInTransaction]
  return (
    methods.every((method) => typeof method === 'function') &&
    waitReady !== undefined &&
    typeof ready === 'boolean'
  )
}

/** Sends all calls at once, if `mayGo` once nothing else runs; else nothing is sent. */
export async function sendAtOnce(
  db: PgliteWire,
  calls: readonly Call[],
  mayGo: () => boolean,
): Promise<Reply | null> {
  await db.waitReady
  return await db.runExclusive(async () => {
    if (!db.ready || !mayGo()) return null
    const { messages } = await db.execProtocol(messagesOf(calls), { throwOnError: false })
    return replyOf(messages)
  })
}

/**
 * Whether a transaction is open on this very database, and not on another one that somebody joined with our driver:
 * messages go to the database, whatever the transaction. What is set in the one must be there in the other.
 */
export function isOpenOn(db: PgliteWire, session: object, run: Run): Promise<boolean> {
  const ofDatabase = found.get(db) ?? new WeakMap<object, Promise<boolean>>()
  found.set(db, ofDatabase)
  const isOpen = ofDatabase.get(session) ?? isSameDatabase(db, run)
  ofDatabase.set(session, isOpen)
  return isOpen
}

// What was found out, by database and session.
const found = new WeakMap<object, WeakMap<object, Promise<boolean>>>()

async function isSameDatabase(db: PgliteWire, run: Run): Promise<boolean> {
  const mark = String(Math.random())
  try {
    await run({ sql: `SELECT set_config('treewright.mark', $1, true)`, params: [mark] })
    const look = { sql: `SELECT current_setting('treewright.mark', true)`, params: [] }
    const reply = await sendAtOnce(db, [look], () => db.isInTransaction())
    return reply?.rows[0]?.[0]?.[0] === mark
  } catch {
    return false
  }
}

function replyOf(messages: readonly PgliteMessage[]): Reply {
  const rows: Rows[] = []
  let current: (readonly (string | null)[])[] = []
  for (const message of messages) {
    if (message.name === 'error') return { rows, refusal: refusalOf(message) }
    if (message.name === 'dataRow') current.push(message.fields as readonly (string | null)[])
    if (message.name === 'commandComplete' || message.name === 'emptyQuery') {
      rows.push(current)
      current = []
    }
  }
  return { rows, refusal: null }
}
