// The keys of a table: what finds at most one of its rows, now and whenever it is asked.
//
// Knows nothing of relations. A unique index that holds for some rows only, or not at every moment, is no key.

import type { CatalogTable, CatalogUnique } from './catalog.ts'
import { permitted, type Names } from './names.ts'
import type { Tell } from './notes.ts'
import type { ColumnType } from './types.ts'

/** A column that a field describes. */
export type Column = {
  readonly field: string
  readonly name: string
  readonly type: ColumnType
}

/** The columns of a table by their positions. */
export type Columns = ReadonlyMap<number, Column>

/** Fields that find at most one row. */
export type Key = {
  readonly fields: readonly string[]
  /** The database's name of it; undefined if it has none. */
  readonly constraint: string | undefined
  /** What a caller names it by, if not by its fields. */
  readonly name?: string
}

/** The primary key and every other. */
export type Keys = { readonly primary: Key; readonly others: readonly Key[] }

/** The keys of a table; null if it has none. `stated` has the columns that the caller says are its key. */
export function keysOf(
  table: CatalogTable,
  columns: Columns,
  stated: readonly string[] | undefined,
  tell: Tell,
): Keys | null {
  const sound = table.uniques.filter((unique) => whyNoKey(unique, columns) === null)
  const ranked = [...sound].sort(
    (one, other) => rankOf(one, table) - rankOf(other, table) || byName(one, other),
  )
  const keys = distinct(ranked.map((unique) => keyOf(unique, columns)))
  const isPrimary = (key: Key): boolean =>
    table.uniques.some((one) => one.isPrimary && one.name === key.constraint)
  const primary =
    statedKey(table, columns, stated, keys) ??
    keys.find(isPrimary) ??
    shortest(keys.filter((key) => isAlwaysThere(key, columns))) ??
    deferrableKey(table, columns)
  for (const unique of table.uniques) {
    const why = whyNoKey(unique, columns)
    const isKey = unique.name === primary?.constraint
    if (why !== null)
      tell('unique', [table.schema, table.name, unique.name], isKey ? DEFERRABLE : `it is no key: ${why}`)
  }
  return primary === undefined ? null : { primary, others: keys.filter((key) => !isSame(key, primary)) }
}

const DEFERRABLE = 'it is deferrable, so PostgreSQL refuses to upsert or to skip duplicates in this table'

/** Gives each key of several fields a name that no field has. */
export function namedKeys({ primary, others }: Keys, taken: Names): Keys {
  const named = (key: Key): Key => {
    const usual = key.fields.join('_')
    if (key.fields.length === 1) return key
    const name = taken.take(...(permitted(usual) === usual ? [usual] : []), `${usual}_key`)
    return name === usual ? key : { ...key, name }
  }
  return { primary: named(primary), others: others.map(named) }
}

function whyNoKey(unique: CatalogUnique, columns: Columns): string | null {
  if (unique.isUnfinished) return 'the index is not valid'
  if (unique.isPartial) return 'it holds for some rows only'
  if (unique.columns.includes(0)) return 'it is of an expression'
  if (unique.isExclusion) return 'it is of periods'
  if (!unique.isEquality) return 'it takes other values for equal than the columns do'
  if (unique.isDeferrable) return 'it is deferrable, and ON CONFLICT cannot go by it'
  const parts = unique.columns.map((position) => columns.get(position))
  if (parts.includes(undefined)) return 'one of its columns is left out'
  return parts.some((column) => column?.type.isList) ? 'one of its columns is an array' : null
}

function keyOf(unique: CatalogUnique, columns: Columns): Key {
  const fields = unique.columns.flatMap((position) => columns.get(position)?.field ?? [])
  return { fields, constraint: unique.name }
}

/** Where several indexes say the same, the primary key speaks, then a constraint, then the one with the usual name. */
function rankOf({ name, isPrimary, isConstraint }: CatalogUnique, table: CatalogTable): number {
  const isUsual = name.startsWith(`${table.name}_`) && name.endsWith('_key')
  return isPrimary ? 0 : (isConstraint ? 1 : 3) + (isUsual ? 0 : 1)
}

function byName(one: CatalogUnique, other: CatalogUnique): number {
  return one.name < other.name ? -1 : 1
}

function distinct(keys: readonly Key[]): Key[] {
  return keys.filter((key, position) => keys.findIndex((other) => isSame(key, other)) === position)
}

function isSame(one: Key, other: Key): boolean {
  return JSON.stringify(one.fields) === JSON.stringify(other.fields)
}

function isAlwaysThere({ fields }: Key, columns: Columns): boolean {
  const described = [...columns.values()]
  return fields.every((field) =>
    described.some((column) => column.field === field && !column.type.isNullable),
  )
}

function shortest(keys: readonly Key[]): Key | undefined {
  return keys.reduce<Key | undefined>((best, key) => {
    return best === undefined || key.fields.length < best.fields.length ? key : best
  }, undefined)
}

/** Better a key that ON CONFLICT cannot go by than no model at all. */
function deferrableKey(table: CatalogTable, columns: Columns): Key | undefined {
  const unique = table.uniques.find(({ isPrimary }) => isPrimary)
  if (unique === undefined || whyNoKey({ ...unique, isDeferrable: false }, columns) !== null) return undefined
  return keyOf(unique, columns)
}

function statedKey(
  table: CatalogTable,
  columns: Columns,
  stated: readonly string[] | undefined,
  keys: readonly Key[],
): Key | undefined {
  if (stated === undefined) return undefined
  const fields = stated.map((name) => {
    const column = [...columns.values()].find((one) => one.name === name)
    if (column === undefined || column.type.isList) {
      throw new TypeError(
        `keys: ${JSON.stringify(name)} is no column of ${table.schema}.${table.name} that can be a key`,
      )
    }
    return column.field
  })
  if (fields.length === 0 || new Set(fields).size < fields.length) {
    throw new TypeError(`keys: the key of ${table.schema}.${table.name} needs columns, each once`)
  }
  const key = { fields, constraint: undefined }
  return keys.find((known) => isSame(known, key)) ?? key
}
