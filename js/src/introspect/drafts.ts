// A table on its way to a model: its columns with their fields' names, and its keys.
//
// Knows nothing of relations, and gives no model its name: only what becomes a model takes one.

import type { Catalog, CatalogTable } from './catalog.ts'
import { keysOf, namedKeys, type Column, type Columns, type Keys } from './keys.ts'
import { namesBy, type Namer, type Names } from './names.ts'
import type { Tell } from './notes.ts'
import { columnType, type Types } from './types.ts'

/** A table with what is described of it. */
export type Draft = {
  readonly table: CatalogTable
  readonly columns: Columns
  readonly keys: Keys
  /** The names of its fields, keys and relations. */
  readonly taken: Names
}

/** A draft that has become a model. */
export type Named = Draft & { readonly model: string }

/** What is described of a table; null if it cannot be a model. */
export function draftOf(
  table: CatalogTable,
  types: Types,
  namer: Required<Namer>,
  stated: readonly string[] | undefined,
  tell: Tell,
): Draft | null {
  const taken = namesBy()
  const columns = columnsOf(table, types, namer, taken, tell)
  const keys = keysOf(table, columns, stated, tell)
  if (keys === null) {
    const noun = table.kind === 'v' ? 'the view' : table.kind === 'f' ? 'the foreign table' : 'the table'
    const help = 'name the columns of one in the option `keys`, if its values are never repeated'
    tell('no key', [table.schema, table.name], `${noun} is left out: it has no key; ${help}`)
    return null
  }
  return { table, columns, keys: namedKeys(keys, taken), taken }
}

function columnsOf(
  table: CatalogTable,
  types: Types,
  namer: Required<Namer>,
  taken: Names,
  tell: Tell,
): Columns {
  const columns = new Map<number, Column>()
  for (const column of table.columns) {
    const place = [table.schema, table.name, column.name]
    const type = columnType(types, column)
    if (type === null) {
      tell('type', place, `the column is left out: nothing can be sent as ${column.written}`)
      continue
    }
    const wanted = namer.field(column.name, table.name)
    const field = taken.take(wanted)
    if (field !== wanted) tell('renamed', place, `its field is ${field}`)
    columns.set(column.position, { field, name: column.name, type })
  }
  return columns
}

/** The types of the columns of these tables, and a name for each enum among them. */
export function typesOf(catalog: Catalog, tables: readonly CatalogTable[], namer: Required<Namer>): Types {
  const byId = new Map(catalog.types.map((type) => [type.id, type]))
  const taken = namesBy()
  for (const scalar of SCALARS) taken.take(scalar)
  const used = new Set<number>()
  for (const { columns } of tables) for (const { type } of columns) addParts(type, byId, used)
  const enums = catalog.types
    .filter(({ id, kind, labels }) => used.has(id) && kind === 'e' && labels.length > 0)
    .sort((one, other) => (`${one.name}\0${one.schema}` < `${other.name}\0${other.schema}` ? -1 : 1))
  const enumNames = enums.map(({ id, name, schema }) => {
    const wanted = namer.enum(name, schema).replace(/(\?|\[\])+$/, '')
    return [id, taken.take(wanted, `${schema}_${wanted}`)] as const
  })
  return { byId, enumNames: new Map(enumNames) }
}

const SCALARS = ['String', 'Int', 'BigInt', 'Float', 'Decimal', 'Boolean', 'DateTime', 'Json', 'Bytes']

function addParts(id: number, byId: Types['byId'], used: Set<number>): void {
  const type = byId.get(id)
  if (type === undefined || used.has(id)) return
  used.add(id)
  addParts(type.base, byId, used)
  addParts(type.element, byId, used)
}
