// The command line tool as a process of its own, and folders for it to work in.
//
// Knows nothing of commands.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'

/** What a run came to. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string }

export type Way = {
  readonly folder?: string
  readonly input?: string
  readonly env?: { readonly [name: string]: string }
  /** Flags of Node itself. */
  readonly flags?: readonly string[]
  /** Another copy of the tool. */
  readonly program?: string
}

const manifest = createRequire(import.meta.url).resolve('treewright/package.json')

/** Where the tool is. */
export const program = join(dirname(manifest), 'dist/cli/treewright.js')

/** Runs `treewright` with these words. */
export function cli(words: readonly string[], way: Way = {}): Promise<Ran> {
  const { folder, input = '', env = {}, flags = [] } = way
  const { DATABASE_URL: _, ...rest } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...flags, way.program ?? program, ...words],
      { cwd: folder, env: { ...rest, ...env } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

/** The JSON that a run printed. */
export function jsonOf({ out }: Ran): Record<string, unknown> {
  return JSON.parse(out) as Record<string, unknown>
}

/** A folder with these files, until the suite ends. */
export function folderOf(files: { readonly [name: string]: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'treewright-cli-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
