// Paths of rows and values: where in the caller's arguments something stands.

import type { Reading } from './reading.ts'

/** A place, from the outermost level inwards. */
export type Path = readonly (string | number)[]

/** The path of a row's value. */
export function pathOfSlot(reading: Reading, slot: number, row: number): Path {
  const found = reading.slots[slot]
  if (found === undefined || found.group < 0) return []
  return [...pathOfRow(reading, found.group, row), found.name]
}

/** The path of a row. */
export function pathOfRow(reading: Reading, group: number, row: number): Path {
  const found = reading.groups[group]
  if (found === undefined) return []
  const path = pathOfSlot(reading, found.slot, found.parents[row] ?? 0)
  const element = found.elements[row] ?? -1
  return element < 0 ? path : [...path, element]
}

/** The path of a row that a statement is sent, or of the entry of the row that asks for the statement. */
export function pathOfSent(
  reading: Reading,
  { group, row, entry }: { readonly group: number; readonly row: number; readonly entry: number | null },
): Path {
  return entry === null ? pathOfRow(reading, group, row) : pathOfSlot(reading, entry, row)
}

/** A path as text: `data.posts.create[1].title`. */
export function pathText(path: Path): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else if (!plainName.test(segment)) text += `[${JSON.stringify(segment)}]`
    else text += text === '' ? segment : `.${segment}`
  }
  return text
}

const plainName = /^[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*$/
