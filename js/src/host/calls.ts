// Texts -> the parameters of a call, or of several calls with some of the rows each, where one would be too large.
//
// Knows nothing of where texts come from, nor of connections.

import { arrayLiteral } from '../coders/arrays.ts'
import type { CoderForm, Parameter, Statement } from '../planner/forms.ts'

/** What goes into one place of a statement: texts for an array, or one text. */
export type Gathered = readonly (string | null)[] | string | null

// Some of the rows that a statement is sent.
type Range = {
  /** How many come before them. */
  readonly first: number
  readonly given: number
}

/** One call of a statement. */
export type Part = Range & {
  /** Made when it is asked for, so that one after the other is held. */
  params(): (string | null)[]
}

/** How many characters the values of one call may have together, where nothing is said. */
export const USUAL_CHARACTERS: number = 2 ** 26

/** Whether a statement may be sent in several calls: none of its rows hangs on another one of them. */
export function isDivisible({ kind, last, givesRows, byPosition, parameters }: Statement): boolean {
  const isOfEach = parameters.every(({ is }) => EACH_ROW.has(is))
  return DIVISIBLE.has(kind) && last.length === 0 && (byPosition || !givesRows) && isOfEach
}

// What is deleted may take other rows along, and what is left out must be known as a whole.
const DIVISIBLE: ReadonlySet<Statement['kind']> = new Set(['insert', 'link', 'find', 'update'])

// What is sent for each row by itself, or is the same for all.
const EACH_ROW: ReadonlySet<Parameter['is']> = new Set(['values', 'has', 'count', 'single'])

// Parts rows so that the values of each call have no more characters than that, or belong to a single row.
function rangesOf(bound: readonly Gathered[], nRows: number, most: number): Range[] {
  const columns = bound.filter((texts) => Array.isArray(texts))
  const ranges: Range[] = []
  let [first, size] = [0, 0]
  for (let row = 0; row < nRows; row += 1) {
    const own = sizeOfRow(columns, row)
    if (size + own > most && row > first) {
      ranges.push({ first, given: row - first })
      ;[first, size] = [row, 0]
    }
    size += own
  }
  return [...ranges, { first, given: nRows - first }]
}

/** Whether the values of one call have more characters than that. */
export function isLarger(bound: readonly Gathered[], most: number): boolean {
  let size = 0
  for (const texts of bound) {
    if (texts === null) continue
    if (typeof texts === 'string') size += texts.length
    else for (const text of texts) size += sizeOf(text)
  }
  return size > most
}

function sizeOfRow(columns: readonly (readonly (string | null)[])[], row: number): number {
  let size = 0
  for (const texts of columns) size += sizeOf(texts[row] ?? null)
  return size
}

// With its quotes and a comma.
function sizeOf(text: string | null): number {
  return (text?.length ?? 2) + 3
}

// Of rows with the same key, the last ones.
function lastOnes(bound: readonly Gathered[], key: readonly number[]): number[] {
  const rows = new Map<string, number>()
  const columns = key.map((position) => bound[position] ?? [])
  for (let row = 0; row < (columns[0]?.length ?? 0); row += 1) {
    rows.set(JSON.stringify(columns.map((column) => column[row])), row)
  }
  return [...rows.values()].sort((one, other) => one - other)
}

/** What to throw for a parameter that is too large to be sent. */
export type TooLarge = (coder: CoderForm) => Error

/** The calls of a statement for so many rows: several, where one would be too large and may be divided. */
export function partsOf(
  statement: Statement,
  bound: readonly Gathered[],
  nRows: number,
  most: number,
  tooLarge: TooLarge,
): Part[] {
  const ranges = isDivisible(statement) ? rangesOf(bound, nRows, most) : []
  if (ranges.length < 2)
    return [{ first: 0, given: nRows, params: () => wholeOf(statement, bound, tooLarge) }]
  return ranges.map((range) => {
    const params = () => someOf(statement, bound, range.given, (texts) => slice(texts, range), tooLarge)
    return { ...range, params }
  })
}

function slice(texts: readonly (string | null)[], { first, given }: Range): readonly (string | null)[] {
  return texts.slice(first, first + given)
}

/** The parameters of one call for all rows. */
export function wholeOf(
  { parameters, last }: Statement,
  bound: readonly Gathered[],
  tooLarge: TooLarge,
): (string | null)[] {
  if (last.length === 0) return literalsOf(bound, parameters, tooLarge)
  const lasting = lastOnes(bound, last)
  return literalsOf(
    bound.map((texts) => (Array.isArray(texts) ? lasting.map((row) => texts[row] ?? null) : texts)),
    parameters,
    tooLarge,
  )
}

/** The parameters of one call for so many of the rows. */
export function someOf(
  { parameters }: Statement,
  bound: readonly Gathered[],
  n: number,
  pick: (texts: readonly (string | null)[]) => readonly (string | null)[],
  tooLarge: TooLarge,
): (string | null)[] {
  const some = bound.map((texts, position) => {
    if (parameters[position]?.is === 'count') return String(n)
    return texts === null || typeof texts === 'string' ? texts : pick(texts)
  })
  return literalsOf(some, parameters, tooLarge)
}

/** The literals of arrays. */
export function literalsOf(
  bound: readonly Gathered[],
  parameters: readonly Parameter[],
  tooLarge: TooLarge,
): (string | null)[] {
  return bound.map((texts, position) => {
    if (texts === null || typeof texts === 'string') return texts
    const literal = literalOf(texts)
    const parameter = parameters[position]
    if (literal === undefined && parameter?.is === 'values') throw tooLarge(parameter.coder)
    return literal ?? '{}'
  })
}

// A parameter of more characters than this is not sent; the server's own limit is a gigabyte.
const MOST_CHARACTERS = 2 ** 28

// Nothing, if the literal would be too large. Past half a billion characters the engine cannot hold it at all.
function literalOf(texts: readonly (string | null)[]): string | undefined {
  try {
    const literal = arrayLiteral(texts)
    return literal.length > MOST_CHARACTERS ? undefined : literal
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
