// Random conditions: unique wheres and general ones, with every operator there is.
//
// Knows nothing of what is done with the rows that are found.

import { fieldNamed, labelsOf, modelNamed, type Field, type Model } from './facts.ts'
import { anyNull, dbNull, isPlain, jsonNull, Reference, type Arguments } from './operation.ts'
import { fresh, keyCondition, valueLike, type Making } from './scalars.ts'
import type { SeedRow } from './seed.ts'

/** A unique where that finds the row; without a row, one that finds nothing. */
export function uniqueWhere(making: Making, model: Model, row: SeedRow | undefined): Arguments {
  const { random } = making
  if (row === undefined) return missingWhere(making, model)
  const keys = model.keys.filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null))
  const where = keyCondition(random.pick(keys), row)
  if (random.chance(4)) Object.assign(where, keyCondition(random.pick(keys), row))
  if (random.chance(14)) {
    const extra = filter(making, model, { depth: 1, row })
    // A field that is a key by itself takes a value and no operators.
    for (const [name, condition] of Object.entries(extra)) {
      if (!model.fields.some((field) => field.isUnique && field.name === name)) where[name] ??= condition
    }
  }
  return where
}

function missingWhere(making: Making, model: Model): Arguments {
  const key = making.random.pick(model.keys)
  const row = Object.fromEntries(
    key.fields.map((field) => [field, fresh(making, model, fieldNamed(model, field))]),
  )
  return keyCondition(key, row)
}

/** The values that a new row must have so that the unique where would find it. */
export function agreement(where: Arguments): Arguments {
  const [compound] = Object.values(where)
  const values = Object.entries(isPlain(compound) ? compound : where)
  return Object.fromEntries(values.filter(([name, value]) => !/^(AND|OR|NOT)$/.test(name) && !isPlain(value)))
}

/** How a filter may look: without relations where `depth` is 0; it tends to match `row`. */
export type FilterBounds = { readonly depth: number; readonly row?: SeedRow | undefined }

/** A general where. */
export function filter(making: Making, model: Model, bounds: FilterBounds): Arguments {
  const { random } = making
  if (random.chance(6)) return {}
  const where: Arguments = {}
  for (let n = random.chance(30) ? 2 : 1; n > 0; n -= 1) {
    const field = random.pick(model.fields)
    where[field.name] = condition(making, model, field, bounds.row)
  }
  if (bounds.depth > 0 && model.relations.length > 0 && random.chance(30)) {
    const relation = random.pick(model.relations)
    where[relation.name] = relationCondition(making, model, relation.name, bounds.depth - 1)
  }
  if (random.chance(16)) Object.assign(where, combination(making, model, bounds))
  return where
}

function combination(making: Making, model: Model, bounds: FilterBounds): Arguments {
  const { random } = making
  const parts = Array.from({ length: random.below(3) }, () => smaller(making, model, bounds))
  switch (random.pick(['AND', 'OR', 'NOT', 'AND1', 'NOT1'])) {
    case 'AND':
      return { AND: parts }
    case 'OR':
      return { OR: parts }
    case 'NOT':
      return { NOT: parts }
    case 'AND1':
      return { AND: smaller(making, model, bounds) }
    default:
      return { NOT: smaller(making, model, bounds) }
  }
}

function smaller(making: Making, model: Model, { depth, row }: FilterBounds): Arguments {
  return filter(making, model, { depth: Math.max(0, depth - 1), row })
}

function relationCondition(making: Making, model: Model, name: string, depth: number): unknown {
  const { random } = making
  const relation = model.relations.find((relation) => relation.name === name)
  if (relation === undefined) throw new Error(`${model.name} has no relation ${name}`)
  const inner = random.chance(20) ? {} : filter(making, modelNamed(relation.target), { depth })
  if (relation.isMany) return { [random.pick(['some', 'none', 'every'])]: inner }
  const isRequired = relation.isHere && relation.kind.endsWith('!')
  if (!isRequired && random.chance(25)) return random.pick([null, { is: null }, { isNot: null }])
  return random.pick([inner, { is: inner }, { isNot: inner }])
}

