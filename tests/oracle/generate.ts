// Random operations: a verb of a model with arguments that mostly hold, and now and then do not.
//
// Knows nothing of databases. The same seed and bounds make the same operation, or the same batch of operations.

import { createData, manyChange, manyData, updateData } from './data.ts'
import { models, type Model } from './facts.ts'
import { agreement, filter, uniqueWhere } from './filters.ts'
import { isPlain, type Arguments, type NestedVerb, type Operation, type Verb } from './operation.ts'
import { randomFrom, type Random } from './random.ts'
import type { Making } from './scalars.ts'
import { seed, type SeedRow } from './seed.ts'
import { selection, wanted } from './selection.ts'
import { spoiled } from './spoil.ts'
import { verbsInCreate, verbsInUpdate } from './verbs.ts'
import { writtenIn, type Written } from './walk.ts'

/** What may be made. */
export type Bounds = {
  readonly verbs: readonly Verb[]
  readonly nested: readonly NestedVerb[]
  /** How many of a hundred operations are broken on purpose. */
  readonly spoiledPercent: number
}

const VERB_WEIGHTS: Readonly<Record<Verb, number>> = {
  create: 22,
  createMany: 5,
  createManyAndReturn: 4,
  update: 36,
  updateMany: 7,
  updateManyAndReturn: 5,
  upsert: 12,
  delete: 4,
  deleteMany: 5,
  findUnique: 4,
  findUniqueOrThrow: 2,
  findFirst: 5,
  findFirstOrThrow: 2,
  findMany: 12,
  count: 5,
}

/** Models with more relations are met more often, and those with a relation of one to one. */
const MODEL_WEIGHTS = Object.fromEntries(
  [...models.values()].map(({ name, relations }) => {
    const n_ones = relations.filter(({ kind }) => kind.startsWith('1:1')).length
    return [name, 2 + relations.length + 2 * n_ones]
  }),
)

/** The operation of a seed. */
export function generate(from: number, bounds: Bounds): Operation {
  return operationOf(makingFrom(from, bounds), bounds, { weights: MODEL_WEIGHTS, rowsOf: seeded })
}

/** The batch of a seed: two to four operations, of which later ones are likely to be about what earlier ones write. */
export function generateBatch(from: number, bounds: Bounds): readonly Operation[] {
  const making = makingFrom(from, bounds)
  const { random } = making
  const operations: Operation[] = []
  for (let left = Number(random.weighted({ '2': 50, '3': 30, '4': 20 })); left > 0; left -= 1) {
    const written = operations.flatMap(writtenIn)
    const met = written.map(({ model }) => model.name)
    const weights = met.length > 0 && random.chance(75) ? weightsOf(met) : MODEL_WEIGHTS
    const rowsOf = (model: Model) => [...madeRows(written, model), ...seeded(model)]
    operations.push(operationOf(making, bounds, { weights, rowsOf }))
  }
  return operations
}

/** What an operation may be about. */
type Ground = {
  /** How often each model is met. */
  readonly weights: Readonly<Record<string, number>>
  rowsOf(model: Model): readonly SeedRow[]
}

function makingFrom(from: number, bounds: Bounds): Making {
  return { random: randomFrom(from), issued: new Map(), verbs: new Set(bounds.nested) }
}

function seeded({ name }: Model): readonly SeedRow[] {
  return seed[name] ?? []
}

function weightsOf(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, names.filter((other) => other === name).length]))
}

/** The rows that are made, as far as their data says a whole key. */
function madeRows(written: readonly Written[], model: Model): SeedRow[] {
  const rows = written.filter((one) => one.isInCreate && one.model === model).map(({ data }) => data)
  const isValue = (value: unknown) => value !== null && !isPlain(value)
  return rows.filter((row) =>
    model.keys.some(({ fields }) => fields.every((name) => isValue(row[name] ?? null))),
  )
}

