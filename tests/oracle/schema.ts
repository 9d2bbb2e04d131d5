// What Treewright knows of the oracle's database: what it imports from the `schema.prisma` that Prisma is made from.
//
// Knows nothing of what is done with it. The generator reads its facts from here as well.

import { readFileSync } from 'node:fs'
import type { SchemaDescription } from 'treewright'
import { schemaFromPrisma } from 'treewright/schema-prisma'

const text = readFileSync(new URL('schema.prisma', import.meta.url), 'utf8')

/** The description of all models. */
export const schema: SchemaDescription = { postgres: 18, ...schemaFromPrisma(text) }
