// The public names of `treewright/schema-prisma`: the text of a schema.prisma in, a description out.
//
// Knows nothing of files: whoever has them reads them. Nothing here is loaded by any other entry point.

import type { SchemaDescription } from '../schema.ts'
import { enumsSaid, modelsSaid } from './models.ts'
import { parseText } from './parse.ts'
import { reportOn, type Source } from './problems.ts'
import { worldOf } from './world.ts'

export type { SchemaDescription } from '../schema.ts'
export { PrismaSchemaError } from './problems.ts'
export type { PrismaProblem } from './problems.ts'

/** The text of a schema, or the texts of one in several files: in a list, or under the names that errors call them by. */
export type PrismaTexts = string | readonly string[] | { readonly [file: string]: string }

/**
 * Describes what a Prisma schema says of a database.
 *
 * Throws a PrismaSchemaError with everything that cannot be read or described, each with its line and column.
 */
export function schemaFromPrisma(texts: PrismaTexts): SchemaDescription {
  const sources = sourcesOf(texts)
  const report = reportOn(sources)
  const blocks = sources.flatMap(({ text }, source) => parseText(text, source, report))
  // A block that could not be read would be missed wherever it is named.
  report.settle()
  const world = worldOf(blocks, report)
  const models = modelsSaid(world)
  const enums = enumsSaid(world)
  report.settle()
  return Object.keys(enums).length === 0 ? { models } : { models, enums }
}

function sourcesOf(texts: PrismaTexts): readonly Source[] {
  if (typeof texts === 'string') return [{ file: null, text: texts }]
  const isList = Array.isArray(texts)
  const entries = typeof texts === 'object' && texts !== null ? Object.entries(texts) : []
  const sources = entries.map(([file, text]: [string, unknown]) => ({ file: isList ? null : file, text }))
  if (sources.length > 0 && sources.every(isSource)) return sources
  throw new TypeError('schemaFromPrisma takes a text, a list of texts, or texts by the names of their files')
}

function isSource(source: { readonly file: string | null; readonly text: unknown }): source is Source {
  return typeof source.text === 'string'
}
