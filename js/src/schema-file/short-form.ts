// A description in its shortest form: what equals a default is left out, and what has a short word is written with it.
//
// Two descriptions that say the same have the same short form. Knows nothing of files, and judges nothing: what it does
// not know stays as it is, for the planner to complain of.

import type {
  EnumDescription,
  FieldDescription,
  FieldFacts,
  KeyDescription,
  ModelDescription,
  RelationDescription,
  SchemaDescription,
  TriggerDescription,
} from '../schema.ts'
import { shortDefault } from './short-default.ts'

/** The description in its shortest form; it means the same. */
export function shortForm(description: SchemaDescription): SchemaDescription {
  const { postgres, models, enums, ...unknown } = description
  const isOneSided = !hasActionsBeyond(description)
  const short = mapped(models, (model, name) => shortModel(model, name, isOneSided))
  return present({
    postgres,
    models: short,
    ...filled({ enums: mapped(enums ?? {}, shortEnum) }),
    ...unknown,
  })
}

/** `isOneSided` says that only the sides with foreign keys say what happens. */
function shortModel(model: ModelDescription, name: string, isOneSided: boolean): ModelDescription {
  const { table, schema: place, fields, relations, key, uniques, triggers, ...unknown } = model
  const keys = shortKeys(model, name)
  const described = mapped(fields, (field, fieldName) => {
    return shortField(field, fieldName, {
      isKey: keys.id === fieldName,
      isUnique: keys.marked.includes(fieldName),
    })
  })
  const joined = mapped(relations ?? {}, (relation) => shortRelation(relation, model, name, isOneSided))
  return present({
    table: table === name ? undefined : table,
    schema: place,
    fields: described,
    ...filled({ relations: joined }),
    key: keys.key,
    ...filled({ uniques: keys.uniques }),
    ...filled({ triggers: TRIGGERS.filter((trigger) => triggers?.includes(trigger)) }),
    ...unknown,
  })
}

const TRIGGERS: readonly TriggerDescription[] = [
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
]

type Marks = { readonly isKey: boolean; readonly isUnique: boolean }

function shortField(field: FieldDescription, name: string, { isKey, isUnique }: Marks): FieldDescription {
  const facts = factsOf(field)
  const {
    type,
    column,
    list,
    nullable,
    native,
    default: byDefault,
    updatedAt,
    generated,
    id,
    unique,
    ...unknown
  } = facts
  const scalar = scalarOf(facts)
  const short = present({
    type: `${scalar}${isListField(facts) ? '[]' : ''}${isNullableField(facts) ? '?' : ''}`,
    id: isKey || undefined,
    unique: isUnique || undefined,
    column: column === name ? undefined : column,
    native: native?.toLowerCase() === USUAL_TYPES.get(scalar) ? undefined : native,
    default: byDefault && shortDefault(byDefault),
    updatedAt: updatedAt || undefined,
    generated: generated || undefined,
    ...unknown,
  })
  return Object.keys(short).length === 1 ? short.type : bothMarks(short, facts)
}

/** A nullable list is a mistake, and has no short word. */
function bothMarks(short: FieldFacts, facts: FieldFacts): FieldFacts {
  const isBoth = isListField(facts) && isNullableField(facts)
  return isBoth ? { ...short, type: `${scalarOf(facts)}[]`, nullable: true } : short
}

const USUAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['String', 'text'],
  ['Int', 'int4'],
  ['BigInt', 'int8'],
  ['Float', 'float8'],
  ['Decimal', 'numeric'],
  ['Boolean', 'bool'],
  ['DateTime', 'timestamp'],
  ['Json', 'jsonb'],
  ['Bytes', 'bytea'],
])

function factsOf(field: FieldDescription): FieldFacts {
  return typeof field === 'string' ? { type: field } : field
}

function scalarOf({ type }: FieldFacts): string {
  return type.replace(/\[\]$|\?$/, '')
}

function isListField({ type, list }: FieldFacts): boolean {
  return list === true || type.endsWith('[]')
}

function isNullableField({ type, nullable }: FieldFacts): boolean {
  return nullable === true || type.endsWith('?')
}

type ShortKeys = {
  /** The field that says `id: true`. */
  readonly id: string | undefined
  readonly key: KeyDescription | undefined
  /** The fields that say `unique: true`. */
  readonly marked: readonly string[]
  readonly uniques: readonly KeyDescription[]
}

type LongKey = { readonly fields: readonly string[]; readonly name?: string; readonly constraint?: string }

