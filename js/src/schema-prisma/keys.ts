// The keys of a model: which fields each has, what a caller names it by, and what the database calls it.
//
// Knows nothing of types, and nothing of who points at a key.

import { fieldsGiven, given, textGiven } from './arguments.ts'
import { constraintName, type ConstraintName } from './names.ts'
import { attributeOf, type Attribute, type Name } from './tree.ts'
import type { Model, World } from './world.ts'

/** A set of fields that finds at most one row. */
export type Key = {
  readonly fields: readonly string[]
  /** What a caller names it by, if not by its fields. */
  readonly name: string | undefined
  readonly constraint: ConstraintName
}

/** The primary key, or what stands for it; then the others. */
export type Keys = { readonly primary: Key | undefined; readonly uniques: readonly Key[] }

/** All keys of a model. A model without an id has its first unique without nullable fields instead, as Prisma sees it. */
export function keysOf(model: Model, world: World): Keys {
  const ids: Key[] = []
  const uniques: Key[] = []
  for (const { field } of model.fields.values()) {
    const fields = [field.name]
    const id = attributeOf(field, 'id')
    if (id !== undefined) ids.push(...keyAt(model, id, '@id', fields, world))
    const unique = attributeOf(field, 'unique')
    if (unique !== undefined) uniques.push(...keyAt(model, unique, '@unique', fields, world))
  }
  for (const attribute of model.block.attributes) {
    if (attribute.name.text === 'id') ids.push(...keyAt(model, attribute, '@@id', undefined, world))
    if (attribute.name.text === 'unique')
      uniques.push(...keyAt(model, attribute, '@@unique', undefined, world))
  }
  const primary = ids[0] ?? standIn(model, uniques)
  if (ids.length > 1 || (primary === undefined && !model.isView)) {
    const { text, place } = model.block.name
    const message = `the model \`${text}\` has ${ids.length > 1 ? 'more than one' : 'no'} key`
    const help = 'it needs one `@id` or `@@id([...])`, or a `@unique` whose fields are required'
    world.report.add({ kind: 'name', place, message, help })
  }
  return { primary, uniques: others(primary, uniques) }
}

const INDEX_ARGUMENTS = ['name', 'map', 'sort', 'length', 'ops', 'clustered', 'type', 'where']

/** The key of an attribute; none if it holds only for some rows, or cannot be read. */
function keyAt(
  model: Model,
  attribute: Attribute,
  label: '@id' | '@unique' | '@@id' | '@@unique',
  own: readonly Name[] | undefined,
  world: World,
): readonly Key[] {
  const { report } = world
  const { args, name: written } = attribute
  const inOrder = own === undefined ? ['fields'] : []
  const found = given({ label, args, place: written.place }, inOrder, INDEX_ARGUMENTS, report)
  const names = own ?? fieldsGiven(found, 'fields', report)
  if (names === undefined || found.has('where')) {
    if (!found.has('fields') && own === undefined)
      report.add({
        kind: 'attribute',
        place: written.place,
        message: `\`${label}\` lists fields: \`([a, b])\``,
      })
    return []
  }
  const name = textGiven(found, 'name', report)
  const columns = names.map((one) => columnOf(model, one, world))
  const fields = names.map(({ text }) => text)
  const kind = label.endsWith('id') ? 'pkey' : 'key'
  return [
    {
      fields,
      name: fields.length > 1 ? name : undefined,
      constraint: constraintName(kind, model.table, columns, textGiven(found, 'map', report)),
    },
  ]
}

/** The column of a field that is named somewhere; a field that is not there is told. */
export function columnOf(model: Model, { text, place }: Name, { report, models }: World): string {
  const found = model.fields.get(text)
  const isRelation = found !== undefined && models.has(found.field.type.name.text)
  if (found === undefined || isRelation) {
    const message = isRelation ? `\`${text}\` is a relation` : `\`${model.name}\` has no field \`${text}\``
    report.add({ kind: 'name', place, message })
  }
  return found?.column ?? text
}

/** The unique that serves as the primary key of a model without one. The name of a view's key is nowhere. */
function standIn(model: Model, uniques: readonly Key[]): Key | undefined {
  const found = uniques.find(({ fields }) => fields.every((name) => isRequired(model, name)))
  if (found === undefined) return undefined
  const { usual } = constraintName('pkey', model.table, [], undefined)
  return { ...found, constraint: { name: model.isView ? usual : found.constraint.name, usual } }
}

function isRequired(model: Model, name: string): boolean {
  return model.fields.get(name)?.field.type.arity === 'required'
}

/** The uniques besides the primary key, each name once: the same fields may have several indexes. */
function others(primary: Key | undefined, uniques: readonly Key[]): readonly Key[] {
  const names = new Set(primary === undefined ? [] : [nameOf(primary)])
  return uniques.filter((key) => {
    const isNew = !names.has(nameOf(key))
    names.add(nameOf(key))
    return isNew
  })
}

function nameOf({ name, fields }: Key): string {
  return name ?? fields.join('_')
}
