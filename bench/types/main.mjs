// How long the compiler takes over 200 calls of a client, and how much it computes: ours, and Prisma 7's beside it.
//
// `npm run bench -- types` runs it; `--json` prints the figures as JSON. Each program is checked several times and the
// fastest is told: the compiler's own figures, so they leave out nothing but the start of its process.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { calls } from './calls.mjs'
import { describedSchema, prismaSchema } from './schemas.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = join(ROOT, 'target/bench-types')
const TSC = process.env.TSC ?? join(ROOT, 'node_modules/.bin/tsc')
const N_CALLS = 200
const N_RUNS = 5

const OPTIONS = {
  target: 'ES2022',
  lib: ['ES2023'],
  types: [],
  module: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
}

rmSync(FOLDER, { recursive: true, force: true })
const rows = [10, 100, 300].flatMap((nModels) => [
  { models: nModels, ...measured('treewright', ours(nModels)) },
  { models: nModels, ...measured('prisma 7', prismas(nModels)) },
])
if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 2))
else console.table(rows)

function ours(nModels) {
  const head = [
    `import { treewright } from 'treewright'`,
    `import type { Driver } from 'treewright/driver'`,
    `import { schema } from './schema.js'`,
    `declare const driver: Driver`,
    `const db = treewright({ schema, driver })`,
    `declare function ok(...used: unknown[]): void`,
  ]
  return program(`treewright-${nModels}`, {
    'schema.ts': describedSchema(nModels),
    'calls.ts': calls(head.join('\n'), N_CALLS, nModels),
  })
}

function prismas(nModels) {
  const head = [
    `import { PrismaClient } from './generated/index.js'`,
    `declare const db: PrismaClient`,
    `declare function ok(...used: unknown[]): void`,
  ]
  const folder = program(`prisma-${nModels}`, {
    'schema.prisma': prismaSchema(nModels, './generated'),
    'calls.ts': calls(head.join('\n'), N_CALLS, nModels),
  })
  const prisma = join(
    dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
    'build/index.js',
  )
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' }
  const args = [prisma, 'generate', '--no-hints', '--schema', join(folder, 'schema.prisma')]
  execFileSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}

function program(name, files) {
  const folder = join(FOLDER, name)
  mkdirSync(folder, { recursive: true })
  const settings = { compilerOptions: OPTIONS, include: ['*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}

function measured(client, folder) {
  const runs = Array.from({ length: N_RUNS }, () => checked(folder))
  const fastest = runs.reduce((best, run) => (run['Total time'] < best['Total time'] ? run : best))
  return {
    client,
    instantiations: fastest['Instantiations'],
    types: fastest['Types'],
    'memory, MB': Math.round(fastest['Memory used'] / 1_000),
    'check, s': fastest['Check time'],
    'total, s': fastest['Total time'],
  }
}

function checked(folder) {
  const { status, stdout } = spawnSync(TSC, ['-p', folder, '--extendedDiagnostics'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${folder} does not compile\n${stdout}`)
  const figures = [...stdout.matchAll(/^([A-Z][\w /]+):\s+([\d.]+)(?:K|s|$)/gm)]
  return Object.fromEntries(figures.map(([, name, figure]) => [name, Number(figure)]))
}
