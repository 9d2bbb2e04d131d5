// Work in a savepoint: done as a whole, or nothing of it stays and the transaction around it goes on.
//
// Knows nothing of the work. The savepoint of a write always ends before the next one begins, so all have one name. That of
// a transaction has a name for its depth: when its time is up, those inside of it have not ended.

import type { Call, Connection, Driver, Reply } from '../driver.ts'

type Work<T> = (connection: Connection) => Promise<T>

type Words = { readonly begin: Call; readonly keep: Call; readonly undo: Call }

const OF_A_WRITE = wordsOf('treewright')

/** The same work in a savepoint, with no other inside. */
export function inSavepoint<T>(work: Work<T>): Work<T> {
  return inOne(OF_A_WRITE, work)
}

/** The same work in a savepoint that ends with all that are inside, at that depth. */
export function inSavepointAt<T>(depth: number, work: Work<T>): Work<T> {
  return inOne(wordsOf(`treewright_${depth}`), work)
}

/** All calls in a savepoint, at once with its beginning and its end. Where one is refused, nothing of them stays. */
export async function inSavepointAtOnce(
  driver: Pick<Driver, 'transaction'>,
  pipeline: (calls: readonly Call[]) => Promise<Reply>,
  calls: readonly Call[],
): Promise<Reply> {
  if (calls.length === 0) return { rows: [], refusal: null }
  const { begin, keep } = OF_A_WRITE
  const { rows, refusal } = await pipeline([begin, ...calls, keep])
  const hasBegun = rows.length > 0
  if (refusal !== null && hasBegun) {
    await driver.transaction((connection) => takeBack(connection, OF_A_WRITE)).catch(() => {})
  }
  return { rows: rows.slice(1, calls.length + 1), refusal }
}

/** Sends a statement without rows; throws what the client threw. */
export async function say(connection: Connection, sql: string): Promise<void> {
  await carry(connection, word(sql))
}

function inOne<T>(words: Words, work: Work<T>): Work<T> {
  return async (connection) => {
    await carry(connection, words.begin)
    try {
      const result = await work(connection)
      await carry(connection, words.keep)
      return result
    } catch (error) {
      await takeBack(connection, words)
      throw error
    }
  }
}

async function carry(connection: Connection, call: Call): Promise<void> {
  const { refusal } = await connection.send([call])
  if (refusal !== null) throw refusal.cause
}

// What went wrong first is what the caller hears. If nothing can be taken back, the transaction is over anyway.
async function takeBack(connection: Connection, { undo, keep }: Words): Promise<void> {
  try {
    await connection.send([undo, keep])
  } catch {}
}

function wordsOf(name: string): Words {
  return {
    begin: word(`SAVEPOINT ${name}`),
    keep: word(`RELEASE SAVEPOINT ${name}`),
    undo: word(`ROLLBACK TO SAVEPOINT ${name}`),
  }
}

function word(sql: string): Call {
  return { sql, params: [] }
}
