// What came of an operation on one side, in a form in which both sides can be compared.
//
// Knows nothing of which side it was.

import { isPlain } from './operation.ts'

/** What is wrong, by our own code, and where in the arguments; and all else that our error says of it. */
export type Fault = {
  readonly problem: string
  readonly path: readonly (string | number)[]
  readonly words: unknown
}

/** What only we tell, and only where it was asked for. */
type Told = {
  /** What was done. */
  readonly receipt?: unknown
  /** How it went to the database; null if there was no way. */
  readonly carriage?: string | null
}

/** How it ended: with a value, with a code, refused as invalid, or not possible at all yet. */
export type Outcome =
  | (Told & { readonly end: 'value'; readonly value: unknown })
  | (Told & {
      readonly end: 'error'
      readonly code: string
      readonly message: string
      readonly faults?: readonly Fault[]
    })
  | { readonly end: 'absent' }

/** A table's rows as texts, by the names of its columns. */
export type Table = {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** An outcome with all that the database holds afterwards. */
export type Trace = {
  readonly outcome: Outcome
  readonly tables: readonly Table[]
  /** The names of the tables that are not as they were before. */
  readonly changed: readonly string[]
}

/** The code of what both clients throw for wrong arguments; Prisma has none. */
export const VALIDATION = 'validation'

/** In a word: `ok`, or the code. */
export function wordOf(outcome: Outcome): string {
  if (outcome.end === 'error') return outcome.code
  return outcome.end === 'value' ? 'ok' : 'absent'
}

/** A result as plain data: what has a type of its own is tagged with it, decimals and times are texts. */
export function plainResult(value: unknown, isDecimal: (value: object) => string | undefined): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (value === undefined) return { $undefined: true }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return { $date: timeText(value) }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') }
  const decimal = isDecimal(value)
  if (decimal !== undefined) return decimal
  if (Array.isArray(value)) return value.map((element) => plainResult(element, isDecimal))
  const entries = Object.entries(value).map(([name, entry]) => [name, plainResult(entry, isDecimal)])
  return Object.fromEntries(entries.sort(byFirst))
}

/** A time of this hour is `<now>`: the two sides cannot agree on more. */
export function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) return 'Invalid Date'
  return Math.abs(time.getTime() - Date.now()) < 3_600_000 ? '<now>' : time.toISOString()
}

/** Lists of rows have no order of their own, so they are put in one. */
export function sortedLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(sortedLists)
    return all.every(
      (element) => isPlain(element) && Object.keys(element).every((name) => !name.startsWith('$')),
    )
      ? all
          .map((element) => [JSON.stringify(element), element] as const)
          .sort(byFirst)
          .map(([, element]) => element)
      : all
  }
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, sortedLists(entry)]))
}

function byFirst([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1
}
