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
  /** Whether it is an object or a list, of which a name or a bracket is enough to see. */
  readonly isWide: boolean
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
  const { key, value, isWide } = found.spot
  if (found.isWhole && !isWide) return value
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
  return index.get(pattern) ?? []
}

const indexes = new WeakMap<Places, ReadonlyMap<string, readonly Spot[]>>()

// A list of rows and a row alone are one place to a plan, so an element is known under both names.
function indexOf(places: Places): ReadonlyMap<string, readonly Spot[]> {
  const index = new Map<string, Spot[]>()
  for (const [key, spot] of places) {
    const path = JSON.parse(key) as Path
    const pattern = pathText(path.map((one) => (typeof one === 'number' ? 0 : one))).replaceAll('[0]', '[*]')
    const known = index.get(pattern)
    if (known === undefined) index.set(pattern, [spot])
    else known.push(spot)
  }
  return index
}
