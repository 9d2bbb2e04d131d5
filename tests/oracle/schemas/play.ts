// A long run on one random schema: operation after operation on the rows that the ones before have left.
//
// Knows nothing of how many schemas there are and what becomes of what is found.

import type { Operation } from '../operation.ts'
import { wordOf, type Table } from '../outcome.ts'
import { randomFrom } from '../random.ts'
import { modelsOf } from './facts.ts'
import type { Grounds } from './grounds.ts'
import { settled } from './made.ts'
import { operationOf } from './operations.ts'
import { openRoutes, type Route } from './routes.ts'
import { haveBothErrors } from './several.ts'
import { smallest } from './small.ts'
import { plotOf, type Plot } from './state.ts'
import { schemaOf, type Described } from './text.ts'
import { dealer, type Found } from './turns.ts'

/** A difference, with all that it takes to see it again. */
export type Finding = {
  readonly seed: number
  /** Which operation of the run it was. */
  readonly n: number
  readonly text: string
  readonly before: readonly Table[]
  readonly operation: Operation
  readonly found: Found
}

/** What may be counted of a run. */
export type Counts = {
  n_operations: number
  n_schemas: number
  n_refused: number
  readonly words: Map<string, number>
  readonly decided: Map<string, number>
}

export type Terms = {
  readonly grounds: Grounds
  /** How many operations are carried out on a schema. */
  readonly n_operations: number
  readonly counts: Counts
  /** Called with what differs; ends the run by saying true. */
  found(finding: Finding): boolean
  /** Whether a difference of this kind is made small. */
  isWorthy(kind: string): boolean
  /** Called before each operation. */
  before?(n: number, operation: Operation): void
  /** The ways; all there are, if not said. */
  routes?(described: Described): Promise<readonly Route[]>
}

const MOST_ROWS = 70

/** Runs the schema of a seed. */
export async function play(seed: number, terms: Terms): Promise<void> {
  const { grounds, counts } = terms
  const described = await schemaOf(seed)
  counts.n_schemas += 1
  counts.n_refused += described.refused.length
  try {
    const routes = (await terms.routes?.(described)) ?? (await openRoutes({ grounds, ...described }))
    await run(seed, described.text, plotOf(modelsOf(described.schema)), routes, terms)
  } finally {
    await grounds.clear()
  }
}

async function run(
  seed: number,
  text: string,
  plot: Plot,
  routes: readonly Route[],
  { n_operations, counts, ...terms }: Terms,
): Promise<void> {
  const random = randomFrom(seed)
  const empty = plot.tables.map((table): Table => ({ ...table, rows: [] }))
  const dealt = dealer(plot, routes)
  let before: readonly Table[] = empty
  for (let n = 0; n < n_operations; n += 1) {
    const n_rows = before.reduce((sum, { rows }) => sum + rows.length, 0)
    if (n_rows > MOST_ROWS || random.chance(1)) before = empty
    const there = before
    const operation = operationOf({ random, plot, rowsOf: (model) => plot.rowsOf(there, model) })
    terms.before?.(n, operation)
    const { traces, found, decided, isMade } = await dealt.take({ operation, before, n })
    const [first] = traces
    if (first === undefined) throw new Error('there are no ways')
    counts.n_operations += 1
    count(counts.words, wordOf(first.outcome))
    for (const why of decided) count(counts.decided, why)
    const isOther = found !== null && (await haveBothErrors(plot, dealt, { operation, before, n }, found))
    if (isOther) count(counts.decided, `${found.ways.at(-1)?.name ?? ''}: another of several errors`)
    if (found !== null && !isOther) {
      const finding = { seed, n, text, before, operation, found }
      const told = terms.isWorthy(found.kind) ? await smallest(plot, dealt, finding) : finding
      if (terms.found(told)) return
    }
    before = settled(first.tables, isMade, n)
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
