// A run: tables made, the seed written, the write carried out, and what came of it.
//
// Knows no page. Whatever goes wrong is a finding at its place, or a sentence.

import type { Receipt } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { pglite } from 'treewright/pglite'
import type { Finding } from '../finding.ts'
import { looseClient } from '../schema/client.ts'
import type { ReadySchema } from '../schema/load.ts'
import type { Written } from '../write/parse.ts'
import { findingsOf } from '../plan/preview.ts'
import type { Database } from './database.ts'
import { changesOf, type TableChange, type TableRows } from './rows.ts'
import { plantSeed, readSeed } from './seed.ts'

/** In which way keys travel. */
export type Way = 'pipelined' | 'stepwise' | 'fused'

/** A statement that was sent. */
export type SentStatement = {
  readonly step: number
  readonly sql: string
  readonly parameters: readonly (string | null)[]
  readonly rows: number
  readonly milliseconds: number
}

/** What came of a run. */
export type Outcome = {
  readonly way: Way
  readonly value: unknown
  readonly receipt: Receipt | null
  readonly findings: readonly Finding[]
  readonly tables: readonly TableChange[]
  readonly sent: readonly SentStatement[]
  readonly times: { readonly tables: number; readonly seed: number; readonly write: number }
  /** Which part went wrong; null if none did. */
  readonly failed: 'tables' | 'seed' | 'write' | null
}

/** What is run. */
export type Running = {
  readonly ready: ReadySchema
  readonly written: Written
  readonly seed: string
  readonly way: Way
  /** The models that the write has to do with. */
  readonly touched: ReadonlySet<string>
}

/** Runs a write on an empty database with its seed. */
export async function run(database: Database, running: Running): Promise<Outcome> {
  const { ready, written, seed, way, touched } = running
  const times = { tables: 0, seed: 0, write: 0 }
  const base = { way, value: undefined, receipt: null, tables: [], sent: [], times }
  const fail = (failed: Outcome['failed'], findings: readonly Finding[]): Outcome => ({
    ...base,
    failed,
    findings,
  })
  const planted = readSeed(seed, ready)
  if (planted.findings.length > 0) return fail('seed', planted.findings)
  try {
    times.tables = await timed(() => database.empty(ready.facts))
  } catch (error) {
    return fail('tables', [tablesFailed(error)])
  }
  const findings: Finding[] = []
  times.seed = await timed(async () => void findings.push(...(await plantSeed(database, ready, planted))))
  if (findings.length > 0) return fail('seed', findings)
  const before = await database.rows(ready.facts)
  const done = await carriedOut(database, ready, written, way)
  times.write = done.milliseconds
  const tables = await changed(database, ready, before, touched)
  return { ...base, ...done, tables, failed: done.findings.length > 0 ? 'write' : null }
}

async function carriedOut(database: Database, { description }: ReadySchema, written: Written, way: Way) {
  const sent: SentStatement[] = []
  const options = { driver: driverFor(database, way), pipeline: way !== 'stepwise' }
  const client = looseClient(description, options)
  listenTo(client, (statement) => sent.push(statement))
  const start = performance.now()
  try {
    const operation = client[written.accessor]?.[written.verb]?.(written.args)
    const value = await operation
    const milliseconds = performance.now() - start
    const receipt = (await operation?.receipt()) ?? null
    return { value, receipt, findings: [], sent, milliseconds }
  } catch (error) {
    const milliseconds = performance.now() - start
    return { value: undefined, receipt: null, findings: findingsOf(error, written), sent, milliseconds }
  }
}

function listenTo(client: object, hear: (statement: SentStatement) => void): void {
  const { $on } = client as { $on(event: 'statement', listener: (event: SentStatement) => void): void }
  $on('statement', ({ step, sql, parameters, rows, milliseconds }) => {
    hear({ step, sql, parameters, rows, milliseconds })
  })
}

// One statement at a time is what an HTTP client offers: here PGlite stands for it.
function driverFor({ pglite: db }: Database, way: Way): Driver {
  if (way !== 'fused') return pglite(db)
  return queryDriver((sql, params) => db.query<unknown[]>(sql, params, { rowMode: 'array' }), {
    name: 'one statement',
  })
}

async function changed(
  database: Database,
  { facts }: ReadySchema,
  before: readonly TableRows[],
  touched: ReadonlySet<string>,
): Promise<readonly TableChange[]> {
  return changesOf(before, await database.rows(facts), touched)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function tablesFailed(error: unknown): Finding {
  const said = error instanceof Error ? error.message : String(error)
  return {
    ...{ from: 0, to: 1, text: 'schema', code: null, place: '' },
    message: `the tables of this schema could not be made: ${said}`,
    help: "types and functions that are the database's own are not made here; in the seed nothing can be changed about that",
  } as const
}
