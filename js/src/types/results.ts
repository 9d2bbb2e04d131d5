// What comes back of rows, as types: all fields, or what the arguments chose, to any depth.
//
// Knows nothing of verbs: it reads `select`, `include` and `omit` off whatever arguments it is given. `D` is what
// decimals become.

import type { SchemaDescription } from '../schema.ts'
import type { Fields, ModelName, Types } from './fields.ts'
import type { ListName, NullOne, RelationName, Relations, Target } from './relations.ts'
import type { Output } from './values.ts'

/** A row of a model with all of its fields, and no relation. */
export type Row<M extends ModelName<S>, S extends SchemaDescription, D = string> = {
  -readonly [F in keyof Fields<M, S>]: Output<S, Types<M, S>[F], D>
}

/** A row of a model as the arguments `A` chose it: `Result<typeof schema, 'User', { include: { posts: true } }>`. */
export type Result<M extends ModelName<S>, S extends SchemaDescription, A, D = string> = A extends {
  readonly select: infer X extends object
}
  ? Selected<M, S, X, D>
  : [ChosenKey<Entry<A, 'include'>> | ChosenKey<Entry<A, 'omit'>>] extends [never]
    ? Row<M, S, D>
    : Included<M, S, Entry<A, 'include'>, ChosenKey<Entry<A, 'omit'>>, D>

type Entry<A, K extends string> = A extends { readonly [E in K]: infer X } ? X : undefined

/** The entries that are not false. */
type ChosenKey<X> = X extends object
  ? { [K in keyof X]-?: X[K] extends false | undefined ? never : K }[keyof X]
  : never

type Selected<M extends ModelName<S>, S extends SchemaDescription, X, D> = {
  -readonly [K in keyof X as X[K] extends false | undefined ? never : K]-?: Part<M, S, K, X[K], D>
}

type Included<M extends ModelName<S>, S extends SchemaDescription, X, O, D> = {
  -readonly [K in Exclude<keyof Fields<M, S>, O> | ChosenKey<X>]: K extends keyof X
    ? Part<M, S, K, X[K], D>
    : K extends keyof Fields<M, S>
      ? Output<S, Types<M, S>[K], D>
      : never
}

/** One entry of a row: a field, a relation, or counts. */
type Part<M extends ModelName<S>, S extends SchemaDescription, K, X, D> = K extends keyof Fields<M, S>
  ? Output<S, Types<M, S>[K], D>
  : K extends RelationName<M, S>
    ? Related<M, S, Relations<M, S>[K], X, D>
    : K extends '_count'
      ? Counts<M, S, X>
      : never

type Related<M extends ModelName<S>, S extends SchemaDescription, R, X, D> = R extends {
  readonly many: string
}
  ? Result<Target<S, R>, S, X, D>[]
  : Result<Target<S, R>, S, X, D> | NullOne<M, S, R>

/** How many rows are related, by relation. */
type Counts<M extends ModelName<S>, S extends SchemaDescription, X> = X extends {
  readonly select: infer C
}
  ? { [K in ChosenKey<C>]: number }
  : { [K in ListName<M, S>]: number }
