// The figures as tables of Markdown, by the names that docs/performance.md has for them.

import type { Figures, OwnFigures, WriteFigures } from './figures.ts'
import type { Time } from './writes/times.ts'
import { workloads } from './writes/workloads.ts'

/** A piece of the page. */
export type Piece = { readonly name: string; readonly text: string }

/** All tables of a run. */
export function tablesOf({ run, writes, own }: Figures): Piece[] {
  const kind = run.isQuick ? 'A quick run' : 'One run'
  const machine = `${kind} on two cores, shared with the server: Node ${run.node.slice(1)}, PostgreSQL ${run.postgres}.`
  const delays = writes.roundTrips.map(({ delay }) => delay)
  return [
    { name: 'run', text: `${machine} ${distances(writes)}` },
    { name: 'counts', text: counts(writes) },
    ...delays.map((delay) => ({ name: `times-${delay}ms`, text: times(writes, run.yardstick, delay) })),
    ...(own === undefined ? [] : ownTables(own)),
  ]
}

function distances({ roundTrips }: WriteFigures): string {
  const told = roundTrips.map(({ delay, milliseconds }) => `${round(milliseconds)} ms at ${delay} ms`)
  return `A round trip with nothing in it took ${told.join(', ')}.`
}

function counts({ counts }: WriteFigures): string {
  const names = [...new Set(counts.map(({ contender }) => contender))]
  const rows = chosen(counts).map(({ name, title }) => [
    `${name}: ${title}`,
    ...names.map((contender) => {
      const one = counts.find((count) => count.workload === name && count.contender === contender)
      return one === undefined ? '' : `${number(one.statements)} / ${number(one.trips)}`
    }),
  ])
  return markdown(['statements / round trips', ...names], rows)
}

function times({ times }: WriteFigures, yardstick: string, delay: number): string {
  const here = times.filter((time) => time.delay === delay)
  const names = [...new Set(times.map(({ contender }) => contender))].filter((name) => name !== yardstick)
  const rows = chosen(here).map(({ name }) => {
    const find = (contender: string) =>
      here.find((time) => time.workload === name && time.contender === contender)
    const base = find(yardstick)
    return [name, `${round(base?.median)} ms`, ...names.map((contender) => ratio(find(contender), base))]
  })
  return markdown([`${delay} ms away`, yardstick, ...names], rows)
}

/** The ratio of the medians, and behind it that of the least times; with a sign where it is computed. */
function ratio(time: Time | undefined, base: Time | undefined): string {
  if (time === undefined || base === undefined) return ''
  const [median, least] = [time.median / base.median, time.least / base.least]
  return `${time.n === 0 ? '≈ ' : ''}${short(median)} (${short(least)})`
}

function ownTables({ bulk, host, planning, statements, first, size }: OwnFigures): Piece[] {
  return [
    { name: 'bulk', text: bulkTable(bulk) },
    { name: 'planning', text: planningTable(planning) },
    { name: 'host', text: hostTable(host) },
    { name: 'statements', text: statementTable(statements) },
    { name: 'first', text: firstTable(first) },
    { name: 'size', text: sizeTable(size) },
  ]
}

function bulkTable(bulk: OwnFigures['bulk']): string {
  const rows = bulk.map(({ contender, rows, rowsPerSecond, grown }) => {
    return [contender, number(rows), number(Math.round(rowsPerSecond / 100) * 100), number(grown / 1e6)]
  })
  return markdown(['', 'rows', 'rows a second', 'memory, MB'], rows)
}

function planningTable(planning: OwnFigures['planning']): string {
  const rows = planning.map(({ nodes, hit, miss }) => {
    return [number(nodes), number(hit), number(miss), (hit / nodes).toFixed(2)]
  })
  return markdown(['nodes', 'plan cached', 'plan made', 'cached, a node'], rows)
}

function hostTable(host: OwnFigures['host']): string {
  const rows = host.map(({ workload, hit, miss, operation }) => {
    return [workload, number(hit), number(miss), number(operation)]
  })
  const head = ['', 'before it is sent, plan cached', 'the same, plan made', 'whole operation, plan cached']
  return markdown(head, rows)
}

function statementTable(statements: OwnFigures['statements']): string {
  const rows = statements.map((one) => [number(one.rows), number(one.statements), '4'])
  return markdown(['rows', 'statements', 'tables'], rows)
}

function firstTable(first: OwnFigures['first']): string {
  const rows = first.map(({ contender, imported, client, first, second }) => {
    return [contender, ...[imported, client, first, second].map(round)]
  })
  return markdown(['milliseconds', 'import', 'client', 'first write', 'second write'], rows)
}

function sizeTable({ raw, gzip, brotli, unpacked, tarball }: OwnFigures['size']): string {
  return markdown(
    ['kB', 'as it is', 'gzip', 'brotli'],
    [
      ["the planner's WebAssembly", ...[raw, gzip, brotli].map(kilobytes)],
      ['the package, whose tarball is with gzip', kilobytes(unpacked), kilobytes(tarball), ''],
    ],
  )
}

function chosen(figures: readonly { readonly workload: string }[]) {
  return workloads.filter(({ name }) => figures.some(({ workload }) => workload === name))
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'))
  return [head, rule, ...rows].map(line).join('\n')
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function kilobytes(bytes: number): string {
  return number(bytes / 1_000)
}

function round(milliseconds = NaN): string {
  return milliseconds < 10 ? milliseconds.toFixed(2) : number(milliseconds)
}

function short(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : number(ratio)
}
