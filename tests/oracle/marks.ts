// By what a difference is known: what an operation does where, as far as it can be told from its arguments and results.
//
// Knows nothing of what is decided about it.

import { foreignKeys, modelNamed, models, type Relation } from './facts.ts'
import { isPlain, type Operation } from './operation.ts'
import { isEqual, seed, type SeedRow } from './seed.ts'
import { each, usesIn, usesOf, writtenIn, type Use, type Written } from './walk.ts'

export function hasUse(operation: Operation, test: (use: Use) => boolean): boolean {
  return usesIn(operation).some(test)
}

/** A one-to-one row that is made for one that is there, and has another parent as well. */
export function makesOneWithParent({ relation, verb, value, isInCreate }: Use): boolean {
  const made = writtenIn({ model: relation.target, verb: 'create', args: { data: value } })[0]
  const hasParent = made !== undefined && parentsOf(made).length > 0
  return relation.kind.startsWith('1:1C') && verb === 'create' && !isInCreate && hasParent
}

/** A create whose rows have parents, before another verb of its relation; or whose rows take others, before what is about those. */
export function isCreateBeforeWhatItMeets(use: Use): boolean {
  const { relation, verb, value, beside, data, isInCreate } = use
  if (relation.isHere || verb !== 'create') return false
  const made = writtenIn({ model: relation.target, verb: 'create', args: { data: value } })
  if (relation.isMany && !isLast(verb, beside) && made.some(writesRelations)) return true
  const names = Object.keys(data)
  const later = usesOf({ model: modelNamed(use.model), data, isInCreate }).filter(
    (other) => names.indexOf(other.relation.name) > names.indexOf(relation.name),
  )
  const taken = new Set(
    made
      .flatMap(usesOf)
      .filter(takes)
      .map((one) => one.relation.target),
  )
  return later.some((other) => !other.relation.isHere && [...modelsOf(other)].some((name) => taken.has(name)))
}

/** Several rows that are made in one array, where one takes what another one is about. */
export function createsRowsThatMeet({ relation, verb, value }: Use): boolean {
  if (!relation.isMany || verb !== 'create' || !Array.isArray(value)) return false
  const uses = value.map((data: unknown) => {
    return usesIn({ model: relation.target, verb: 'create', args: { data } })
  })
  return uses.some((mine, at) => {
    const taken = new Set(mine.filter(takes).map((use) => use.relation.target))
    return uses.some((others, other) => other !== at && others.some((use) => taken.has(use.relation.target)))
  })
}

/** Whether a row that is linked may be taken from another one. */
function takes({ relation, verb }: Use): boolean {
  return /^(connect|connectOrCreate|set)$/.test(verb) && !/^(n:1|m:n)/.test(relation.kind)
}

/** Whether a where names a row by what it points at. */
export function isNamedByLink(model: string, where: unknown): boolean {
  const keys = foreignKeys(modelNamed(model))
  return isPlain(where) && Object.keys(where).some((name) => keys.has(name))
}

/** Two parents by connectOrCreate, of which one is made with a relation inside of a relation. */
export function hasTangledParents({ model, data }: Written): boolean {
  const uses = usesOf({ model, data, isInCreate: true })
  const parents = uses.filter(({ relation, verb }) => relation.isHere && verb === 'connectOrCreate')
  return parents.length > 1 && parents.some(({ relation, value }) => isDeep(relation.target, value))
}

function isDeep(model: string, value: unknown): boolean {
  const made = isPlain(value) ? value['create'] : undefined
  return usesIn({ model, verb: 'create', args: { data: made } }).some(({ data }) => data !== made)
}

/** Whether what is written for one parent may be what is looked for, for another one. */
export function hasParentsThatMeet({ model, data }: Written): boolean {
  const parents = parentsOf({ model, data, isInCreate: true })
  return parents.some((parent) => {
    const others = parents.filter(({ relation }) => relation !== parent.relation)
    return others.some((other) => {
      const seen = modelsOf(other)
      return [...writtenBy(parent)].some((written) => seen.has(written))
    })
  })
}

/** What is written at the relations whose key is here. */
export function parentsOf(written: Written): readonly Use[] {
  return usesOf(written).filter(({ relation }) => relation.isHere)
}

/** The models whose rows a use may make or change. */
function writtenBy(use: Use): Set<string> {
  const { relation, verb } = use
  // A row that is taken from another one changes that one.
  if (verb === 'connect') return new Set(relation.kind.startsWith('1:1') ? [relation.target, use.model] : [])
  return modelsOf(use)
}

/** The models that a use is about, with those inside of it. */
function modelsOf({ relation, verb, value }: Use): Set<string> {
  const inside = usesIn({ model: relation.target, verb: 'create', args: { data: madeBy(verb, value) } })
  return new Set([relation.target, ...inside.map(({ relation: { target } }) => target)])
}

function madeBy(verb: string, value: unknown): unknown {
  return verb === 'create' || !isPlain(value) ? value : value['create']
}

