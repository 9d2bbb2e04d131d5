// What running examples call: each claim is put to the proof, and what does not hold is noted with its line.
//
// Knows nothing of pages. An example runs at a time, so one list is enough.

import { inspect, isDeepStrictEqual } from 'node:util'

export type Failure = { readonly line: number; readonly message: string }

/** What `...` stands for in a claimed value: more entries or elements. */
class More {
  *[Symbol.iterator](): Generator<More> {
    yield this
  }
}

const more = Symbol('more')
/** `...` in a claimed value, which spreads it. */
export const rest = Object.assign(new More(), { [more]: true })

let line = 0
let failures: Failure[] = []

/** Runs an example, and gives what does not hold in it. */
export async function failuresOf(example: () => Promise<unknown>): Promise<readonly Failure[]> {
  failures = []
  await example().catch((error: unknown) => failures.push({ line, message: `throws ${messageOf(error)}` }))
  return failures
}

/** The statement that begins at this line is next. */
export function at(next: number): void {
  line = next
}

/** Holds what `subject` gives to be what the page claims. */
export async function gives(
  place: number,
  subject: () => Promise<unknown>,
  claimed: (rest: unknown) => unknown,
): Promise<void> {
  line = place
  const found = await subject()
  const wanted = claimed(rest)
  if (!meets(found, wanted)) failures.push({ line, message: `gives ${shown(found)}` })
}

/** Holds `subject` to throw what the page claims. */
export async function throws(place: number, subject: () => Promise<unknown>, claimed: string): Promise<void> {
  line = place
  try {
    const found = await subject()
    failures.push({ line, message: `throws nothing, and gives ${shown(found)}` })
  } catch (error) {
    const message = messageOf(error)
    if (!says(message, claimed)) failures.push({ line, message: `throws ${message}` })
  }
}

/** Whether a text is what is claimed, where `...` stands for any text. */
export function says(found: string, claimed: string): boolean {
  const pieces = claimed.split('...').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pieces.join('[^]*')}$`).test(found)
}

/** Whether a value is what is claimed: `rest` stands for more, a class for any of its instances. */
export function meets(found: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'function') return found instanceof wanted
  if (typeof found === 'string' && typeof wanted === 'string') return lines(found) === lines(wanted)
  if (Array.isArray(wanted)) return Array.isArray(found) && elementsMeet(found, wanted)
  if (!isPlain(wanted)) return isDeepStrictEqual(found, wanted)
  return isPlain(found) && entriesMeet(found, wanted)
}

function elementsMeet(found: readonly unknown[], wanted: readonly unknown[]): boolean {
  const gap = wanted.indexOf(rest)
  if (gap === -1)
    return found.length === wanted.length && wanted.every((each, idx) => meets(found[idx], each))
  const after = wanted.slice(gap + 1)
  return (
    found.length >= wanted.length - 1 &&
    elementsMeet(found.slice(0, gap), wanted.slice(0, gap)) &&
    elementsMeet(found.slice(found.length - after.length), after)
  )
}

function entriesMeet(found: Record<string, unknown>, wanted: Record<string | symbol, unknown>): boolean {
  const keys = Object.keys(wanted)
  const isEnough = wanted[more] === true || Object.keys(found).length === keys.length
  return isEnough && keys.every((key) => Object.hasOwn(found, key) && meets(found[key], wanted[key]))
}

function isPlain(value: unknown): value is Record<string | symbol, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Text without what is not seen of it: the ends of its lines, and of the whole. */
function lines(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '').replace(/\n$/, '')
}

function shown(value: unknown): string {
  if (typeof value === 'string' && value.includes('\n')) return `the text\n${value}`
  return inspect(value, { depth: null, breakLength: 100 })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : inspect(error)
}
