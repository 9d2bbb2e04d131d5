// The order of rows that are read: where a request asks for one, both sides must have the same.
//
// Knows nothing of what the rows hold.

import { isPlain } from './operation.ts'
import { sortedLists } from './outcome.ts'

/** What was read, with every list in an order of its own for which the request asks for none. */
export function asOrdered(value: unknown, args: unknown): unknown {
  const chosen = isPlain(args) ? args : {}
  if (Array.isArray(value)) {
    const rows = value.map((row) => asOrdered(row, args))
    return 'orderBy' in chosen ? rows : sortedOnce(rows)
  }
  if (!isPlain(value)) return value
  const inner = [chosen['select'], chosen['include']].find(isPlain) ?? {}
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      return [name, name in inner ? asOrdered(entry, inner[name]) : sortedLists(entry)]
    }),
  )
}

function sortedOnce(rows: readonly unknown[]): unknown[] {
  const texts = rows.map((row) => [JSON.stringify(row), row] as const)
  return texts.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
}
