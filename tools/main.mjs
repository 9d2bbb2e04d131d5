// The commands of the repository: `node tools/main.mjs start|test|build|check|format|bench|oracle|playground`.
//
// Each first brings the checkout to where its work can begin: packages installed, the wasm target there, all built.

import { checks, format, missingTools } from './checks.mjs'
import { build } from './build.mjs'
import { playground } from './playground.mjs'
import { Stop, run } from './run.mjs'
import { installPackages, needRust } from './setup.mjs'
import { test } from './test.mjs'

const COMMANDS = {
  async start(args) {
    await prepare()
    return (await run(process.execPath, ['tools/demo.mjs', ...args])).code
  },
  async test(args) {
    needRust()
    installPackages()
    return test(args)
  },
  async build() {
    await prepare()
    return 0
  },
  async check() {
    await prepare()
    missingTools()
    const results = await checks()
    return results.every((result) => result.isGood) ? 0 : 1
  },
  async format() {
    installPackages()
    return format()
  },
  async bench(args) {
    await prepare()
    if (args[0] === 'types') {
      return (await run(process.execPath, ['bench/types/main.mjs', ...args.slice(1)])).code
    }
    return (await run(process.execPath, ['--import', './tools/typescript.mjs', 'bench/main.ts', ...args]))
      .code
  },
  async oracle(args) {
    await prepare()
    const flags = ['--enable-source-maps', '--import', './tools/typescript.mjs']
    return (await run(process.execPath, [...flags, 'tests/oracle/main.ts', ...args])).code
  },
  async playground(args) {
    await prepare()
    return playground(args)
  },
}

async function prepare() {
  needRust()
  installPackages()
  await build()
}

const [name, ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (command === undefined) {
  console.error(`usage: node tools/main.mjs ${Object.keys(COMMANDS).join('|')}`)
  process.exit(2)
}
try {
  process.exitCode = await command(args)
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = 1
}
