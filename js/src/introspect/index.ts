// schemaFromDatabase: a database's catalog as a schema description, with notes on what could not be said.
//
// Knows nothing of how a schema is written to a file; `schemaFile` does, and is handed on for those who want both.

import type { Driver } from '../driver.ts'
import type { SchemaDescription } from '../schema.ts'
import type { Catalog, CatalogTable } from './catalog.ts'
import { readsLocalClock } from './defaults.ts'
import { describe } from './describe.ts'
import { draftOf, typesOf, type Draft, type Named } from './drafts.ts'
import { junctionsOf } from './junctions.ts'
import { linksOf } from './links.ts'
import { accessorOf, namerOf, namesBy, type Namer, type NameStyle } from './names.ts'
import { noteBook, type Note, type Tell } from './notes.ts'
import { readCatalog } from './read.ts'
import { namedRelations } from './relations.ts'
import { chosenTables, matcher, tellOfTable, type TablePatterns } from './tables.ts'
import { camel } from './words.ts'

export { schemaFile, schemaJson } from '../schema-file/index.ts'
export type { NameStyle, Namer } from './names.ts'
export type { Note, NoteKind } from './notes.ts'
export type { TablePatterns } from './tables.ts'

/** What is read, and how it is called. */
export type IntrospectOptions = {
  /** The database schemas; those of the search path, if not said. */
  readonly schemas?: readonly string[]
  readonly tables?: TablePatterns
  /** For views and tables that state no key: the columns whose values are never repeated, by the table's name. */
  readonly keys?: { readonly [table: string]: readonly string[] }
  /** How models and fields are called: as in the database, if not said. */
  readonly names?: NameStyle
}

/** A schema, and what it does not say. */
export type Introspected = {
  readonly schema: SchemaDescription
  readonly notes: readonly Note[]
}

/** Reads the description of a database from the database, by one query. */
export async function schemaFromDatabase(
  driver: Driver,
  options: IntrospectOptions = {},
): Promise<Introspected> {
  const namer = namerOf(options.names ?? 'database')
  const catalog = await readCatalog(driver, options.schemas)
  const { notes, tell } = noteBook()
  const tables = chosenTables(catalog, options.tables ?? {}, tell)
  for (const name of Object.keys(options.keys ?? {})) {
    if (!tables.some(matcher(name)))
      tell('pattern', [], `no table is named like ${JSON.stringify(name)}, which has a key`)
  }
  const types = typesOf(catalog, tables, namer)
  const drafts = tables.flatMap((table) => {
    return draftOf(table, types, namer, statedKey(table, options.keys ?? {}), tell) ?? []
  })
  const junctions = junctionsOf(
    drafts,
    linksOf(drafts, () => {}),
  )
  const models = namedModels(
    drafts.filter(({ table }) => !junctions.has(table.id)),
    namer,
    tell,
  )
  const ofDraft = new Map(models.map((model) => [model.table.id, model]))
  const pairs = [...junctions.values()].flatMap(({ table, ends: [one, other] }) => {
    const [left, right] = [ofDraft.get(one.model.table.id), ofDraft.get(other.model.table.id)]
    if (left === undefined || right === undefined) return []
    return [
      {
        table,
        ends: [
          { ...one, model: left },
          { ...other, model: right },
        ] as const,
      },
    ]
  })
  const style = options.names === 'camel' || options.names === 'prisma' ? camel : undefined
  const relations = namedRelations(linksOf(models, tell), pairs, style)
  for (const { table } of models) tellOfTable(table, tell)
  tellOfClock(catalog, models, tell)
  return { schema: describe(catalog, types, models, relations), notes }
}

/** More models than the planner can number. */
const MOST_MODELS = 8_000

function namedModels(drafts: readonly Draft[], namer: Required<Namer>, tell: Tell): Named[] {
  if (drafts.length > MOST_MODELS) {
    const help = 'choose some with the option `tables`'
    throw new Error(
      `a schema has at most ${MOST_MODELS} models, and the database has ${drafts.length} tables: ${help}`,
    )
  }
  const taken = namesBy(accessorOf)
  return drafts.map((draft) => {
    const { schema, name } = draft.table
    const wanted = namer.model(name, schema)
    const model = taken.take(wanted, `${schema}_${wanted}`)
    if (model !== wanted) tell('renamed', [schema, name], `its model is ${model}`)
    return { ...draft, model }
  })
}

function statedKey(
  table: CatalogTable,
  keys: NonNullable<IntrospectOptions['keys']>,
): readonly string[] | undefined {
  return Object.entries(keys).find(([name]) => matcher(name)(table))?.[1]
}

function tellOfClock({ timeZone }: Catalog, models: readonly Named[], tell: Tell): void {
  if (/^(etc\/)?(utc|uct|gmt|zulu|universal)([+-]?0)?$/i.test(timeZone)) return
  for (const { table, columns } of models) {
    for (const column of table.columns) {
      const described = columns.get(column.position)
      if (described === undefined || !readsLocalClock(column, described.type)) continue
      const place = [table.schema, table.name, column.name]
      tell('clock', place, `its default is the time in ${timeZone}, and Treewright sends the time in UTC`)
    }
  }
}
