// The description that is read from a database, by the names that the text gives to the same things.
//
// What only the text knows is taken from it: which keys the client makes, which times it keeps, what keys are
// called, what labels are, and whether it calls the end of a key that is unique one or many.

import type { FieldFacts, ModelDescription, RelationDescription, SchemaDescription } from 'treewright'
import type { Driver } from 'treewright/driver'
import { schemaFromDatabase } from 'treewright/introspect'
import { factsOf } from './facts.ts'

/** Reads the database of a description. */
export async function pulledLike(driver: Driver, text: SchemaDescription): Promise<SchemaDescription> {
  const { schema } = await schemaFromDatabase(driver, { names: namesOf(text) })
  const models = Object.entries(text.models).map(([name, model]) => {
    const pulled = schema.models[name]
    if (pulled === undefined) throw new Error(`${name} was not read from the database`)
    return [name, modelLike(schema, name, pulled, text, model)] as const
  })
  const enums = text.enums === undefined ? {} : { enums: text.enums }
  return { ...schema, ...enums, models: Object.fromEntries(models) }
}

function namesOf({ models, enums = {} }: SchemaDescription) {
  const modelBy = new Map(Object.entries(models).map(([name, { table = name }]) => [table, name]))
  const fieldBy = new Map(
    Object.entries(models).flatMap(([model, { table = model, fields }]) =>
      Object.entries(fields).map(([name, facts]) => [
        JSON.stringify([table, factsOf(facts).column ?? name]),
        name,
      ]),
    ),
  )
  const enumBy = new Map(
    Object.entries(enums).map(([name, one]) => [
      'values' in one && 'type' in one ? String(one.type) : name,
      name,
    ]),
  )
  return {
    model: (table: string) => modelBy.get(table) ?? table,
    field: (column: string, table: string) => fieldBy.get(JSON.stringify([table, column])) ?? column,
    enum: (type: string) => enumBy.get(type) ?? type,
  }
}

function modelLike(
  pulled: SchemaDescription,
  name: string,
  model: ModelDescription,
  text: SchemaDescription,
  described: ModelDescription,
): ModelDescription {
  const fields = Object.entries(described.fields).map(([field, facts]) => {
    return [field, fieldLike(factsOf(model.fields[field] ?? ''), factsOf(facts))] as const
  })
  const relations = Object.entries(described.relations ?? {}).map(([relation, facts]) => {
    return [relation, relationLike(pulled, name, text, [relation, facts])] as const
  })
  const { key: _, uniques: __, ...rest } = model
  return {
    ...rest,
    ...(described.key === undefined ? {} : { key: described.key }),
    ...(described.uniques === undefined ? {} : { uniques: described.uniques }),
    fields: Object.fromEntries(fields),
    ...(relations.length === 0 ? {} : { relations: Object.fromEntries(relations) }),
  }
}

function fieldLike(pulled: FieldFacts, { id, unique, updatedAt, default: by }: FieldFacts): FieldFacts {
  const { id: _, unique: __, ...rest } = pulled
  const isOfClient = by !== undefined && 'fn' in by && ['uuid', 'cuid', 'ulid', 'nanoid'].includes(by.fn)
  return {
    ...rest,
    ...(id === undefined ? {} : { id }),
    ...(unique === undefined ? {} : { unique }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(isOfClient ? { default: by } : {}),
  }
}

type Named = readonly [name: string, relation: RelationDescription]

/** What was read of the same relation, by the name and the other end's that the text gives. */
function relationLike(
  pulled: SchemaDescription,
  model: string,
  text: SchemaDescription,
  [name, described]: Named,
) {
  const read = Object.entries(pulled.models[model]?.relations ?? {})
  const found = read.find((one) => markOf(pulled, model, one) === markOf(text, model, [name, described]))
  if (found === undefined) throw new Error(`${model}.${name} was not read from the database`)
  const { name: _, one: __, many: ___, ...rest } = found[1]
  const { one, many, name: shared } = described
  const ends = many === undefined ? { one: one ?? '' } : { many }
  return { ...rest, ...ends, ...(shared === undefined ? {} : { name: shared }) }
}

/** Tells a relation from all others of its model, whatever it is called. */
function markOf(schema: SchemaDescription, model: string, [name, relation]: Named): string {
  const target = relation.one ?? relation.many ?? ''
  if (relation.fields !== undefined)
    return JSON.stringify(['here', target, relation.fields, relation.references])
  const ends = Object.entries(schema.models[target]?.relations ?? {})
  const other = ends.find(([end, { one, many, name: shared }]) => {
    return (one ?? many) === model && shared === relation.name && !(target === model && end === name)
  })
  if (other === undefined) throw new Error(`${model}.${name} has no other end`)
  const [end, { fields, references }] = other
  if (fields !== undefined) return JSON.stringify(['there', target, fields, references])
  const isFirst = model === target ? name < end : model < target
  const table = relation.through?.table ?? `_${relation.name ?? [model, target].sort().join('To')}`
  return JSON.stringify(['between', target, table, relation.through?.here ?? (isFirst ? 'A' : 'B')])
}