/** A condition on one field. */
function condition(making: Making, model: Model, field: Field, row: SeedRow | undefined): unknown {
  const { random } = making
  if (field.isList) return listCondition(making)
  if (field.type === 'Json') return jsonCondition(making)
  if (field.isNullable && random.chance(12)) return random.pick([null, { not: null }, { equals: null }])
  const value = () => valueLike(making, model, field, row)
  const others = model.fields.filter((other) => isLike(field, other))
  if (others.length > 0 && random.chance(3)) {
    const operator = random.pick(operatorsOf(field).filter((name) => !['not', 'in', 'notIn'].includes(name)))
    return { [operator]: new Reference(model.name, random.pick(others).name) }
  }
  if (random.chance(30)) return value()
  const operators = operatorsOf(field)
  const chosen = operated(making, field, random.pick(operators), value)
  if (random.chance(15)) Object.assign(chosen, operated(making, field, random.pick(operators), value))
  const isText = Object.keys(chosen).some((name) => !['in', 'notIn', 'not'].includes(name))
  if (field.type === 'String' && !field.isUuid && isText && random.chance(20)) chosen['mode'] = 'insensitive'
  return chosen
}

/** Whether two fields hold single values of one type, so that they can be compared. */
function isLike(field: Field, other: Field): boolean {
  const isSame = field.type === other.type && Boolean(field.isUuid) === Boolean(other.isUuid)
  return isSame && !other.isList && labelsOf(field.type).length === 0
}

function operated({ random }: Making, field: Field, operator: string, value: () => unknown): Arguments {
  if (operator === 'in' || operator === 'notIn') {
    return { [operator]: Array.from({ length: random.below(4) }, value) }
  }
  if (operator === 'not') {
    return { not: field.type !== 'Boolean' && random.chance(40) ? { in: [value(), value()] } : value() }
  }
  return { [operator]: value() }
}

function operatorsOf(field: Field): readonly string[] {
  const equal = ['equals', 'not', 'in', 'notIn']
  if (field.type === 'Boolean') return ['equals', 'not']
  if (field.type === 'Bytes' || labelsOf(field.type).length > 0) return equal
  const ordered = [...equal, 'lt', 'lte', 'gt', 'gte']
  return field.type === 'String' && !field.isUuid
    ? [...ordered, 'contains', 'startsWith', 'endsWith', 'contains']
    : ordered
}

function listCondition({ random }: Making): Arguments {
  const some = () => random.pick(['b', 'c', 'cc', 'B', ''])
  switch (random.pick(['has', 'hasSome', 'hasEvery', 'isEmpty', 'equals'])) {
    case 'has':
      return { has: some() }
    case 'hasSome':
      return { hasSome: random.chance(15) ? [] : [some(), some()] }
    case 'hasEvery':
      return { hasEvery: random.chance(15) ? [] : [some()] }
    case 'isEmpty':
      return { isEmpty: random.chance(60) }
    default:
      return { equals: random.pick([['b'], ['c', 'cc'], []]) }
  }
}

function jsonCondition({ random }: Making): Arguments {
  return random.pick<() => Arguments>([
    () => ({ equals: random.pick([{ theme: 'dark', n: 1 }, 'text', ['x', 2], dbNull, jsonNull, anyNull]) }),
    () => ({ not: random.pick([{ theme: 'dark', n: 1 }, 'text', dbNull, jsonNull, anyNull]) }),
    () => ({
      path: random.pick([['theme'], ['deep', 'a'], ['0'], []]),
      [random.pick(['equals', 'not'])]: random.pick([dbNull, jsonNull, anyNull]),
    }),
    () => ({ path: ['theme'], equals: random.pick(['dark', 'light']) }),
    () => ({ path: ['theme'], string_contains: random.pick(['ar', 'gh']) }),
    () => ({ path: ['theme'], string_starts_with: random.pick(['da', 'li']) }),
    () => ({ path: ['theme'], string_ends_with: 't' }),
    () => ({ path: ['n'], [random.pick(['lt', 'lte', 'gt', 'gte'])]: 1 }),
    () => ({ path: ['deep', 'a'], array_contains: [1] }),
    () => ({ array_contains: random.pick([['x'], [2]]) }),
    () => ({ array_starts_with: 'x' }),
    () => ({ array_ends_with: 2 }),
  ])()
}
