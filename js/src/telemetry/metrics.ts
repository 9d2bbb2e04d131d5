// `db.$metrics()`: the figures of a client as data, as a table for people, and as text for Prometheus.
//
// Knows nothing of how they are counted.

import type { CacheFigures } from '../host/prepared.ts'
import type { AllFigures, Figures, ShapeFigures } from './figures.ts'
import { prometheusText } from './prometheus.ts'

/** What a client's figures are at one time. */
export type MetricsSnapshot = AllFigures & {
  /** What the plan cache has done since the client was made. */
  readonly cache: CacheFigures
}

/** The same, and ways to show it. */
export type Metrics = MetricsSnapshot & {
  /** The figures alone, for `JSON.stringify` and the like. */
  json(): MetricsSnapshot
  /** The figures in Prometheus' text format, each with these labels as well. */
  prometheus(labels?: Readonly<Record<string, string>>): string
  /** A table for people; `String(metrics)` is the same. */
  text(): string
}

/** How a client gives its figures. */
export type ReadMetrics = {
  /** The figures of now; throws where the client was made without `metrics: true`. */
  (): Metrics
  /** Begins anew. What operations run now are counted when they end. */
  reset(): void
}

/** How a client with these figures gives them. */
export function readMetrics(figures: Figures | null, cache: () => CacheFigures): ReadMetrics {
  const there = (): Figures => {
    if (figures !== null) return figures
    throw new TypeError('nothing is counted: make the client with `treewright({ metrics: true, ... })`')
  }
  const read = (): Metrics => shownBy({ ...there().read(), cache: cache() })
  return Object.assign(read, { reset: () => there().reset() })
}

function shownBy(data: MetricsSnapshot): Metrics {
  const ways = {
    json: () => data,
    prometheus: (labels: Readonly<Record<string, string>> = {}) => prometheusText(data, labels),
    text: () => tableOf(data),
    toString: () => tableOf(data),
  }
  const hidden = Object.entries(ways).map(([name, value]) => [name, { value, enumerable: false }] as const)
  return Object.defineProperties({ ...data }, Object.fromEntries(hidden)) as Metrics
}

type Cell = string | number

const HEAD: readonly Cell[] = [
  'operation',
  'count',
  'errors',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'max ms',
  'rows',
  'trips',
  'retries',
  'cache',
]

function tableOf({ shapes, total, transactions }: MetricsSnapshot): string {
  const rows = [HEAD, ...shapes.map(cellsOf), cellsOf(total), ...transactions.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 ? String(cell).padEnd(width) : String(cell).padStart(width)
    })
    return cells.join('  ')
  })
  return lines.join('\n')
}

function cellsOf({
  shape,
  latency,
  errors,
  rows,
  roundTrips,
  retries,
  cacheHits,
  cacheMisses,
}: ShapeFigures): Cell[] {
  const { count, p50, p95, p99, max } = latency
  const nErrors = Object.values(errors).reduce((n, one) => n + one, 0)
  const looked = cacheHits + cacheMisses
  const cached = looked === 0 ? '-' : `${Math.floor((cacheHits / looked) * 100)}%`
  return [shape, count, nErrors, ...[p50, p95, p99, max].map(shortTime), rows, roundTrips, retries, cached]
}

function shortTime(milliseconds: number | null): string {
  if (milliseconds === null) return '-'
  return milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(milliseconds < 100 ? 1 : 0)
}
