// The rows of a database: read as texts, laid from texts, and understood as values where requests name them.
//
// Knows nothing of what is carried out. Counters are set before each operation, so that made numbers are known as such.

import type { Table } from '../outcome.ts'
import type { Field, Model, Models } from './facts.ts'

/** Something that takes statements of ours. */
export type Ground = {
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly { readonly n: number; readonly cells: readonly (string | null)[] }[]>
}

/** A row by field names, as requests name its values. */
export type Row = { readonly [field: string]: unknown }

/** The tables of a schema, and the texts that are needed to read and write them. */
export type Plot = {
  readonly models: Models
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[]
  see(ground: Ground): Promise<readonly Table[]>
  /** The statements after which the tables hold these rows, and counters start where the n-th operation starts. */
  laying(tables: readonly Table[], n: number): string
  /** Whether the text is a number that the n-th operation has drawn. */
  isDrawn(text: string, n: number): boolean
  rowsOf(tables: readonly Table[], model: Model): readonly Row[]
}

/** The tables of models. */
export function plotOf(models: Models): Plot {
  const tables = [...models.values()].flatMap(({ table, fields }) => [
    { name: table, columns: fields.map(({ column }) => column) },
  ])
  const pairs = [...models.values()].flatMap(({ relations }) => {
    return relations.flatMap(({ through }) => (through?.here === 'A' ? [through.table] : []))
  })
  const all = [...tables, ...pairs.map((name) => ({ name, columns: ['A', 'B'] }))]
  const counters = [...models.values()].flatMap(({ table, fields }) => {
    return fields.filter(({ isCounted }) => isCounted).map(({ column }) => ({ table, column }))
  })
  const snapshot = snapshotOf(all)
  return {
    models,
    tables: all,
    see: (ground) => seen(ground, snapshot, all),
    laying: (tables, n) => [...layingTables(tables), ...counters.map(settingFrom(n))].join('\n'),
    isDrawn: (text, n) =>
      /^\d{8,10}$/.test(text) &&
      Math.floor(Number(text) / PER_OPERATION) % N_TURNS === n % N_TURNS &&
      Number(text) >= PER_COUNTER,
    rowsOf: (tables, { table, fields }) => {
      const found = tables.find(({ name }) => name === table)
      return (found?.rows ?? []).map((cells) =>
        Object.fromEntries(fields.map((field, at) => [field.name, valueOf(field, cells[at] ?? null)])),
      )
    },
  }
}

const PER_OPERATION = 1_000
const N_TURNS = 10_000
const PER_COUNTER = PER_OPERATION * N_TURNS

function settingFrom(n: number) {
  return ({ table, column }: { table: string; column: string }, at: number): string => {
    const start = (at + 1) * PER_COUNTER + (n % N_TURNS) * PER_OPERATION
    return `SELECT setval(pg_get_serial_sequence(${text(identifier(table))}, ${text(column)}), ${start + 1}, false);`
  }
}

function layingTables(tables: readonly Table[]): string[] {
  if (tables.length === 0) return []
  return [
    'SET session_replication_role = replica;',
    ...tables.map(({ name }) => `DELETE FROM ${identifier(name)};`),
    ...tables.flatMap(({ name, columns, rows }) => {
      const lines = rows.map(
        (row) => `(${row.map((cell) => (cell === null ? 'NULL' : text(cell))).join(', ')})`,
      )
      const into = `${identifier(name)} (${columns.map(identifier).join(', ')})`
      return lines.length === 0 ? [] : [`INSERT INTO ${into} VALUES ${lines.join(', ')};`]
    }),
    'RESET session_replication_role;',
  ]
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function text(value: string): string {
  return value.includes('\\') ? `E'${value.replace(/[\\']/g, '\\$&')}'` : `'${value.replaceAll("'", "''")}'`
}

function snapshotOf(tables: Plot['tables']): string {
  const parts = tables.map(({ name, columns }, n) => {
    const cells = columns.map((column) => `${identifier(column)}::text`).join(', ')
    return `SELECT ${n} AS n, ARRAY[${cells}] AS cells FROM ${identifier(name)}`
  })
  return parts.join('\nUNION ALL\n')
}

async function seen(ground: Ground, snapshot: string, tables: Plot['tables']): Promise<readonly Table[]> {
  const rows = await ground.rows(snapshot)
  return tables.map(({ name, columns }, at) => ({
    name,
    columns,
    rows: rows
      .filter(({ n }) => n === at)
      .map(({ cells }) => cells)
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  }))
}

/** A cell as a request names it; a list is not read, because none is named. */
function valueOf({ type, native, isList, labels }: Field, cell: string | null): unknown {
  if (cell === null || isList) return null
  const label = Object.entries(labels).find(([, label]) => label === cell)
  if (label !== undefined) return label[0]
  switch (type) {
    case 'Int':
    case 'Float':
      return Number(cell)
    case 'BigInt':
      return BigInt(cell)
    case 'Boolean':
      return cell === 'true' || cell === 't'
    case 'DateTime':
      return timeOf(native, cell)
    case 'Json':
      return JSON.parse(cell) as unknown
    case 'Bytes':
      return Uint8Array.from(Buffer.from(cell.slice(2), 'hex'))
    default:
      return cell
  }
}

function timeOf(native: string, cell: string): Date {
  if (native === 'date') return new Date(`${cell}T00:00:00Z`)
  if (/^time\b/.test(native)) return new Date(`1970-01-01T${cell}Z`)
  return new Date(`${cell.replace(' ', 'T').replace(/\+00$/, '')}Z`)
}
