// Random values for fields: from the seed, so that they meet rows, or fresh.
//
// Knows nothing of relations.

import { labelsOf, type Field, type Key, type Model } from './facts.ts'
import { dbNull, jsonNull, type Arguments, type NestedVerb } from './operation.ts'
import type { Random } from './random.ts'
import { isEqual, seed, type SeedRow } from './seed.ts'

/** One operation in the making: its chance, and the fresh values it has used so far. */
export type Making = {
  readonly random: Random
  readonly issued: Map<string, unknown[]>
  /** What may be done with relations. */
  readonly verbs: ReadonlySet<NestedVerb>
}

const TEXTS = ['', 'b', 'B', "O'Neil", 'üñí', '100%', 'two']
const SETTINGS = [{ theme: 'dark', n: 1 }, { theme: 'sepia' }, [1, 'x'], 'text', 7, true, dbNull, jsonNull]

/** A value that no row of the seed has; now and then one that this operation has used before. */
export function fresh({ random, issued }: Making, model: Model, field: Field): unknown {
  const name = `${model.name}.${field.name}`
  const before = issued.get(name) ?? []
  if (before.length > 0 && random.chance(12)) return random.pick(before)
  const value = nthFresh(field, before.length + 1)
  issued.set(name, [...before, value])
  return value
}

function nthFresh(field: Field, n: number): unknown {
  if (field.isUuid) return `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`
  const labels = labelsOf(field.type)
  if (labels.length > 0) return labels[(labels.length - n) % labels.length]
  switch (field.type) {
    case 'Int':
      return 90 + n
    case 'BigInt':
      return 90n + BigInt(n)
    case 'Float':
      return 90.5 + n
    case 'Decimal':
      return `90.${String(n).padStart(2, '0')}`
    case 'Boolean':
      return n % 2 === 1
    case 'DateTime':
      return new Date(Date.UTC(2022, 0, n, 8))
    case 'Bytes':
      return Uint8Array.of(200, n)
    default:
      return `${field.name}-${n}`
  }
}

/** The distinct values of a field in the seed. */
function seeded(model: Model, field: Field): unknown[] {
  const values = (seed[model.name] ?? []).map((row) => row[field.name]).filter((value) => value !== null)
  return values.filter((value, n) => values.findIndex((other) => isEqual(value, other)) === n)
}

/** A value that the field can hold; null where it can be null. */
export function valueFor(making: Making, model: Model, field: Field): unknown {
  const { random } = making
  if (field.isNullable && random.chance(18)) return field.type === 'Json' ? dbNull : null
  if (field.isList) return Array.from({ length: random.below(3) }, () => random.pick(TEXTS))
  if (field.type === 'Json') return random.pick(SETTINGS)
  if (field.isUnique)
    return random.chance(94) ? fresh(making, model, field) : random.pick(seeded(model, field))
  const labels = labelsOf(field.type)
  if (labels.length > 0) return random.pick(labels)
  if (random.chance(25)) return plainValue(random, field)
  const known = seeded(model, field)
  return known.length === 0 || random.chance(20) ? fresh(making, model, field) : random.pick(known)
}

function plainValue(random: Random, { type }: Field): unknown {
  switch (type) {
    case 'Int':
      return random.below(6)
    case 'BigInt':
      return random.chance(30) ? random.below(5) : BigInt(random.below(6))
    case 'Float':
      return random.pick([0.1, -2.25, 3, 1e21])
    case 'Decimal':
      return random.pick(['0.1', '-7', '1234.5', '3.14'])
    case 'Boolean':
      return random.chance(50)
    case 'DateTime':
      return random.chance(30)
        ? '2021-05-06T07:08:09.123Z'
        : new Date(Date.UTC(2021, 4, 1 + random.below(5), 12, 30))
    case 'Bytes':
      return Uint8Array.of(random.below(4))
    default:
      return random.pick(TEXTS)
  }
}

/** A value of a column, as a where names it: that of the row more often than not. */
export function valueLike(making: Making, model: Model, field: Field, row: SeedRow | undefined): unknown {
  const given = row?.[field.name]
  if (given !== undefined && given !== null && making.random.chance(70)) return given
  const known = seeded(model, field)
  return known.length > 0 && making.random.chance(75)
    ? making.random.pick(known)
    : nthFresh(field, 1 + making.random.below(4))
}

/** What an update writes to a field. */
export function changeOf(making: Making, model: Model, field: Field): unknown {
  const { random } = making
  const value = valueFor(making, model, field)
  if (field.isList && random.chance(50)) return { push: random.chance(50) ? random.pick(TEXTS) : value }
  const isNumber = ['Int', 'BigInt', 'Float', 'Decimal'].includes(field.type)
  if (isNumber && !field.isUnique && random.chance(45)) {
    const how = random.pick(['increment', 'decrement', 'multiply', 'divide'])
    return { [how]: amountFor(random, field) }
  }
  return field.type !== 'Json' && random.chance(25) ? { set: value } : value
}

function amountFor(random: Random, { type }: Field): unknown {
  const amount = 1 + random.below(4)
  if (type === 'BigInt') return BigInt(amount)
  return type === 'Decimal' ? `${amount}.5` : amount
}

/** The condition on a unique: `{ id: 1 }`, or `{ heading: { blogId: 1n, title: 'a' } }`. */
export function keyCondition({ name, fields }: Key, row: SeedRow): Arguments {
  const values = Object.fromEntries(fields.map((field) => [field, row[field]]))
  return fields.length === 1 ? values : { [name]: values }
}
