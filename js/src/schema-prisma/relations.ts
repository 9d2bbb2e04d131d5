// The relations of models: each field whose type is a model, joined with the field that is its other side.
//
// Knows nothing of columns' types, and not whether what a foreign key references is a key: the planner sees to both.

import type { ReferentialAction, RelationDescription } from '../schema.ts'
import { fieldsGiven, given, listed, textGiven, type Given } from './arguments.ts'
import { columnOf } from './keys.ts'
import { constraintName } from './names.ts'
import { said } from './said.ts'
import { attributeOf, type Field, type Name } from './tree.ts'
import type { Model, World } from './world.ts'

/** One side of a relation. */
export type End = {
  readonly model: Model
  readonly field: Field
  readonly to: Model
  readonly isMany: boolean
  /** The name both sides share. */
  readonly name: string | undefined
  readonly args: Given
  /** The fields of the foreign key, on the side that holds it. */
  readonly fields: readonly Name[]
  readonly references: readonly Name[]
}

/** The sides of all relations, by the model that each is seen from. */
export type Ends = ReadonlyMap<Model, readonly End[]>

/** All relations between models that are described. */
export function endsOf(isDescribed: (model: Model) => boolean, world: World): Ends {
  const models = [...world.models.values()].filter(isDescribed)
  return new Map(models.map((model) => [model, endsFrom(model, isDescribed, world)]))
}

function endsFrom(model: Model, isDescribed: (model: Model) => boolean, world: World): readonly End[] {
  return [...model.fields.values()].flatMap(({ field, isIgnored }) => {
    const to = world.models.get(field.type.name.text)
    return to === undefined || isIgnored || !isDescribed(to) ? [] : [endOf(model, field, to, world)]
  })
}

/** The sides of the relations of a model that are seen from the other models. */
export function endsAt(model: Model, ends: Ends): readonly End[] {
  const others = new Set((ends.get(model) ?? []).map(({ to }) => to))
  return [...others].flatMap((other) => (ends.get(other) ?? []).filter(({ to }) => to === model))
}

function endOf(model: Model, field: Field, to: Model, world: World): End {
  const { report } = world
  const attribute = attributeOf(field, 'relation')
  const place = attribute?.name.place ?? field.name.place
  const called = { label: '@relation', args: attribute?.args ?? [], place }
  const args = given(called, ['name'], ['fields', 'references', 'map', 'onDelete', 'onUpdate'], report)
  const fields = fieldsGiven(args, 'fields', report) ?? []
  const references = fieldsGiven(args, 'references', report) ?? []
  if (fields.length !== references.length) {
    const message = `\`fields\` and \`references\` are lists of the same length, here ${fields.length} and ${references.length}`
    report.add({ kind: 'attribute', place, message })
  }
  for (const reference of references) columnOf(to, reference, world)
  const name = textGiven(args, 'name', report)
  return { model, field, to, isMany: field.type.arity === 'list', name, args, fields, references }
}

/** A side as a description has it, when all sides are known. */
export function relationOf(end: End, ends: Ends, world: World): RelationDescription {
  const { model, to, isMany, name } = end
  const other = otherSide(end, ends, world)
  const isPairs = isMany && other?.isMany === true
  return said<RelationDescription>({
    one: isMany ? undefined : to.name,
    many: isMany ? to.name : undefined,
    name,
    ...(end.fields.length > 0 ? foreignKey(end, world) : {}),
    through: isPairs && model.schema !== to.schema ? junction(end) : undefined,
  })
}

function otherSide(end: End, ends: Ends, { report }: World): End | undefined {
  const { model, to, name, field } = end
  const isOther = (one: End) => one.to === model && one.name === name && one !== end
  const others = (ends.get(to) ?? []).filter(isOther)
  if (others.length === 1) return others[0]
  const isAlone = others.length === 0
  report.add({
    kind: 'name',
    place: field.name.place,
    message: isAlone
      ? `the relation \`${field.name.text}\` has no other side in \`${to.name}\``
      : `the relation \`${field.name.text}\` has several other sides in \`${to.name}\``,
    help: isAlone
      ? `give \`${to.name}\` a field of the type \`${model.name}\` or \`${model.name}[]\`${name === undefined ? '' : ` and the name "${name}"`}`
      : 'name each relation on both its sides: `@relation("name")`',
  })
  return undefined
}

type ForeignKey = Pick<RelationDescription, 'fields' | 'references' | 'onDelete' | 'onUpdate' | 'constraint'>

/** Where the database has no foreign key, nothing happens when the row that is pointed at goes. */
function foreignKey(end: End, world: World): ForeignKey {
  const { model, to, args, fields, references, field } = end
  const isEnforced = world.database.hasForeignKeys && !model.isView && !to.isView
  const columns = fields.map((one) => columnOf(model, one, world))
  const constraint = constraintName('fkey', model.table, columns, textGiven(args, 'map', world.report))
  const isOptional =
    field.type.arity === 'optional' &&
    fields.every(({ text }) => model.fields.get(text)?.field.type.arity === 'optional')
  const onDelete = action(args, 'onDelete', world) ?? (isOptional ? 'SetNull' : 'Restrict')
  const onUpdate = action(args, 'onUpdate', world) ?? 'Cascade'
  const isNamed = isEnforced && constraint.name !== constraint.usual
  return said<ForeignKey>({
    fields: fields.map(({ text }) => text),
    references: references.map(({ text }) => text),
    onDelete: isEnforced ? onDelete : 'NoAction',
    onUpdate: !isEnforced ? 'NoAction' : onUpdate === 'Cascade' ? undefined : onUpdate,
    constraint: isNamed ? constraint.name : undefined,
  })
}

const ACTIONS: readonly ReferentialAction[] = ['Cascade', 'Restrict', 'NoAction', 'SetNull', 'SetDefault']

function action(args: Given, name: string, { report }: World): ReferentialAction | undefined {
  const value = args.get(name)
  if (value === undefined) return undefined
  const found = ACTIONS.find((word) => value.kind === 'word' && value.text === word)
  if (found === undefined) {
    const help = `it is one of ${listed(ACTIONS)}`
    report.add({ kind: 'attribute', place: value.place, message: `\`${name}\` is no such action`, help })
  }
  return found
}

/** The table between models of two database schemas: it lives with the model whose name sorts first. */
function junction({ model, to, name }: End): NonNullable<RelationDescription['through']> {
  const isFirst = model.name < to.name
  const [first, second] = isFirst ? [model, to] : [to, model]
  const [here, there] = isFirst ? ['A', 'B'] : ['B', 'A']
  const table = `_${name ?? `${first.name}To${second.name}`}`
  return said({ schema: first.schema, table, here, there })
}
