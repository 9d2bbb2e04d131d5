// Whether both sides did the same, and if not, what kind of difference it is.

import { isDeepStrictEqual } from 'node:util'
import { canonical, type IsMade } from './canonical.ts'
import { READS, type Operation } from './operation.ts'
import { asOrdered } from './ordered.ts'
import { sortedLists, wordOf, type Table, type Trace } from './outcome.ts'
import { each } from './walk.ts'

/** What differs. `kind` is what a smaller operation must share to be an example of the same. */
export type Difference = { readonly kind: string; readonly lines: readonly string[] }

/** What the two sides are called in what is told of them. */
export type Names = readonly [one: string, other: string]

const TWINS: Names = ['prisma', 'ours']

/** The difference between two traces of one operation, or null. */
export function compare(
  operation: Operation,
  one: Trace,
  other: Trace,
  names = TWINS,
  isMade?: IsMade,
): Difference | null {
  const difference = (theirs: Naming, mine: Naming): Difference | null => {
    const [value, own] = [theirs(valueOf(one)), mine(valueOf(other))]
    return compareValue(operation, value, own, names) ?? compareReceipts(one, other, theirs, mine, names)
  }
  return compareValues([one, other], names, difference, isMade)
}

/** The difference between two traces of operations in one transaction, or null. */
export function compareBatch(
  operations: readonly Operation[],
  one: Trace,
  other: Trace,
  names = TWINS,
): Difference | null {
  return compareValues([one, other], names, (theirs, mine) => {
    const [values, own] = [each(theirs(valueOf(one))), each(mine(valueOf(other)))]
    const found = operations.map((operation, at) => compareValue(operation, values[at], own[at], names))
    return found.find((difference) => difference !== null) ?? null
  })
}

type Naming = (value: unknown) => unknown

/** Words and tables first: only where those are the same, values can be told apart. */
function compareValues(
  [one, other]: readonly [Trace, Trace],
  names: Names,
  difference: (theirs: Naming, mine: Naming) => Difference | null,
  isMade?: IsMade,
): Difference | null {
  const [theirWord, ourWord] = [wordOf(one.outcome), wordOf(other.outcome)]
  if (theirWord !== ourWord)
    return { kind: `${theirWord} / ${ourWord}`, lines: messagesOf([one, other], names) }
  const [theirs, mine] = [canonical(one.tables, isMade), canonical(other.tables, isMade)]
  const tables = differingTables(theirs.tables, mine.tables, names)
  if (tables.length > 0)
    return { kind: `tables, both ${theirWord}`, lines: tables.flatMap(({ lines }) => lines) }
  return difference(theirs.named, mine.named)
}

function compareValue(
  { verb, args }: Operation,
  theirs: unknown,
  ours: unknown,
  names: Names,
): Difference | null {
  const isRead = (READS as readonly string[]).includes(verb)
  const comparable = (value: unknown) => (isRead ? asOrdered(value, args) : sortedLists(value))
  const [value, own] = [comparable(theirs), comparable(ours)]
  return isDeepStrictEqual(value, own)
    ? null
    : { kind: isRead ? 'read' : 'result', lines: linesOf([value, own], names) }
}

/** Only one of our own ways tells what it did; where both are, they must tell the same. */
function compareReceipts(
  one: Trace,
  other: Trace,
  theirs: Naming,
  mine: Naming,
  names: Names,
): Difference | null {
  const [receipt, own] = [sortedLists(theirs(receiptOf(one))), sortedLists(mine(receiptOf(other)))]
  return isDeepStrictEqual(receipt, own) ? null : { kind: 'receipt', lines: linesOf([receipt, own], names) }
}

function receiptOf({ outcome }: Trace): unknown {
  return outcome.end === 'value' ? outcome.receipt : undefined
}

function linesOf(values: readonly [unknown, unknown], names: Names): string[] {
  return values.map((value, at) => `${headOf(names, at)}${JSON.stringify(value)}`)
}

/** A side's name, as wide as the other's. */
function headOf(names: Names, at: number): string {
  return `${names[at] ?? ''}: `.padEnd(Math.max(...names.map(({ length }) => length)) + 2)
}

function valueOf({ outcome }: Trace): unknown {
  return outcome.end === 'value' ? outcome.value : null
}

function messagesOf(traces: readonly [Trace, Trace], names: Names): string[] {
  return traces.flatMap(({ outcome }, at) =>
    outcome.end === 'error'
      ? [`${names[at] ?? ''}: ${outcome.message.trim().split('\n').slice(-4).join(' | ')}`]
      : [],
  )
}

type TableDifference = { readonly name: string; readonly lines: readonly string[] }

function differingTables(theirs: readonly Table[], ours: readonly Table[], names: Names): TableDifference[] {
  return theirs.flatMap(({ name, columns, rows }, n) => {
    const mine = ours[n]?.rows ?? []
    const [onlyTheirs, onlyOurs] = [without(rows, mine), without(mine, rows)]
    if (onlyTheirs.length + onlyOurs.length === 0) return []
    const head = `${name} (${columns.join(', ')})`
    const lines = [
      ...onlyTheirs.map((row) => `  ${headOf(names, 0)}${row}`),
      ...onlyOurs.map((row) => `  ${headOf(names, 1)}${row}`),
    ]
    return [{ name, lines: [head, ...lines] }]
  })
}

/** The rows that the others lack, as texts; equal rows are counted. */
function without(rows: Table['rows'], others: Table['rows']): string[] {
  const left = others.map((row) => JSON.stringify(row))
  return rows
    .map((row) => JSON.stringify(row))
    .filter((text) => {
      const at = left.indexOf(text)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
}
