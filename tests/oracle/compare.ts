// Whether both sides did the same, and if not, what kind of difference it is.

import { isDeepStrictEqual } from 'node:util'
import { canonical } from './canonical.ts'
import { READS, type Operation } from './operation.ts'
import { asOrdered } from './ordered.ts'
import { sortedLists, wordOf, type Table, type Trace } from './outcome.ts'
import { each } from './walk.ts'

/** What differs. `kind` is what a smaller operation must share to be an example of the same. */
export type Difference = { readonly kind: string; readonly lines: readonly string[] }

/** The difference between two traces of one operation, or null. */
export function compare(operation: Operation, prisma: Trace, ours: Trace): Difference | null {
  return compareValues(prisma, ours, (theirs, mine) => {
    const [value, own] = [theirs(valueOf(prisma)), mine(valueOf(ours))]
    return compareValue(operation, value, own)
  })
}

/** The difference between two traces of operations in one transaction, or null. */
export function compareBatch(
  operations: readonly Operation[],
  prisma: Trace,
  ours: Trace,
): Difference | null {
  return compareValues(prisma, ours, (theirs, mine) => {
    const [values, own] = [each(theirs(valueOf(prisma))), each(mine(valueOf(ours)))]
    const found = operations.map((operation, at) => compareValue(operation, values[at], own[at]))
    return found.find((difference) => difference !== null) ?? null
  })
}

type Naming = (value: unknown) => unknown

/** Words and tables first: only where those are the same, values can be told apart. */
function compareValues(
  prisma: Trace,
  ours: Trace,
  difference: (theirs: Naming, mine: Naming) => Difference | null,
): Difference | null {
  const [theirWord, ourWord] = [wordOf(prisma.outcome), wordOf(ours.outcome)]
  if (theirWord !== ourWord) return { kind: `${theirWord} / ${ourWord}`, lines: messagesOf(prisma, ours) }
  const [theirs, mine] = [canonical(prisma.tables), canonical(ours.tables)]
  const tables = differingTables(theirs.tables, mine.tables)
  if (tables.length > 0)
    return { kind: `tables, both ${theirWord}`, lines: tables.flatMap(({ lines }) => lines) }
  return difference(theirs.named, mine.named)
}

function compareValue({ verb, args }: Operation, theirs: unknown, ours: unknown): Difference | null {
  const isRead = (READS as readonly string[]).includes(verb)
  const comparable = (value: unknown) => (isRead ? asOrdered(value, args) : sortedLists(value))
  const [value, own] = [comparable(theirs), comparable(ours)]
  return isDeepStrictEqual(value, own)
    ? null
    : { kind: isRead ? 'read' : 'result', lines: resultLines(value, own) }
}

function resultLines(theirs: unknown, ours: unknown): string[] {
  return [`prisma: ${JSON.stringify(theirs)}`, `ours:   ${JSON.stringify(ours)}`]
}

function valueOf({ outcome }: Trace): unknown {
  return outcome.end === 'value' ? outcome.value : null
}

function messagesOf(prisma: Trace, ours: Trace): string[] {
  return Object.entries({ prisma, ours }).flatMap(([name, { outcome }]) =>
    outcome.end === 'error' ? [`${name}: ${outcome.message.trim().split('\n').slice(-4).join(' | ')}`] : [],
  )
}

type TableDifference = { readonly name: string; readonly lines: readonly string[] }

function differingTables(theirs: readonly Table[], ours: readonly Table[]): TableDifference[] {
  return theirs.flatMap(({ name, columns, rows }, n) => {
    const mine = ours[n]?.rows ?? []
    const [onlyTheirs, onlyOurs] = [without(rows, mine), without(mine, rows)]
    if (onlyTheirs.length + onlyOurs.length === 0) return []
    const head = `${name} (${columns.join(', ')})`
    const lines = [
      ...onlyTheirs.map((row) => `  prisma: ${row}`),
      ...onlyOurs.map((row) => `  ours:   ${row}`),
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
