// A description -> the statements that make its tables, on a database that has none of them.
//
// Makes what the description says and no more: no index but those of keys, no trigger. Names are those that refusals of
// the database are recognized by.

import type { DefaultDescription } from 'treewright'
import {
  holderOf,
  otherSide,
  type EnumFacts,
  type FieldFacts,
  type KeyFacts,
  type ModelFacts,
  type RelationFacts,
  type SchemaFacts,
  type Through,
} from '../schema/facts.ts'

/** The statements, each to be run by itself: types, tables, then foreign keys. */
export function ddlOf(facts: SchemaFacts): readonly string[] {
  const models = [...facts.models.values()]
  return [
    ...schemasOf(facts),
    ...extensionsOf(models),
    ...[...facts.enums.values()].map(enumType),
    ...models.flatMap((model) => [...sequencesOf(model), table(facts, model)]),
    ...models.flatMap((model) => junctionsOf(facts, model)),
    ...models.flatMap((model) => foreignKeys(facts, model)),
  ]
}

/** The database schemas beside `public`. */
export function schemaNames({ models, enums }: SchemaFacts): readonly string[] {
  const tables = [...models.values()].flatMap(({ schema, relations }) => [
    schema,
    ...[...relations.values()].map(({ through }) => through?.schema),
  ])
  const named = [...tables, ...[...enums.values()].map(({ schema }) => schema)]
  return [...new Set(named.filter((name) => name !== undefined && name !== 'public'))] as string[]
}

