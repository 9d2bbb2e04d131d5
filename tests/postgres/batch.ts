// Several statements as one transaction on a pool: what the other side of an HTTP client does.

import type { Pool } from 'pg'
import type { PlainRow } from './places.ts'

/** Runs statements in order; all of them are kept, or none. */
export async function atOnce(pool: Pool, calls: readonly { sql: string; params: (string | null)[] }[]) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const results = []
    for (const { sql, params } of calls) results.push(await client.query<PlainRow>(sql, params))
    await client.query('COMMIT')
    return results
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
