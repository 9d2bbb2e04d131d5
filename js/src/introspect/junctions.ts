// Tables of pairs: two foreign keys that are together the key, and nothing else. Each is a relation between many and many.
//
// Knows nothing of how relations are called. A table that has anything of its own, triggers among it, stays a model.

import type { Draft } from './drafts.ts'
import type { Link } from './links.ts'

/** One end of a table of pairs: whose key it is, and in which column. */
export type End<D extends Draft = Draft> = {
  readonly model: D
  readonly column: string
}

/** A table of pairs. */
export type Junction<D extends Draft = Draft> = {
  readonly table: Draft['table']
  /** In the order of the columns. */
  readonly ends: readonly [End<D>, End<D>]
}

/** The drafts that are tables of pairs, by the numbers of their tables. */
export function junctionsOf<D extends Draft>(
  drafts: readonly D[],
  links: readonly Link<D>[],
): Map<number, Junction<D>> {
  const junctions = new Map<number, Junction<D>>()
  const referenced = new Set(links.map(({ target }) => target))
  const held = new Map<D, Link<D>[]>()
  for (const link of links) {
    const known = held.get(link.holder)
    if (known === undefined) held.set(link.holder, [link])
    else known.push(link)
  }
  for (const draft of drafts) {
    const junction = referenced.has(draft) ? null : junctionOf(draft, held.get(draft) ?? [])
    if (junction !== null) junctions.set(draft.table.id, junction)
  }
  return junctions
}

function junctionOf<D extends Draft>(draft: D, links: readonly Link<D>[]): Junction<D> | null {
  const { table, keys, columns } = draft
  const [one, other, ...more] = links
  if (one === undefined || other === undefined || more.length > 0) return null
  const actsItself = table.triggers.length > 0 || table.rules.length > 0 || table.hasRowSecurity
  if (
    actsItself ||
    !'rp'.includes(table.kind) ||
    table.columns.length !== 2 ||
    table.foreignKeys.length !== 2
  )
    return null
  const isOfTwo = keys.primary.fields.length === 2
  const isAllThere = [...columns.values()].every(({ type }) => !type.isNullable)
  const isByKeys = links.every(({ references, target }) => {
    return (
      references.length === 1 &&
      target.keys.primary.fields.length === 1 &&
      references[0] === target.keys.primary.fields[0]
    )
  })
  const hasDeferred = table.uniques.some((unique) => unique.isDeferrable)
  if (!isOfTwo || !isAllThere || !isByKeys || hasDeferred || one.fields[0] === other.fields[0]) return null
  return { table, ends: [endOf(one), endOf(other)] }
}

function endOf<D extends Draft>({ holder, target, fields }: Link<D>): End<D> {
  const column = [...holder.columns.values()].find(({ field }) => field === fields[0])
  return { model: target, column: column?.name ?? '' }
}
