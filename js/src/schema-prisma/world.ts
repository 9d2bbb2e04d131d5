// The models and enums of all texts by name, with their tables and columns, and what the datasource says of the database.
//
// Knows nothing of relations, keys or defaults.

import { given, listed, textGiven } from './arguments.ts'
import type { Report } from './problems.ts'
import { attributeOf, type Attribute, type Block, type Field, type Name } from './tree.ts'

/** Everything that is named, and where to tell what is wrong. */
export type World = {
  readonly database: Database
  readonly models: ReadonlyMap<string, Model>
  readonly enums: ReadonlyMap<string, Block>
  readonly report: Report
}

export type Database = {
  readonly isCockroach: boolean
  /** The datasource's name, by which native types go: `db` in `@db.Uuid`. */
  readonly name: string
  /** Whether the database has the foreign keys of relations. */
  readonly hasForeignKeys: boolean
}

/** A model or view. */
export type Model = {
  readonly block: Block
  readonly name: string
  readonly table: string
  readonly schema: string | undefined
  readonly isView: boolean
  readonly isIgnored: boolean
  readonly fields: ReadonlyMap<string, ModelField>
}

/** A line of a model, with its column's name. */
export type ModelField = { readonly field: Field; readonly column: string; readonly isIgnored: boolean }

/** Looks through the blocks of all texts. */
export function worldOf(blocks: readonly Block[], report: Report): World {
  const models = new Map<string, Model>()
  const enums = new Map<string, Block>()
  const taken = new Set<string>()
  for (const block of blocks) {
    const { kind, name } = block
    if (kind === 'datasource' || kind === 'generator') continue
    if (kind === 'type') {
      const message = `PostgreSQL has no composite types like \`${name.text}\` in a Prisma schema`
      report.add({ kind: 'beyond', place: name.place, message, help: 'use a model, or a Json field' })
    } else if (taken.has(name.text)) tellTwice(name, report)
    else if (kind === 'enum') enums.set(name.text, block)
    else models.set(name.text, modelOf(block, report))
    taken.add(name.text)
  }
  return { database: databaseOf(blocks, report), models, enums, report }
}

/** The name that `@map("...")` or `@@map("...")` gives. */
export function mapped(
  owner: { readonly attributes: readonly Attribute[] },
  sign: '@' | '@@',
  report: Report,
): string | undefined {
  return textOfAttribute(owner, 'map', sign, 'name', report)
}

/** The database schema that `@@schema("...")` names. */
export function schemaNamed(block: Block, report: Report): string | undefined {
  return textOfAttribute(block, 'schema', '@@', 'map', report)
}

function textOfAttribute(
  owner: { readonly attributes: readonly Attribute[] },
  name: string,
  sign: '@' | '@@',
  argument: string,
  report: Report,
): string | undefined {
  const attribute = attributeOf(owner, name)
  if (attribute === undefined) return undefined
  const { args, name: written } = attribute
  const label = `${sign}${name}`
  const found = given({ label, args, place: written.place }, [argument], [], report)
  if (args.length > 0) return textGiven(found, argument, report)
  report.add({
    kind: 'attribute',
    place: written.place,
    message: `\`${label}\` takes a name in double quotes`,
  })
  return undefined
}

const MODEL_ATTRIBUTES = ['id', 'unique', 'index', 'fulltext', 'map', 'schema', 'ignore', 'shardKey']
const FIELD_ATTRIBUTES = ['id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'ignore', 'shardKey']

function modelOf(block: Block, report: Report): Model {
  const name = block.name.text
  tellUnknown(block.attributes, '@@', MODEL_ATTRIBUTES, report)
  const fields = new Map<string, ModelField>()
  for (const field of block.fields) {
    tellUnknown(field.attributes, '@', FIELD_ATTRIBUTES, report)
    if (fields.has(field.name.text)) tellTwice(field.name, report)
    const column = mapped(field, '@', report) ?? field.name.text
    fields.set(field.name.text, { field, column, isIgnored: attributeOf(field, 'ignore') !== undefined })
  }
  return {
    block,
    name,
    table: mapped(block, '@@', report) ?? name,
    schema: schemaNamed(block, report),
    isView: block.kind === 'view',
    isIgnored: attributeOf(block, 'ignore') !== undefined,
    fields,
  }
}

function tellTwice({ text, place }: Name, report: Report): void {
  report.add({ kind: 'name', place, message: `\`${text}\` is there already` })
}

/** A name with a dot is a native type, and judged as one. */
function tellUnknown(
  attributes: readonly Attribute[],
  sign: '@' | '@@',
  known: readonly string[],
  report: Report,
): void {
  for (const { name } of attributes) {
    if (name.text.includes('.') || known.includes(name.text)) continue
    const message = `\`${sign}${name.text}\` is not known`
    const help = `known are ${listed(known.map((word) => sign + word))}`
    report.add({ kind: 'attribute', place: name.place, message, help })
  }
}

const PROVIDERS = ['postgresql', 'postgres', 'cockroachdb']

/** Texts without a datasource are taken for parts of a schema for PostgreSQL. */
function databaseOf(blocks: readonly Block[], report: Report): Database {
  const [block, second] = blocks.filter(({ kind }) => kind === 'datasource')
  if (second !== undefined) {
    const message = 'there is a datasource already'
    report.add({ kind: 'name', place: second.name.place, message, help: 'a schema has one datasource' })
  }
  const setting = (name: string) => block?.settings.find((one) => one.name.text === name)?.value
  const provider = setting('provider')
  if (block !== undefined && (provider?.kind !== 'text' || !PROVIDERS.includes(provider.text))) {
    const found = provider?.kind === 'text' ? `\`${provider.text}\`` : 'none that is told as a text'
    report.add({
      kind: 'provider',
      place: provider?.place ?? block.name.place,
      message: `the provider must be PostgreSQL's, and it is ${found}`,
      help: `Treewright writes to PostgreSQL alone: ${listed(PROVIDERS)}`,
    })
  }
  const mode = setting('relationMode')
  const isCockroach = provider?.kind === 'text' && provider.text === 'cockroachdb'
  const hasForeignKeys = !(mode?.kind === 'text' && mode.text === 'prisma')
  return { isCockroach, name: block?.name.text ?? 'db', hasForeignKeys }
}
