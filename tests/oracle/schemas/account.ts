// Runs over many random schemas, and what is told of them.
//
// Knows nothing of how a run goes.

import { NESTED_VERBS, isPlain, sourceOf, type Operation } from '../operation.ts'
import type { Outcome } from '../outcome.ts'
import { countsText } from '../report.ts'
import { openGrounds } from './grounds.ts'
import { play, type Counts, type Finding } from './play.ts'
import { identifier } from './state.ts'
import { releaseClock } from './turns.ts'

export type Tour = {
  readonly seeds: Iterable<number>
  /** How many operations are carried out on each schema. */
  readonly n_operations: number
  readonly stopsAtFirst: boolean
  /** Called with the first of each class. */
  told?(name: string, finding: Finding): void
  before?(seed: number, n: number, operation: Operation): void
}

/** Everything that was found, by class. */
export type Toured = Counts & { readonly classes: Map<string, { readonly first: Finding; count: number }> }

export function newCounts(): Counts {
  return { n_operations: 0, n_schemas: 0, n_refused: 0, words: new Map(), decided: new Map() }
}

/** Runs the schemas of many seeds. */
export async function tour({ seeds, n_operations, stopsAtFirst, told, before }: Tour): Promise<Toured> {
  const toured: Toured = { ...newCounts(), classes: new Map() }
  const { classes } = toured
  const n_ofKind = new Map<string, number>()
  const grounds = await openGrounds()
  const found = (finding: Finding) => {
    const name = classOf(finding)
    const known = classes.get(name)
    if (known !== undefined) known.count += 1
    else {
      classes.set(name, { first: finding, count: 1 })
      told?.(name, finding)
    }
    return stopsAtFirst
  }
  const isWorthy = (kind: string) => {
    const n = (n_ofKind.get(kind) ?? 0) + 1
    n_ofKind.set(kind, n)
    return n <= N_SMALL
  }
  try {
    for (const seed of seeds) {
      const tell = before === undefined ? {} : { before: (n: number, one: Operation) => before(seed, n, one) }
      await play(seed, { grounds, n_operations, counts: toured, found, isWorthy, ...tell })
      if (stopsAtFirst && classes.size > 0) break
    }
  } finally {
    releaseClock()
    await grounds.close()
  }
  return toured
}

/** How many of a kind are made small. */
const N_SMALL = 5

function classOf({ operation, found }: Finding): string {
  const verbs = [...new Set(nestedIn(operation.args))].sort()
  return `${found.kind}: ${operation.verb} [${verbs.join(' ')}]`
}

function nestedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(nestedIn)
  if (!isPlain(value)) return []
  const names = Object.keys(value).filter((name) => (NESTED_VERBS as readonly string[]).includes(name))
  return [...names, ...Object.values(value).flatMap(nestedIn)]
}

/** What is worth telling of a tour. */
export function touredText({ n_operations, n_schemas, n_refused, words, decided, classes }: Toured): string {
  const sorted = [...classes].sort(([, one], [, other]) => other.count - one.count)
  return [
    `${n_operations} operations on ${n_schemas} schemas; Prisma refused ${n_refused} drafts`,
    `ended:  ${countsText(words, n_operations)}`,
    ...[...decided].map(([name, n]) => `decided: ${name}  ${n}`),
    `${classes.size} classes of differences`,
    ...sorted.map(([name, { count }]) => `${String(count).padStart(5)}  ${name}`),
  ].join('\n')
}

/** A difference with the schema, the rows, the operation and both outcomes. */
export function findingText(name: string, { seed, n, text, before, operation, found }: Finding): string {
  const rows = before.flatMap(({ name, columns, rows }) => {
    const lines = rows.map((row) => `(${row.map((cell) => JSON.stringify(cell)).join(', ')})`)
    return lines.length === 0
      ? []
      : [`${identifier(name)} (${columns.join(', ')})`, ...lines.map((line) => `  ${line}`)]
  })
  return [
    `--- ${name}, seed ${seed}, operation ${n}`,
    text,
    ...rows,
    sourceOf([operation]),
    ...found.told.map(({ name, outcome }) => `${name}: ${outcomeText(outcome)}`),
    ...found.lines.map((line) => `  ${line}`),
  ].join('\n')
}

function outcomeText(outcome: Outcome): string {
  if (outcome.end === 'absent') return 'absent'
  if (outcome.end === 'value') return `ok ${JSON.stringify(outcome.value).slice(0, 600)}`
  const faults = (outcome.faults ?? []).map(({ problem, path }) => `${problem} at ${path.join('.')}`)
  return [outcome.code, ...faults, outcome.message.trim().split('\n')[0]].join(' ')
}