function shortKeys(model: ModelDescription, name: string): ShortKeys {
  const table = model.table ?? name
  const all = Object.entries(model.fields)
  const having = (mark: 'id' | 'unique'): string[] =>
    all.filter(([, field]) => factsOf(field)[mark] === true).map(([field]) => field)
  const ids = having('id')
  const key = model.key ?? (ids.length > 0 ? ids : undefined)
  const shortest = key && shortKey(key, `${table}_pkey`)
  const isMarked = shortest !== undefined && Array.isArray(shortest) && shortest.length === 1
  const described = (model.uniques ?? []).map((unique) => {
    const columns = longKey(unique).fields.map((field) => columnOf(model, field))
    return shortKey(unique, `${table}_${columns.join('_')}_key`)
  })
  const isOfOne = (unique: KeyDescription): boolean => Array.isArray(unique) && unique.length === 1
  return {
    id: isMarked ? longKey(shortest).fields[0] : undefined,
    key: isMarked ? undefined : shortest,
    marked: [...having('unique'), ...described.filter(isOfOne).flatMap((unique) => longKey(unique).fields)],
    uniques: described.filter((unique) => !isOfOne(unique)),
  }
}

function longKey(key: KeyDescription): LongKey {
  return isNames(key) ? { fields: key } : key
}

function shortKey(key: KeyDescription, usualConstraint: string): KeyDescription {
  const { fields, name, constraint, ...unknown } = longKey(key)
  const short = present({
    name: name === fields.join('_') ? undefined : name,
    fields,
    constraint: constraint === usualConstraint ? undefined : constraint,
    ...unknown,
  })
  return Object.keys(short).length === 1 ? fields : short
}

function columnOf(model: ModelDescription, field: string): string {
  const described = model.fields[field]
  return (described !== undefined && factsOf(described).column) || field
}

function shortRelation(
  relation: RelationDescription,
  model: ModelDescription,
  name: string,
  isOneSided: boolean,
): RelationDescription {
  const {
    one,
    many,
    name: link,
    fields,
    references,
    constraint,
    onDelete,
    onUpdate,
    through,
    ...unknown
  } = relation
  const columns = (fields ?? []).map((field) => columnOf(model, field))
  const usualConstraint = `${model.table ?? name}_${columns.join('_')}_fkey`
  const isNullable = (fields ?? []).every((field) => {
    const described = model.fields[field]
    return described !== undefined && isNullableField(factsOf(described))
  })
  const canLeaveOut = fields !== undefined && fields.length > 0 && isOneSided
  const usualDelete = isNullable ? 'SetNull' : 'Restrict'
  return present({
    one,
    many,
    name: link,
    fields,
    references,
    constraint: constraint === usualConstraint ? undefined : constraint,
    onDelete: canLeaveOut && onDelete === usualDelete ? undefined : onDelete,
    onUpdate: canLeaveOut && onUpdate === 'Cascade' ? undefined : onUpdate,
    through: through && present(through),
    ...unknown,
  })
}

/** Whether some side without a foreign key says what happens: then the other side's silence means something. */
function hasActionsBeyond({ models }: SchemaDescription): boolean {
  const relations = Object.values(models).flatMap(({ relations }) => Object.values(relations ?? {}))
  return relations.some(
    ({ fields, onDelete, onUpdate }) => fields === undefined && (onDelete ?? onUpdate) !== undefined,
  )
}

function shortEnum(description: EnumDescription, name: string): EnumDescription {
  if (isNames(description)) return description
  const { schema, type, values, ...unknown } = description
  const isPlain = !isNames(values) && Object.entries(values).every(([value, label]) => value === label)
  const short = present({
    type: type === name ? undefined : type,
    schema,
    values: isPlain ? Object.keys(values) : values,
    ...unknown,
  })
  return Object.keys(short).length === 1 && isNames(short.values) ? short.values : short
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

function mapped<From, To>(
  entries: { readonly [name: string]: From },
  change: (entry: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry, name)]))
}

/** What is said: the planner counts null as left out, and so does this. */
function present<T extends object>(entries: T): { [K in keyof T]: NonNullable<T[K]> } {
  const said = Object.entries(entries).filter(([, entry]) => entry !== undefined && entry !== null)
  return Object.fromEntries(said) as { [K in keyof T]: NonNullable<T[K]> }
}

/** An entry that has something in it. */
function filled<T extends object>(entry: T): T | Record<never, never> {
  return Object.values(entry).every((inside) => Object.keys(inside as object).length === 0) ? {} : entry
}
