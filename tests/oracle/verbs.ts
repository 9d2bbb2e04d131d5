// Random verbs inside of relations: every verb where it is allowed, in every form it takes.
//
// Knows which rows are linked in the seed, so that hits, misses and rows linked elsewhere are all met.

import { createData, manyChange, manyData, updateData, type Place } from './data.ts'
import { modelNamed, type Kind, type Model, type Relation } from './facts.ts'
import { agreement, filter, uniqueWhere } from './filters.ts'
import type { Arguments, NestedVerb } from './operation.ts'
import type { Making } from './scalars.ts'
import { linkedRows, seed, type SeedRow } from './seed.ts'

type Weights = Readonly<Partial<Record<NestedVerb, number>>>

/** What may be done with a relation of a new row. */
function inCreate(kind: Kind): Weights {
  if (kind === 'm:n') return { create: 30, connect: 35, connectOrCreate: 35 }
  if (kind.startsWith('1:n')) return { create: 34, createMany: 16, connect: 25, connectOrCreate: 25 }
  return { create: 32, connect: 40, connectOrCreate: 28 }
}

/** What may be done with a relation of a row that is there. */
function inUpdate(kind: Kind): Weights {
  const shared = { create: 12, connect: 18, connectOrCreate: 14, update: 16, upsert: 16 }
  const lists = { updateMany: 10, deleteMany: 8, delete: 8, set: 10 }
  switch (kind) {
    case 'm:n':
      return { ...shared, ...lists, disconnect: 12 }
    case '1:n?':
      return { ...shared, ...lists, createMany: 8, disconnect: 12 }
    case '1:n!':
      return { ...shared, ...lists, createMany: 8, disconnect: 1 }
    case '1:1C!':
      return { ...shared, delete: 10, disconnect: 1 }
    case 'n:1!':
    case '1:1R!':
      return shared
    default:
      return { ...shared, delete: 8, disconnect: 12 }
  }
}

/** Verbs on a relation of a row that is made. */
export function verbsInCreate(making: Making, relation: Relation, place: Place): Arguments | null {
  return verbsOf(making, relation, { ...place, row: undefined }, inCreate(relation.kind))
}

/** Verbs on a relation of a row that is changed. */
export function verbsInUpdate(making: Making, relation: Relation, place: Place): Arguments | null {
  return verbsOf(making, relation, place, inUpdate(relation.kind))
}

function verbsOf(making: Making, relation: Relation, place: Place, weights: Weights): Arguments | null {
  const { random, verbs } = making
  const isShallow = place.depth === 0
  const allowed = Object.entries(weights).filter(
    ([verb]) => verbs.has(verb as NestedVerb) && (!isShallow || verb === 'connect'),
  )
  if (allowed.length === 0) return null
  const open: Weights = Object.fromEntries(allowed)
  const several = relation.isMany ? 22 : 2
  const chosen = new Set([random.weighted(open)])
  if (random.chance(several)) chosen.add(random.weighted(open))
  if (random.chance(several / 3)) chosen.add(random.weighted(open))
  const target = modelNamed(relation.target)
  const nest: Nest = { making, relation, target, place, linked: linkedTo(relation, place) }
  return Object.fromEntries([...chosen].map((verb) => [verb, valueOf(nest, verb)]))
}

/** All that the value of a verb depends on. */
type Nest = {
  readonly making: Making
  readonly relation: Relation
  readonly target: Model
  readonly place: Place
  /** The rows of the seed that are linked to the row at hand. */
  readonly linked: readonly SeedRow[]
}

function valueOf(nest: Nest, verb: NestedVerb): unknown {
  const { making, relation, target } = nest
  const { random } = making
  const many = relation.isMany
  const back = relation.opposite
  switch (verb) {
    case 'create': {
      const isUnchecked = random.chance(32)
      return many ? oneOrSeveral(nest, () => created(nest, {}, isUnchecked)) : created(nest)
    }
    case 'createMany': {
      const rows = several(nest, () => manyData(making, target, back))
      const data = random.chance(12) ? manyData(making, target, back) : rows
      return random.chance(35) ? { data, skipDuplicates: random.chance(85) } : { data }
    }
    case 'connect':
      return many ? oneOrSeveral(nest, () => where(nest, CONNECTED)) : where(nest, CONNECTED)
    case 'connectOrCreate':
      return many ? oneOrSeveral(nest, () => connectedOrCreated(nest)) : connectedOrCreated(nest)
    case 'set':
      return oneOrSeveral(nest, () => where(nest, { linked: 50, other: 45, missing: 5 }))
    case 'update':
      return many ? oneOrSeveral(nest, () => updatedOfMany(nest)) : updatedOne(nest)
    case 'upsert':
      return many ? oneOrSeveral(nest, () => upsertedOfMany(nest)) : upsertedOne(nest)
    case 'delete':
    case 'disconnect':
      return many ? oneOrSeveral(nest, () => where(nest, TOUCHED)) : yesOrFilter(nest)
    case 'updateMany':
      return oneOrSeveral(nest, () => ({
        where: filter(making, target, { depth: 0, row: nest.linked[0] }),
        data: manyChange(making, target, back),
      }))
    case 'deleteMany':
      return oneOrSeveral(nest, () => filter(making, target, { depth: 0, row: nest.linked[0] }))
  }
}

