// The figures that are measured, not tested: how long planning takes, how large the planner is, how many statements
// trees need.
//
// Everything is measured in one run of one process, so that figures can be compared with each other; on a busy machine
// compare ratios, not microseconds. `npm run bench` runs it; `npm run bench -- --json` prints the figures as JSON.

import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { createPlanner } from 'treewright/planner'
import { treewright } from 'treewright'

import { org, orgTree } from './trees.mjs'

const asJson = process.argv.includes('--json')
const figures = { planner: plannerSize(), planning: planning(), statements: statements() }

if (asJson) console.log(JSON.stringify(figures, null, 2))
else print(figures)

function plannerSize() {
  const wasm = readFileSync(new URL(import.meta.resolve('treewright/planner.wasm')))
  const brotli = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  return { raw: wasm.length, gzip: gzipSync(wasm, { level: 9 }).length, brotli: brotli.length }
}

// The median time of one `check()`: the arguments read, the shape prepared or found, every value written.
function planning() {
  const cached = treewright({ schema: org, driver: noDriver() })
  const uncached = createPlanner(org)
  return [10, 100, 3_000].map((nodes) => {
    const tree = orgTree(nodes)
    const hit = median(() => cached.company.create(tree).check())
    const miss = median(() => uncached.check('Company', 'create', tree))
    return { nodes, hit, miss, hitPerNode: hit / nodes, missPerNode: miss / nodes }
  })
}

function statements() {
  const planner = createPlanner(org)
  return [58, 3_001].map((rows) => {
    const plan = planner.plan('Company', 'create', orgTree(rows))
    return { rows, statements: plan.statements.length, waves: plan.waves.length }
  })
}

function median(work) {
  const start = performance.now()
  while (performance.now() - start < 300) work()
  const times = []
  const until = performance.now() + 1_500
  while (performance.now() < until) {
    const before = performance.now()
    let n = 0
    do {
      work()
      n += 1
    } while (performance.now() - before < 1)
    times.push(((performance.now() - before) * 1_000) / n)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)]
}

function noDriver() {
  const never = () => Promise.reject(new Error('nothing is sent here'))
  return { name: 'none', transaction: never, connect: never, within: noDriver, close: async () => {} }
}

function print({ planner, planning, statements }) {
  console.log('The planner, in bytes')
  console.table(planner)
  console.log('Planning, in microseconds: a shape that is known, and one that is not')
  console.table(planning.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, round(v)]))))
  console.log('Statements for an organization of companies, departments, teams and members')
  console.table(statements)
}

function round(number) {
  return Math.round(number * 100) / 100
}
