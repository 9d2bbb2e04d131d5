// The seed: what is in the database before a write, as writes or as SQL.
//
// Writes are read as data, like the write itself; SQL goes to the database as it is.

import { TreewrightError } from 'treewright'
import { pglite } from 'treewright/pglite'
import type { Finding } from '../finding.ts'
import { findingsOf, planOf } from '../plan/preview.ts'
import { looseClient } from '../schema/client.ts'
import type { ReadySchema } from '../schema/load.ts'
import { parseWrites, type Written } from '../write/parse.ts'
import type { Database } from './database.ts'

/** A seed that was read. */
export type Seed = {
  readonly writes: readonly Written[]
  readonly sql: string | null
  readonly findings: readonly Finding[]
}

/** Whether a seed is SQL, by how it begins. */
export function isSql(text: string): boolean {
  return /^(?:\s|--[^\n]*(?:\n|$))*(?:insert|with|update|delete|select|create|alter|do|set)\b/i.test(text)
}

/** Reads a seed and tells what is wrong with it. */
export function readSeed(text: string, ready: ReadySchema): Seed {
  if (isSql(text)) return { writes: [], sql: text, findings: [] }
  const { writes, findings } = parseWrites(text, 'seed', (accessor) => ready.facts.accessors.get(accessor))
  if (findings.length > 0) return { writes, sql: null, findings }
  const wrong = writes.flatMap((written) => {
    const looked = planOf(ready, written)
    return 'plan' in looked ? [] : looked.map((finding): Finding => ({ ...finding, text: 'seed' }))
  })
  return { writes, sql: null, findings: wrong }
}

/** Writes the seed; stops at the first part that fails. */
export async function plantSeed(
  database: Database,
  { description }: ReadySchema,
  seed: Seed,
): Promise<Finding[]> {
  if (seed.sql !== null) return plantSql(database, seed.sql)
  const client = looseClient(description, { driver: pglite(database.pglite) })
  for (const written of seed.writes) {
    try {
      await client[written.accessor]?.[written.verb]?.(written.args)
    } catch (error) {
      if (!(error instanceof TreewrightError)) throw error
      return findingsOf(error, written, 'seed')
    }
  }
  return []
}

async function plantSql({ pglite: db }: Database, sql: string): Promise<Finding[]> {
  try {
    await db.exec(sql)
    return []
  } catch (error) {
    const {
      message,
      position,
      code = null,
      hint = null,
    } = error as {
      readonly message: string
      readonly position?: string
      readonly code?: string
      readonly hint?: string
    }
    // The database counts letters from 1.
    const from = Math.min(Math.max(0, Number(position ?? 1) - 1), Math.max(0, sql.length - 1))
    return [{ from, to: from + 1, text: 'seed', code, place: '', message, help: hint }]
  }
}
