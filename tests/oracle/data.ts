// Random data: what create, update and their kin write to the fields of one row.
//
// Knows nothing of what is done inside of relations: the verbs are handed in.

import { fieldNamed, foreignKeys, modelNamed, type Field, type Model, type Relation } from './facts.ts'
import type { Arguments } from './operation.ts'
import { changeOf, fresh, valueFor, type Making } from './scalars.ts'
import { seed, type SeedRow } from './seed.ts'

/** Where data stands. */
export type Place = {
  /** How many relations deeper it may go. */
  readonly depth: number
  /** The relation that it was reached by, seen from here; its fields are not to be written. */
  readonly back?: string | undefined
  /** The row of the seed that is changed, where it is known. */
  readonly row?: SeedRow | undefined
  /** Whether foreign keys are written as values; the elements of one array must agree on it. */
  readonly isUnchecked?: boolean | undefined
}

/** Writes what is done with a relation, or null if nothing can be done there. */
export type WriteRelation = (making: Making, relation: Relation, place: Place) => Arguments | null

/** The data of a new row. `given` are values it must have where it can. */
export function createData(
  making: Making,
  model: Model,
  place: Place,
  write: WriteRelation,
  given: Arguments = {},
): Arguments {
  const { random } = making
  const held = heldRelations(model, place)
  const data: Arguments = {}
  let isUnchecked = place.isUnchecked ?? random.chance(32)
  if (!isUnchecked) {
    for (const relation of held) {
      if (relation.kind.endsWith('?') && !random.chance(place.depth > 0 ? 38 : 12)) continue
      const verbs = write(making, relation, place)
      if (verbs !== null) data[relation.name] = verbs
      else if (relation.kind.endsWith('!')) isUnchecked = true
    }
  }
  if (isUnchecked) {
    for (const relation of held) {
      delete data[relation.name]
      if (relation.kind.endsWith('!') || random.chance(50)) Object.assign(data, foreignKey(making, relation))
    }
  }
  for (const field of ownFields(model)) {
    if (
      field.isCounted
        ? !(isUnchecked && random.chance(6))
        : field.isOptional && !random.chance(optional(field))
    )
      continue
    data[field.name] = field.isCounted ? fresh(making, model, field) : valueFor(making, model, field)
  }
  addRelations(making, model, place, write, data, 36)
  for (const [name, value] of Object.entries(given)) if (isPlainKey(model, name)) data[name] = value
  return shuffledKeys(making, data)
}

/** The data of an update. */
export function updateData(making: Making, model: Model, place: Place, write: WriteRelation): Arguments {
  const { random } = making
  if (random.chance(3)) return {}
  const held = heldRelations(model, place)
  const isUnchecked = random.chance(held.length === 0 ? 15 : 25)
  const data: Arguments = {}
  for (const field of ownFields(model)) {
    if (field.isCounted ? !(isUnchecked && random.chance(8)) : !random.chance(changed(field))) continue
    data[field.name] = changeOf(making, model, field)
  }
  for (const relation of held) {
    if (isUnchecked) {
      if (random.chance(30)) Object.assign(data, foreignKey(making, relation))
    } else if (place.depth > 0 && random.chance(42)) {
      const verbs = write(making, relation, place)
      if (verbs !== null) data[relation.name] = verbs
    }
  }
  addRelations(making, model, place, write, data, 45)
  return shuffledKeys(making, data)
}

/** The data of one row of createMany: scalars alone. */
export function manyData(making: Making, model: Model, back?: string): Arguments {
  const { random } = making
  const data: Arguments = {}
  for (const field of ownFields(model)) {
    if (field.isCounted ? !random.chance(8) : field.isOptional && !random.chance(optional(field))) continue
    data[field.name] = field.isCounted ? fresh(making, model, field) : valueFor(making, model, field)
  }
  for (const relation of heldRelations(model, { depth: 0, back })) {
    if (relation.kind.endsWith('!') || random.chance(50)) Object.assign(data, foreignKey(making, relation))
  }
  return shuffledKeys(making, data)
}

/** The data of updateMany: scalars alone. */
export function manyChange(making: Making, model: Model, back?: string): Arguments {
  const { random } = making
  const fields = ownFields(model).filter(
    ({ isUnique, isCounted }) => !isCounted && (!isUnique || random.chance(8)),
  )
  const chosen = random.shuffled(fields).slice(0, 1 + random.below(2))
  const data: Arguments = {}
  for (const field of chosen) data[field.name] = changeOf(making, model, field)
  for (const relation of heldRelations(model, { depth: 0, back })) {
    if (random.chance(15)) Object.assign(data, foreignKey(making, relation))
  }
  return data
}

/** Relations whose foreign key this model holds, but for the one that it was reached by. */
function heldRelations(model: Model, { back }: Place): readonly Relation[] {
  return model.relations.filter(({ isHere, name }) => isHere && name !== back)
}

/** Fields that belong to no relation. */
function ownFields(model: Model): readonly Field[] {
  const taken = foreignKeys(model)
  return model.fields.filter(({ name }) => !taken.has(name))
}

/** Whether it is a field that data can always name. */
function isPlainKey(model: Model, name: string): boolean {
  const field = model.fields.find((field) => field.name === name)
  return field !== undefined && !field.isCounted && !foreignKeys(model).has(name)
}

function addRelations(
  making: Making,
  model: Model,
  place: Place,
  write: WriteRelation,
  data: Arguments,
  percent: number,
): void {
  if (place.depth === 0) return
  const others = model.relations.filter(({ isHere, name }) => !isHere && name !== place.back)
  for (const relation of others) {
    if (!making.random.chance(others.length > 3 ? percent / 1.6 : percent)) continue
    const verbs = write(making, relation, place)
    if (verbs !== null) data[relation.name] = verbs
  }
}

/** Values of a foreign key: of a row that is there, of none, or null. */
function foreignKey(making: Making, relation: Relation): Arguments {
  const { random } = making
  const target = modelNamed(relation.target)
  const isNull = relation.kind.endsWith('?') && random.chance(18)
  const row = random.chance(95) ? random.pick(seed[relation.target] ?? []) : undefined
  return Object.fromEntries(
    relation.fields.map((field, n) => {
      const reference = relation.references[n] ?? ''
      const value = row?.[reference] ?? fresh(making, target, fieldNamed(target, reference))
      return [field, isNull ? null : value]
    }),
  )
}

function optional({ name }: Field): number {
  return name.endsWith('At') ? 6 : 30
}

function changed({ name, isUnique }: Field): number {
  if (name.endsWith('At')) return 4
  return isUnique ? 14 : 22
}

/** Objects are read in the order of their names, so the order is part of the operation. */
function shuffledKeys({ random }: Making, data: Arguments): Arguments {
  return Object.fromEntries(random.shuffled(Object.entries(data)))
}