function schemasOf(facts: SchemaFacts): string[] {
  return schemaNames(facts).map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoted(name)}`)
}

function extensionsOf(models: readonly ModelFacts[]): string[] {
  const natives = models.flatMap(({ fields }) => [...fields.values()].map(({ native }) => native ?? ''))
  return natives.some((native) => /^citext\b/i.test(native)) ? ['CREATE EXTENSION IF NOT EXISTS citext'] : []
}

function enumType({ type, schema, labels }: EnumFacts): string {
  return `CREATE TYPE ${qualified(schema, type)} AS ENUM (${[...labels.values()].map(literal).join(', ')})`
}

function table(facts: SchemaFacts, model: ModelFacts): string {
  const lines = [...model.fields.values()].map((field) => column(facts, model, field))
  if (model.key !== undefined) lines.push(keyLine(model, model.key, 'PRIMARY KEY', 'pkey'))
  for (const key of model.uniques) lines.push(keyLine(model, key, 'UNIQUE', 'key'))
  return `CREATE TABLE ${qualified(model.schema, model.table)} (\n  ${lines.join(',\n  ')}\n)`
}

function column(facts: SchemaFacts, model: ModelFacts, field: FieldFacts): string {
  const type = `${typeOf(facts, field)}${field.list ? '[]' : ''}`
  const need = field.nullable || field.list ? '' : ' NOT NULL'
  return `${quoted(field.column)} ${type}${need}${defaultOf(facts, model, field)}`
}

const USUAL: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Float: 'float8',
  Decimal: 'numeric',
  Boolean: 'bool',
  DateTime: 'timestamp',
  Json: 'jsonb',
  Bytes: 'bytea',
}

function typeOf(facts: SchemaFacts, { type, native }: FieldFacts): string {
  const own = facts.enums.get(type)
  if (own !== undefined) return qualified(own.schema, own.type)
  return native ?? USUAL[type] ?? 'text'
}

function defaultOf(facts: SchemaFacts, model: ModelFacts, field: FieldFacts): string {
  const said = field.default
  if (said === undefined) return ''
  if ('sql' in said) return ` DEFAULT ${said.sql}`
  if ('value' in said) return ` DEFAULT ${valueText(facts, field, said.value)}`
  switch (said.fn) {
    case 'now':
      return ' DEFAULT CURRENT_TIMESTAMP'
    case 'autoincrement':
      if (said.identity !== undefined) {
        return ` GENERATED ${said.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`
      }
      return ` DEFAULT nextval(${literal(sequenceOf(model, field, said))})`
    default:
      // Treewright makes it, or nobody tells how the database does.
      return ''
  }
}

type Sequence = Extract<DefaultDescription, { fn: 'autoincrement' }>

function sequenceOf(model: ModelFacts, field: FieldFacts, { sequence }: Sequence): string {
  if (sequence === undefined) return qualified(model.schema, `${model.table}_${field.column}_seq`)
  return typeof sequence === 'string'
    ? qualified(model.schema, sequence)
    : qualified(sequence.schema ?? model.schema, sequence.name)
}

function sequencesOf(model: ModelFacts): string[] {
  return counted(model).map(
    ([field, said]) => `CREATE SEQUENCE IF NOT EXISTS ${sequenceOf(model, field, said)}`,
  )
}

/** The statements that tie sequences to their columns, once the tables are there. */
export function ownersOf(facts: SchemaFacts): readonly string[] {
  return [...facts.models.values()].flatMap((model) =>
    counted(model)
      .filter(([, { sequence }]) => sequence === undefined)
      .map(([field, said]) => {
        const owner = `${qualified(model.schema, model.table)}.${quoted(field.column)}`
        return `ALTER SEQUENCE ${sequenceOf(model, field, said)} OWNED BY ${owner}`
      }),
  )
}

function counted(model: ModelFacts): (readonly [FieldFacts, Sequence])[] {
  return [...model.fields.values()].flatMap((field) => {
    const said = field.default
    const isCounted = said !== undefined && 'fn' in said && said.fn === 'autoincrement'
    return isCounted && said.identity === undefined ? [[field, said] as const] : []
  })
}

function keyLine(model: ModelFacts, key: KeyFacts, kind: string, ending: string): string {
  const columns = key.fields.map((field) => model.fields.get(field)?.column ?? field)
  const usual = ending === 'pkey' ? `${model.table}_pkey` : [model.table, ...columns, ending].join('_')
  return `CONSTRAINT ${quoted(key.constraint ?? usual)} ${kind} (${columns.map(quoted).join(', ')})`
}

const ACTIONS = {
  NoAction: 'NO ACTION',
  Restrict: 'RESTRICT',
  Cascade: 'CASCADE',
  SetNull: 'SET NULL',
  SetDefault: 'SET DEFAULT',
} as const

function foreignKeys(facts: SchemaFacts, model: ModelFacts): string[] {
  return [...model.relations.values()].flatMap((relation) => {
    const target = facts.models.get(relation.to)
    if (relation.fields.length === 0 || target === undefined) return []
    const columns = relation.fields.map((field) => model.fields.get(field)?.column ?? field)
    const others = relation.references.map((field) => target.fields.get(field)?.column ?? field)
    const name = relation.constraint ?? [model.table, ...columns, 'fkey'].join('_')
    const other = otherSide(facts, model, relation)
    const isOptional = relation.fields.every((field) => model.fields.get(field)?.nullable === true)
    const onDelete = relation.onDelete ?? other?.onDelete ?? (isOptional ? 'SetNull' : 'Restrict')
    const onUpdate = relation.onUpdate ?? other?.onUpdate ?? 'Cascade'
    return [
      `ALTER TABLE ${qualified(model.schema, model.table)} ADD CONSTRAINT ${quoted(name)}` +
        ` FOREIGN KEY (${columns.map(quoted).join(', ')})` +
        ` REFERENCES ${qualified(target.schema, target.table)} (${others.map(quoted).join(', ')})` +
        ` ON DELETE ${ACTIONS[onDelete]} ON UPDATE ${ACTIONS[onUpdate]}`,
    ]
  })
}

/** The junction table of a relation, and the columns of both sides; undefined for other relations. */
export function junctionOf(
  facts: SchemaFacts,
  model: ModelFacts,
  relation: RelationFacts,
): Through | undefined {
  if (!relation.many || holderOf(facts, model, relation) !== 'between') return undefined
  if (relation.through !== undefined) return relation.through
  const other = otherSide(facts, model, relation)
  // As Prisma has it: the model whose name comes first is A, and of one model the relation whose name does.
  const isFirst =
    relation.to === model.name ? relation.name <= (other?.name ?? relation.name) : model.name < relation.to
  const pair = [model.name, relation.to].sort()
  return {
    table: `_${relation.shared ?? pair.join('To')}`,
    here: isFirst ? 'A' : 'B',
    there: isFirst ? 'B' : 'A',
    ...(model.schema === undefined ? {} : { schema: model.schema }),
  }
}

function junctionsOf(facts: SchemaFacts, model: ModelFacts): string[] {
  return [...model.relations.values()].flatMap((relation) => {
    const through = junctionOf(facts, model, relation)
    const target = facts.models.get(relation.to)
    // Both sides tell of it; the one that is first makes it.
    const other = otherSide(facts, model, relation)
    const isFirst =
      relation.to === model.name ? relation.name <= (other?.name ?? relation.name) : model.name < relation.to
    if (through === undefined || target === undefined || !isFirst) return []
    const side = (of: ModelFacts, name: string) => {
      const [field] = of.key?.fields ?? []
      const facts_ = field === undefined ? undefined : of.fields.get(field)
      const references = `${qualified(of.schema, of.table)} (${quoted(facts_?.column ?? 'id')})`
      const type = facts_ === undefined ? 'int4' : typeOf(facts, facts_)
      return `${quoted(name)} ${type} NOT NULL REFERENCES ${references} ON DELETE CASCADE ON UPDATE CASCADE`
    }
    const columns = [
      [through.here, side(model, through.here)] as const,
      [through.there, side(target, through.there)] as const,
    ].sort(([one], [two]) => (one < two ? -1 : 1))
    const key = `CONSTRAINT ${quoted(`${through.table}_AB_pkey`)} PRIMARY KEY (${columns.map(([name]) => quoted(name)).join(', ')})`
    const lines = [...columns.map(([, line]) => line), key]
    return [`CREATE TABLE ${qualified(through.schema, through.table)} (\n  ${lines.join(',\n  ')}\n)`]
  })
}

function valueText(facts: SchemaFacts, field: FieldFacts, value: unknown): string {
  const label = (one: unknown) => facts.enums.get(field.type)?.labels.get(String(one)) ?? String(one)
  if (Array.isArray(value)) {
    const items = value.map((one) =>
      JSON.stringify(typeof one === 'object' ? JSON.stringify(one) : label(one)),
    )
    return literal(`{${items.join(',')}}`)
  }
  return literal(typeof value === 'object' && value !== null ? JSON.stringify(value) : label(value))
}

/** A name as SQL has it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A name in its schema as SQL has it. */
export function qualified(schema: string | undefined, name: string): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