export function namesOneRowTwice(model: string, value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const rows = value.map((where) => rowNamedBy(model, where)).filter((row) => row !== undefined)
  return new Set(rows).size < rows.length
}

/** The row of the seed whose key a where names. */
function rowNamedBy(model: string, where: unknown): SeedRow | undefined {
  if (!isPlain(where)) return undefined
  return (seed[model] ?? []).find((row) =>
    modelNamed(model).keys.some(({ name, fields }) => {
      const values = fields.length === 1 ? where : where[name]
      return isPlain(values) && fields.every((field) => isEqual(values[field], row[field]))
    }),
  )
}

/** Whether a condition on a row at the other end of a relation is turned round. */
export function hasNegatedRelation(value: unknown, isNegated = false): boolean {
  if (Array.isArray(value)) return value.some((one) => hasNegatedRelation(one, isNegated))
  if (!isPlain(value)) return false
  return Object.entries(value).some(([name, inner]) => {
    if (isPlain(inner) && (name === 'isNot' || (isNegated && TO_ONE.has(name)))) return true
    return hasNegatedRelation(inner, isNegated || name === 'NOT')
  })
}

const TO_ONE = new Set(
  [...models.values()].flatMap(({ relations }) =>
    relations.filter(({ isMany }) => !isMany).map(({ name }) => name),
  ),
)

export function hasForgottenOr(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasForgottenOr)
  if (!isPlain(value)) return false
  const parts = ['AND', 'OR', 'NOT'].flatMap((name) => each(value[name]))
  const isForgotten = parts.some((part) => isPlain(part) && each(part['OR']).every(isEmpty))
  return isForgotten || Object.values(value).some(hasForgottenOr)
}

export function isNo(relation: Relation, verb: string, value: unknown): boolean {
  const isCondition = isPlain(value) && Object.keys(value).length > 0
  return relation.kind === 'n:1?' && verb === 'disconnect' && (value === false || isCondition)
}

export function isLast(name: string, among: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(among).at(-1) === name
}

export function movesUnique(model: string, data: unknown): boolean {
  if (!isPlain(data)) return false
  const unique = new Set(modelNamed(model).keys.flatMap(({ fields }) => fields))
  return Object.entries(data).some(
    ([name, change]) => unique.has(name) && isPlain(change) && !('set' in change),
  )
}

export function hasEmptyData(element: unknown): boolean {
  return isPlain(element) && isEmpty(element['data'])
}

export function isEmpty(value: unknown): boolean {
  return isPlain(value) && Object.keys(value).length === 0
}

/** Whether what is read from a cursor has no rows for Prisma, and some for us. */
export function hasStrayCursor(args: unknown, prisma: unknown, ours: unknown): boolean {
  if (isPlain(args) && 'cursor' in args && (prisma === null || prisma === 0) && ours !== prisma) return true
  if (Array.isArray(prisma) && Array.isArray(ours)) {
    const isEnded = isPlain(args) && 'cursor' in args && prisma.length === 0 && ours.length > 0
    return (
      isEnded ||
      (prisma.length === ours.length && prisma.some((one, at) => hasStrayCursor(args, one, ours[at])))
    )
  }
  if (!isPlain(args) || !isPlain(ours)) return false
  if (prisma === null) return 'cursor' in args
  if (!isPlain(prisma)) return false
  return ['select', 'include'].some((name) => {
    const choice = args[name]
    if (!isPlain(choice)) return false
    return Object.entries(choice).some(([relation, inner]) =>
      hasStrayCursor(inner, prisma[relation], ours[relation]),
    )
  })
}

export function hasVoidSelection(args: unknown): boolean {
  if (!isPlain(args)) return false
  const { omit } = args
  if (isPlain(omit) && Object.values(omit).some((one) => typeof one !== 'boolean')) return true
  return ['select', 'include', 'omit'].some((name) => {
    const choice = args[name]
    const choices = isPlain(choice) ? Object.values(choice) : []
    const isVoid = (one: unknown) => one === null || isEmpty(one) || /number|string/.test(typeof one)
    return (
      choice === null ||
      /number|string/.test(typeof choice) ||
      choices.some((one) => isVoid(one) || hasVoidSelection(one))
    )
  })
}

/** Whether one object, or two elements of one array, write keys both as values and through relations. */
export function isMixed(operation: Operation): boolean {
  const objects = writtenIn(operation)
  if (objects.some((one) => writesValues(one) && writesRelations(one))) return true
  return usesIn(operation).some(({ relation, verb, value }) => {
    if (verb !== 'create' || !Array.isArray(value)) return false
    const elements = writtenIn({ model: relation.target, verb: 'create', args: { data: value } })
    return elements.some(writesValues) && elements.some(writesRelations)
  })
}

function writesValues({ model, data }: Written): boolean {
  const keys = foreignKeys(model)
  const counted = model.fields.filter(({ isCounted }) => isCounted).map(({ name }) => name)
  return Object.keys(data).some((name) => keys.has(name) || counted.includes(name))
}

function writesRelations({ model, data }: Written): boolean {
  return model.relations.some(({ isHere, name }) => isHere && name in data)
}
