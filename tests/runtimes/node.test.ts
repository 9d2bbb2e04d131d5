// The package as npm packs it, installed in an empty project: one short program in both module formats.
//
// Knows nothing of what the program does beyond what it prints.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer } from '../postgres/server.ts'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')

const project = await mkdtemp(join(tmpdir(), 'treewright-project-'))
const server = await startServer()
after(async () => {
  await server.stop()
  await rm(project, { recursive: true, force: true })
})

await run('npm', ['pack', '--pack-destination', project], { cwd: join(root, 'js') })
const [tarball = ''] = (await readdir(project)).filter((name) => name.endsWith('.tgz'))
await writeFile(join(project, 'package.json'), '{ "name": "project", "private": true }')
await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: project })
await mkdir(join(project, 'node_modules/@electric-sql'), { recursive: true })
for (const client of ['pg', '@electric-sql/pglite']) {
  await symlink(join(root, 'node_modules', client), join(project, 'node_modules', client), 'dir')
}
for (const name of ['smoke.mjs', 'smoke.cjs', 'smoke-write.cjs'])
  await cp(join(here, name), join(project, name))

for (const program of ['smoke.mjs', 'smoke.cjs']) {
  test(`${program} writes to both databases`, async () => {
    const { stdout, stderr } = await run(process.execPath, [program, server.connectionString], {
      cwd: project,
    })
    assert.equal(stderr, '')
    assert.equal(stdout, 'pglite: 58 rows, 4 statements\npg: 58 rows, 4 statements\n')
  })
}

test('the command line tool came with it, and works where npm puts it', async () => {
  const tool = join(project, 'node_modules/.bin/treewright')
  const { stdout: version } = await run(tool, ['--version'], { cwd: project })
  assert.match(version, /^\d+\.\d+\.\d+\n$/)
  const pulled = await run(tool, ['pull', '--url', server.connectionString, '--out', 'schema.ts'], {
    cwd: project,
  })
  assert.deepEqual(pulled, { stdout: 'schema.ts is written\n', stderr: '' })
  const { stdout } = await run(tool, ['check', 'schema.ts'], { cwd: project })
  assert.match(stdout, /^schema\.ts: nothing is wrong with it: \d+ models/)
})

test('nothing else came with it', async () => {
  const { stdout } = await run('npm', ['ls', '--all', '--json', '--omit', 'peer'], { cwd: project }).catch(
    (error: unknown) => error as { stdout: string },
  )
  const { dependencies } = JSON.parse(stdout) as { dependencies: { treewright: { dependencies?: object } } }
  assert.deepEqual(
    Object.keys(dependencies.treewright.dependencies ?? {}).filter(
      (name) => !/^(pg|postgres)$|pglite$/.test(name),
    ),
    [],
  )
})
