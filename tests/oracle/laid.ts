// A database that holds the seed's rows, and is told apart from them by what an operation has changed.
//
// Knows nothing of what is carried out on it. Only the tables that were changed are laid anew.

import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { models } from './facts.ts'
import type { Outcome, Table, Trace } from './outcome.ts'
import { layingTables, pairs, restarting } from './seed.ts'

/** Something that takes statements of ours. */
export type Ground = {
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly SeenRow[]>
}

/** A row of the snapshot: of which table, and its cells as texts. */
export type SeenRow = { readonly n: number; readonly cells: readonly (string | null)[] }

/** What the tables hold, and which of them hold something else than the seed's rows. */
export type Seen = Pick<Trace, 'tables' | 'changed'>

export type Laid = {
  /** Lays the seed's rows, and starts every counter anew. */
  lay(): Promise<void>
  see(): Promise<Seen>
  /** Lays the rows, has something carried out, and tells what came of it. */
  trace(carry: () => Promise<Outcome>): Promise<Trace>
}

/** The statements that make the tables. */
export const ddl: string = readFileSync(new URL('schema.sql', import.meta.url), 'utf8')

/** The ground that a pool, or one client of it, is. */
export function groundOf(pool: Pick<Pool, 'query'>): Ground {
  return {
    run: async (sql) => void (await pool.query(sql)),
    rows: async (sql) => (await pool.query<SeenRow>({ name: 'snapshot', text: sql })).rows,
  }
}

/** Lays rows on a ground that has the tables. */
export function laidOn(ground: Ground): Laid {
  const seeded = new Map<string, string>()
  let soiled: readonly string[] = tableNames

  async function lay(): Promise<void> {
    await ground.run(`${soiled.length === 0 ? '' : layingTables(soiled)}\n${restarting}`)
    if (seeded.size === 0)
      for (const { name, rows } of await snapshot(ground)) seeded.set(name, JSON.stringify(rows))
    soiled = tableNames
  }

  async function see(): Promise<Seen> {
    const tables = await snapshot(ground)
    soiled = tables
      .filter(({ name, rows }) => seeded.get(name) !== JSON.stringify(rows))
      .map(({ name }) => name)
    return { tables, changed: soiled }
  }

  async function trace(carry: () => Promise<Outcome>): Promise<Trace> {
    await lay()
    const outcome = await carry()
    return { outcome, ...(await see()) }
  }

  return { lay, see, trace }
}

const tableNames: readonly string[] = [
  ...[...models.values()].map(({ table }) => table),
  ...Object.keys(pairs),
]

const columnsOf = new Map<string, readonly string[]>([
  ...[...models.values()].map(({ table, fields }) => [table, fields.map(({ column }) => column)] as const),
  ...Object.keys(pairs).map((table) => [table, ['A', 'B']] as const),
])

const SNAPSHOT = [...columnsOf]
  .map(([table, columns], n) => {
    const cells = columns.map((column) => `"${column}"::text`).join(', ')
    return `SELECT ${n} AS n, ARRAY[${cells}] AS cells FROM "${table}"`
  })
  .join('\nUNION ALL\n')

/** What all tables hold, in an order of its own. */
async function snapshot(ground: Ground): Promise<readonly Table[]> {
  const rows = await ground.rows(SNAPSHOT)
  return [...columnsOf].map(([name, columns], n) => ({
    name,
    columns,
    rows: rows
      .filter((row) => row.n === n)
      .map(({ cells }) => cells)
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  }))
}
