// Random values and conditions for the models of a random schema: from a small pool, or those of rows that are there.
//
// Knows nothing of verbs.

import { dbNull, isPlain, type Arguments } from '../operation.ts'
import type { Random } from '../random.ts'
import { modelNamed, type Field, type Model, type Relation } from './facts.ts'
import { jsonNullOf, poolOf } from './kinds.ts'
import type { Plot, Row } from './state.ts'

/** What an operation is made from. */
export type Scene = {
  readonly random: Random
  readonly plot: Plot
  rowsOf(model: Model): readonly Row[]
}

/** A value that the field can hold; null where it can be null. */
export function valueFor({ random }: Scene, field: Field): unknown {
  const pool = poolOf(field.type, field.native, Object.keys(field.labels))
  if (field.isList) return Array.from({ length: random.below(3) }, () => random.pick(pool))
  if (field.isNullable && random.chance(18)) return field.type === 'Json' ? dbNull : null
  if (field.type === 'Json' && random.chance(12)) return jsonNullOf(random, field.isNullable)
  if (field.native.startsWith('varchar') && random.chance(3)) return 'too long for it'
  return random.pick(pool)
}

/** What an update writes to a field. */
export function changeOf(scene: Scene, field: Field): unknown {
  const { random } = scene
  const value = valueFor(scene, field)
  if (field.isList) return random.chance(40) ? { push: value } : random.chance(30) ? { set: value } : value
  const isNumber = ['Int', 'BigInt', 'Float', 'Decimal'].includes(field.type)
  if (isNumber && random.chance(field.isUnique ? 8 : 35)) {
    const amount = 1 + random.below(3)
    const how = random.pick(['increment', 'decrement', 'multiply', 'divide'])
    return { [how]: field.type === 'BigInt' ? BigInt(amount) : amount }
  }
  return field.type !== 'Json' && random.chance(20) ? { set: value } : value
}

/** The foreign key of a relation as values: of a row that is there, of any, or null. */
export function foreignKey(scene: Scene, model: Model, relation: Relation): Arguments {
  const { random, plot } = scene
  const target = modelNamed(plot.models, relation.target)
  const row = random.chance(92) ? oneOf(random, scene.rowsOf(target)) : undefined
  const fields = relation.mine.map((name) => model.fields.find((field) => field.name === name))
  const isNull = random.chance(20)
  return Object.fromEntries(
    fields.flatMap((field, n) => {
      if (field === undefined) return []
      const value =
        row?.[relation.theirs[n] ?? ''] ??
        random.pick(poolOf(field.type, field.native, Object.keys(field.labels)))
      return [[field.name, isNull && field.isNullable ? null : value]]
    }),
  )
}

export function oneOf<T>(random: Random, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : random.pick(from)
}

/** The condition that finds a row by one of its keys; without a row, one that may find none. */
export function uniqueWhere(scene: Scene, model: Model, row: Row | undefined): Arguments {
  const { random } = scene
  const given = row ?? drawnRow(scene, model)
  const whole = model.keys.filter(({ fields }) => fields.every((name) => (given[name] ?? null) !== null))
  const { name, fields } = oneOf(random, whole) ?? model.keys[0] ?? { name: 'id', fields: ['id'] }
  const source = whole.length > 0 ? given : drawnRow(scene, model)
  const values = Object.fromEntries(fields.map((field) => [field, source[field]]))
  const where: Arguments = fields.length === 1 ? values : { [name]: values }
  if (random.chance(8))
    for (const [name, one] of Object.entries(filter(scene, model, 0, row))) where[name] ??= one
  return where
}

function drawnRow(scene: Scene, { fields }: Model): Row {
  const { random } = scene
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      random.pick(poolOf(field.type, field.native, Object.keys(field.labels))),
    ]),
  )
}

/** The values that a new row must have so that the condition would find it. */
export function agreement(where: Arguments): Arguments {
  const [[, first] = []] = Object.entries(where)
  const values = Object.entries(isPlain(first) ? first : where)
  return Object.fromEntries(
    values.filter(([name, value]) => !/^(AND|OR|NOT)$/.test(name) && !isPlain(value) && value !== null),
  )
}

/** A general where, which tends to match the row. */
export function filter(scene: Scene, model: Model, depth: number, row?: Row): Arguments {
  const { random } = scene
  if (random.chance(6)) return {}
  const where: Arguments = {}
  const able = model.fields.filter(({ isList, type }) => !isList && type !== 'Json')
  const field = oneOf(random, able)
  if (field !== undefined) where[field.name] = condition(scene, field, row)
  const relation = oneOf(random, model.relations)
  if (depth > 0 && relation !== undefined && random.chance(35))
    where[relation.name] = relationCondition(scene, relation, depth - 1)
  if (depth > 0 && random.chance(15)) {
    const parts = [filter(scene, model, 0, row), filter(scene, model, 0)]
    where[random.pick(['AND', 'OR', 'NOT'])] = parts
  }
  return where
}

function relationCondition(scene: Scene, relation: Relation, depth: number): unknown {
  const { random, plot } = scene
  const inner = filter(scene, modelNamed(plot.models, relation.target), depth)
  if (relation.isMany) return { [random.pick(['some', 'none', 'every'])]: inner }
  const isRequired = relation.isHere && relation.isRequired
  if (!isRequired && random.chance(30)) return random.pick([null, { is: null }, { isNot: null }])
  return random.pick([{ is: inner }, { isNot: inner }])
}

function condition(scene: Scene, field: Field, row: Row | undefined): unknown {
  const { random } = scene
  if (field.isNullable && random.chance(15)) return random.pick([null, { not: null }])
  const pool = poolOf(field.type, field.native, Object.keys(field.labels))
  const given = row?.[field.name] ?? null
  const value = () => (given !== null && random.chance(60) ? given : random.pick(pool))
  if (random.chance(35)) return value()
  const isOrdered = !['Boolean', 'Bytes'].includes(field.type) && Object.keys(field.labels).length === 0
  const ordered = isOrdered ? ['lt', 'lte', 'gt', 'gte'] : []
  const drawn = random.pick([
    'equals',
    'not',
    ...(field.type === 'Boolean' ? [] : ['in', 'notIn']),
    ...ordered,
  ])
  // Keys that are made are texts by chance, so their order is not the same in every way.
  const operator = field.type === 'String' && ordered.includes(drawn) ? 'equals' : drawn
  return { [operator]: operator === 'in' || operator === 'notIn' ? [value(), value()] : value() }
}

/** `select`, `include`, or nothing. */
export function selection(scene: Scene, model: Model, depth: number): Arguments {
  const { random, plot } = scene
  const how = random.weighted({ nothing: 40, include: 40, select: 20 })
  const chosen = depth === 0 ? [] : random.shuffled(model.relations).slice(0, 1 + random.below(2))
  const inner = chosen.map(({ name, target, isMany }) => {
    const below = selection(scene, modelNamed(plot.models, target), depth - 1)
    const some =
      isMany && random.chance(20) ? { where: filter(scene, modelNamed(plot.models, target), 0) } : {}
    const all = { ...some, ...below }
    return [name, Object.keys(all).length === 0 ? true : all] as const
  })
  if (how === 'nothing' || (how === 'include' && inner.length === 0)) return {}
  if (how === 'include') return { include: Object.fromEntries(inner) }
  const fields = random.shuffled(model.fields).slice(0, 1 + random.below(3))
  return { select: Object.fromEntries([...fields.map(({ name }) => [name, true] as const), ...inner]) }
}
