// What becomes of a description that a command has made: printed, written to a file, or compared with the file.
//
// Knows nothing of where it came from. A file that says the same already is left as it is, however it is laid out; a file
// that is no schema of plain data is written over only if the caller insists.

import { extname } from 'node:path'
import type { SchemaDescription } from 'treewright'
import { schemaFile, schemaJson } from 'treewright/introspect'
import type { Asked, Options } from './arguments.ts'
import { differencesOf, differenceText, type Difference } from './differences.ts'
import { exists, readText, writeText } from './files.ts'
import { readJson } from './load-schema.ts'
import { readModuleText } from './module-text.ts'
import { Found, Misuse, type Outcome } from './outcome.ts'

/** The options of commands that make a schema file. */
export const DELIVERY: Options = {
  out: { value: 'file', short: 'o', about: 'write to this file: .ts .mts .js .mjs or .json' },
  check: { about: 'write nothing; exit 1 if --out <file> would change, and say how' },
  force: { about: 'write over --out <file> even if it is no schema of plain data' },
}

const MODULES = ['.ts', '.mts', '.js', '.mjs']

/** Refuses what cannot be done with a description, before it is made. */
export function checkDelivery(asked: Asked): void {
  const file = asked.value('out')
  if (file === undefined) {
    if (asked.has('check')) throw new Misuse('--check needs --out <file>, the file to compare with')
    if (asked.has('force')) throw new Misuse('--force needs --out <file>')
  } else if (![...MODULES, '.json'].includes(extname(file))) {
    throw new Misuse(`${file} has none of the endings that are written`, [...MODULES, '.json'].join(' '))
  }
}

/** Prints, writes or compares a description. */
export function deliver(asked: Asked, schema: SchemaDescription, notes: readonly string[] = []): Outcome {
  const file = asked.value('out')
  if (file === undefined) return { isFine: true, text: schemaFile(schema), notes, data: { schema } }
  const text = extname(file) === '.json' ? schemaJson(schema) : schemaFile(schema)
  const before = exists(file) ? readBefore(file, asked.has('force')) : null
  const differences = before === null ? null : differencesOf(before, schema)
  const isSame = differences !== null && differences.length === 0
  const data = { file, schema, changed: !isSame, differences }
  if (asked.has('check')) {
    return { isFine: isSame, text: comparedText(file, differences), notes, data }
  }
  if (!isSame) writeText(file, text)
  return { isFine: true, text: writtenText(file, differences), notes, data }
}

function comparedText(file: string, differences: readonly Difference[] | null): string {
  if (differences === null) return `${file} is not there yet, or is no schema\n`
  if (differences.length === 0) return `${file} is up to date\n`
  return `${file} would change:\n${listed(differences)}`
}

function writtenText(file: string, differences: readonly Difference[] | null): string {
  if (differences === null) return `${file} is written\n`
  if (differences.length === 0) return `${file} is up to date\n`
  return `${file} is changed:\n${listed(differences)}`
}

function listed(differences: readonly Difference[]): string {
  return differences.map((difference) => `  ${differenceText(difference)}\n`).join('')
}

/** What the file says now; null if it is none of our files and may be written over. */
function readBefore(file: string, isForced: boolean): SchemaDescription | null {
  const described = describedBy(file, readText(file))
  if (described !== null) return described
  if (isForced) return null
  throw new Misuse(`${file} is there, and is no schema of plain data`, '--force writes over it')
}

function describedBy(file: string, text: string): SchemaDescription | null {
  try {
    const read = extname(file) === '.json' ? null : readModuleText(text)
    if (read !== null && !read.isPlain) return null
    const value = read === null ? readJson(file, text).description : (read.literal.value as SchemaDescription)
    // What is no description has no short form.
    schemaJson(value)
    return value
  } catch (error) {
    if (error instanceof Found || error instanceof TypeError) return null
    throw error
  }
}
