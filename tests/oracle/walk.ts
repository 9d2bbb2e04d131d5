// The arguments of an operation as a list of what is done where: which verb on which kind of relation.
//
// Knows the schema, and takes arguments that are wrong as far as they can be understood.

import { modelNamed, type Model, type Relation } from './facts.ts'
import { NESTED_VERBS, isPlain, type NestedVerb, type Operation } from './operation.ts'

/** A verb inside of a relation. */
export type Use = {
  /** The model whose row the relation is of. */
  readonly model: string
  readonly relation: Relation
  readonly verb: NestedVerb
  readonly value: unknown
  /** All the verbs that stand beside it on the relation. */
  readonly beside: Readonly<Record<string, unknown>>
  /** The data object that the relation stands in. */
  readonly data: Readonly<Record<string, unknown>>
  /** Whether that data is of a new row. */
  readonly isInCreate: boolean
}

/** One data object, with the model whose row it writes. */
export type Written = {
  readonly model: Model
  readonly data: Readonly<Record<string, unknown>>
  readonly isInCreate: boolean
}

/** Every data object of an operation. */
export function writtenIn({ model: name, verb, args }: Operation): Written[] {
  const model = modelNamed(name)
  if (!isPlain(args)) return []
  const isInCreate = verb.startsWith('create')
  return [
    ...each(args['data']).flatMap((data) => nested(model, data, isInCreate)),
    ...nested(model, args['create'], true),
    ...nested(model, args['update'], false),
  ]
}

/** Every verb inside of a relation. */
export function usesIn(operation: Operation): Use[] {
  return writtenIn(operation).flatMap(usesOf)
}

/** The verbs of one data object, not of those inside of it. */
export function usesOf({ model, data, isInCreate }: Written): Use[] {
  return model.relations.flatMap((relation) => {
    const beside = data[relation.name]
    if (!isPlain(beside)) return []
    return NESTED_VERBS.filter((verb) => verb in beside).map((verb) => {
      return { model: model.name, relation, verb, value: beside[verb], beside, data, isInCreate }
    })
  })
}

function nested(model: Model, data: unknown, isInCreate: boolean): Written[] {
  if (!isPlain(data)) return []
  const written: Written = { model, data, isInCreate }
  return [written, ...usesOf(written).flatMap(inside)]
}

function inside({ relation, verb, value }: Use): Written[] {
  const target = modelNamed(relation.target)
  const all = each(value).filter(isPlain)
  switch (verb) {
    case 'create':
      return all.flatMap((data) => nested(target, data, true))
    case 'createMany':
      return all.flatMap(({ data }) => each(data).flatMap((one) => nested(target, one, true)))
    case 'connectOrCreate':
      return all.flatMap(({ create }) => nested(target, create, true))
    case 'upsert':
      return all.flatMap(({ create, update }) => [
        ...nested(target, create, true),
        ...nested(target, update, false),
      ])
    case 'update':
    case 'updateMany':
      return all.flatMap((one) => nested(target, isEnvelope(one) ? one['data'] : one, false))
    case 'connect':
    case 'set':
    case 'delete':
    case 'disconnect':
    case 'deleteMany':
      return []
  }
}

function isEnvelope(value: Readonly<Record<string, unknown>>): boolean {
  return isPlain(value['data']) && Object.keys(value).every((name) => name === 'data' || name === 'where')
}

/** The elements of an array, or the one value. */
export function each(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** What an operation is about, in one line: `update 1:n?.connect m:n.set`. */
export function signatureOf(operation: Operation): string {
  const uses = usesIn(operation).map(({ relation, verb, isInCreate }) => {
    return `${isInCreate ? 'new ' : ''}${relation.kind}.${verb}`
  })
  return [operation.verb, ...new Set(uses)].join(', ')
}
