// The types that callers name, by schema and then model: `CreateInput<typeof schema, 'User'>`.
//
// Inside, the model comes first, so that it is what the compiler's messages begin with: a schema is too long to be read
// past.

import type { SchemaDescription } from '../schema.ts'
import type * as client from './client.ts'
import type * as data from './data.ts'
import type { ModelName } from './fields.ts'
import type * as reads from './reads.ts'
import type * as results from './results.ts'
import type * as selection from './selection.ts'
import type * as verbs from './verbs.ts'
import type * as where from './where.ts'

/** A row of a model with all of its fields, and no relation. */
export type Row<S extends SchemaDescription, M extends ModelName<S>, D = string> = results.Row<M, S, D>

/** A row of a model as the arguments `A` choose it: `Result<typeof schema, 'User', { include: { posts: true } }>`. */
export type Result<S extends SchemaDescription, M extends ModelName<S>, A, D = string> = results.Result<
  M,
  S,
  A,
  D
>

/** A row to be made; inside of another one, `Outer` is the relation that points back at it and is left out. */
export type CreateInput<
  S extends SchemaDescription,
  M extends ModelName<S>,
  Outer = never,
> = data.CreateInput<M, S, Outer>

/** What a row is changed to. */
export type UpdateInput<
  S extends SchemaDescription,
  M extends ModelName<S>,
  Outer = never,
> = data.UpdateInput<M, S, Outer>

/** What the fields of rows are changed to. */
export type UpdateFields<
  S extends SchemaDescription,
  M extends ModelName<S>,
  Outer = never,
> = data.UpdateFields<M, S, Outer>

/** What rows can be asked for. */
export type Where<S extends SchemaDescription, M extends ModelName<S>> = where.Where<M, S>

/** What finds at most one row: a complete key, and whatever else must hold. */
export type UniqueWhere<S extends SchemaDescription, M extends ModelName<S>> = where.UniqueWhere<M, S>

/** What comes back of rows: `select`, or `include` and `omit`. */
export type Chosen<S extends SchemaDescription, M extends ModelName<S>> = selection.Chosen<M, S>

/** Only these fields and relations. */
export type Select<S extends SchemaDescription, M extends ModelName<S>> = selection.Select<M, S>

/** These relations, and counts of related rows. */
export type Include<S extends SchemaDescription, M extends ModelName<S>> = selection.Include<M, S>

/** Not these fields. */
export type Omitted<S extends SchemaDescription, M extends ModelName<S>> = selection.Omitted<M, S>

/** By what rows are ordered. */
export type OrderBy<S extends SchemaDescription, M extends ModelName<S>> = selection.OrderBy<M, S>

/** The arguments of `create`. */
export type CreateArguments<S extends SchemaDescription, M extends ModelName<S>> = verbs.CreateArguments<M, S>

/** The arguments of `createMany`. */
export type CreateManyArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = verbs.CreateManyArguments<M, S>

/** The arguments of `createManyAndReturn`. */
export type CreateManyAndReturnArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = verbs.CreateManyAndReturnArguments<M, S>

/** The arguments of `update`. */
export type UpdateArguments<S extends SchemaDescription, M extends ModelName<S>> = verbs.UpdateArguments<M, S>

/** The arguments of `updateMany`. */
export type UpdateManyArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = verbs.UpdateManyArguments<M, S>

/** The arguments of `updateManyAndReturn`. */
export type UpdateManyAndReturnArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = verbs.UpdateManyAndReturnArguments<M, S>

/** The arguments of `upsert`. */
export type UpsertArguments<S extends SchemaDescription, M extends ModelName<S>> = verbs.UpsertArguments<M, S>

/** The arguments of `delete`. */
export type DeleteArguments<S extends SchemaDescription, M extends ModelName<S>> = verbs.DeleteArguments<M, S>

/** The arguments of `deleteMany`. */
export type DeleteManyArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = verbs.DeleteManyArguments<M, S>

/** The arguments of `findUnique` and `findUniqueOrThrow`. */
export type FindUniqueArguments<
  S extends SchemaDescription,
  M extends ModelName<S>,
> = reads.FindUniqueArguments<M, S>

/** The arguments of `findMany`, `findFirst` and `findFirstOrThrow`. */
export type FindManyArguments<S extends SchemaDescription, M extends ModelName<S>> = reads.FindManyArguments<
  M,
  S
>

/** The arguments of `count`. */
export type CountArguments<S extends SchemaDescription, M extends ModelName<S>> = reads.CountArguments<M, S>

/** What can be read of a model, once clients can read. */
export type Reads<S extends SchemaDescription, M extends ModelName<S>, D = string> = reads.Reads<M, S, D>

/** What can be done with a model. */
export type ModelAccessor<
  S extends SchemaDescription,
  M extends ModelName<S>,
  D = string,
> = client.ModelAccessor<M, S, D>
