// The beginning of the README, done to the letter: an empty folder, the tarball, a database with the tables of the blog.
//
// Knows nothing of what the lines say. In place of the registry's, the package is the one that was packed here.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { Client } from 'pg'
import { examplesOf } from '../docs/pages.ts'
import { connectionString, freshDatabase, type Address, type Server } from '../postgres/server.ts'
import { BUN, DENO, installed, PERMISSIONS, unlessInstalled } from './programs.ts'
import { installTarball, linkPackage, root } from './project.ts'

const run = promisify(execFile)

const [commands = '', first = ''] = examplesOf('README.md').map(({ text }) => text)
const tables = examplesOf('docs/blog.md').find(({ language }) => language === 'sql')?.text ?? ''
const TYPES = {
  strict: true,
  module: 'NodeNext',
  noEmit: true,
  allowImportingTsExtensions: true,
  types: ['node'],
}

/** What runs a file of TypeScript as it is, by its arguments. This Node may be too old for it, and gets it without types. */
const RUNNERS: readonly (readonly [
  string,
  string | undefined,
  (folder: string) => Promise<readonly string[]>,
])[] = [
  ['Node', undefined, async (folder) => [process.execPath, await forNode(folder)]],
  ['Deno', DENO, async () => [installed(DENO), 'run', '--quiet', ...PERMISSIONS, 'first.ts']],
  ['Bun', BUN, async () => [installed(BUN), 'run', 'first.ts']],
]

export function testNewcomer(project: string, server: Server): void {
  describe('a newcomer', { concurrency: 1 }, () => {
    let folder: string
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'treewright-newcomer-'))
      await followReadme(folder, project, await freshDatabase(server, tables))
    })
    after(() => rm(folder, { recursive: true }))

    test('has five lines before the first write', () => {
      const [lines = ''] = first.split('\n\n')
      assert.equal(lines.split('\n').length, 5)
      assert.match(first, /\n\nawait db\.user\.create\(/)
    })

    for (const [name, program, runner] of RUNNERS) {
      test(`writes with ${name}`, { skip: unlessInstalled(program) }, async () => {
        const address = await freshDatabase(server, tables)
        const [command = '', ...args] = await runner(folder)
        await run(command, args, { cwd: folder, env: environment(folder, address) })
        await checkRows(address)
      })
    }

    test('is told mistakes by the compiler', async () => {
      for (const types of ['@types/node', '@types/pg']) await linkPackage(folder, types)
      await run('npm', ['pkg', 'set', 'type=module'], { cwd: folder })
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: TYPES }))
      await writeFile(join(folder, 'first.ts'), first.replace("title: 'Odes'", "titel: 'Odes'"))
      const said = await compile(folder)
      assert.match(said, /^first\.ts\(\d+,\d+\): error TS\d+: [^]*'titel' does not exist/)
      assert.equal(said.match(/error TS/g)?.length, 1)
    })
  })
}

/** Both commands, and the program in a file. */
async function followReadme(folder: string, project: string, address: Address): Promise<void> {
  const [install = '', pull = '', ...more] = commands.split('\n').map((line) => line.replace(/\s+#.*$/, ''))
  assert.deepEqual([install, more], ['npm install treewright pg', []])
  await installTarball(folder, project)
  await linkPackage(folder, 'pg')
  const [npx = '', ...args] = pull.split(' ')
  await run(npx, ['--offline', ...args], { cwd: folder, env: environment(folder, address) })
  // Programs end when their pools do; this one has none of its own to end, and is over with its last line.
  await writeFile(join(folder, 'first.ts'), `${first}\nprocess.exit()\n`)
}

async function forNode(folder: string): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return 'first.ts'
  const entry = join(folder, 'first.mjs')
  await build({
    entryPoints: [join(folder, 'first.ts')],
    outfile: entry,
    bundle: true,
    packages: 'external',
    format: 'esm',
  })
  return entry
}

function environment(folder: string, address: Address): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: connectionString(address), DENO_DIR: join(folder, '.deno') }
}

async function compile(folder: string): Promise<string> {
  const tsc = join(root, 'node_modules/.bin/tsc')
  return await run(tsc, ['-p', '.', '--pretty', 'false'], { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
}

async function checkRows(address: Address): Promise<void> {
  const client = new Client(address)
  await client.connect()
  try {
    const { rows } = await client.query(`
      SELECT email, slug, "Tag".name AS tag FROM "User" JOIN "Post" ON "authorId" = "User".id
      LEFT JOIN "_PostToTag" ON "A" = "Post".id LEFT JOIN "Tag" ON "B" = "Tag".id ORDER BY slug`)
    assert.deepEqual(rows, [
      { email: 'cyd@example.com', slug: 'essays', tag: 'math' },
      { email: 'cyd@example.com', slug: 'odes', tag: null },
    ])
  } finally {
    await client.end()
  }
}
