// What a description says of columns and constraints, and what the database's catalogs say of them, in the same form.
//
// Knows nothing of what made either.

import type { FieldFacts, KeyDescription, ModelDescription, SchemaDescription } from 'treewright'
import type { Place } from './places.ts'

/** The type of each described column, as PostgreSQL prints it. */
export type Types = Readonly<Record<string, string>>

/** The types of a description: PostgreSQL is asked how it prints them. */
export async function typesSaid(place: Place, schema: SchemaDescription): Promise<Types> {
  const columns = tablesOf(schema).flatMap((model) =>
    fieldsOf(model).map((field) => [`${tableOf(model)}.${field.column}`, typeOf(field, schema)] as const),
  )
  const list = columns.map(([, type], idx) => `c${idx} ${type}`).join(', ')
  await place.run(`CREATE SCHEMA other; CREATE TABLE other.probe (${list})`)
  const printed = await place.rows(`${TYPES} WHERE n.nspname = 'other' ${LIVE} ORDER BY a.attnum`)
  return sorted(columns.map(([column], idx) => [column, String(printed[idx]?.['type'])]))
}

/** The types of the same columns in the database. */
export async function typesFound(place: Place, schema: SchemaDescription): Promise<Types> {
  const found = new Map<string, string>()
  for (const row of await place.rows(`${TYPES} WHERE a.attnum > 0 ${LIVE}`))
    found.set(`${row['table']}.${row['column']}`, String(row['type']))
  const columns = tablesOf(schema).flatMap((model) =>
    fieldsOf(model).map(({ column }) => `${tableOf(model)}.${column}`),
  )
  return sorted(columns.map((column) => [column, found.get(column) ?? 'not there']))
}

const TYPES = `
  SELECT n.nspname || '.' || c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace`
const LIVE = "AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"

/** Each key and foreign key in a line: its table, its name, and what a foreign key does. */
export function constraintsSaid(schema: SchemaDescription): readonly string[] {
  return tablesOf(schema)
    .flatMap((model) => [...keysSaid(model), ...foreignKeysSaid(model)])
    .sort()
}

/** The same of the described tables in the database. */
export async function constraintsFound(place: Place, schema: SchemaDescription): Promise<readonly string[]> {
  const tables = new Set(tablesOf(schema).map(tableOf))
  const rows = await place.rows(`
    SELECT n.nspname || '.' || c.relname AS table, i.relname AS name, '' AS acts
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE x.indisunique
    UNION ALL
    SELECT n.nspname || '.' || c.relname, f.conname, f.confdeltype::text || f.confupdtype::text
    FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE f.contype = 'f'`)
  return rows
    .filter((row) => tables.has(String(row['table'])))
    .map((row) => [row['table'], row['name'], row['acts']].join(' '))
    .sort()
}

function keysSaid(model: Table): readonly string[] {
  const { table } = model
  const usual = (fields: readonly string[]) =>
    [table, ...fields.map((name) => columnOf(model, name)), 'key'].join('_')
  const marked = fieldsOf(model).filter(({ unique }) => unique === true)
  const uniques = (model.uniques ?? []).map((key) => constraintOf(key) ?? usual(partsOf(key)))
  const primary = (model.key === undefined ? undefined : constraintOf(model.key)) ?? `${table}_pkey`
  const names = [primary, ...uniques, ...marked.map(({ name }) => usual([name]))]
  return names.map((name) => `${tableOf(model)} ${name} `)
}

const ACTS = { NoAction: 'a', Restrict: 'r', Cascade: 'c', SetNull: 'n', SetDefault: 'd' }

function foreignKeysSaid(model: Table): readonly string[] {
  return Object.values(model.relations ?? {}).flatMap(({ fields, constraint, onDelete, onUpdate }) => {
    if (fields === undefined) return []
    const columns = fields.map((name) => columnOf(model, name))
    const name = constraint ?? [model.table, ...columns, 'fkey'].join('_')
    return [`${tableOf(model)} ${name} ${ACTS[onDelete ?? 'Restrict']}${ACTS[onUpdate ?? 'Cascade']}`]
  })
}

type Named = FieldFacts & { readonly name: string; readonly column: string }

function fieldsOf(model: ModelDescription): readonly Named[] {
  return Object.entries(model.fields).map(([name, field]) => {
    const facts = typeof field === 'string' ? { type: field } : field
    return { column: name, ...facts, name }
  })
}

const USUAL: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Float: 'float8',
  Decimal: 'numeric',
  Boolean: 'bool',
  DateTime: 'timestamp',
  Json: 'jsonb',
  Bytes: 'bytea',
}

function typeOf({ type, native }: Named, { enums }: SchemaDescription): string {
  const [, name = '', mark] = /^(.*?)(\?|\[\])?$/.exec(type) ?? []
  const found = enums?.[name]
  const facts =
    found === undefined || Array.isArray(found) ? {} : (found as { schema?: string; type?: string })
  const ofEnum = `${facts.schema ?? 'public'}."${facts.type ?? name}"`
  return (native ?? USUAL[name] ?? ofEnum) + (mark === '[]' ? '[]' : '')
}

/** A model with the names that its table goes by. */
type Table = ModelDescription & { readonly table: string }

function tablesOf({ models }: SchemaDescription): readonly Table[] {
  return Object.entries(models).map(([table, model]) => ({ table, ...model }))
}

function tableOf({ schema, table }: Table): string {
  return `${schema ?? 'public'}.${table}`
}

function columnOf(model: ModelDescription, name: string): string {
  return fieldsOf(model).find((field) => field.name === name)?.column ?? name
}

function partsOf(key: KeyDescription): readonly string[] {
  return 'fields' in key ? key.fields : key
}

function constraintOf(key: KeyDescription): string | undefined {
  return 'fields' in key ? key.constraint : undefined
}

function sorted(entries: readonly (readonly [string, string])[]): Types {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)))
}
