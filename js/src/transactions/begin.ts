// Runs work in one transaction on its terms: begins it in time, cuts it off when its time is up, ends it with its work.
//
// Knows nothing of what the work is. A transaction inside of another is a savepoint of it.

import type { Connection } from '../driver.ts'
import { alarmAfter, startLife, type Life } from './life.ts'
import { neverBegun, TransactionFault } from './problems.ts'
import { inSavepointAt, say } from './savepoint.ts'
import { scopeOf, type Scope } from './scope.ts'
import type { Terms, TransactionIsolationLevel } from './terms.ts'

/** What runs in a transaction; the scope is where its operations run. */
export type Work<T> = (scope: Scope) => Promise<T>

const LEVELS: Record<TransactionIsolationLevel, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

// In milliseconds: how long a transaction whose time is up may take to be rolled back before the caller hears of it.
const PATIENCE = 2_000

/** What the database, or the way to it, said to a transaction as such; the cause is what the client threw. */
export class Refused extends Error {}

/** Runs work in a transaction. Throws the very thing that the work throws, a fault, or a refusal. */
export async function begin<T>(scope: Scope, terms: Terms, work: Work<T>): Promise<T> {
  if (scope.driver.isWithin !== true) return await beginAnew(scope, terms, work)
  return await apart((own) => {
    const part = (connection: Connection) => live(connection, scope, terms, work, () => {})
    return scope.nest(inSavepointAt(scope.depth, (connection) => own(part(connection))))
  })
}

async function beginAnew<T>(scope: Scope, terms: Terms, work: Work<T>): Promise<T> {
  const waiting = alarmAfter(terms.maxWait, neverBegun)
  let isAwaited = true
  let patience: ReturnType<typeof setTimeout> | undefined
  let onCut: (fault: TransactionFault) => void = () => {}
  const stuck = new Promise<never>((_, reject) => {
    onCut = (fault) => (patience = setTimeout(reject, PATIENCE, fault))
  })
  const ended = apart<T>((own) =>
    scope.driver.transaction(async (connection) => {
      if (!isAwaited) throw new Error('nobody waits for this transaction any more')
      waiting.stop()
      return await own(live(connection, scope, terms, work, onCut))
    }),
  )
  try {
    return await Promise.race([ended, waiting.rings, stuck])
  } finally {
    isAwaited = false
    waiting.stop()
    clearTimeout(patience)
  }
}

async function live<T>(
  connection: Connection,
  outer: Scope,
  terms: Terms,
  work: Work<T>,
  onCut: (fault: TransactionFault) => void,
): Promise<T> {
  const life = startLife(terms.timeout, (fault) => {
    onCut(fault)
    connection.cancel?.().catch(() => {})
  })
  const scope = scopeOf(whileAlive(connection, life), outer, life, terms.savepoints)
  const carried = async () => {
    const result = await work(scope)
    await scope.close('its function has returned')
    return result
  }
  try {
    if (terms.isolationLevel !== null) await setLevel(connection, terms.isolationLevel)
    const result = await Promise.race([carried(), life.cut])
    life.check()
    return result
  } finally {
    life.end('its function has ended')
  }
}

async function setLevel(connection: Connection, level: TransactionIsolationLevel): Promise<void> {
  try {
    await say(connection, `SET TRANSACTION ISOLATION LEVEL ${LEVELS[level]}`)
  } catch (cause) {
    throw new Refused('the isolation level could not be set', { cause })
  }
}

// A call that was stopped because the time is up has not failed for what the database says of it.
function whileAlive(connection: Connection, life: Life): Connection {
  const alive = async <T>(call: () => Promise<T>): Promise<T> => {
    life.check()
    const answer = await call()
    life.check()
    return answer
  }
  const { ask, pipeline } = connection
  return {
    ...connection,
    send: (calls) => alive(() => connection.send(calls)),
    ...(ask && { ask: (call) => alive(() => ask(call)) }),
    ...(pipeline && { pipeline: (calls) => alive(() => pipeline(calls)) }),
  }
}

// Tells what the work threw from what the driver threw around it.
async function apart<T>(run: (own: <R>(work: Promise<R>) => Promise<R>) => Promise<T>): Promise<T> {
  const thrown: unknown[] = []
  const own = async <R>(work: Promise<R>): Promise<R> => {
    try {
      return await work
    } catch (error) {
      thrown.push(error)
      throw error
    }
  }
  try {
    return await run(own)
  } catch (error) {
    if (thrown.length > 0) throw thrown[0]
    if (error instanceof TransactionFault) throw error
    throw new Refused('the transaction itself was refused', { cause: error })
  }
}
