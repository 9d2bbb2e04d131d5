// Random trees of writes for the models of a random schema: data, and every verb inside of relations.
//
// Aims at rows that are there: linked, linked elsewhere, free, and at rows that are not.

import type { Arguments, NestedVerb } from '../operation.ts'
import { foreignFields, modelNamed, type Field, type Model, type Relation } from './facts.ts'
import type { Row } from './state.ts'
import {
  agreement,
  changeOf,
  filter,
  foreignKey,
  oneOf,
  uniqueWhere,
  valueFor,
  type Scene,
} from './values.ts'

/** Where data stands. */
export type Place = {
  readonly depth: number
  /** The relation that it was reached by, seen from here. */
  readonly back?: string
  /** The row that is changed, where it is known. */
  readonly row?: Row | undefined
}

/** The data of a new row; `given` are values it must have where it can. */
export function createData(scene: Scene, model: Model, place: Place, given: Arguments = {}): Arguments {
  const { random } = scene
  const data = ownData(scene, model, 40)
  for (const relation of model.relations) {
    if (relation.name === place.back) continue
    const isNeeded = relation.isHere && relation.isRequired
    if (!isNeeded && !random.chance(relation.isHere ? 40 : 30)) continue
    const asValues = relation.isHere && (place.depth === 0 || random.chance(30))
    if (asValues) Object.assign(data, foreignKey(scene, model, relation))
    else if (place.depth > 0)
      data[relation.name] = verbsOf(scene, relation, { ...place, row: undefined }, IN_CREATE)
  }
  const held = foreignFields(model)
  for (const [name, value] of Object.entries(given)) if (!held.has(name) || name in data) data[name] = value
  return withoutTwice(scene, model, place, data)
}

/** The data of an update. */
export function updateData(scene: Scene, model: Model, place: Place): Arguments {
  const { random } = scene
  const data: Arguments = {}
  const held = foreignFields(model)
  for (const field of model.fields) {
    if (held.has(field.name) || !random.chance(isOfKey(model, field) ? 12 : 25)) continue
    data[field.name] = changeOf(scene, field)
  }
  for (const relation of model.relations) {
    if (relation.name === place.back) continue
    if (relation.isHere && random.chance(12)) Object.assign(data, foreignKey(scene, model, relation))
    else if (place.depth > 0 && random.chance(45))
      data[relation.name] = verbsOf(scene, relation, place, IN_UPDATE)
  }
  return withoutTwice(scene, model, place, data)
}

/** Rows of createMany: scalars alone. */
export function manyRows(scene: Scene, model: Model, back?: string): Arguments {
  const { random } = scene
  const data = Array.from({ length: 1 + random.below(3) }, () => {
    const row = ownData(scene, model, 30)
    for (const relation of model.relations) {
      if (!relation.isHere || relation.name === back) continue
      if (relation.isRequired || random.chance(40)) Object.assign(row, foreignKey(scene, model, relation))
    }
    return withoutTwice(scene, model, { depth: 0, ...(back === undefined ? {} : { back }) }, row)
  })
  return random.chance(35) ? { data, skipDuplicates: random.chance(85) } : { data }
}

/** The data of updateMany: scalars alone. */
export function manyChange(scene: Scene, model: Model): Arguments {
  const { random } = scene
  const keyed = (field: Field) => isOfKey(model, field) && !random.chance(8)
  const held = foreignFields(model)
  const able = model.fields.filter((field) => !keyed(field) && (!held.has(field.name) || random.chance(15)))
  return Object.fromEntries(
    random
      .shuffled(able)
      .slice(0, 1 + random.below(2))
      .map((field) => [field.name, changeOf(scene, field)]),
  )
}

function isOfKey({ keys }: Model, { name }: Field): boolean {
  return keys.some(({ fields }) => fields.includes(name))
}

/** Fields that belong to no foreign key. */
function ownData(scene: Scene, model: Model, percent: number): Arguments {
  const held = foreignFields(model)
  const data: Arguments = {}
  for (const field of model.fields) {
    if (held.has(field.name) || (field.isOptional && !scene.random.chance(field.isCounted ? 8 : percent)))
      continue
    data[field.name] = valueFor(scene, field)
  }
  return data
}

/** What a relation says is mostly not said by a field as well, nor by two relations. */
function withoutTwice({ random }: Scene, model: Model, { back }: Place, data: Arguments): Arguments {
  const said = new Set<string>()
  for (const { name, isHere, mine } of model.relations) {
    if (!isHere || (name !== back && !(name in data))) continue
    if (name !== back && mine.some((field) => said.has(field)) && random.chance(90)) delete data[name]
    else for (const field of mine) said.add(field)
  }
  for (const field of said) if (random.chance(97)) delete data[field]
  return Object.fromEntries(random.shuffled(Object.entries(data)))
}

type Weights = Readonly<Partial<Record<NestedVerb, number>>>

const IN_CREATE = { create: 30, createMany: 10, connect: 35, connectOrCreate: 25 }
const IN_UPDATE = {
  ...{ create: 12, createMany: 6, connect: 16, connectOrCreate: 12, update: 16, upsert: 16 },
  ...{ updateMany: 8, delete: 8, deleteMany: 6, set: 9, disconnect: 12 },
}
const OF_ONE = new Set(['create', 'connect', 'connectOrCreate', 'update', 'upsert', 'delete', 'disconnect'])

