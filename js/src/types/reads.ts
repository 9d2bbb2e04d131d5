// The verbs that read, as types: their arguments, and what comes back.
//
// Knows nothing of how rows are read.

import type { Operation } from '../operation.ts'
import type { SchemaDescription } from '../schema.ts'
import type { FieldName, ModelName } from './fields.ts'
import type { Result } from './results.ts'
import type { Among, Chosen, OrderBy } from './selection.ts'
import type { UniqueWhere, Where } from './where.ts'
import type { Given } from './accessor.ts'

/** The arguments of `findUnique` and `findUniqueOrThrow`. */
export type FindUniqueArguments<M extends ModelName<S>, S extends SchemaDescription> = Chosen<M, S> & {
  readonly where: UniqueWhere<M, S>
}

/** The arguments of `findMany`, `findFirst` and `findFirstOrThrow`. */
export type FindManyArguments<M extends ModelName<S>, S extends SchemaDescription> = Chosen<M, S> &
  Among<M, S>

/** The arguments of `count`. */
export interface CountArguments<M extends ModelName<S>, S extends SchemaDescription> {
  readonly where?: Where<M, S>
  readonly orderBy?: OrderBy<M, S> | readonly OrderBy<M, S>[] | undefined
  readonly cursor?: UniqueWhere<M, S> | undefined
  readonly take?: number | undefined
  readonly skip?: number | undefined
  /** Rows that have a value, by field, and `_all` rows; without it a number comes back. */
  readonly select?: true | { readonly [F in FieldName<M, S> | '_all']?: boolean | undefined } | undefined
}

/** What `count` gives for its arguments. */
export type CountResult<A> = A extends { readonly select: infer X extends object }
  ? { -readonly [K in keyof X as X[K] extends false | undefined ? never : K]-?: number }
  : number

/** What can be read of a model. */
export interface Reads<M extends ModelName<S>, S extends SchemaDescription, D = string> {
  /** The row with a key, or null. */
  findUnique<const A extends Chosen<M, S> & { readonly where: unknown }>(
    args: Given<A, FindUniqueArguments<M, S>>,
  ): Operation<Result<M, S, A, D> | null>
  /** The row with a key. */
  findUniqueOrThrow<const A extends Chosen<M, S> & { readonly where: unknown }>(
    args: Given<A, FindUniqueArguments<M, S>>,
  ): Operation<Result<M, S, A, D>>
  /** The first row that meets a condition, or null. */
  findFirst<const A extends Chosen<M, S> & { readonly where?: unknown } = {}>(
    args?: Given<A, FindManyArguments<M, S>>,
  ): Operation<Result<M, S, A, D> | null>
  /** The first row that meets a condition. */
  findFirstOrThrow<const A extends Chosen<M, S> & { readonly where?: unknown } = {}>(
    args?: Given<A, FindManyArguments<M, S>>,
  ): Operation<Result<M, S, A, D>>
  /** All rows that meet a condition. */
  findMany<const A extends Chosen<M, S> & { readonly where?: unknown } = {}>(
    args?: Given<A, FindManyArguments<M, S>>,
  ): Operation<Result<M, S, A, D>[]>
  /** How many rows meet a condition. */
  count<const A extends { readonly select?: unknown } = {}>(
    args?: Given<A, CountArguments<M, S>>,
  ): Operation<CountResult<A>>
}
