// What comes back with `returning: 'touched'`, as a type: all fields, and every relation that the data has, at any depth.
//
// Knows nothing of selections, which cannot stand beside it. What data may hold is in data.ts; here it is only looked
// through, so that data of a type of its own gives relations that may be there.

import type { SchemaDescription } from '../schema.ts'
import type { ModelName } from './fields.ts'
import type { NullOne, RelationName, Relations, Target } from './relations.ts'
import type { Result, Row } from './results.ts'

/** What comes back of a write: what its arguments chose, or all that it touches. */
export type Returned<M extends ModelName<S>, S extends SchemaDescription, A, D = string> = A extends {
  readonly returning: 'touched'
}
  ? Touched<M, S, Each<ValueAt<A, 'data' | 'create' | 'update'>>, D>
  : Result<M, S, A, D>

type Touched<M extends ModelName<S>, S extends SchemaDescription, W, D> = [
  keyof All<W> & RelationName<M, S>,
] extends [never]
  ? Row<M, S, D>
  : Flat<
      Row<M, S, D> & Relating<M, S, W, SureKey<W> & RelationName<M, S>, D> & Partial<MayRelate<M, S, W, D>>
    >

type MayRelate<M extends ModelName<S>, S extends SchemaDescription, W, D> = Relating<
  M,
  S,
  W,
  Exclude<keyof All<W> & RelationName<M, S>, SureKey<W>>,
  D
>

type Relating<M extends ModelName<S>, S extends SchemaDescription, W, K, D> = {
  [R in K & RelationName<M, S>]: Related<M, S, Relations<M, S>[R], Inside<ValueAt<W, R>>, D>
}

type Related<M extends ModelName<S>, S extends SchemaDescription, R, W, D> = R extends {
  readonly many: string
}
  ? Touched<Target<S, R>, S, W, D>[]
  : Touched<Target<S, R>, S, W, D> | NullOne<M, S, R>

/** The data inside of the verbs of a relation. */
type Inside<V> =
  | Each<ValueAt<V, 'create'>>
  | Each<ValueAt<Each<ValueAt<V, 'createMany'>>, 'data'>>
  | ValueAt<Each<ValueAt<V, 'connectOrCreate'>>, 'create'>
  | ValueAt<Each<ValueAt<V, 'upsert'>>, 'create' | 'update'>
  | Changed<Each<ValueAt<V, 'update'>>>

type Changed<U> = U extends { readonly data: infer X extends object } ? X : U

type Each<T> = T extends readonly (infer E)[] ? E : T

/** What stands at a key of any member of a union. */
type ValueAt<U, K extends PropertyKey> = U extends object ? (K extends keyof U ? U[K] : never) : never

/** An object with the keys of every member of a union. */
type All<U> = (U extends object ? (each: { [K in keyof U]: 0 }) => void : never) extends (
  each: infer X,
) => void
  ? X
  : never

/** The keys that are certainly there in some member of a union. */
type SureKey<U> = U extends object ? { [K in keyof U]-?: undefined extends U[K] ? never : K }[keyof U] : never

type Flat<T> = { -readonly [K in keyof T]: T[K] }
