// The package as npm packs it, installed in an empty project, with the files of the page and the clients they use.
//
// Knows nothing of runtimes.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { files, tables } from './page.ts'

const run = promisify(execFile)

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

const CLIENTS = ['pg', 'postgres', '@electric-sql/pglite', '@neondatabase/serverless']

/** Makes the project; gives its folder. Nothing is fetched: clients are links to those of the repository. */
export async function openProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'treewright-project-'))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'js') })
  await writeFile(join(folder, 'package.json'), '{ "name": "project", "private": true, "type": "module" }')
  await installTarball(folder, folder)
  for (const client of CLIENTS) await linkPackage(folder, client)
  await writeFile(join(folder, 'tables.sql'), tables)
  for (const [name, text] of files) await writeFile(join(folder, name), text)
  return folder
}

/** Installs in a folder what was packed in the project. */
export async function installTarball(folder: string, project: string): Promise<void> {
  const [tarball = ''] = (await readdir(project)).filter((name) => name.endsWith('.tgz'))
  const args = ['install', '--offline', '--no-audit', '--no-fund', join(project, tarball)]
  await run('npm', args, { cwd: folder })
}

/** Puts a package of the repository into a project. */
export async function linkPackage(folder: string, name: string): Promise<void> {
  const link = join(folder, 'node_modules', name)
  await mkdir(dirname(link), { recursive: true })
  await symlink(join(root, 'node_modules', name), link, 'dir')
}

export async function closeProject(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
