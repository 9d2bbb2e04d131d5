// What else came with the package: all of its entry points in both module formats, the command line tool, and no other package.
//
// Knows nothing of what the smoke programs do beyond what they print.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { connectionString, freshDatabase, type Address, type Server } from '../postgres/server.ts'
import { openTables } from './outcome.ts'
import { root } from './project.ts'

const run = promisify(execFile)

export function testInstalled(folder: string, server: Server): void {
  describe('the package', () => {
    for (const program of ['smoke.mjs', 'smoke.cjs']) {
      test(`${program} writes through all entry points`, async () => {
        await smoke(folder, program, await freshDatabase(server))
      })
    }

    test('the command line tool came with it, and works where npm puts it', async () => {
      const tool = join(folder, 'node_modules/.bin/treewright')
      const { stdout: version } = await run(tool, ['--version'], { cwd: folder })
      assert.match(version, /^\d+\.\d+\.\d+\n$/)
      const args = ['pull', '--url', connectionString(await openTables(server)), '--out', 'pulled.ts']
      const pulled = await run(tool, args, { cwd: folder })
      assert.deepEqual(pulled, { stdout: 'pulled.ts is written\n', stderr: '' })
      const { stdout } = await run(tool, ['check', 'pulled.ts'], { cwd: folder })
      assert.match(stdout, /^pulled\.ts: nothing is wrong with it: 3 models/)
    })

    test('nothing else came with it', async () => {
      const { stdout } = await run('npm', ['ls', '--all', '--json', '--omit', 'peer'], { cwd: folder }).catch(
        (error: unknown) => error as { stdout: string },
      )
      type Installed = { dependencies: { treewright: { dependencies?: object } } }
      const { treewright } = (JSON.parse(stdout) as Installed).dependencies
      const manifest = await readFile(join(folder, 'node_modules/treewright/package.json'), 'utf8')
      const { peerDependencies } = JSON.parse(manifest) as { readonly peerDependencies: object }
      // What a program may bring along is linked here.
      const others = Object.keys(treewright.dependencies ?? {}).filter((name) => !(name in peerDependencies))
      assert.deepEqual(others, [])
    })
  })
}

async function smoke(folder: string, program: string, address: Address): Promise<void> {
  for (const name of [program, 'smoke-write.cjs']) {
    await cp(join(root, 'tests/runtimes', name), join(folder, name))
  }
  const { stdout, stderr } = await run(process.execPath, [program, connectionString(address)], {
    cwd: folder,
  })
  assert.equal(stderr, '')
  assert.equal(stdout, 'pg: 58 rows, 4 statements\n')
}
