// Where the parts of a value stand in the text that it was read from, by their paths.
//
// Knows nothing of how a text is read.

import type { Range } from '../finding.ts'

/** A place in a value, from the outermost level inwards. */
export type Path = readonly (string | number)[]

/** Where one part stands. */
export type Spot = {
  /** Its name, where it has one. */
  readonly key: Range | null
  readonly value: Range
  readonly is: 'scalar' | 'object' | 'list'
}

/** Where all parts of a value stand. */
export type Places = ReadonlyMap<string, Spot>

/** The name of a path among places. */
export function keyOf(path: Path): string {
  return JSON.stringify(path)
}

/** The spot of a path, or of the smallest part around it that there is. */
export function nearestSpot(
  places: Places,
  path: Path,
): { readonly spot: Spot; readonly isWhole: boolean } | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const spot = places.get(keyOf(path.slice(0, length)))
    if (spot !== undefined) return { spot, isWhole: length === path.length }
  }
  return undefined
}

/** What to mark for a path: a small value itself; of a large one, or of one that is missing, the name around it. */
export function markOf(places: Places, path: Path): Range | undefined {
  const found = nearestSpot(places, path)
  if (found === undefined) return undefined
  const { key, value, is } = found.spot
  // Of an object or a list, its name or its bracket is enough to see.
  if (found.isWhole && is === 'scalar') return value
  return key ?? { from: value.from, to: Math.min(value.to, value.from + 1) }
}

/** The name at a path, where what is wrong is the name itself. */
export function nameOf(places: Places, path: Path): Range | undefined {
  return places.get(keyOf(path))?.key ?? markOf(places, path)
}

/** A path as text: `data.posts.create[1].title`. */
export function pathText(path: Path): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else if (!PLAIN.test(segment)) text += `[${JSON.stringify(segment)}]`
    else text += text === '' ? segment : `.${segment}`
  }
  return text
}

const PLAIN = /^[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*$/

/** The spots whose paths are as a plan writes them: `data.posts.create[*].title`. */
export function spotsLike(places: Places, pattern: string): readonly Spot[] {
  let index = indexes.get(places)
  if (index === undefined) {
    index = indexOf(places)
    indexes.set(places, index)
  }
  return index.get(pattern.replaceAll('[*]', '')) ?? []
}

const indexes = new WeakMap<Places, ReadonlyMap<string, readonly Spot[]>>()

// To a plan a row in a list and a row by itself are at one place, and a list is at none.
function indexOf(places: Places): ReadonlyMap<string, readonly Spot[]> {
  const index = new Map<string, Spot[]>()
  for (const [key, spot] of places) {
    if (spot.is === 'list') continue
    const pattern = pathText((JSON.parse(key) as Path).filter((one) => typeof one !== 'number'))
    const known = index.get(pattern)
    if (known === undefined) index.set(pattern, [spot])
    else known.push(spot)
  }
  return index
}
