// The foreign keys that become relations: those whose two ends are described, and fit together as a description asks.
//
// Knows nothing of how relations are called. A foreign key that becomes none is told, and its columns stay fields.

import type { ReferentialAction } from '../schema.ts'
import type { CatalogForeignKey } from './catalog.ts'
import type { Draft } from './drafts.ts'
import type { Column } from './keys.ts'
import type { Tell } from './notes.ts'
import { isUuid } from './types.ts'

/** A foreign key between two drafts. */
export type Link<D extends Draft = Draft> = {
  readonly holder: D
  readonly target: D
  readonly constraint: string
  readonly fields: readonly string[]
  readonly references: readonly string[]
  /** Whether at most one row holds each reference. */
  readonly isOneToOne: boolean
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: 'NoAction',
  r: 'Restrict',
  c: 'Cascade',
  n: 'SetNull',
  d: 'SetDefault',
}

/** The relations' foreign keys, in the order of their holders and of their columns. */
export function linksOf<D extends Draft>(drafts: readonly D[], tell: Tell): Link<D>[] {
  const byTable = new Map(drafts.map((draft) => [draft.table.id, draft]))
  return drafts.flatMap((holder) => {
    const links: Link<D>[] = []
    for (const foreignKey of inOrder(holder.table.foreignKeys)) {
      const link = linkOf(holder, foreignKey, byTable.get(foreignKey.target), links)
      if (typeof link !== 'string') links.push(link)
      else
        tell(
          'foreign key',
          [holder.table.schema, holder.table.name, foreignKey.name],
          `it is no relation: ${link}`,
        )
    }
    return links
  })
}

function inOrder(foreignKeys: readonly CatalogForeignKey[]): CatalogForeignKey[] {
  return [...foreignKeys].sort((one, other) => {
    const differing = one.columns.findIndex((column, position) => column !== other.columns[position])
    const byColumns = (one.columns[differing] ?? 0) - (other.columns[differing] ?? 0)
    return byColumns || one.columns.length - other.columns.length || (one.name < other.name ? -1 : 1)
  })
}

/** The link that a foreign key is, or why it is none. */
function linkOf<D extends Draft>(
  holder: D,
  foreignKey: CatalogForeignKey,
  target: D | undefined,
  before: readonly Link<D>[],
): Link<D> | string {
  const { name, columns, targetColumns, isPeriod, isEnforced } = foreignKey
  if (target === undefined) return `${foreignKey.targetSchema}.${foreignKey.targetName} is not described`
  if (isPeriod) return 'it is of periods'
  const here = columns.flatMap((position) => holder.columns.get(position) ?? [])
  const there = targetColumns.flatMap((position) => target.columns.get(position) ?? [])
  if (here.length < columns.length || there.length < targetColumns.length)
    return 'one of its columns is left out'
  if (!here.every((column, position) => fits(column, there[position])))
    return 'the types of its columns differ'
  const fields = here.map(({ field }) => field)
  const references = there.map(({ field }) => field)
  const keys = [target.keys.primary, ...target.keys.others]
  const isKey = keys.some(
    (key) => key.fields.length === references.length && isWithin(key.fields, references),
  )
  if (!isKey) return 'what it references is no key'
  const repeated = before.find((link) => link.target === target && isSamePairs(link, fields, references))
  if (repeated !== undefined) return `${repeated.constraint} is the same`
  return {
    holder,
    target,
    constraint: name,
    fields,
    references,
    isOneToOne: [holder.keys.primary, ...holder.keys.others].some((key) => isWithin(key.fields, fields)),
    onDelete: (isEnforced && ACTIONS[foreignKey.onDelete]) || 'NoAction',
    onUpdate: (isEnforced && ACTIONS[foreignKey.onUpdate]) || 'NoAction',
  }
}

function fits(here: Column, there: Column | undefined): boolean {
  if (there === undefined || here.type.isList || there.type.isList) return false
  return here.type.scalar === there.type.scalar && isUuid(here.type) === isUuid(there.type)
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one))
}

function isSamePairs(link: Link, fields: readonly string[], references: readonly string[]): boolean {
  const pairs = (from: readonly string[], to: readonly string[]): string =>
    JSON.stringify(from.map((field, position) => [field, to[position]]).sort())
  return pairs(link.fields, link.references) === pairs(fields, references)
}