type Aim = { readonly linked: number; readonly other: number; readonly missing: number }

const CONNECTED: Aim = { linked: 25, other: 67, missing: 8 }
const TOUCHED: Aim = { linked: 82, other: 10, missing: 8 }

/** A row of the seed for a verb to aim at, or none. */
function aimed({ making: { random }, relation, linked }: Nest, aim: Aim): SeedRow | undefined {
  const all = seed[relation.target] ?? []
  const others = all.filter((row) => !linked.includes(row))
  const weights = { ...aim, linked: linked.length === 0 ? 0 : aim.linked }
  switch (random.weighted(weights)) {
    case 'linked':
      return random.pick(linked)
    case 'other':
      return random.pick(others.length === 0 ? all : others)
    case 'missing':
      return undefined
  }
}

function where(nest: Nest, aim: Aim): Arguments {
  return uniqueWhere(nest.making, nest.target, aimed(nest, aim))
}

function created(nest: Nest, given: Arguments = {}, isUnchecked?: boolean): Arguments {
  return createData(nest.making, nest.target, { ...deeper(nest), isUnchecked }, verbsInCreate, given)
}

function changed(nest: Nest, row: SeedRow | undefined): Arguments {
  return updateData(nest.making, nest.target, { ...deeper(nest), row }, verbsInUpdate)
}

function connectedOrCreated(nest: Nest): Arguments {
  const condition = where(nest, { linked: 15, other: 40, missing: 45 })
  return { where: condition, create: created(nest, agreed(nest, condition)) }
}

function updatedOfMany(nest: Nest): Arguments {
  const row = aimed(nest, TOUCHED)
  return { where: uniqueWhere(nest.making, nest.target, row), data: changed(nest, row) }
}

function updatedOne(nest: Nest): Arguments {
  const data = changed(nest, nest.linked[0])
  if (nest.making.random.chance(60)) return data
  return nest.making.random.chance(60) ? { where: oneFilter(nest), data } : { data }
}

function upsertedOfMany(nest: Nest): Arguments {
  const row = aimed(nest, { linked: 55, other: 5, missing: 40 })
  const condition = uniqueWhere(nest.making, nest.target, row)
  return { where: condition, create: created(nest, agreed(nest, condition)), update: changed(nest, row) }
}

function upsertedOne(nest: Nest): Arguments {
  const both = { create: created(nest), update: changed(nest, nest.linked[0]) }
  return nest.making.random.chance(25) ? { where: oneFilter(nest), ...both } : both
}

/** What the created row says, so that the where would find it: usually. */
function agreed({ making }: Nest, condition: Arguments): Arguments {
  if (!making.random.chance(80)) return {}
  return agreement(condition)
}

function yesOrFilter(nest: Nest): unknown {
  const { random } = nest.making
  if (random.chance(70)) return true
  return random.chance(20) ? false : oneFilter(nest)
}

function oneFilter({ making, target, linked }: Nest): Arguments {
  return filter(making, target, { depth: 1, row: linked[0] })
}

function deeper({ place, relation }: Nest): Place {
  return { depth: place.depth - 1, back: relation.opposite }
}

function linkedTo(relation: Relation, { row }: Place): readonly SeedRow[] {
  if (row === undefined) return []
  const model = modelNamed(
    modelNamed(relation.target).relations.find((r) => r.name === relation.opposite)?.target ?? '',
  )
  return linkedRows(model, row, relation)
}

/** One, or an array of none to three; now and then the same twice. */
function oneOrSeveral(nest: Nest, make: () => Arguments): unknown {
  const { random } = nest.making
  return random.chance(40) ? make() : several(nest, make)
}

function several({ making: { random } }: Nest, make: () => Arguments): Arguments[] {
  if (random.chance(4)) return []
  const all = Array.from({ length: 1 + random.below(3) }, make)
  const [first] = all
  return first !== undefined && random.chance(5) ? [...all, first] : all
}