type Nest = {
  readonly scene: Scene
  readonly relation: Relation
  readonly target: Model
  readonly place: Place
  readonly linked: readonly Row[]
}

function verbsOf(scene: Scene, relation: Relation, place: Place, weights: Weights): Arguments {
  const { random, plot } = scene
  const target = modelNamed(plot.models, relation.target)
  const entries = Object.entries(weights).filter(([verb]) => isAllowed(relation, verb) || random.chance(2))
  const open = Object.fromEntries(entries)
  const chosen = new Set([random.weighted(open)])
  if (relation.isMany && random.chance(25)) chosen.add(random.weighted(open))
  const nest: Nest = { scene, relation, target, place, linked: linkedRows(scene, relation, place.row) }
  return Object.fromEntries([...chosen].map((verb) => [verb, valueOf(nest, verb as NestedVerb)]))
}

function isAllowed({ isMany, isHere, isRequired, through }: Relation, verb: string): boolean {
  if (!isMany && !OF_ONE.has(verb)) return false
  if (through !== undefined) return verb !== 'createMany'
  if (isHere && isRequired) return verb !== 'delete' && verb !== 'disconnect'
  return !isRequired || verb !== 'disconnect'
}

function linkedRows({ rowsOf, plot }: Scene, relation: Relation, row: Row | undefined): readonly Row[] {
  if (row === undefined || relation.through !== undefined) return []
  const { mine, theirs, target } = relation
  const isSame = (one: unknown, other: unknown) => one !== null && String(one) === String(other)
  return rowsOf(modelNamed(plot.models, target)).filter((other) =>
    mine.every((name, n) => isSame(row[name] ?? null, other[theirs[n] ?? ''])),
  )
}

function valueOf(nest: Nest, verb: NestedVerb): unknown {
  const { scene, relation, target } = nest
  const { random } = scene
  const many = relation.isMany
  const several = (make: () => unknown) => (many ? oneOrSeveral(nest, make) : make())
  switch (verb) {
    case 'create':
      return several(() => createData(scene, target, deeper(nest)))
    case 'createMany':
      return manyRows(scene, target, relation.opposite)
    case 'connect':
      return several(() => where(nest, 25, 67))
    case 'connectOrCreate':
      return several(() => connectedOrCreated(nest))
    case 'set':
      return oneOrSeveral(nest, () => where(nest, 50, 45))
    case 'update':
      return several(() => updated(nest))
    case 'upsert':
      return several(() => upserted(nest))
    case 'delete':
    case 'disconnect':
      if (many) return oneOrSeveral(nest, () => where(nest, 80, 10))
      return random.chance(80) ? true : filter(scene, target, 0, nest.linked[0])
    case 'updateMany':
      return oneOrSeveral(nest, () => ({
        where: filter(scene, target, 0, nest.linked[0]),
        data: manyChange(scene, target),
      }))
    case 'deleteMany':
      return oneOrSeveral(nest, () => filter(scene, target, 0, nest.linked[0]))
  }
}

function deeper({ place, relation }: Nest): Place {
  return { depth: place.depth - 1, back: relation.opposite }
}

function oneOrSeveral({ scene: { random } }: Nest, make: () => unknown): unknown {
  if (random.chance(40)) return make()
  return random.chance(4) ? [] : Array.from({ length: 1 + random.below(3) }, make)
}

/** A row for a verb to aim at: linked in so many of a hundred times, another in so many, else none. */
function aimed(
  { scene, target, linked }: Nest,
  linkedPercent: number,
  otherPercent: number,
): Row | undefined {
  const { random } = scene
  const all = scene.rowsOf(target)
  if (linked.length > 0 && random.chance(linkedPercent)) return random.pick(linked)
  return random.chance((100 * otherPercent) / (100 - linkedPercent)) ? oneOf(random, all) : undefined
}

function where(nest: Nest, linked: number, other: number): Arguments {
  return uniqueWhere(nest.scene, nest.target, aimed(nest, linked, other))
}

function agreeing({ scene }: Nest, condition: Arguments): Arguments {
  return scene.random.chance(75) ? agreement(condition) : {}
}

function connectedOrCreated(nest: Nest): Arguments {
  const condition = where(nest, 15, 40)
  return {
    where: condition,
    create: createData(nest.scene, nest.target, deeper(nest), agreeing(nest, condition)),
  }
}

function updated(nest: Nest): Arguments {
  const { scene, target, relation } = nest
  const row = relation.isMany ? aimed(nest, 80, 10) : nest.linked[0]
  const data = updateData(scene, target, { ...deeper(nest), row })
  if (relation.isMany) return { where: uniqueWhere(scene, target, row), data }
  return scene.random.chance(75) ? { data } : { where: filter(scene, target, 0, row), data }
}

function upserted(nest: Nest): Arguments {
  const { scene, target, relation } = nest
  const row = relation.isMany ? aimed(nest, 55, 10) : nest.linked[0]
  const condition = relation.isMany ? uniqueWhere(scene, target, row) : {}
  const create = createData(scene, target, deeper(nest), agreeing(nest, condition))
  const update = updateData(scene, target, { ...deeper(nest), row })
  if (relation.isMany) return { where: condition, create, update }
  return scene.random.chance(20)
    ? { where: filter(scene, target, 0, row), create, update }
    : { create, update }
}
