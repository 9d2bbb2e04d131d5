// The checks that read the code without running it: formatters, clippy, and the type checker.

import { ROOT, ask, must, run } from './run.mjs'
import { join } from 'node:path'

const BIN = join(ROOT, 'node_modules/.bin')
const DENY = ['--', '--deny', 'warnings']

const CHECKS = [
  { name: 'cargo fmt', command: 'cargo', args: ['fmt', '--all', '--check', '--', '--color=never'] },
  { name: 'prettier', command: join(BIN, 'prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'clippy',
    command: 'cargo',
    args: ['clippy', '--workspace', '--exclude', 'treewright-wasm', '--all-targets', ...DENY],
  },
  {
    name: 'clippy, wasm',
    command: 'cargo',
    args: [
      'clippy',
      '--package',
      'treewright-wasm',
      '--target',
      'wasm32-unknown-unknown',
      '--all-targets',
      ...DENY,
    ],
  },
  { name: 'tsc, js', command: join(BIN, 'tsc'), args: ['-p', 'js'] },
  { name: 'tsc, command line', command: join(BIN, 'tsc'), args: ['-p', 'js/src/cli'] },
  { name: 'tsc, playground', command: join(BIN, 'tsc'), args: ['-p', 'js/playground'] },
  { name: 'tsc, tests', command: join(BIN, 'tsc'), args: ['-p', 'tests'] },
]

/** Runs all checks, each said good or bad. */
export async function checks() {
  const results = []
  for (const { name, command, args } of CHECKS) {
    const { code } = await run(command, args)
    results.push({ name, isGood: code === 0 })
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}`)
  }
  return results
}

/** Adds what a minimal Rust installation leaves out. */
export function missingTools() {
  for (const tool of ['fmt', 'clippy']) {
    if (ask('cargo', [tool, '--version']) === null) {
      must('rustup', ['component', 'add', tool === 'fmt' ? 'rustfmt' : tool])
    }
  }
}

/** Writes all files as the formatters would have them. */
export async function format() {
  const rust = await run('cargo', ['fmt', '--all'])
  const rest = await run(join(BIN, 'prettier'), ['--write', '--log-level', 'warn', '.'])
  return Math.max(rust.code, rest.code)
}
