// A description with all its short forms spelled out: what completion, tables and counts want to know of a schema.
//
// Decides nothing: what is wrong with a description the planner has said before.

import type {
  DefaultDescription,
  KeyDescription,
  ReferentialAction,
  SchemaDescription,
  TriggerDescription,
} from 'treewright'

/** A column. */
export type FieldFacts = {
  readonly name: string
  readonly column: string
  /** The type's name alone. */
  readonly type: string
  readonly list: boolean
  readonly nullable: boolean
  readonly native: string | undefined
  readonly default: DefaultDescription | undefined
  readonly updatedAt: boolean
  readonly generated: boolean
}

/** A relation, from one of its sides. */
export type RelationFacts = {
  readonly name: string
  readonly to: string
  readonly many: boolean
  /** The name that both sides share, where one is said. */
  readonly shared: string | undefined
  /** The fields of the foreign key, where this side holds it. */
  readonly fields: readonly string[]
  readonly references: readonly string[]
  readonly constraint: string | undefined
  readonly onDelete: ReferentialAction | undefined
  readonly onUpdate: ReferentialAction | undefined
  readonly through: Through | undefined
}

/** A junction table, as one side sees it. */
export type Through = {
  readonly schema?: string
  readonly table: string
  readonly here: string
  readonly there: string
}

/** Fields that find at most one row. */
export type KeyFacts = {
  readonly name: string | undefined
  readonly fields: readonly string[]
  readonly constraint: string | undefined
}

/** A table. */
export type ModelFacts = {
  readonly name: string
  readonly accessor: string
  readonly table: string
  readonly schema: string | undefined
  readonly fields: ReadonlyMap<string, FieldFacts>
  readonly relations: ReadonlyMap<string, RelationFacts>
  readonly key: KeyFacts | undefined
  readonly uniques: readonly KeyFacts[]
  readonly triggers: readonly TriggerDescription[]
}

/** A closed set of labels. */
export type EnumFacts = {
  readonly name: string
  readonly type: string
  readonly schema: string | undefined
  /** The names, each with the database's label. */
  readonly labels: ReadonlyMap<string, string>
}

/** Everything that a description says. */
export type SchemaFacts = {
  readonly models: ReadonlyMap<string, ModelFacts>
  readonly enums: ReadonlyMap<string, EnumFacts>
  /** The models by their accessors. */
  readonly accessors: ReadonlyMap<string, string>
}

/** Spells a description out. */
export function factsOf({ models, enums = {} }: SchemaDescription): SchemaFacts {
  const found = Object.entries(models).map(([name, model]) => [name, modelOf(name, model)] as const)
  return {
    models: new Map(found),
    enums: new Map(Object.entries(enums).map(([name, said]) => [name, enumOf(name, said)])),
    accessors: new Map(found.map(([name, { accessor }]) => [accessor, name])),
  }
}

type Models = SchemaDescription['models']

function modelOf(name: string, model: Models[string]): ModelFacts {
  const said = Object.entries(model.fields)
  const fields = said.map(([field, facts]) => [field, fieldOf(field, facts)] as const)
  const relations = Object.entries(model.relations ?? {})
  const uniques = said.flatMap(([field, facts]) => {
    return typeof facts !== 'string' && facts.unique === true ? [keyOf([field])] : []
  })
  const ids = said.flatMap(([field, facts]) =>
    typeof facts !== 'string' && facts.id === true ? [field] : [],
  )
  const key = model.key !== undefined ? keyOf(model.key) : ids.length > 0 ? keyOf(ids) : undefined
  return {
    name,
    accessor: name.charAt(0).toLowerCase() + name.slice(1),
    table: model.table ?? name,
    schema: model.schema,
    fields: new Map(fields),
    relations: new Map(relations.map(([relation, facts]) => [relation, relationOf(relation, facts)])),
    key,
    uniques: [...uniques, ...(model.uniques ?? []).map(keyOf)],
    triggers: model.triggers ?? [],
  }
}

function fieldOf(name: string, said: Models[string]['fields'][string]): FieldFacts {
  const facts = typeof said === 'string' ? { type: said } : said
  const [, type = facts.type, marks = ''] = /^(.*?)((?:\?|\[\])*)$/.exec(facts.type) ?? []
  const own = typeof said === 'string' ? undefined : said
  return {
    name,
    column: own?.column ?? name,
    type,
    list: own?.list ?? marks.includes('[]'),
    nullable: own?.nullable ?? marks.includes('?'),
    native: own?.native,
    default: own?.default,
    updatedAt: own?.updatedAt ?? false,
    generated: own?.generated ?? false,
  }
}

function relationOf(name: string, said: NonNullable<Models[string]['relations']>[string]): RelationFacts {
  return {
    name,
    to: said.many ?? said.one ?? '',
    many: said.many !== undefined,
    shared: said.name,
    fields: said.fields ?? [],
    references: said.references ?? [],
    constraint: said.constraint,
    onDelete: said.onDelete,
    onUpdate: said.onUpdate,
    through: said.through,
  }
}

function keyOf(said: KeyDescription): KeyFacts {
  if (!('fields' in said)) return { name: undefined, fields: said, constraint: undefined }
  return { name: said.name, fields: said.fields, constraint: said.constraint }
}

function enumOf(name: string, said: NonNullable<SchemaDescription['enums']>[string]): EnumFacts {
  const { values, type = name, schema } = isList(said) ? { values: said } : said
  const labels = isList(values) ? values.map((value) => [value, value] as const) : Object.entries(values)
  return { name, type, schema, labels: new Map(labels) }
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

/** The other side of a relation, if it can be told. */
export function otherSide(
  facts: SchemaFacts,
  model: ModelFacts,
  relation: RelationFacts,
): RelationFacts | undefined {
  const candidates = [...(facts.models.get(relation.to)?.relations.values() ?? [])].filter((other) => {
    const isSelf = relation.to === model.name && other.name === relation.name
    return other.to === model.name && other.shared === relation.shared && !isSelf
  })
  return candidates[0]
}

/** Who stores the link: this model, the other one, or a table between. */
export function holderOf(
  facts: SchemaFacts,
  model: ModelFacts,
  relation: RelationFacts,
): 'here' | 'there' | 'between' {
  if (relation.fields.length > 0) return 'here'
  return relation.many && otherSide(facts, model, relation)?.many !== false ? 'between' : 'there'
}
