// Whether what a database holds is what a case expects, where some texts and times cannot be foreseen.
//
// Knows nothing of databases. `<uuid 1>` stands for one text wherever it stands, and for no text of the request; `<now>`
// for a time that nobody wrote.

import { isDeepStrictEqual } from 'node:util'
import type { Expected, Table } from './case-rows.ts'
import { toValue } from '../js/forms.ts'

/** Names and the texts they stand for. */
type Names = ReadonlyMap<string, string>

const NAME = /^<[a-z]+ \d+>$/

/** Whether they agree; rows may stand in any order. `written` are the texts of the request. */
export function isSame(
  expected: Expected,
  tables: readonly Table[],
  answer: unknown,
  written: ReadonlySet<string>,
): boolean {
  const shape = (of: readonly Table[]) =>
    of.map(({ name, columns, rows }) => [name, columns.join(), rows.length].join(' ')).sort()
  if (!isDeepStrictEqual(shape(expected.tables), shape(tables))) return false
  const pairs = expected.tables.flatMap((table) => {
    const rows = tables.find(({ name }) => name === table.name)?.rows ?? []
    return table.rows.map((row) => ({ row, candidates: rows }))
  })

  // Rows that look alike until their names are known are tried in every order.
  function agree(at: number, names: Names, used: ReadonlySet<unknown>): boolean {
    const pair = pairs[at]
    if (pair === undefined) return unified(expected.answer, answer, names) !== null
    return pair.candidates.some((candidate) => {
      if (used.has(candidate)) return false
      let bound: Names | null = names
      for (const [n, cell] of pair.row.entries())
        bound = bound === null ? null : unifiedCell(cell, candidate[n] ?? '', bound)
      return bound !== null && agree(at + 1, bound, new Set([...used, candidate]))
    })
  }

  function unifiedCell(expected: string, actual: string, names: Names): Names | null {
    if (expected === '<now>') return isPresent(new Date(actual)) ? names : null
    if (!NAME.test(expected)) return expected === actual ? names : null
    return actual.startsWith('"') ? bound(expected, JSON.parse(actual) as string, names) : null
  }

  function bound(name: string, text: string, names: Names): Names | null {
    if (written.has(text)) return null
    const known = names.get(name)
    if (known !== undefined) return known === text ? names : null
    return [...names.values()].includes(text) ? null : new Map([...names, [name, text]])
  }

  function unified(expected: unknown, actual: unknown, names: Names): Names | null {
    if (expected === '<now>') return actual instanceof Date && isPresent(actual) ? names : null
    if (typeof expected === 'string' && NAME.test(expected))
      return typeof actual === 'string' ? bound(expected, actual, names) : null
    const value = toValue(expected)
    if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) {
      return isDeepStrictEqual(asPlain(actual), asPlain(value)) ? names : null
    }
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual) !== Array.isArray(expected))
      return null
    const keys = Object.keys(expected as object)
    if (!isDeepStrictEqual(keys.sort(), Object.keys(actual).sort())) return null
    let all: Names | null = names
    for (const key of keys)
      all =
        all === null
          ? null
          : unified(
              (expected as Table & { [key: string]: unknown })[key],
              (actual as { [key: string]: unknown })[key],
              all,
            )
    return all
  }

  return agree(0, new Map(), new Set())
}

function isPresent(date: Date): boolean {
  return Math.abs(date.getTime() - Date.now()) < 600_000
}

function asPlain(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value
}

/** Every text of a request. */
export function textsOf(json: unknown): Set<string> {
  if (typeof json === 'string') return new Set([json])
  if (typeof json !== 'object' || json === null) return new Set()
  return new Set(Object.values(json).flatMap((value) => [...textsOf(value)]))
}
