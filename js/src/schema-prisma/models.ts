// Models and enums -> their descriptions: which fields are described, and what is said of each.
//
// Knows nothing of how a relation's sides find each other, nor of how a default is written.

import type { EnumDescription, FieldDescription, ModelDescription } from '../schema.ts'
import { listed } from './arguments.ts'
import { defaultOf } from './defaults.ts'
import { keysOf, type Keys } from './keys.ts'
import { SCALARS, nativeOf, unsupportedType } from './natives.ts'
import { endsAt, endsOf, relationOf, type Ends } from './relations.ts'
import { fieldSaid, keySaid, said } from './said.ts'
import { attributeOf, type Block } from './tree.ts'
import { mapped, schemaNamed, type Model, type ModelField, type World } from './world.ts'

/** All models that can be described: not those with `@@ignore`, and no views without a key. */
export function modelsSaid(world: World): Record<string, ModelDescription> {
  const all = [...world.models.values()].filter(({ isIgnored }) => !isIgnored)
  const keys = new Map(all.map((model) => [model, keysOf(model, world)]))
  const isDescribed = (model: Model) => keys.get(model)?.primary !== undefined
  const ends = endsOf(isDescribed, world)
  const described = all.filter(isDescribed).map((model) => {
    const own = { keys: keys.get(model) ?? { primary: undefined, uniques: [] }, ends }
    return [model.name, modelSaid(model, own, world)] as const
  })
  return Object.fromEntries(described)
}

type Own = { readonly keys: Keys; readonly ends: Ends }

function modelSaid(model: Model, { keys, ends }: Own, world: World): ModelDescription {
  const fields: [string, FieldDescription][] = []
  const needed = neededFields(model, { keys, ends })
  for (const one of model.fields.values()) {
    const field = isStated(one, needed, world) ? fieldOf(model, one, keys, world) : undefined
    if (field !== undefined) fields.push([one.field.name.text, field])
  }
  const own = ends.get(model) ?? []
  const relations = own.map((end) => [end.field.name.text, relationOf(end, ends, world)] as const)
  const { primary } = keys
  const uniques = keys.uniques.filter((key) => !isShort(key)).map(keySaid)
  return said<ModelDescription>({
    table: model.table === model.name ? undefined : model.table,
    schema: model.schema,
    fields: Object.fromEntries(fields),
    relations: relations.length === 0 ? undefined : Object.fromEntries(relations),
    key: primary === undefined || isShort(primary) ? undefined : keySaid(primary),
    uniques: uniques.length === 0 ? undefined : uniques,
  })
}

/** Whether the field itself can say that it is the key. */
function isShort({ fields, constraint }: Keys['uniques'][number]): boolean {
  return fields.length === 1 && constraint.name === constraint.usual
}

/** The fields that keys and relations are made of. */
function neededFields(model: Model, { keys, ends }: Own): ReadonlySet<string> {
  const inKeys = [...keys.uniques, ...(keys.primary === undefined ? [] : [keys.primary])]
  const held = (ends.get(model) ?? []).flatMap(({ fields }) => fields)
  const pointedAt = endsAt(model, ends).flatMap(({ references }) => references)
  return new Set([
    ...inKeys.flatMap(({ fields }) => fields),
    ...[...held, ...pointedAt].map(({ text }) => text),
  ])
}

/**
 * Whether a description has the field. Prisma's client has neither a field with `@ignore` nor one of an unsupported type.
 * They are described only where a key or a relation needs them, or where no row could be made without them.
 */
function isStated({ field, isIgnored }: ModelField, needed: ReadonlySet<string>, world: World): boolean {
  const { name, type } = field
  if (!type.isUnsupported && world.models.has(type.name.text)) return false
  if (needed.has(name.text)) return true
  const isFilled = type.arity !== 'required' || attributeOf(field, 'default') !== undefined
  return type.isUnsupported ? !isIgnored && !isFilled : !isIgnored
}

function fieldOf(model: Model, own: ModelField, keys: Keys, world: World): FieldDescription | undefined {
  const { field, column } = own
  const { isUnsupported } = field.type
  const name = field.name.text
  const type = typeOf(own, world)
  if (type === undefined) return undefined
  const marks = { optional: '?', list: '[]', required: '' }
  const isKey = (key: Keys['primary']) => key !== undefined && isShort(key) && key.fields[0] === name
  const isUpdatedAt = attributeOf(field, 'updatedAt') !== undefined
  return fieldSaid({
    type: type.scalar + marks[field.type.arity],
    column: column === name ? undefined : column,
    id: isKey(keys.primary) || undefined,
    unique: keys.uniques.some(isKey) || undefined,
    native: type.native,
    default: model.isView || isUnsupported ? undefined : defaultOf(field, world),
    updatedAt: (isUpdatedAt && !model.isView) || undefined,
    generated: model.isView || undefined,
  })
}

type FieldTypeSaid = { readonly scalar: string; readonly native: string | undefined }

function typeOf({ field }: ModelField, world: World): FieldTypeSaid | undefined {
  const { name, isUnsupported } = field.type
  const { enums, report } = world
  if (isUnsupported) {
    const native = unsupportedType(name)
    if (native !== undefined) return { scalar: 'String', native }
    const message = `no row can be made without \`${field.name.text}\`, and \`${name.text}\` is more than a type's name`
    const help = 'give the field a default, make it optional, or leave the model out with `@@ignore`'
    report.add({ kind: 'beyond', place: name.place, message, help })
    return undefined
  }
  if (SCALARS.includes(name.text)) return { scalar: name.text, native: nativeOf(field, world) }
  if (enums.has(name.text)) return { scalar: name.text, native: undefined }
  const help = `a type is one of ${listed(SCALARS)}, or a model or enum of this schema`
  report.add({ kind: 'name', place: name.place, message: `there is no type \`${name.text}\``, help })
  return undefined
}

/** All enums. */
export function enumsSaid({ enums, report }: World): Record<string, EnumDescription> {
  return Object.fromEntries([...enums].map(([name, block]) => [name, enumSaid(block, report)]))
}

function enumSaid(block: Block, report: World['report']): EnumDescription {
  const labels = block.values.map((value) => {
    return [value.name.text, mapped(value, '@', report) ?? value.name.text] as const
  })
  const names = labels.map(([name]) => name)
  const values = labels.every(([name, label]) => name === label) ? names : Object.fromEntries(labels)
  const type = mapped(block, '@@', report)
  const schema = schemaNamed(block, report)
  if (block.values.length === 0) {
    const { text, place } = block.name
    report.add({ kind: 'beyond', place, message: `the enum \`${text}\` has no values` })
  }
  if (type === undefined && schema === undefined && Array.isArray(values)) return names
  return said({ schema, type: type === block.name.text ? undefined : type, values })
}
