// The schema as the generator sees it: fields, keys, and what kind each relation is of.
//
// Knows nothing of operations. Read once from the description; nothing here is written by hand twice.

import type { FieldFacts, KeyDescription, ModelDescription, SchemaDescription } from 'treewright'
import { schema as described } from './schema.ts'

const schema: SchemaDescription = described

/** A relation seen from one model, in the words of the specification: `n:1?` is optional, `n:1!` required. */
export type Kind = 'n:1?' | 'n:1!' | '1:1R?' | '1:1R!' | '1:1C?' | '1:1C!' | '1:n?' | '1:n!' | 'm:n'

export type Field = {
  readonly name: string
  readonly type: string
  readonly isList: boolean
  readonly isNullable: boolean
  /** Whether a create may leave it out. */
  readonly isOptional: boolean
  readonly isUnique: boolean
  readonly isCounted: boolean
  readonly isUuid: boolean
  readonly column: string
}

export type Relation = {
  readonly name: string
  readonly target: string
  readonly kind: Kind
  readonly isMany: boolean
  readonly isHere: boolean
  /** The foreign key and what it references, whichever side holds it; empty for many to many. */
  readonly fields: readonly string[]
  readonly references: readonly string[]
  /** The other end, as a relation of the target. */
  readonly opposite: string
  /** The junction table, if there is one, and which of its columns has the key of this model. */
  readonly through?: { readonly table: string; readonly here: 'A' | 'B' }
}

export type Key = { readonly name: string; readonly fields: readonly string[] }

export type Model = {
  readonly name: string
  readonly accessor: string
  readonly table: string
  readonly fields: readonly Field[]
  readonly relations: readonly Relation[]
  /** The primary key comes first. */
  readonly keys: readonly Key[]
}

/** All models by name. */
export const models: ReadonlyMap<string, Model> = new Map(
  Object.entries(schema.models).map(([name, model]) => [name, modelOf(name, model)]),
)

/** The labels of an enum, as the caller names them. */
export function labelsOf(type: string): readonly string[] {
  return Object.keys(databaseLabels(type))
}

/** The database's label of each value of an enum. */
export function databaseLabels(type: string): Readonly<Record<string, string>> {
  const described = schema.enums?.[type]
  if (described === undefined) return {}
  const values = 'values' in described && typeof described.values === 'object' ? described.values : described
  if (!isList(values)) return { ...(values as Readonly<Record<string, string>>) }
  return Object.fromEntries(values.map((value) => [value, value]))
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

export function modelNamed(name: string): Model {
  const model = models.get(name)
  if (model === undefined) throw new Error(`there is no model ${name}`)
  return model
}

export function fieldNamed(model: Model, name: string): Field {
  const field = model.fields.find((field) => field.name === name)
  if (field === undefined) throw new Error(`${model.name} has no field ${name}`)
  return field
}

/** The foreign key columns of the model itself, with the relation each belongs to. */
export function foreignKeys(model: Model): ReadonlyMap<string, Relation> {
  const held = model.relations.filter(({ isHere }) => isHere)
  return new Map(held.flatMap((relation) => relation.fields.map((name) => [name, relation] as const)))
}

function modelOf(name: string, model: ModelDescription): Model {
  const fields = Object.entries(model.fields).map(([field, facts]) => fieldOf(field, factsOf(facts)))
  const singles = Object.entries(model.fields).flatMap(([field, given]) => {
    const facts = factsOf(given)
    return facts.id === true || facts.unique === true ? [{ field, isId: facts.id === true }] : []
  })
  const keys = [
    ...singles.filter(({ isId }) => isId).map(({ field }) => ({ name: field, fields: [field] })),
    ...(model.key === undefined ? [] : [keyOf(model.key)]),
    ...singles.filter(({ isId }) => !isId).map(({ field }) => ({ name: field, fields: [field] })),
    ...(model.uniques ?? []).map(keyOf),
  ]
  const relations = Object.keys(model.relations ?? {}).map((relation) => relationOf(name, relation))
  const accessor = name.charAt(0).toLowerCase() + name.slice(1)
  return { name, accessor, table: model.table ?? name, fields, relations, keys }
}

function factsOf(facts: string | FieldFacts): FieldFacts {
  return typeof facts === 'string' ? { type: facts } : facts
}

function fieldOf(name: string, facts: FieldFacts): Field {
  const type = facts.type.replace(/\?|\[\]/g, '')
  const isList = facts.type.endsWith('[]')
  const isNullable = facts.type.endsWith('?')
  const isMade = facts.default !== undefined || facts.updatedAt === true
  return {
    name,
    type,
    isList,
    isNullable,
    isOptional: isNullable || isList || isMade,
    isUnique: facts.id === true || facts.unique === true,
    isCounted: facts.default !== undefined && 'fn' in facts.default && facts.default.fn === 'autoincrement',
    isUuid: facts.native === 'uuid',
    column: facts.column ?? name,
  }
}

function keyOf(key: KeyDescription): Key {
  if (!('fields' in key)) return { name: key.join('_'), fields: key }
  return { name: key.name ?? key.fields.join('_'), fields: key.fields }
}

function relationOf(model: string, name: string): Relation {
  const relation = described_(model, name)
  const target = relation.one ?? relation.many ?? ''
  const opposite = oppositeOf(model, name)
  const other = described_(target, opposite)
  const isHere = relation.fields !== undefined
  const isMany = relation.many !== undefined
  const held = isHere ? relation : other
  const base = { name, target, isMany, isHere, opposite }
  if (held.fields === undefined) {
    const first = [model, target].sort()[0]
    const isFirst = model === target ? name < opposite : model === first
    const table = `_${relation.name ?? [model, target].sort().join('To')}`
    return { ...base, kind: 'm:n', fields: [], references: [], through: { table, here: isFirst ? 'A' : 'B' } }
  }
  const holder = schema.models[isHere ? model : target]
  const isRequired = held.fields.every((field) => !factsOf(holder?.fields[field] ?? '').type.endsWith('?'))
  const isOne = !isMany && !(isHere && other.many !== undefined)
  const side = isOne ? (isHere ? '1:1R' : '1:1C') : isHere ? 'n:1' : '1:n'
  const kind = `${side}${isRequired ? '!' : '?'}` as Kind
  return { ...base, kind, fields: held.fields, references: held.references ?? [] }
}

function described_(model: string, relation: string) {
  const found = schema.models[model]?.relations?.[relation]
  if (found === undefined) throw new Error(`${model} has no relation ${relation}`)
  return found
}

function oppositeOf(model: string, name: string): string {
  const relation = described_(model, name)
  const others = Object.entries(schema.models[relation.one ?? relation.many ?? '']?.relations ?? {})
  const found = others.find(
    ([other, facts]) =>
      (facts.one ?? facts.many) === model &&
      facts.name === relation.name &&
      !(relation.one === model || relation.many === model ? other === name : false),
  )
  if (found === undefined) throw new Error(`${model}.${name} has no other side`)
  return found[0]
}
