// The figures that are measured, not tested: writes beside those of others, planning, first writes, sizes.
//
// Everything is measured in one run, so that figures can be compared with each other; on a busy machine compare ratios, not
// milliseconds. `npm run bench -- --help` tells how it is asked.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { HELP, Unusable, wanted } from './arguments.ts'
import { chartsOf } from './charts/charts.ts'
import { measure, type Figures } from './figures.ts'
import { withPieces } from './page.ts'
import { tablesOf } from './tables.ts'
import { workloads } from './writes/workloads.ts'

const PAGE = new URL('../docs/performance.md', import.meta.url)
const CHARTS = new URL('../docs/charts/', import.meta.url)

try {
  const options = wanted(
    process.argv.slice(2),
    workloads.map(({ name }) => name),
  )
  if (options === null) console.log(HELP)
  else {
    const figures = await measure(options)
    if (options.asJson) console.log(JSON.stringify(figures, null, 2))
    else print(figures)
    if (options.writes) write(figures)
  }
} catch (error) {
  if (!(error instanceof Unusable)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function print(figures: Figures): void {
  for (const { name, text } of tablesOf(figures)) console.log(`\n${name}\n\n${aligned(text)}`)
}

function write(figures: Figures): void {
  writeFileSync(PAGE, withPieces(readFileSync(PAGE, 'utf8'), tablesOf(figures)))
  mkdirSync(CHARTS, { recursive: true })
  for (const { name, text } of chartsOf(figures)) writeFileSync(new URL(`${name}.svg`, CHARTS), text)
}

/** A table with its columns under each other; other text as it is. */
function aligned(table: string): string {
  if (!table.startsWith('|')) return table
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? []
  const cell = (text: string, at: number) =>
    at === 1 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)
  const isRule = (row: readonly string[]) => row[1] === '---'
  return rows
    .filter((row) => !isRule(row))
    .map((row) => row.map(cell).join('  ').trim())
    .join('\n')
}
