// The database in the page: PGlite, loaded when it is first asked for, emptied before each run.
//
// Knows nothing of writes.

import type { Extension, PGlite } from '@electric-sql/pglite'
import type { SchemaFacts } from '../schema/facts.ts'
import { ddlOf, ownersOf, quoted, schemaNames } from './ddl.ts'
import { MOST_ROWS, readingOf, tablesOf, type TableRows } from './rows.ts'

/** The database. */
export type Database = {
  readonly pglite: PGlite
  /** Takes everything away and makes the tables of a schema. */
  empty(facts: SchemaFacts): Promise<void>
  /** The rows of all tables of a schema. */
  rows(facts: SchemaFacts): Promise<readonly TableRows[]>
}

/** How PGlite gets here: the page loads it from beside itself, a test from its package. */
export type LoadPglite = () => Promise<{ readonly PGlite: typeof PGlite; readonly citext?: Extension }>

let opened: Promise<Database> | undefined

/** Opens it once; whoever asks again is given the same. */
export function openDatabase(load: LoadPglite): Promise<Database> {
  opened ??= open(load).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function open(load: LoadPglite): Promise<Database> {
  const { PGlite, citext } = await load()
  const pglite = await PGlite.create(citext === undefined ? {} : { extensions: { citext } })
  const others = new Set<string>()
  return {
    pglite,
    async empty(facts) {
      const gone = ['public', ...others].map((name) => `DROP SCHEMA IF EXISTS ${quoted(name)} CASCADE`)
      await pglite.exec([...gone, 'CREATE SCHEMA public'].join(';'))
      others.clear()
      for (const name of schemaNames(facts)) others.add(name)
      for (const statement of [...ddlOf(facts), ...ownersOf(facts)]) await pglite.exec(statement)
    },
    async rows(facts) {
      const found: TableRows[] = []
      for (const table of tablesOf(facts)) {
        const { fields, rows } = await pglite.query<(string | null)[]>(readingOf(table), [], {
          rowMode: 'array',
          parsers: asTexts,
        })
        const isCut = rows.length > MOST_ROWS
        found.push({
          ...table,
          columns: fields.map(({ name }) => name),
          rows: rows.slice(0, MOST_ROWS),
          isCut,
        })
      }
      return found
    },
  }
}

// Every type that there may be, as the server sends it.
const asTexts: Record<number, (text: string) => string> = Object.fromEntries(
  Array.from({ length: 5_000 }, (_, type) => [type, (text: string) => text]),
)
