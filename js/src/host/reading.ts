// What was read of a request: groups of alike rows, slots with a value for each row, and the shape that describes them.
//
// Knows nothing of how values are read.

import type { Entry } from './grammar.ts'

/** All alike rows at one place. */
export type GroupRows = {
  /** The slot the rows stand in. */
  readonly slot: number
  /** For each row, the row of the outer group it stands in. */
  readonly parents: number[]
  /** For each row, its position in the caller's array, or -1. */
  readonly elements: number[]
}

/** The values of all rows of a group at one entry. */
export type SlotValues = {
  /** The group, or -1 for the arguments themselves. */
  readonly group: number
  readonly name: string
  /** For each row its value; undefined where it has none. */
  readonly values: readonly unknown[]
}

/** A request read: its shape, and every value where the shape says it is. */
export type Reading = {
  readonly shape: string
  readonly groups: readonly GroupRows[]
  readonly slots: readonly SlotValues[]
}

/** A group while it is being read. */
export type OpenGroup = {
  readonly isPlain: boolean
  readonly likeness: string
  readonly entries: ReadonlyMap<string, Entry>
  readonly parents: number[]
  readonly elements: number[]
  readonly slots: Map<string, OpenSlot>
}

/** A slot while it is being read. */
export type OpenSlot = {
  readonly entry: Entry | undefined
  kinds: number
  elementKinds: number
  n: number
  readonly values: unknown[]
  readonly below: OpenGroup[]
}

/** A slot in which nothing has been read. */
export function openSlot(entry: Entry | undefined): OpenSlot {
  return { entry, kinds: 0, elementKinds: 0, n: 0, values: [], below: [] }
}

/** The group that a row belongs to, if there is one yet. */
export function alikeGroup(
  { below }: OpenSlot,
  { alike, ordered }: Entry,
  isPlainData: boolean,
  likeness: string,
  isOneByOne: boolean,
): OpenGroup | undefined {
  if (ordered && isOneByOne) return undefined
  const isAlike = (group: OpenGroup) => group.isPlain === isPlainData && group.likeness === likeness
  if (alike !== 'sameWhere') return below.find(isAlike)
  const last = below.at(-1)
  return last !== undefined && isAlike(last) ? last : undefined
}

/** Writes the shape of everything below the arguments, and numbers its groups and slots. */
export function closed(context: number, root: OpenSlot): Reading {
  const reading = { groups: [] as GroupRows[], slots: [] as SlotValues[] }
  const pieces = [`${context}:${root.kinds.toString(16)}`]
  reading.slots.push({ group: -1, name: '', values: root.values })
  for (const below of root.below) closeGroup(below, 0, reading, pieces)
  return { shape: pieces.join(''), ...reading }
}

function closeGroup(
  group: OpenGroup,
  slot: number,
  reading: { groups: GroupRows[]; slots: SlotValues[] },
  pieces: string[],
): void {
  const id = reading.groups.length
  const n = group.parents.length
  reading.groups.push({ slot, parents: group.parents, elements: group.elements })
  let separator = group.isPlain ? '!{' : '{'
  for (const [name, open] of group.slots) {
    const key = open.entry === undefined ? quote(name) : open.entry.key
    const elements = open.elementKinds === 0 ? '' : `/${open.elementKinds.toString(16)}`
    pieces.push(`${separator}${key}:${open.kinds.toString(16)}${elements}${open.n < n ? '?' : ''}`)
    separator = ','
    open.values.length = n
    reading.slots.push({ group: id, name, values: open.values })
    const own = reading.slots.length - 1
    for (const below of open.below) closeGroup(below, own, reading, pieces)
  }
  pieces.push(group.slots.size === 0 ? `${separator}}` : '}')
}

// A name that is no entry, cut: the shape only has to say that something unknown stands there.
function quote(name: string): string {
  const cut = name.length > 100 ? `${name.slice(0, 99)}\u2026` : name
  return `"${cut.replace(/[\\"]/g, '\\$&')}"`
}
