// The names that both sides of a relation share, where they are needed: between models that several relations join.
//
// Knows nothing of how the sides are called, but for the one rule that goes by it: which of Prisma's columns, `A` or `B`,
// belongs to which side.

import type { NamedJunction, NamedLink } from './relations.ts'
import { namesBy } from './names.ts'

type Relation = NamedLink | NamedJunction

/** A relation's name, if it needs one, and whether its table of pairs is the one that a description means without saying. */
export type LinkName = { readonly name?: string; readonly isUsual: boolean }

/** The names of all relations. */
export function linkNames(relations: readonly Relation[]): ReadonlyMap<Relation, LinkName> {
  const pairs = new Map<string, Relation[]>()
  for (const relation of relations) {
    const key = JSON.stringify(modelsOf(relation).sort(byCodePoint))
    pairs.set(key, [...(pairs.get(key) ?? []), relation])
  }
  const names = new Map<Relation, LinkName>()
  for (const pair of pairs.values())
    for (const [relation, name] of namesOfPair(pair)) names.set(relation, name)
  return names
}

function namesOfPair(relations: readonly Relation[]): [Relation, LinkName][] {
  const taken = namesBy()
  const isAlone = relations.length === 1
  // Prisma's tables come first: they are found by the name, so it is not ours to choose.
  const usual = relations.filter((relation) => relation.kind === 'junction').filter(isPrismas)
  const named = usual.map((relation): [Relation, LinkName] => {
    const own = relation.table.name.slice(1)
    const name = taken.take(own)
    const isImplied = isAlone && name === modelsOf(relation).sort(byCodePoint).join('To')
    return [relation, { isUsual: name === own, ...(isImplied ? {} : { name }) }]
  })
  const others = relations.filter((relation) => !usual.some((one) => one === relation))
  const rest = others.map((relation): [Relation, LinkName] => {
    if (isAlone) return [relation, { isUsual: false }]
    const own = relation.kind === 'link' ? relation.here : relation.table.name
    return [relation, { isUsual: false, name: taken.take(own, `${modelsOf(relation)[0]}_${own}`) }]
  })
  return [...named, ...rest]
}

/** The models at both ends, the holder's first. */
function modelsOf(relation: Relation): [string, string] {
  if (relation.kind === 'link') return [relation.holder.model, relation.target.model]
  return [relation.ends[0].model.model, relation.ends[1].model.model]
}

/** Whether a table of pairs is called, and its columns are, as Prisma does it. */
function isPrismas(relation: NamedJunction): boolean {
  if (!/^_./s.test(relation.table.name)) return false
  const { ends, names, table } = relation
  const first = ends.findIndex(({ column }) => column === 'A')
  const [here, there] = [ends[first], ends[1 - first]]
  if (here === undefined || there?.column !== 'B') return false
  const schemaOf = (one: { isVisible: boolean; schema: string }): string => (one.isVisible ? '' : one.schema)
  if (ends.some(({ model }) => schemaOf(model.table) !== schemaOf(table))) return false
  const byModels = byCodePoint(here.model.model, there.model.model)
  return (byModels || byCodePoint(names[first] ?? '', names[1 - first] ?? '')) < 0
}

/** The planner's order of names. */
function byCodePoint(one: string, other: string): number {
  const [left, right] = [[...one], [...other]]
  const differing = left.findIndex((letter, position) => letter !== right[position])
  if (differing === -1) return left.length - right.length
  return (left[differing]?.codePointAt(0) ?? 0) - (right[differing]?.codePointAt(0) ?? -1)
}
