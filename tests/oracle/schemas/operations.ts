// Random operations on the models of a random schema, aimed at the rows that are there.
//
// Knows nothing of databases. The same chance and the same rows make the same operation.

import type { Arguments, Operation, Verb } from '../operation.ts'
import { spoiled } from '../spoil.ts'
import type { Model } from './facts.ts'
import { createData, manyChange, manyRows, updateData } from './trees.ts'
import { agreement, filter, oneOf, selection, uniqueWhere, type Scene } from './values.ts'

const WEIGHTS: Readonly<Record<Verb, number>> = {
  ...{ create: 30, createMany: 6, createManyAndReturn: 4, update: 36, updateMany: 6, updateManyAndReturn: 4 },
  ...{ upsert: 14, delete: 3, deleteMany: 2, findUnique: 1, findUniqueOrThrow: 1, findFirst: 1 },
  ...{ findFirstOrThrow: 1, findMany: 4, count: 1 },
}

const SPOILED_PERCENT = 3

/** The next operation. */
export function operationOf(scene: Scene): Operation {
  const { random, plot } = scene
  const models = [...plot.models.values()]
  const n_rows = models.reduce((sum, model) => sum + scene.rowsOf(model).length, 0)
  const verb = n_rows < 4 && random.chance(70) ? 'create' : random.weighted(WEIGHTS)
  const model = random.pick(models)
  const args = argumentsOf(scene, model, verb)
  return { model: model.name, verb, args: random.chance(SPOILED_PERCENT) ? spoiled(random, args) : args }
}

function argumentsOf(scene: Scene, model: Model, verb: Verb): Arguments {
  const { random } = scene
  const depth = Number(random.weighted({ '0': 10, '1': 40, '2': 35, '3': 15 }))
  const row = random.chance(93) ? oneOf(random, scene.rowsOf(model)) : undefined
  const chosen = () => selection(scene, model, 2)
  switch (verb) {
    case 'create':
      return { data: createData(scene, model, { depth }), ...chosen() }
    case 'createMany':
      return manyRows(scene, model)
    case 'createManyAndReturn':
      return { ...manyRows(scene, model), ...selection(scene, model, 0) }
    case 'update':
      return {
        where: uniqueWhere(scene, model, row),
        data: updateData(scene, model, { depth, row }),
        ...chosen(),
      }
    case 'updateMany':
      return { where: filter(scene, model, 1, row), data: manyChange(scene, model) }
    case 'updateManyAndReturn':
      return {
        where: filter(scene, model, 1, row),
        data: manyChange(scene, model),
        ...selection(scene, model, 0),
      }
    case 'upsert':
      return { ...upsertOf(scene, model, depth), ...chosen() }
    case 'delete':
    case 'findUnique':
    case 'findUniqueOrThrow':
      return { where: uniqueWhere(scene, model, row), ...chosen() }
    case 'findFirst':
    case 'findFirstOrThrow':
    case 'findMany':
      return { where: filter(scene, model, 2, row), ...chosen() }
    case 'deleteMany':
    case 'count':
      return { where: filter(scene, model, 1, row) }
  }
}

function upsertOf(scene: Scene, model: Model, depth: number): Arguments {
  const { random } = scene
  const row = random.chance(55) ? oneOf(random, scene.rowsOf(model)) : undefined
  const where = uniqueWhere(scene, model, row)
  const given = random.chance(70) ? agreement(where) : {}
  const below = random.chance(35) ? 0 : depth
  return {
    where,
    create: createData(scene, model, { depth: below }, given),
    update: updateData(scene, model, { depth: below, row }),
  }
}
