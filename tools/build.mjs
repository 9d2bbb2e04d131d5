// Builds what npm ships: the planner to wasm, then the package around it.

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT, must } from './run.mjs'
import { isStamped, writeStamp } from './stamp.mjs'

const INPUTS = [
  'js/src',
  'js/package.json',
  'js/build.mjs',
  'js/tsconfig.json',
  'js/tsconfig.build.json',
  'package-lock.json',
  'LICENSE-MIT',
  'LICENSE-APACHE',
  'README.md',
  'CHANGELOG.md',
  'docs',
]
const STAMP = 'target/js-package.stamp'

/** Builds what changed since the last time. Cargo knows that of its own half. */
export async function build() {
  const isFirst = !existsSync(join(ROOT, 'js/dist/planner.wasm'))
  must('cargo', ['run', ...(isFirst ? [] : ['--quiet']), '--package', 'xtask', '--', 'wasm'])
  if (!isFirst && isStamped(STAMP, INPUTS)) return
  const { buildPackage } = await import(join(ROOT, 'js/build.mjs'))
  const sizes = await buildPackage()
  writeStamp(STAMP, INPUTS)
  for (const { name, raw, gzip, brotli } of sizes) {
    console.log(`${name}: ${bytes(raw)}, gzip ${bytes(gzip)}, brotli ${bytes(brotli)}`)
  }
}

function bytes(count) {
  return `${(count / 1000).toFixed(1)} kB`
}
