// The cases of tests/cases as the suites of the host read them.
//
// Knows nothing of how a case is checked.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SchemaDescription } from 'treewright'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../cases')

/** A request as its file has it. */
export type CaseRequest = {
  readonly schema: string | SchemaDescription
  readonly before?: { readonly [model: string]: readonly { readonly [field: string]: unknown }[] }
  readonly model: string
  readonly verb: string
  readonly args?: unknown
  readonly limits?: { readonly depth?: number; readonly nodes?: number }
  readonly shape?: string
}

/** The names of the cases in a folder that have a file with this ending. */
export function caseNames(kind: string, ending: string): string[] {
  const files = readdirSync(join(folder, kind)).sort()
  return files
    .filter((file) => file.endsWith(`.${ending}`))
    .map((file) => `${kind}/${file.slice(0, -ending.length - 1)}`)
}

/** A file of a case. */
export function caseText(name: string, ending: string): string {
  return readFileSync(join(folder, `${name}.${ending}`), 'utf8')
}

/** A JSON file of a case. */
export function caseJson<T>(name: string, ending: string): T {
  return JSON.parse(caseText(name, ending)) as T
}

/** The description a request speaks of. */
export function schemaOf({ schema }: CaseRequest): SchemaDescription {
  return typeof schema === 'string' ? caseJson<SchemaDescription>(`schemas/${schema}`, 'json') : schema
}
