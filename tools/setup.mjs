// What must be on the machine before anything is built: Rust with its wasm target, and the npm packages.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT, Stop, ask, must } from './run.mjs'
import { isStamped, writeStamp } from './stamp.mjs'

const TARGET = 'wasm32-unknown-unknown'

/** Makes sure of a recent enough Rust and its wasm target. */
export function needRust() {
  const version = ask('rustc', ['--version'])
  if (version === null || ask('cargo', ['--version']) === null) {
    throw new Stop(
      'Treewright builds its planner with Rust: install rustup (https://rustup.rs) and run this again.',
    )
  }
  const wanted =
    readFileSync(join(ROOT, 'Cargo.toml'), 'utf8').match(/^rust-version = "(.+)"/m)?.[1] ?? '1.90'
  if (isOlder(version.split(' ')[1] ?? '', wanted)) {
    throw new Stop(`Treewright needs Rust ${wanted} or newer, and this is ${version}: run \`rustup update\`.`)
  }
  const library = ask('rustc', ['--print', 'target-libdir', '--target', TARGET])
  if (library !== null && existsSync(library)) return
  if (ask('rustup', ['--version']) === null) {
    throw new Stop(`Rust's ${TARGET} target is missing, and there is no rustup to add it with.`)
  }
  must('rustup', ['target', 'add', TARGET])
}

/** Installs the npm packages unless those of this lockfile are there. */
export function installPackages() {
  const inputs = ['package-lock.json', '.npmrc']
  const stamp = 'node_modules/.treewright-stamp'
  if (isStamped(stamp, inputs)) return
  console.log('Installing npm packages ...')
  must('npm', ['ci', '--no-fund', '--no-audit'])
  writeStamp(stamp, inputs)
}

function isOlder(version, wanted) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor)
}
