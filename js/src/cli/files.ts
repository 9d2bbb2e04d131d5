// Files as commands meet them: read, written, and named in messages as the caller named them.
//
// Knows nothing of what is in them.

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Misuse } from './outcome.ts'

/** The text of a file, or of standard input for `-`. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw fileError(error, file, 'read')
  }
}

/** Writes a file into a folder that is there. */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw fileError(error, file, 'written')
  }
}

/** Whether there is something of this name. */
export function exists(file: string): boolean {
  return existsSync(file)
}

/** The files themselves, and in place of a folder those in it, at any depth, that end so. */
export function filesIn(names: readonly string[], ending: string): string[] {
  return names.flatMap((name) => {
    if (!isFolder(name)) return [name]
    const found = readdirSync(name, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(ending) && !/(^|[\\/])node_modules[\\/]/.test(file))
      .map((file) => join(name, file))
      .filter((file) => !isFolder(file))
      .sort()
    if (found.length === 0) throw new Misuse(`${name} has no files that end in ${ending}`)
    return found
  })
}

/** Whether a name is a folder's. */
export function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function fileError(error: unknown, file: string, done: 'read' | 'written'): Misuse {
  const { code, message } = error as NodeJS.ErrnoException
  const name = file === '-' ? 'standard input' : file
  if (code === 'ENOENT' && done === 'read') return new Misuse(`there is no file ${name}`)
  if (code === 'ENOENT') return new Misuse(`there is no folder ${dirname(file)}`, 'make it first')
  if (code === 'EISDIR') return new Misuse(`${name} is a folder`)
  return new Misuse(`${name} cannot be ${done}: ${message}`)
}
