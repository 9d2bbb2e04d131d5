// What was made during an operation: numbers drawn from counters, and keys that nobody has written.
//
// Knows nothing of ways. Afterwards such keys get names that are the same every time, so that a run can be repeated.

import { canonical, type IsMade } from '../canonical.ts'
import type { Operation } from '../operation.ts'
import type { Fault, Outcome, Table } from '../outcome.ts'
import type { Plot } from './state.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const OTHERS = [/^c[a-z0-9]{24}$/, /^[a-z][a-z0-9]{23}$/, /^[0-9A-HJKMNP-TV-Z]{26}$/, /^[\w-]{21}$/]

/** Tells what the n-th operation made from what was there, or in the operation. */
export function madeBy(plot: Plot, operation: Operation, before: readonly Table[], n: number): IsMade {
  const known = new Set(before.flatMap(({ rows }) => rows.flat()))
  addTexts(operation.args, known)
  return (text) => plot.isDrawn(text, n) || (isMadeText(text) && !known.has(text))
}

function isMadeText(text: string): boolean {
  return UUID.test(text) || OTHERS.some((shape) => shape.test(text))
}

function addTexts(value: unknown, to: Set<string | null>): void {
  if (typeof value === 'string') to.add(value)
  else if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) addTexts(one, to)
}

/** The rows with a settled name for each text that was made. */
export function settled(tables: readonly Table[], isMade: IsMade, n: number): readonly Table[] {
  const isText = (cell: string | null): cell is string => cell !== null && isMadeText(cell) && isMade(cell)
  if (!tables.some(({ rows }) => rows.some((row) => row.some(isText)))) return tables
  const { named } = canonical(tables, isMade)
  const settledCell = (cell: string | null) => {
    if (!isText(cell)) return cell
    const k = /\d+/.exec(String(named(cell)))?.[0] ?? '0'
    return UUID.test(cell) ? uuidOf(n, k) : `made-${n}-${k}`
  }
  return tables.map((table) => ({
    ...table,
    rows: table.rows
      .map((row) => row.map(settledCell))
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  }))
}

function uuidOf(n: number, k: string): string {
  return `10000000-0000-4000-8000-${String(n).padStart(6, '0')}${k.padStart(6, '0')}`
}

/** An outcome whose error names made keys in its words by no value. */
export function withoutMade(outcome: Outcome, isMade: IsMade): Outcome {
  if (outcome.end !== 'error' || outcome.faults === undefined) return outcome
  const faults = outcome.faults.map((fault): Fault => ({ ...fault, words: scrubbed(fault.words, isMade) }))
  return { ...outcome, faults }
}

function scrubbed(value: unknown, isMade: IsMade): unknown {
  if (typeof value === 'string')
    return value.replace(/[\w-]{8,}/g, (token) => (isMade(token) ? '<key>' : token))
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, isMade))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, scrubbed(one, isMade)]))
}
