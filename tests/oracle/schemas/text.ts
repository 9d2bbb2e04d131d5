// A random schema as the text of a schema.prisma, with the tables that Prisma makes of it and what Treewright reads in it.
//
// Drafts that Prisma refuses are drawn anew; how many is told.

import type { SchemaDescription } from 'treewright'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import { prismaDdl } from '../../js/prisma-ddl.ts'
import { randomFrom } from '../random.ts'
import { draftModels, type Column, type DraftModel } from './draft.ts'
import { addLinks } from './links.ts'
import { QUOTE } from './names.ts'

/** A schema in all its forms. */
export type Described = {
  readonly text: string
  readonly ddl: string
  readonly schema: SchemaDescription
  /** Why Prisma took no earlier draft of the seed. */
  readonly refused: readonly string[]
}

const N_DRAFTS = 40

/** The schema of a seed. */
export async function schemaOf(seed: number): Promise<Described> {
  const refused: string[] = []
  for (let n = 0; n < N_DRAFTS; n += 1) {
    const draft = draftText(seed * N_DRAFTS + n)
    const made = await prismaDdl(draft).catch((error: Error) => void refused.push(error.message))
    if (typeof made !== 'string') continue
    const [text, ddl] = [draft.replaceAll(QUOTE, '\\"'), made.replaceAll(QUOTE, '""')]
    return { text, ddl, schema: { postgres: 18, ...schemaFromPrisma(text) }, refused }
  }
  throw new Error(`Prisma takes no draft of seed ${seed}:\n${refused.join('\n')}`)
}

function draftText(seed: number): string {
  const random = randomFrom(seed)
  const { models, enums } = draftModels(random)
  addLinks(random, models)
  const parts = ['datasource db {\n  provider = "postgresql"\n}', ...models.map(modelText), ...enums]
  return `${parts.join('\n\n')}\n`
}

function modelText({ name, columns, lines, blocks }: DraftModel): string {
  const all = [...columns.map(columnText), ...lines, ...blocks]
  return `model ${name} {\n${all.map((line) => `  ${line}\n`).join('')}}`
}

function columnText({ name, type, mark, native, attributes }: Column): string {
  return [name, `${type}${mark}`, ...attributes, native].filter((part) => part !== '').join(' ')
}