function operationOf(making: Making, bounds: Bounds, { weights, rowsOf }: Ground): Operation {
  const { random } = making
  const verbs = Object.fromEntries(bounds.verbs.map((verb) => [verb, VERB_WEIGHTS[verb]]))
  const verb = random.weighted(verbs) as Verb
  const model = models.get(random.weighted(weights))
  if (model === undefined) throw new Error('there are no models')
  const args = argumentsOf(making, model, verb, rowsOf(model))
  const isSpoiled = random.chance(bounds.spoiledPercent)
  return { model: model.name, verb, args: isSpoiled ? spoiled(random, args) : args }
}

function argumentsOf(making: Making, model: Model, verb: Verb, rows: readonly SeedRow[]): Arguments {
  const { random } = making
  const place = { depth: Number(random.weighted({ '1': 40, '2': 38, '3': 22 })) }
  const row = random.chance(95) ? random.pick(rows) : undefined
  switch (verb) {
    case 'create':
      return { data: createData(making, model, place, verbsInCreate), ...chosen(making, model) }
    case 'createMany':
      return rowsOf(making, model)
    case 'createManyAndReturn':
      return { ...rowsOf(making, model), ...chosenHere(making, model) }
    case 'update': {
      const data = updateData(making, model, { ...place, row }, verbsInUpdate)
      return { where: uniqueWhere(making, model, row), data, ...chosen(making, model) }
    }
    case 'updateMany':
      return { ...filtered(making, model), data: manyChange(making, model) }
    case 'updateManyAndReturn':
      return { ...filtered(making, model), data: manyChange(making, model), ...chosenHere(making, model) }
    case 'upsert': {
      const found = random.chance(55) ? row : undefined
      const where = uniqueWhere(making, model, found)
      const given = random.chance(70) ? agreement(where) : {}
      const depth = random.chance(35) ? 0 : place.depth
      const create = createData(making, model, { depth }, verbsInCreate, given)
      const update = updateData(making, model, { depth, row: found }, verbsInUpdate)
      return { where, create, update, ...chosen(making, model) }
    }
    case 'delete':
      return { where: uniqueWhere(making, model, row), ...chosen(making, model) }
    case 'deleteMany':
      return filtered(making, model)
    case 'findUnique':
    case 'findUniqueOrThrow':
      return { where: uniqueWhere(making, model, row), ...chosen(making, model) }
    case 'findFirst':
    case 'findFirstOrThrow':
      return { ...first(making, model), ...chosen(making, model) }
    case 'findMany':
      return { ...wanted(making, model), ...chosen(making, model) }
    case 'count':
      return counting(making, model)
  }
}

function rowsOf(making: Making, model: Model): Arguments {
  const { random } = making
  const rows = Array.from({ length: random.chance(4) ? 0 : 1 + random.below(4) }, () =>
    manyData(making, model),
  )
  const data = random.chance(12) ? manyData(making, model) : rows
  return random.chance(35) ? { data, skipDuplicates: random.chance(85) } : { data }
}

function filtered({ random, ...rest }: Making, model: Model): Arguments {
  const making = { random, ...rest }
  const args: Arguments = {}
  if (!random.chance(5)) {
    args['where'] = filter(making, model, { depth: 2, row: random.pick(seed[model.name] ?? []) })
  }
  // Which rows a limit leaves out is the database's choice, so it leaves out all, or none.
  if (random.chance(12)) args['limit'] = limit(random)
  return args
}

function first(making: Making, model: Model): Arguments {
  const args = wanted(making, model, { isOrdered: true })
  if ('take' in args && making.random.chance(95)) args['take'] = making.random.pick([1, -1])
  return args
}

function counting(making: Making, model: Model): Arguments {
  const { random } = making
  const { distinct: _, ...args } = wanted(making, model)
  if (random.chance(60)) return args
  const fields = random.shuffled(model.fields).slice(0, random.below(3))
  const some = Object.fromEntries(fields.map(({ name }) => [name, true]))
  return { ...args, select: { ...some, ...(random.chance(60) ? { _all: true } : {}) } }
}

function limit(random: Random): number {
  return random.pick([0, 100, 100, -1])
}

function chosen(making: Making, model: Model): Arguments {
  return selection(making, model, { depth: 2, allows: () => true })
}

function chosenHere(making: Making, model: Model): Arguments {
  return selection(making, model, { depth: 1, allows: ({ isHere }) => isHere })
}
