// Random choices of what comes back.

import { modelNamed, type Field, type Model, type Relation } from './facts.ts'
import { filter, uniqueWhere } from './filters.ts'
import type { Arguments } from './operation.ts'
import type { Making } from './scalars.ts'
import { seed } from './seed.ts'

/** Which relations may be chosen, and how deep. */
export type SelectionBounds = { readonly depth: number; allows(relation: Relation): boolean }

/** `select`, `include`, `omit`, or nothing. */
export function selection(making: Making, model: Model, bounds: SelectionBounds): Arguments {
  const { random } = making
  const relations = bounds.depth > 0 ? model.relations.filter(bounds.allows) : []
  const chosen = () => random.shuffled(relations).slice(0, 1 + random.below(2))
  switch (random.weighted({ nothing: 42, include: 34, select: 20, omit: 4 })) {
    case 'include':
      if (relations.length === 0) return {}
      return { include: { ...choices(making, chosen(), bounds), ...counts(making, model, bounds) } }
    case 'select': {
      const fields = random.shuffled(model.fields).slice(0, 1 + random.below(4))
      const scalars = Object.fromEntries(fields.map(({ name }) => [name, true]))
      const inner = random.chance(60) ? choices(making, chosen(), bounds) : {}
      return { select: { ...scalars, ...inner, ...counts(making, model, bounds) } }
    }
    case 'omit':
      return { omit: { [random.pick(model.fields).name]: true } }
    default:
      return {}
  }
}

function choices(making: Making, relations: readonly Relation[], { depth }: SelectionBounds): Arguments {
  return Object.fromEntries(
    relations.map(({ name, target, isMany }) => {
      const model = modelNamed(target)
      const chosen = selection(making, model, { depth: depth - 1, allows: () => true })
      const inner = isMany ? { ...wanted(making, model), ...chosen } : chosen
      return [name, Object.keys(inner).length === 0 ? true : inner]
    }),
  )
}

/** Which of the rows at the other end of a relation come back. What hangs on their order is in an order without ties. */
export function wanted(making: Making, model: Model, { isOrdered = false } = {}): Arguments {
  const { random } = making
  const row = random.pick(seed[model.name] ?? [{}])
  const some: Arguments = {}
  if (random.chance(30)) some['where'] = filter(making, model, { depth: 1, row })
  if (!isOrdered && !random.chance(40)) return some
  const [key] = model.keys
  const last = (key?.fields ?? []).map((field) => ({ [field]: random.pick(['asc', 'desc']) }))
  const scalar = random.pick(model.fields.filter((field) => !field.isList && field.type !== 'Json'))
  const first = random.chance(60) ? [{ [scalar.name]: orderOf(making, scalar) }] : []
  some['orderBy'] = [
    ...first.filter((order) => !(key?.fields ?? []).includes(Object.keys(order)[0] ?? '')),
    ...last,
  ]
  if (random.chance(60)) some['take'] = random.below(5) - 2
  if (random.chance(30)) some['skip'] = random.below(3)
  if (random.chance(20)) some['cursor'] = uniqueWhere(making, model, random.chance(80) ? row : undefined)
  if (random.chance(15)) some['distinct'] = [random.pick(model.fields.filter(({ isList }) => !isList)).name]
  return some
}

function orderOf({ random }: Making, field: Field): unknown {
  const sort = random.pick(['asc', 'desc'])
  return field.isNullable && random.chance(50) ? { sort, nulls: random.pick(['first', 'last']) } : sort
}

/** The rows of some relations to many, counted. */
function counts(making: Making, model: Model, { allows }: SelectionBounds): Arguments {
  const { random } = making
  const lists = model.relations.filter((relation) => relation.isMany && allows(relation))
  if (lists.length === 0 || !random.chance(15)) return {}
  const chosen = random.shuffled(lists).slice(0, 2)
  const entries = chosen.map(({ name, target }) => {
    return [name, random.chance(50) ? true : { where: filter(making, modelNamed(target), { depth: 0 }) }]
  })
  return { _count: random.chance(20) ? true : { select: Object.fromEntries(entries) } }
}
