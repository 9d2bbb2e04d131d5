// Conditions on the rows of a model, as types: on its fields, its relations, and its keys.
//
// Knows nothing of what is done with the rows that are met.

import type { SchemaDescription } from '../schema.ts'
import type {
  DescribedKey,
  FieldName,
  Fields,
  KeyField,
  KeyFields,
  KeyName,
  ModelName,
  Types,
} from './fields.ts'
import type { FieldFilter } from './filters.ts'
import type { Many, OneOrMany } from './many.ts'
import type { NullOne, RelationName, Relations, Target } from './relations.ts'
import type { Input } from './values.ts'

/** Conditions joined. */
interface Joined<W> {
  readonly AND?: OneOrMany<W>
  readonly OR?: Many<W>
  readonly NOT?: OneOrMany<W>
}

type FieldFilters<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in FieldName<M, S>]?: FieldFilter<S, Types<M, S>[F], Fields<M, S>[F]>
}

type RelationFilters<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [R in RelationName<M, S>]?: RelationFilter<M, S, Relations<M, S>[R]>
}

type RelationFilter<M extends ModelName<S>, S extends SchemaDescription, R> = R extends {
  readonly many: string
}
  ? SomeFilter<Target<S, R>, S>
  : Where<Target<S, R>, S> | IsFilter<Target<S, R>, S, NullOne<M, S, R>> | NullOne<M, S, R>

/** Conditions on the rows of a relation to many. */
interface SomeFilter<T extends ModelName<S>, S extends SchemaDescription> {
  readonly some?: Where<T, S>
  readonly none?: Where<T, S>
  readonly every?: Where<T, S>
}

/** Conditions on the row of a relation to one. */
interface IsFilter<T extends ModelName<S>, S extends SchemaDescription, N> {
  readonly is?: Where<T, S> | N
  readonly isNot?: Where<T, S> | N
}

/** What rows of a model can be asked for. */
export type Where<M extends ModelName<S>, S extends SchemaDescription> = Joined<Where<M, S>> &
  FieldFilters<M, S> &
  RelationFilters<M, S>

/** What the rows of a nested `updateMany` and `deleteMany` can be asked for: fields only. */
export type FieldWhere<M extends ModelName<S>, S extends SchemaDescription> = Joined<FieldWhere<M, S>> &
  FieldFilters<M, S>

/** What finds at most one row: a complete key, and whatever else must hold. */
export type UniqueWhere<M extends ModelName<S>, S extends SchemaDescription> = Joined<Where<M, S>> &
  FieldFilters<M, S> &
  RelationFilters<M, S> &
  OneKey<M, S, KeyField<M, S>, DescribedKey<M, S>>

type OneKey<M extends ModelName<S>, S extends SchemaDescription, F, K> = [F | K] extends [never]
  ? unknown
  : [K] extends [never]
    ? ByField<M, S, F>
    : (ByField<M, S, F> | ByName<M, S, K>) & NamedKeys<M, S, K>

type ByField<M extends ModelName<S>, S extends SchemaDescription, F> = F extends keyof Types<M, S>
  ? { readonly [Name in F]: Input<S, Types<M, S>[Name]> }
  : never

type ByName<M extends ModelName<S>, S extends SchemaDescription, K> = K extends unknown
  ? [KeyName<K>] extends [never]
    ? never
    : { readonly [Name in KeyName<K>]: KeyValues<M, S, KeyFields<K>> }
  : never

/** All keys of several fields, of which one is complete already. */
type NamedKeys<M extends ModelName<S>, S extends SchemaDescription, K> = {
  readonly [One in K as KeyName<One>]?: KeyValues<M, S, KeyFields<One>>
}

type KeyValues<M extends ModelName<S>, S extends SchemaDescription, F> = {
  readonly [Name in F & keyof Types<M, S>]: Input<S, Types<M, S>[Name]>
}
