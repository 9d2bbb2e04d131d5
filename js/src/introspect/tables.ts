// Which tables become models: those that the caller chose, that can be written, and that stand for themselves.
//
// Knows nothing of keys. What is left out is told, but for partitions, which are told by the table they are part of.

import type { Catalog, CatalogTable } from './catalog.ts'
import type { Tell } from './notes.ts'

/** Tables by their names, with `*` for any letters: `orders`, `audit_*`, `app.users`. */
export type TablePatterns = {
  /** The tables that are wanted; all, if not said. */
  readonly include?: readonly string[]
  /** The tables that are not. */
  readonly exclude?: readonly string[]
}

/** The commands that a table must take to be written: update, insert and delete. */
const ALL_COMMANDS = 4 + 8 + 16

/** The tables that can become models, in an order that depends on their names alone. */
export function chosenTables(catalog: Catalog, patterns: TablePatterns, tell: Tell): CatalogTable[] {
  const include = patterns.include?.map(matcher)
  const exclude = (patterns.exclude ?? []).map(matcher)
  const wanted = catalog.tables.filter((table) => {
    return (include?.some((test) => test(table)) ?? true) && !exclude.some((test) => test(table))
  })
  patterns.include?.forEach((pattern, position) => {
    if (!catalog.tables.some((table) => include?.[position]?.(table)))
      tell('pattern', [], `no table is named like ${JSON.stringify(pattern)}`)
  })
  const inOrder = (table: CatalogTable): number => catalog.schemas.indexOf(table.schema)
  return wanted
    .filter((table) => standsForItself(table, tell))
    .sort((one, other) => inOrder(one) - inOrder(other) || (one.name < other.name ? -1 : 1))
}

function standsForItself(table: CatalogTable, tell: Tell): boolean {
  const place = [table.schema, table.name]
  if (table.isPartition) return false
  if ((table.commands & ALL_COMMANDS) !== ALL_COMMANDS) {
    const noun =
      { v: 'the view', m: 'the materialized view', f: 'the foreign table' }[table.kind] ?? 'the table'
    tell('not writable', place, `${noun} is left out: its rows cannot be inserted, updated and deleted`)
    return false
  }
  return true
}

/** Tells what a reader of the schema should know of a table that is in it. */
export function tellOfTable(table: CatalogTable, tell: Tell): void {
  const place = [table.schema, table.name]
  if (table.kind === 'p' && table.children > 0) {
    tell('children', place, 'its partitions are written through it, and have no models of their own')
  }
  if (table.kind === 'r' && table.children > 0) {
    tell(
      'children',
      place,
      'other tables inherit from it: their rows are seen through it, and its keys do not hold for them',
    )
  }
  for (const rule of table.rules) {
    tell(
      'rule',
      [...place, rule],
      'the rule rewrites statements on the table, and PostgreSQL refuses some that write rows',
    )
  }
  if (table.hasRowSecurity) {
    const whom = table.isRowSecurityActive ? 'this role' : 'other roles, though not this one'
    tell('row security', place, `row security hides rows from ${whom}: a write of a hidden row finds nothing`)
  }
}

/** Whether a pattern speaks of a table, by its name or with its schema's. */
export function matcher(pattern: string): (table: Pick<CatalogTable, 'schema' | 'name'>) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`, 'su')
  return ({ schema, name }) => expression.test(name) || expression.test(`${schema}.${name}`)
}
