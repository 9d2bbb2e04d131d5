// The rows of tables before and after a write, and what is different.
//
// Values are PostgreSQL's own texts. Knows nothing of writes.

import type { ModelFacts, SchemaFacts } from '../schema/facts.ts'
import { junctionOf, qualified, quoted } from './ddl.ts'

/** How many rows of each table are read. */
export const MOST_ROWS = 200

/** A table that is looked at. */
export type TableName = {
  readonly title: string
  readonly name: string
  /** The columns of its key. */
  readonly key: readonly string[]
}

/** What a table holds. */
export type TableRows = TableName & {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** Whether it holds more rows than were read. */
  readonly isCut: boolean
}

/** A row of a table, before and after. */
export type RowChange = {
  readonly before: readonly (string | null)[] | null
  readonly after: readonly (string | null)[] | null
  readonly is: 'same' | 'new' | 'changed' | 'gone'
  /** Which columns are different. */
  readonly changed: readonly boolean[]
}

/** A table before and after. */
export type TableChange = TableName & {
  readonly columns: readonly string[]
  readonly rows: readonly RowChange[]
  readonly isCut: boolean
  readonly counts: { readonly before: number; readonly after: number }
}

/** All tables of a schema. */
export function tablesOf(facts: SchemaFacts): readonly TableName[] {
  const tables = new Map<string, TableName>()
  for (const model of facts.models.values()) {
    const name = qualified(model.schema, model.table)
    tables.set(name, { title: model.name, name, key: keyColumns(model) })
  }
  for (const model of facts.models.values()) {
    for (const relation of model.relations.values()) {
      const through = junctionOf(facts, model, relation)
      if (through === undefined) continue
      const name = qualified(through.schema, through.table)
      const key = [through.here, through.there].sort()
      if (!tables.has(name)) tables.set(name, { title: through.table, name, key })
    }
  }
  return [...tables.values()]
}

function keyColumns({ key, uniques, fields }: ModelFacts): readonly string[] {
  const names = key?.fields ?? uniques[0]?.fields ?? [...fields.keys()]
  return names.map((field) => fields.get(field)?.column ?? field)
}

/** The statement that reads a table. */
export function readingOf({ name, key }: TableName): string {
  const order = key.length === 0 ? '' : ` ORDER BY ${key.map(quoted).join(', ')}`
  return `SELECT * FROM ${name}${order} LIMIT ${MOST_ROWS + 1}`
}

/** Tells what is different; tables that are not stay away, unless `wanted` has them. */
export function changesOf(
  before: readonly TableRows[],
  after: readonly TableRows[],
  wanted: ReadonlySet<string>,
): readonly TableChange[] {
  return after.flatMap((table) => {
    const earlier = before.find(({ name }) => name === table.name)
    const rows = rowChanges(earlier, table)
    const isDifferent = rows.some(({ is }) => is !== 'same')
    if (!isDifferent && !wanted.has(table.title)) return []
    const { title, name, key, columns, isCut } = table
    const counts = { before: earlier?.rows.length ?? 0, after: table.rows.length }
    return [{ title, name, key, columns, rows, isCut: isCut || (earlier?.isCut ?? false), counts }]
  })
}

function rowChanges(before: TableRows | undefined, after: TableRows): RowChange[] {
  const at = after.key.map((name) => after.columns.indexOf(name))
  const keyOf = (row: readonly (string | null)[]) => JSON.stringify(at.map((column) => row[column]))
  const earlier = new Map((before?.rows ?? []).map((row) => [keyOf(row), row]))
  const later = new Set(after.rows.map(keyOf))
  const none = after.columns.map(() => false)
  const kept = after.rows.map((row): RowChange => {
    const old = earlier.get(keyOf(row))
    if (old === undefined) return { before: null, after: row, is: 'new', changed: none }
    const changed = row.map((value, column) => value !== old[column])
    return { before: old, after: row, is: changed.includes(true) ? 'changed' : 'same', changed }
  })
  const gone = [...earlier].filter(([key]) => !later.has(key))
  return [
    ...kept,
    ...gone.map(([, row]): RowChange => ({ before: row, after: null, is: 'gone', changed: none })),
  ]
}
