// What a client's operations have cost since it was made, by what they do: the figures behind `db.$metrics()`.
//
// Knows nothing of how they are shown. There are figures for so many shapes at most; those that come later share one place.

import { TreewrightError } from '../errors.ts'
import type { Account } from './account.ts'
import { addTime, emptyHistogram, joinTimes, latencyOf, type Histogram, type Latency } from './histogram.ts'

/** The option `metrics`. */
export type MetricsOption = boolean | { readonly shapes?: number | undefined }

/** What operations of one shape have cost together. */
export type ShapeFigures = {
  /** The operation: `user.create`; `other` for those that there was no place for. */
  readonly operation: string
  /** The same with what it does inside: `user.create(posts.create)`. */
  readonly shape: string
  readonly latency: Latency
  /** How many failed, by their codes (`P2002`); `other` for errors that are not ours. */
  readonly errors: Readonly<Record<string, number>>
  readonly rows: number
  readonly given: number
  readonly statements: number
  readonly roundTrips: number
  readonly retries: number
  readonly cacheHits: number
  readonly cacheMisses: number
}

/** The figures of all. */
export type AllFigures = {
  /** When they began, in milliseconds since 1970. */
  readonly since: number
  /** How many operations run now. */
  readonly active: number
  /** Those that took the most time together come first. */
  readonly shapes: readonly ShapeFigures[]
  readonly total: ShapeFigures
  /** What transactions took, with all that was done in them. */
  readonly transactions: readonly ShapeFigures[]
}

/** Figures that go on. */
export type Figures = {
  begin(): void
  /** Adds what has ended. */
  add(account: Account): void
  read(): AllFigures
  /** Begins anew. */
  reset(): void
}

type Series = {
  readonly operation: string
  readonly shape: string
  readonly times: Histogram
  readonly errors: Map<string, number>
  rows: number
  given: number
  statements: number
  roundTrips: number
  retries: number
  hits: number
  misses: number
}

const USUAL_SHAPES = 200

/** Figures as the option asks for them; null where it does not. */
export function figuresOf(option: MetricsOption | undefined): Figures | null {
  if (option === undefined || option === false) return null
  const { shapes = USUAL_SHAPES } = option === true ? {} : option
  if (Number.isInteger(shapes) && shapes > 0) return startFigures(shapes)
  throw new TypeError(`\`metrics.shapes\` is a whole number from 1, and not ${JSON.stringify(shapes)}`)
}

function startFigures(mostShapes: number): Figures {
  const operations = new Map<string, Series>()
  const transactions = new Map<string, Series>()
  let since = Date.now()
  let active = 0

  function seriesOf(all: Map<string, Series>, operation: string, shape: string): Series {
    const known = all.get(shape)
    if (known !== undefined) return known
    if (all.size >= mostShapes && shape !== OTHER) return seriesOf(all, OTHER, OTHER)
    const series = emptySeries(operation, shape)
    all.set(shape, series)
    return series
  }

  return {
    begin: () => void (active += 1),
    add(account) {
      const isOperation = account.kind === 'operation'
      if (isOperation) active -= 1
      count(seriesOf(isOperation ? operations : transactions, account.operation, account.shape), account)
    },
    read() {
      const total = emptySeries('all', 'all')
      for (const series of operations.values()) join(total, series)
      return {
        since,
        active,
        shapes: shown(operations),
        total: shownSeries(total),
        transactions: shown(transactions),
      }
    },
    reset() {
      operations.clear()
      transactions.clear()
      since = Date.now()
    },
  }
}

const OTHER = 'other'

function emptySeries(operation: string, shape: string): Series {
  const counts = { rows: 0, given: 0, statements: 0, roundTrips: 0, retries: 0, hits: 0, misses: 0 }
  return { operation, shape, times: emptyHistogram(), errors: new Map(), ...counts }
}

function count(series: Series, account: Account): void {
  addTime(series.times, account.milliseconds)
  series.rows += account.rows
  series.given += account.given
  series.statements += account.statements
  series.roundTrips += account.roundTrips
  series.retries += account.retries
  if (account.isCached === true) series.hits += 1
  if (account.isCached === false) series.misses += 1
  if (account.error === null) return
  const code = account.error instanceof TreewrightError ? account.error.code : OTHER
  series.errors.set(code, (series.errors.get(code) ?? 0) + 1)
}

function join(into: Series, series: Series): void {
  joinTimes(into.times, series.times)
  for (const name of ['rows', 'given', 'statements', 'roundTrips', 'retries', 'hits', 'misses'] as const) {
    into[name] += series[name]
  }
  for (const [code, n] of series.errors) into.errors.set(code, (into.errors.get(code) ?? 0) + n)
}

function shown(all: ReadonlyMap<string, Series>): ShapeFigures[] {
  return [...all.values()].sort((one, next) => next.times.sum - one.times.sum).map(shownSeries)
}

function shownSeries({ times, errors, hits, misses, ...series }: Series): ShapeFigures {
  return {
    ...series,
    latency: latencyOf(times),
    errors: Object.fromEntries([...errors].sort(([one], [other]) => (one < other ? -1 : 1))),
    cacheHits: hits,
    cacheMisses: misses,
  }
}
