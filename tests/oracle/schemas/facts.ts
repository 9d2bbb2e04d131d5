// What a description says, as the generator of operations sees it: fields, keys and both ends of every relation.
//
// Takes any description. Knows nothing of operations and of rows.

import type {
  FieldDescription,
  FieldFacts,
  KeyDescription,
  ModelDescription,
  SchemaDescription,
} from 'treewright'

export type Field = {
  readonly name: string
  readonly type: string
  readonly native: string
  readonly column: string
  readonly isList: boolean
  readonly isNullable: boolean
  /** Whether a create may leave it out. */
  readonly isOptional: boolean
  readonly isCounted: boolean
  /** Whether it is a key by itself. */
  readonly isUnique: boolean
  /** The enum's labels by name; none for other types. */
  readonly labels: Readonly<Record<string, string>>
}

export type Key = { readonly name: string; readonly fields: readonly string[] }

export type Relation = {
  readonly name: string
  readonly target: string
  readonly isMany: boolean
  readonly isHere: boolean
  /** Whether a row at the end with the foreign key needs the other. */
  readonly isRequired: boolean
  /** The fields of this model, and of the other, which are equal; none for pairs. */
  readonly mine: readonly string[]
  readonly theirs: readonly string[]
  readonly opposite: string
  readonly through?: { readonly table: string; readonly here: string; readonly there: string }
}

export type Model = {
  readonly name: string
  readonly table: string
  readonly fields: readonly Field[]
  readonly relations: readonly Relation[]
  /** The primary key comes first. */
  readonly keys: readonly Key[]
}

export type Models = ReadonlyMap<string, Model>

/** All models of a description, by name. */
export function modelsOf(schema: SchemaDescription): Models {
  return new Map(Object.keys(schema.models).map((name) => [name, modelOf(schema, name)]))
}

export function modelNamed(models: Models, name: string): Model {
  const model = models.get(name)
  if (model === undefined) throw new Error(`there is no model ${name}`)
  return model
}

export function fieldNamed({ name: model, fields }: Model, name: string): Field {
  const field = fields.find((field) => field.name === name)
  if (field === undefined) throw new Error(`${model} has no field ${name}`)
  return field
}

/** The fields of foreign keys. */
export function foreignFields({ relations }: Model): ReadonlySet<string> {
  return new Set(relations.filter(({ isHere }) => isHere).flatMap(({ mine }) => mine))
}

/** The facts of a field, whichever way it is described. */
export function factsOf(described: FieldDescription): FieldFacts {
  const facts = typeof described === 'string' ? { type: described } : described
  const [, type = '', list, nullable] = /^(.*?)(\[\])?(\?)?$/.exec(facts.type) ?? []
  return {
    ...facts,
    type,
    list: facts.list ?? list !== undefined,
    nullable: facts.nullable ?? nullable !== undefined,
  }
}

function modelOf(schema: SchemaDescription, name: string): Model {
  const model = described(schema, name)
  const keys = keysOf(model)
  return {
    name,
    table: model.table ?? name,
    keys,
    fields: Object.entries(model.fields).map(([field, facts]) =>
      fieldOf(schema, field, factsOf(facts), keys),
    ),
    relations: Object.keys(model.relations ?? {}).map((relation) => relationOf(schema, name, relation)),
  }
}

function described({ models }: SchemaDescription, name: string): ModelDescription {
  const model = models[name]
  if (model === undefined) throw new Error(`there is no model ${name}`)
  return model
}

function keysOf({ fields, key, uniques }: ModelDescription): readonly Key[] {
  const marked = (mark: 'id' | 'unique') =>
    Object.entries(fields)
      .filter(([, facts]) => factsOf(facts)[mark] === true)
      .map(([name]): Key => ({ name, fields: [name] }))
  const all = [...(key === undefined ? [] : [keyOf(key)]), ...marked('id'), ...marked('unique')]
  return [...all, ...(uniques ?? []).map(keyOf)]
}

function keyOf(key: KeyDescription): Key {
  const { fields, name }: { fields: readonly string[]; name?: string } =
    'fields' in key ? key : { fields: key }
  return { fields, name: name ?? fields.join('_') }
}

function fieldOf(schema: SchemaDescription, name: string, facts: FieldFacts, keys: readonly Key[]): Field {
  const { type, native = '', column = name, list = false, nullable = false, updatedAt = false } = facts
  const by = facts.default
  return {
    ...{ name, type, native, column },
    isList: list,
    isNullable: nullable,
    isOptional: list || nullable || updatedAt || by !== undefined,
    isCounted: by !== undefined && 'fn' in by && by.fn === 'autoincrement',
    isUnique: keys.some(({ fields }) => fields.length === 1 && fields[0] === name),
    labels: labelsOf(schema, type),
  }
}

function labelsOf({ enums }: SchemaDescription, type: string): Readonly<Record<string, string>> {
  const found = enums === undefined || !Object.hasOwn(enums, type) ? undefined : enums[type]
  if (found === undefined) return {}
  const values = 'values' in found && typeof found.values !== 'function' ? found.values : found
  if (!Array.isArray(values)) return values as Readonly<Record<string, string>>
  return Object.fromEntries((values as readonly string[]).map((value) => [value, value]))
}

function relationOf(schema: SchemaDescription, model: string, name: string): Relation {
  const relation = described(schema, model).relations?.[name]
  const target = relation?.one ?? relation?.many
  if (relation === undefined || target === undefined) throw new Error(`${model} has no relation ${name}`)
  const [opposite, other] = oppositeOf(schema, model, name, target)
  const isHere = relation.fields !== undefined
  const isPairs = relation.many !== undefined && other.many !== undefined
  const holder = described(schema, isHere ? model : target)
  const mine = relation.fields ?? other.references ?? []
  const theirs = relation.references ?? other.fields ?? []
  const held = isHere ? mine : theirs
  const shared = { name, target, opposite, isHere, mine, theirs, isMany: relation.many !== undefined }
  const isRequired = !isPairs && held.some((field) => factsOf(holder.fields[field] ?? '').nullable !== true)
  if (!isPairs) return { ...shared, isRequired }
  const through = relation.through ?? usualTable(relation.name, model, target, name, opposite)
  return { ...shared, isRequired, through }
}

function oppositeOf(schema: SchemaDescription, model: string, name: string, target: string) {
  const relation = described(schema, model).relations?.[name]
  const found = Object.entries(described(schema, target).relations ?? {}).find(
    ([other, { one, many, name: shared }]) => {
      return (one ?? many) === model && shared === relation?.name && !(target === model && other === name)
    },
  )
  if (found === undefined) throw new Error(`${model}.${name} has no other end`)
  return found
}

/** Where pairs live if nothing is said: the model that comes first by name has `A`, and in a self relation the field. */
function usualTable(
  shared: string | undefined,
  model: string,
  target: string,
  name: string,
  opposite: string,
) {
  const isFirst = model === target ? name < opposite : model < target
  const table = `_${shared ?? [model, target].sort().join('To')}`
  return isFirst ? { table, here: 'A', there: 'B' } : { table, here: 'B', there: 'A' }
}
