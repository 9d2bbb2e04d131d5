// The rows that a case expects, read from its file, and those a database has, printed the same way.
//
// Knows nothing of requests. How rows are printed is told in tests/src/rows.rs.

import { arrayLiteral } from '../../js/src/coders/arrays.ts'
import { decodeList, decoderOf } from '../../js/src/coders/decode.ts'
import type { Rows } from 'treewright/driver'
import type { Place } from './places.ts'

/** A table as a case shows it. */
export type Table = {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a case expects: rows by table, and the answer. */
export type Expected = { readonly tables: readonly Table[]; readonly answer: unknown }

/** Reads a `.rows` file. */
export function readExpected(text: string): Expected {
  const [shown = '', answer = ''] = text.split(/^answer\n/m)
  return { tables: readTables(shown), answer: JSON.parse(answer) as unknown }
}

/** Reads tables, as a `.before` file holds them. */
export function readTables(text: string): Table[] {
  return text
    .split('\n\n')
    .filter((section) => section.trim() !== '')
    .map(readTable)
}

function readTable(section: string): Table {
  const [name = '', header = '', ...lines] = section.replace(/^\n+/, '').trimEnd().split('\n')
  const starts = [0]
  for (let at = header.indexOf(' | '); at >= 0; at = header.indexOf(' | ', at + 3)) starts.push(at + 3)
  const cellsOf = (line: string) => {
    const letters = [...line]
    return starts.map((start, n) =>
      letters
        .slice(start, (starts[n + 1] ?? Infinity) - 3)
        .join('')
        .trim(),
    )
  }
  return { name, columns: cellsOf(header), rows: lines.map(cellsOf) }
}

/** The tables of a database that have rows, those of `columns` in that order. */
export async function tablesOf(
  place: Place,
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<Table[]> {
  const named = await rowsOf(
    place,
    `
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
  )
  const tables: Table[] = []
  for (const [schema, name] of named) {
    const table = `${quoted(schema)}.${quoted(name)}`
    const types = await rowsOf(
      place,
      `
      SELECT a.attname, t.typname, t.typtype FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = '${table.replaceAll("'", "''")}'::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    )
    const wanted = columns.get(name ?? '') ?? types.map(([column]) => column ?? '')
    const coders = wanted.map((column) => coderOf(types.find(([found]) => found === column)))
    const rows = await rowsOf(place, `SELECT ${wanted.map(quoted).join(', ')} FROM ${table}`)
    const shown = rows.map((row) => row.map((text, n) => shownCell(coders[n] ?? 'text', text)))
    if (rows.length > 0) tables.push({ name: name ?? '', columns: wanted, rows: shown })
  }
  return tables
}

// Arrays are called by their element with an underscore before it.
function coderOf(found: readonly (string | null)[] | undefined): string {
  const [, type = 'text', kind = 'b'] = found ?? []
  return kind === 'e' ? 'enum' : (type ?? 'text')
}

/** Statements that put rows there before a request, and let the sequences go on after them. */
export async function loading(place: Place, tables: readonly Table[]): Promise<string> {
  const statements: string[] = []
  for (const { name, columns, rows } of tables) {
    const [[table = ''] = []] = await rowsOf(
      place,
      `SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND c.relname = ${literal(name)} AND n.nspname !~ '^pg_'`,
    )
    const types = await rowsOf(
      place,
      `SELECT a.attname, t.typname, pg_get_serial_sequence(${literal(table ?? '')}, a.attname)
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       WHERE a.attrelid = ${literal(table ?? '')}::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    )
    const typeOf = (column: string) => types.find(([found]) => found === column)?.[1] ?? 'text'
    for (const row of rows) {
      const values = row.map((cell, n) => loaded(typeOf(columns[n] ?? ''), cell))
      statements.push(
        `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')});`,
      )
    }
    for (const [column, , sequence] of types) {
      if (sequence !== null && sequence !== undefined)
        statements.push(`SELECT setval(${literal(sequence)}, max(${quoted(column)})) FROM ${table};`)
    }
  }
  return `SET session_replication_role = replica; ${statements.join(' ')} RESET session_replication_role;`
}

// A cell as it is printed: texts in quotes as JSON, all else bare.
function loaded(type: string, cell: string): string {
  if (cell === 'null') return 'NULL'
  if (type.startsWith('_'))
    return literal(
      arrayLiteral((JSON.parse(cell) as unknown[]).map((one) => (one === null ? null : String(one)))),
    )
  if (type === 'json' || type === 'jsonb' || !cell.startsWith('"')) return literal(cell)
  return literal(JSON.parse(cell) as string)
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function shownCell(coder: string, text: string | null): string {
  if (text === null) return 'null'
  if (coder.startsWith('_'))
    return `[${decodeList((one) => shownCell(coder.slice(1), one), text)
      .map((one) => one ?? 'null')
      .join(', ')}]`
  if (/^(int|float|numeric|oid|bytea)/.test(coder)) return text
  const value = decoderOf(coder)(text)
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(value)
}

async function rowsOf(place: Place, sql: string): Promise<Rows> {
  const { rows, refusal } = await place.driver.connect((connection) => connection.send([{ sql, params: [] }]))
  if (refusal !== null) throw refusal.cause
  return rows[0] ?? []
}

function quoted(name: string | null | undefined): string {
  return `"${(name ?? '').replaceAll('"', '""')}"`
}
