// What a schema constant says of relations, as types: where each leads, and which side holds the key.
//
// Knows no verb.

import type { SchemaDescription } from '../schema.ts'
import type { ModelName, NeededField, Null, Types } from './fields.ts'

/** The relations of a model by their names, as they are described. */
export type Relations<M extends ModelName<S>, S extends SchemaDescription> = S['models'][M] extends {
  readonly relations: infer R
}
  ? R
  : {}

/** The names of a model's relations. */
export type RelationName<M extends ModelName<S>, S extends SchemaDescription> = keyof Relations<M, S> & string

/** The names of a model's relations to many rows. */
export type ListName<M extends ModelName<S>, S extends SchemaDescription> = {
  [R in RelationName<M, S>]: Relations<M, S>[R] extends { readonly many: string } ? R : never
}[RelationName<M, S>]

/** The model at the other end; `never` if the description is not a constant. */
export type Target<S extends SchemaDescription, R> = R extends
  { readonly many: infer T extends ModelName<S> } | { readonly one: infer T extends ModelName<S> }
  ? T
  : never

type SharedName<R> = R extends { readonly name: infer N } ? N : undefined

/**
 * The relation at the other end that holds the key of this one. None if the key is here, or between.
 */
export type Holding<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> = Relations<M, S>[R] extends { readonly fields: object }
  ? never
  : HoldingIn<Relations<Target<S, Relations<M, S>[R]>, S>, M, SharedName<Relations<M, S>[R]>>

type HoldingIn<Others, M, Name> = {
  [O in keyof Others]: Others[O] extends { readonly one: M; readonly fields: object }
    ? SharedName<Others[O]> extends Name
      ? O
      : never
    : never
}[keyof Others]

/** The fields of the foreign key that a relation of this model holds. */
export type KeyHere<R> = R extends { readonly fields: readonly (infer F extends string)[] } ? F : never

/** All fields of this model that are part of a foreign key. */
export type ForeignField<M extends ModelName<S>, S extends SchemaDescription> = {
  [R in RelationName<M, S>]: KeyHere<Relations<M, S>[R]>
}[RelationName<M, S>]

/** The relations of this model that every new row needs, by a row at the other end or by the key of one. */
export type NeededRelation<M extends ModelName<S>, S extends SchemaDescription> = {
  [R in RelationName<M, S>]: [KeyHere<Relations<M, S>[R]>] extends [never]
    ? never
    : [KeyHere<Relations<M, S>[R]>] extends [NeededField<M, S>]
      ? R
      : never
}[RelationName<M, S>]

/** Null, if no row may be at the other end of a relation to one. */
export type NullOne<M extends ModelName<S>, S extends SchemaDescription, R> = [KeyHere<R>] extends [never]
  ? null
  : Null<Types<M, S>[KeyHere<R>]>
