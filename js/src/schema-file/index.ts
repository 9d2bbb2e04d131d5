// A description as a file: a TypeScript module, or JSON, in a form that people read and compare.
//
// Knows nothing of file systems. The same description gives the same text; what changed in a database is what changes in
// the text, because every field has a line of its own.

import type { SchemaDescription } from '../schema.ts'
import { JSON_WORDS, layOut, MODULE_WORDS } from './layout.ts'
import { shortForm } from './short-form.ts'

/** The text of a module that exports the description as `schema`. */
export function schemaFile(description: SchemaDescription): string {
  const body = layOut(shortForm(description), MODULE_WORDS)
  return `import { defineSchema } from 'treewright'\n\nexport const schema = defineSchema(${body})\n`
}

/** The description as JSON. */
export function schemaJson(description: SchemaDescription): string {
  return `${layOut(shortForm(description), JSON_WORDS)}\n`
}
