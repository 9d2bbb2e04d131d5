// Which row of one group belongs to which row of another: the one it stands in, or the one that stands in it.
//
// Knows nothing of relations: rows are related by where they are written.

import type { Reading } from './reading.ts'

/** For each row of one group, the row of the other, or -1. */
export type Related = readonly number[]

/** Relates groups of a reading, each pair once. */
export type Relate = (from: number, to: number) => Related

/** The relations between the groups of a reading. */
export function relateRows(reading: Reading): Relate {
  const known = new Map<string, Related>()
  const relate: Relate = (from, to) => {
    const key = `${from} ${to}`
    let related = known.get(key)
    if (related === undefined) {
      related = outwards(reading, from, to) ?? inverse(reading, from, outwards(reading, to, from) ?? [])
      known.set(key, related)
    }
    return related
  }
  return relate
}

function outwards(reading: Reading, from: number, to: number): number[] | undefined {
  const start = reading.groups[from]
  if (start === undefined) return undefined
  let rows = start.parents.map((_, row) => row)
  let group = from
  while (group !== to) {
    const found = reading.groups[group]
    const outer = found === undefined ? -1 : (reading.slots[found.slot]?.group ?? -1)
    if (found === undefined || outer < 0) return undefined
    const { parents } = found
    rows = rows.map((row) => parents[row] ?? -1)
    group = outer
  }
  return rows
}

function inverse(reading: Reading, from: number, outer: readonly number[]): number[] {
  const related = new Array<number>(reading.groups[from]?.parents.length ?? 0).fill(-1)
  outer.forEach((row, inner) => {
    if (related[row] === -1) related[row] = inner
  })
  return related
}
