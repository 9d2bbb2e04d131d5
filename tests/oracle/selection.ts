// Random choices of what comes back.

import { modelNamed, type Model, type Relation } from './facts.ts'
import type { Arguments } from './operation.ts'
import type { Making } from './scalars.ts'

/** Which relations may be chosen, and how deep. */
export type SelectionBounds = { readonly depth: number; allows(relation: Relation): boolean }

/** `select`, `include`, `omit`, or nothing. */
export function selection(making: Making, model: Model, bounds: SelectionBounds): Arguments {
  const { random } = making
  const relations = bounds.depth > 0 ? model.relations.filter(bounds.allows) : []
  const chosen = () => random.shuffled(relations).slice(0, 1 + random.below(2))
  switch (random.weighted({ nothing: 42, include: 34, select: 20, omit: 4 })) {
    case 'include':
      return relations.length === 0 ? {} : { include: choices(making, chosen(), bounds) }
    case 'select': {
      const fields = random.shuffled(model.fields).slice(0, 1 + random.below(4))
      const scalars = Object.fromEntries(fields.map(({ name }) => [name, true]))
      return { select: { ...scalars, ...(random.chance(60) ? choices(making, chosen(), bounds) : {}) } }
    }
    case 'omit':
      return { omit: { [random.pick(model.fields).name]: true } }
    default:
      return {}
  }
}

function choices(making: Making, relations: readonly Relation[], { depth }: SelectionBounds): Arguments {
  return Object.fromEntries(
    relations.map(({ name, target }) => {
      const inner = selection(making, modelNamed(target), { depth: depth - 1, allows: () => true })
      return [name, Object.keys(inner).length === 0 ? true : inner]
    }),
  )
}
