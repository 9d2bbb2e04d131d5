// Figures in Prometheus' text format, version 0.0.4: times in seconds, buckets that count those before them.
//
// Knows nothing of how they are counted. Labels are made of names of the schema and of codes alone.

import type { ShapeFigures } from './figures.ts'
import type { MetricsSnapshot } from './metrics.ts'

type Labels = Readonly<Record<string, string>>
type Sample = { readonly name: string; readonly labels: Labels; readonly value: number }
type Family = {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly Sample[]
}

/** All figures, with more labels on each; throws where those are none. */
export function prometheusText(data: MetricsSnapshot, labels: Labels): string {
  checkLabels(labels)
  return familiesOf(data)
    .map((family) => textOf(family, labels))
    .join('')
}

function familiesOf({ shapes, transactions, active, cache }: MetricsSnapshot): Family[] {
  const each = (pick: (one: ShapeFigures) => number) =>
    shapes.map((one) => [labelsOf(one), pick(one)] as const)
  return [
    histogram('treewright_operation_duration_seconds', 'How long operations took.', shapes),
    counter(
      'treewright_operation_errors_total',
      'How many operations failed, by the code of the error.',
      shapes.flatMap((one) => {
        return Object.entries(one.errors).map(([code, n]) => [{ ...labelsOf(one), code }, n] as const)
      }),
    ),
    counter(
      'treewright_operation_retries_total',
      'How often operations were done again.',
      each((one) => one.retries),
    ),
    counter(
      'treewright_operation_round_trips_total',
      'How often operations waited for the database.',
      each((one) => one.roundTrips),
    ),
    counter(
      'treewright_operation_statements_total',
      'How many statements were carried out.',
      each((one) => one.statements),
    ),
    counter(
      'treewright_operation_rows_sent_total',
      'How many rows were sent.',
      each((one) => one.given),
    ),
    counter(
      'treewright_operation_rows_total',
      'How many rows came back or were counted.',
      each((one) => one.rows),
    ),
    histogram(
      'treewright_transaction_duration_seconds',
      'How long transactions took, with all that was done in them.',
      transactions,
    ),
    gauge('treewright_operations_active', 'How many operations run now.', active),
    counter('treewright_plan_cache_hits_total', 'How often a plan was known.', [[{}, cache.hits]]),
    counter('treewright_plan_cache_misses_total', 'How often a plan was made.', [[{}, cache.misses]]),
    gauge('treewright_plan_cache_plans', 'How many plans are kept.', cache.size),
    gauge('treewright_plan_cache_limit', 'How many plans may be kept.', cache.limit),
  ]
}

function counter(name: string, help: string, values: readonly (readonly [Labels, number])[]): Family {
  return { name, type: 'counter', help, samples: values.map(([labels, value]) => ({ name, labels, value })) }
}

function gauge(name: string, help: string, value: number): Family {
  return { name, type: 'gauge', help, samples: [{ name, labels: {}, value }] }
}

function histogram(name: string, help: string, all: readonly ShapeFigures[]): Family {
  const samples = all.flatMap((one): Sample[] => {
    const { buckets, sum, count } = one.latency
    const labels = labelsOf(one)
    return [
      ...buckets.map(({ atMost, count }) => {
        const le = atMost === null ? '+Inf' : String(atMost / 1_000)
        return { name: `${name}_bucket`, labels: { ...labels, le }, value: count }
      }),
      { name: `${name}_sum`, labels, value: sum / 1_000 },
      { name: `${name}_count`, labels, value: count },
    ]
  })
  return { name, type: 'histogram', help, samples }
}

function textOf({ name, type, help, samples }: Family, more: Labels): string {
  const lines = samples.map(
    ({ name, labels, value }) => `${name}${labelText({ ...more, ...labels })} ${value}`,
  )
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n') + '\n'
}

const OURS = ['operation', 'shape', 'code', 'le']

function checkLabels(labels: Labels): void {
  for (const [name, value] of Object.entries(labels)) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || name.startsWith('__') || OURS.includes(name)) {
      throw new TypeError(`there can be no label ${JSON.stringify(name)}`)
    }
    if (typeof value !== 'string') throw new TypeError(`the label ${JSON.stringify(name)} is no text`)
  }
}

function labelsOf({ operation, shape }: ShapeFigures): Labels {
  return { operation, shape }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
