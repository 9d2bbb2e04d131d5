// Work in a savepoint: done as a whole, or nothing of it stays and the transaction around it goes on.
//
// Knows nothing of the work. A savepoint always ends, so savepoints of one name may stand inside of each other.

import type { Connection } from '../driver.ts'

/** The same work in a savepoint. */
export function inSavepoint<T>(work: (connection: Connection) => Promise<T>) {
  return async (connection: Connection): Promise<T> => {
    await say(connection, 'SAVEPOINT treewright')
    try {
      const result = await work(connection)
      await say(connection, 'RELEASE SAVEPOINT treewright')
      return result
    } catch (error) {
      await takeBack(connection)
      throw error
    }
  }
}

/** Sends a statement without rows; throws what the client threw. */
export async function say(connection: Connection, sql: string): Promise<void> {
  const { refusal } = await connection.send([{ sql, params: [] }])
  if (refusal !== null) throw refusal.cause
}

// What went wrong first is what the caller hears. If nothing can be taken back, the transaction is over anyway.
async function takeBack(connection: Connection): Promise<void> {
  const words = ['ROLLBACK TO SAVEPOINT treewright', 'RELEASE SAVEPOINT treewright']
  try {
    await connection.send(words.map((sql) => ({ sql, params: [] })))
  } catch {}
}
