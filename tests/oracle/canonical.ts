// Gives keys that were made during an operation names that do not depend on when they were made.
//
// A made key is known by the rows it stands in: the two sides draw numbers in another order, and make other uuids.
// Rows are colored by what is in them and by the colors of the keys they share, until every key has a color of its own.

import { isPlain } from './operation.ts'
import { timeText, type Table } from './outcome.ts'
import { MADE } from './seed.ts'

/** What both sides must agree on. */
export type Canonical = {
  readonly tables: readonly Table[]
  /** A result with made keys by the names that they have in the tables. */
  named(value: unknown): unknown
}

type Names = ReadonlyMap<string, string>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/

/** Tells a key that was made during an operation. */
export type IsMade = (text: string) => boolean

/** The tables with made keys by name, and recent times as `<now>`. */
export function canonical(tables: readonly Table[], isMade: IsMade = isOutOfSeed): Canonical {
  const timed = tables.map((table) => ({ ...table, rows: table.rows.map((row) => row.map(timedCell)) }))
  const names = namesOf(timed, isMade)
  const renamed = timed.map((table) => ({
    ...table,
    rows: table.rows.map((row) => row.map((cell) => named(cell, names))).sort(byText),
  }))
  return { tables: renamed, named: (value) => renamedValue(value, names, isMade) }
}

/** Whether the seed has no such key, and nobody can have written it. */
function isOutOfSeed(text: string): boolean {
  if (UUID.test(text)) return !text.startsWith('00000000-')
  return (
    /^\d{7,9}$/.test(text) && Number(text) > MADE && Number(text) < 100 * MADE && Number(text) % MADE < 10_000
  )
}

function timedCell(cell: string | null): string | null {
  return cell !== null && TIME.test(cell) ? timeText(new Date(`${cell.replace(' ', 'T')}Z`)) : cell
}

function namesOf(tables: readonly Table[], isMade: IsMade): Names {
  const isKey = (cell: string | null): cell is string => cell !== null && isMade(cell)
  const rows = tables.flatMap(({ name, rows }) =>
    rows.filter((row) => row.some(isKey)).map((cells) => ({ name, cells })),
  )
  const keys = [...new Set(rows.flatMap(({ cells }) => cells.filter(isKey)))]
  const singled = new Map<string, string>()
  // Keys that look alike in all they stand in are told apart one at a time. Which of them is first does not matter,
  // but on both sides it must be one of the same color.
  for (;;) {
    const colors = colored(rows, keys, singled)
    const shared = sharedColor(colors)
    const alike = keys.find((key) => colors.get(key) === shared)
    if (alike === undefined) return numbered(colors)
    singled.set(alike, `one ${singled.size}`)
  }
}

/** The first color, in order of the colors, that several keys have. */
function sharedColor(colors: Names): string | null {
  const sorted = [...colors.values()].sort()
  return sorted.find((color, n) => color === sorted[n + 1]) ?? null
}

type Row = { readonly name: string; readonly cells: readonly (string | null)[] }

function colored(rows: readonly Row[], keys: readonly string[], singled: Names): Names {
  let colors = new Map(keys.map((key) => [key, singled.get(key) ?? '']))
  for (let round = 0; round < 4; round += 1) {
    const seen = new Map<string, string[]>(keys.map((key) => [key, []]))
    for (const { name, cells } of rows) {
      const text = JSON.stringify([name, cells.map((cell) => named(cell, colors))])
      cells.forEach((cell, at) => seen.get(cell ?? '')?.push(`${at} ${text}`))
    }
    colors = new Map(keys.map((key) => [key, `${singled.get(key) ?? ''}${shortened(seen.get(key) ?? [])}`]))
  }
  return colors
}

/** Two sums over the texts, in place of the texts. */
function shortened(texts: readonly string[]): string {
  let one = 7
  let other = 11
  for (const character of [...texts].sort().join('\n')) {
    const code = character.codePointAt(0) ?? 0
    one = (Math.imul(one, 31) + code) >>> 0
    other = (Math.imul(other, 131) ^ code) >>> 0
  }
  return `~${one.toString(36)}${other.toString(36)}`
}

function numbered(colors: Names): Names {
  const sorted = [...colors].sort(([, one], [, other]) => (one < other ? -1 : 1))
  return new Map(sorted.map(([key], n) => [key, `<key ${n + 1}>`]))
}

function named(cell: string | null, names: Names): string | null {
  return cell === null ? null : (names.get(cell) ?? cell)
}

/** Made keys that stand in no table, because their rows are gone again, are all alike. */
function renamedValue(value: unknown, names: Names, isMade: IsMade): unknown {
  if (Array.isArray(value)) return value.map((element) => renamedValue(element, names, isMade))
  if (isPlain(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, renamedValue(entry, names, isMade)]),
    )
  }
  if (typeof value !== 'number' && typeof value !== 'string') return value
  const text = String(value)
  return names.get(text) ?? (isMade(text) ? '<key>' : value)
}

function byText(one: readonly unknown[], other: readonly unknown[]): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
