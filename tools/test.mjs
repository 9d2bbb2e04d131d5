// `npm test`: every stage in order, in sight, and at the end one table and one line.
//
// A stage that fails does not stop the next. Names given as arguments choose stages.

import { build } from './build.mjs'
import { checks, missingTools } from './checks.mjs'
import { findBrowser } from './chromium.mjs'
import { findPrograms } from './debian.mjs'
import { buildPage } from './playground.mjs'
import { Stop } from './run.mjs'
import { nodeSuite, rustSuites, typeSuite, wasmSuites } from './suites.mjs'

const STAGES = [
  { name: 'build', work: buildStage },
  { name: 'check', work: checkStage },
  { name: 'planner', work: rustSuites },
  { name: 'wasm-node', work: () => wasmSuites(null) },
  { name: 'wasm-chromium', work: chromiumStage },
  { name: 'js', work: () => nodeSuite('tests/js') },
  { name: 'types', work: () => typeSuite('tests/types') },
  { name: 'docs', work: () => nodeSuite('tests/docs') },
  { name: 'playground', work: () => nodeSuite('tests/playground') },
  { name: 'playground-page', work: pageStage },
  { name: 'postgres', work: () => nodeSuite('tests/postgres') },
  { name: 'pooler', work: poolerStage },
  { name: 'runtimes', work: () => nodeSuite('tests/runtimes', browserEnv()) },
  { name: 'oracle', work: () => nodeSuite('tests/oracle') },
]

/** Runs the chosen stages, or all, and answers the exit code. */
export async function test(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    throw new Stop(
      `There is no stage ${unknown.join(', ')}: choose from ${STAGES.map((s) => s.name).join(', ')}.`,
    )
  }
  const chosen = STAGES.filter(({ name }) => name === 'build' || names.length === 0 || names.includes(name))
  const results = []
  for (const { name, work } of chosen) results.push(await stage(name, work))
  return summary(results)
}

async function stage(name, work) {
  console.log(`\n=== ${name}`)
  const start = performance.now()
  const result = await work().catch(broken)
  return { name, ...judged(result), seconds: (performance.now() - start) / 1000 }
}

function broken(error) {
  console.error(error instanceof Stop ? error.message : error)
  return { passed: 0, failed: 1 }
}

/** A stage without a single test has proved nothing, and that is a failure. */
function judged(result) {
  if (result.notRun !== undefined || result.passed + result.failed > 0) return result
  console.error('No tests were run.')
  return { passed: 0, failed: 1 }
}

async function buildStage() {
  await build()
  return { passed: 1, failed: 0 }
}

async function checkStage() {
  missingTools()
  const results = await checks()
  const passed = results.filter((result) => result.isGood).length
  return { passed, failed: results.length - passed }
}

const BROWSER = 'chromium and chromium-driver'

async function chromiumStage() {
  const browser = findBrowser()
  return browser === null ? absent(BROWSER) : wasmSuites(browser)
}

async function pageStage() {
  const browser = findBrowser()
  if (browser === null) return absent(BROWSER)
  await buildPage()
  return nodeSuite('tests/playground-page', { CHROMIUM: browser.chromium })
}

async function poolerStage() {
  const found = findPrograms(['pgbouncer'], ['pgbouncer'])
  return found === null ? absent('pgbouncer') : nodeSuite('tests/pooler', { PGBOUNCER: found[0] })
}

/** In CI what is needed must be there; on a developer's machine its absence is said, not held against the code. */
function absent(packages) {
  if (process.env.CI) throw new Stop(`This stage needs Debian's ${packages}.`)
  return { passed: 0, failed: 0, notRun: `not run: needs Debian's ${packages}` }
}

function browserEnv() {
  const browser = findBrowser()
  return browser === null ? {} : { CHROMIUM: browser.chromium }
}

function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  console.log(`\n${'stage'.padEnd(width)}  passed  failed  seconds`)
  for (const { name, passed, failed, notRun, seconds } of results) {
    const counts = `${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${seconds.toFixed(1).padStart(7)}`
    console.log(`${name.padEnd(width)}  ${notRun ?? counts}`)
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`)
  return total('failed') === 0 ? 0 : 1
}
