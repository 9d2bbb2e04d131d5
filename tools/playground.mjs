// The plan preview in the browser: built when something of it changed, and given out on this machine.

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT } from './run.mjs'
import { isStamped, writeStamp } from './stamp.mjs'

const INPUTS = [
  'js/playground/src',
  'js/playground/styles',
  'js/playground/index.html',
  'js/playground/icon.svg',
  'js/playground/build.mjs',
  'js/dist/esm',
  'package-lock.json',
]
const STAMP = 'target/playground.stamp'

/** Where the built page is. */
export const PLAYGROUND = join(ROOT, 'js/playground/dist')

/** Builds the page if something of it changed. The package has been built before. */
export async function buildPage() {
  if (existsSync(join(PLAYGROUND, 'index.html')) && isStamped(STAMP, INPUTS)) return
  const { buildPlayground } = await import(join(ROOT, 'js/playground/build.mjs'))
  for (const { name, raw, gzip } of await buildPlayground()) {
    console.log(`playground, ${name}: ${(raw / 1000).toFixed(1)} kB, gzip ${(gzip / 1000).toFixed(1)} kB`)
  }
  writeStamp(STAMP, INPUTS)
}

/** `npm run playground [build | --port n]`. */
export async function playground(args) {
  await buildPage()
  if (args[0] === 'build') {
    console.log(`The page is in ${PLAYGROUND}: put the folder on any web server.`)
    return 0
  }
  const { main } = await import(join(ROOT, 'js/playground/serve.mjs'))
  return main(args)
}
