// What can be done with a model, as types: one method a verb.
//
// Knows nothing of how it is done.

import type { Operation } from '../operation.ts'
import type { SchemaDescription } from '../schema.ts'
import type { FieldReference } from '../values.ts'
import type { FieldName, ModelName, Types } from './fields.ts'
import type { Reads } from './reads.ts'
import type { Result } from './results.ts'
import type { Chosen, ChosenOfWrite } from './selection.ts'
import type { Returned } from './touched.ts'
import type {
  Count,
  CreateArguments,
  CreateManyAndReturnArguments,
  CreateManyArguments,
  DeleteArguments,
  DeleteManyArguments,
  UpdateArguments,
  UpdateManyAndReturnArguments,
  UpdateManyArguments,
  UpsertArguments,
} from './verbs.ts'

/**
 * Arguments of the type `All`, whose own type the compiler finds out as `A`.
 *
 * `A` is never `never`, so this is `All`, whole and not generic: mistakes are told as of any other type, and what is
 * not known in an object is one. The first branch is there for the compiler to infer `A` from.
 */
export type Given<A, All> = [A] extends [never] ? A : All

/** References to the fields of a model. */
export type FieldReferences<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in FieldName<M, S>]: FieldReference<M, Referred<Types<M, S>[F]>>
}

type Referred<T> = T extends `${infer Name}?` ? Name : T & string

/** What can be done with a model. */
export interface Accessor<M extends ModelName<S>, S extends SchemaDescription, D = string> extends Reads<
  M,
  S,
  D
> {
  /** The fields, to compare others with in conditions: `{ likes: { gt: db.post.fields.goal } }`. */
  readonly fields: FieldReferences<M, S>
  /** Makes a row and everything written inside of it. */
  create<const A extends ChosenOfWrite<M, S> & { readonly data: unknown }>(
    args: Given<A, CreateArguments<M, S>>,
  ): Operation<Returned<M, S, A, D>>
  /** Makes rows. */
  createMany(args: CreateManyArguments<M, S>): Operation<Count>
  /** Makes rows and gives them back. */
  createManyAndReturn<const A extends ChosenOfWrite<M, S> & { readonly data: unknown }>(
    args: Given<A, CreateManyAndReturnArguments<M, S>>,
  ): Operation<Returned<M, S, A, D>[]>
  /** Changes a row and everything written inside of it. */
  update<const A extends ChosenOfWrite<M, S> & { readonly where: unknown }>(
    args: Given<A, UpdateArguments<M, S>>,
  ): Operation<Returned<M, S, A, D>>
  /** Changes all rows that meet a condition. */
  updateMany(args: UpdateManyArguments<M, S>): Operation<Count>
  /** Changes all rows that meet a condition, and gives them back. */
  updateManyAndReturn<const A extends Chosen<M, S> & { readonly data: unknown }>(
    args: Given<A, UpdateManyAndReturnArguments<M, S>>,
  ): Operation<Result<M, S, A, D>[]>
  /** Changes a row, or makes it if it is not there. */
  upsert<const A extends ChosenOfWrite<M, S> & { readonly where: unknown }>(
    args: Given<A, UpsertArguments<M, S>>,
  ): Operation<Returned<M, S, A, D>>
  /** Deletes a row; gives back what it was. */
  delete<const A extends Chosen<M, S> & { readonly where: unknown }>(
    args: Given<A, DeleteArguments<M, S>>,
  ): Operation<Result<M, S, A, D>>
  /** Deletes all rows that meet a condition. */
  deleteMany(args?: DeleteManyArguments<M, S>): Operation<Count>
}
