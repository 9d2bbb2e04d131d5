// The runtimes that run a file: Node in both module formats, Deno and Bun.
//
// Knows nothing of what a file does beyond what it prints. Deno and Bun read TypeScript; for Node it is compiled, which is
// where the module format comes from.

import { execFile } from 'node:child_process'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { build, type BuildOptions } from 'esbuild'
import { connectionString, type Server } from '../postgres/server.ts'
import { checkBoth, checkRows, openTables } from './outcome.ts'
import { BUN, DENO, installed, PERMISSIONS, unlessInstalled } from './programs.ts'

const run = promisify(execFile)

/** A runtime: the program that npm brings, if it is not this Node, and how it is given a file. */
type Runtime = {
  readonly name: string
  readonly program?: string
  command(folder: string, file: string): Promise<readonly string[]>
}

/** The files that these runtimes run. */
export const PROCESS_FILES = ['over-pg.ts', 'over-postgres-js.ts', 'over-pglite.ts']
const NODE: BuildOptions = { bundle: true, platform: 'node', logLevel: 'error' }

const RUNTIMES: readonly Runtime[] = [
  { name: 'Node, ES module', command: (folder, file) => compiled(folder, file, 'esm') },
  { name: 'Node, CommonJS', command: (folder, file) => compiled(folder, file, 'cjs') },
  {
    name: 'Deno',
    program: DENO,
    command: async (_, file) => [installed(DENO), 'run', '--quiet', '--no-prompt', ...PERMISSIONS, file],
  },
  { name: 'Bun', program: BUN, command: async (_, file) => [installed(BUN), 'run', file] },
]

/** One test for each runtime and file, and one for a file with all that it imports in it. */
export function testProcesses(folder: string, server: Server): void {
  for (const { name, program, command } of RUNTIMES) {
    describe(name, { skip: unlessInstalled(program) }, () => {
      for (const file of PROCESS_FILES) {
        test(file, async () => check(folder, server, file, await command(folder, file)))
      }
    })
  }
  test('Node, over-pg.ts as one bundle', async () => {
    const file = 'over-pg.ts'
    const alone = join(folder, 'alone/bundle.cjs')
    await build({
      ...NODE,
      absWorkingDir: folder,
      entryPoints: [file],
      outfile: alone,
      external: ['pg-native'],
    })
    await rename(join(folder, 'alone'), `${folder}-alone`)
    try {
      await check(folder, server, file, [process.execPath, `${folder}-alone/bundle.cjs`])
    } finally {
      await rm(`${folder}-alone`, { recursive: true })
    }
  })
}

async function check(
  folder: string,
  server: Server,
  file: string,
  command: readonly string[],
): Promise<void> {
  const address = await openTables(server)
  const [program = '', ...args] = command
  const own = { DATABASE_URL: connectionString(address), DENO_DIR: join(folder, '.deno') }
  const { stdout } = await run(program, args, { cwd: folder, env: { ...process.env, ...own } })
  checkBoth(JSON.parse(stdout))
  if (file !== 'over-pglite.ts') await checkRows(address, { isPublished: true })
}

async function compiled(folder: string, file: string, format: 'esm' | 'cjs'): Promise<readonly string[]> {
  const outfile = join(folder, file.replace(/\.ts$/, format === 'esm' ? '.mjs' : '.cjs'))
  await build({ ...NODE, absWorkingDir: folder, entryPoints: [file], outfile, packages: 'external', format })
  return [process.execPath, outfile]
}
