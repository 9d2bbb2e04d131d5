// How each kind of suite is run, and how many of its tests passed and failed by its own count.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT, Stop, ask, must, run } from './run.mjs'

/** The planner's own tests, and the suites around it. */
export async function rustSuites() {
  const args = ['test', '--workspace', '--exclude', 'treewright-wasm', '--exclude', 'xtask', '--no-fail-fast']
  return cargoTotals(await run('cargo', args))
}

/** The wasm crate's tests: in Node, or in the browser given. */
export async function wasmSuites(browser) {
  console.log('Building the test runner ...')
  must('cargo', ['build', '--quiet', '--package', 'xtask', '--features', 'runner', '--bin', 'wasm-runner'])
  const env = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(targetFolder(), 'debug/wasm-runner') }
  const args = ['test', '--package', 'treewright-wasm', '--target', 'wasm32-unknown-unknown', '--tests']
  if (browser !== null) {
    args.push('--features', 'browser')
    env.CHROMEDRIVER = browser.driver
  }
  return cargoTotals(await run('cargo', [...args, '--no-fail-fast'], env))
}

/** The `*.test.*` files under a folder, in Node's test runner. */
export async function nodeSuite(folder, env = {}) {
  const files = testFiles(folder)
  if (files.length === 0) return { passed: 0, failed: 0 }
  const flags = [
    '--enable-source-maps',
    '--import',
    './tools/typescript.mjs',
    '--test',
    '--test-reporter=spec',
  ]
  const { code, output } = await run(process.execPath, [...flags, ...files], env)
  const passed = sum(output, /^ℹ pass (\d+)$/gm)
  const failed = sum(output, /^ℹ (?:fail|cancelled) (\d+)$/gm)
  return { passed, failed: atLeastOne(failed, code) }
}

/** What must compile and what must not, as strict as can be and as most programs are: two verdicts of the compiler. */
export async function typeSuite(folder) {
  if (!existsSync(join(ROOT, folder, 'tsconfig.json'))) return { passed: 0, failed: 0 }
  const result = { passed: 0, failed: 0 }
  for (const exact of ['true', 'false']) {
    const args = ['-p', folder, '--exactOptionalPropertyTypes', exact]
    const { code } = await run(join(ROOT, 'node_modules/.bin/tsc'), args)
    result[code === 0 ? 'passed' : 'failed'] += 1
  }
  return result
}

function cargoTotals({ code, output }) {
  const passed = sum(output, /^test result: .*?(\d+) passed/gm)
  const failed = sum(output, /^test result: .*?(\d+) failed/gm)
  return { passed, failed: atLeastOne(failed, code) }
}

/** A run that failed without naming a test, a program that did not compile for one, still failed. */
function atLeastOne(failed, code) {
  return code === 0 ? failed : Math.max(failed, 1)
}

function sum(text, pattern) {
  return [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)
}

function testFiles(folder) {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => /\.test\.(ts|mts|js|mjs|cjs)$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

function targetFolder() {
  const metadata = ask('cargo', ['metadata', '--no-deps', '--format-version', '1'])
  if (metadata === null) throw new Stop('`cargo metadata` failed.')
  return JSON.parse(metadata).target_directory
}
