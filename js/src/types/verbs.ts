// The arguments of the verbs that write, as types, by schema and model: `CreateArguments<typeof schema, 'User'>`.
//
// Knows nothing of clients.

import type { SchemaDescription } from '../schema.ts'
import type { CreateInput, UpdateInput, UpdateFields } from './data.ts'
import type { ModelName } from './fields.ts'
import type { OneOrMany } from './many.ts'
import type { Chosen, ChosenOfWrite } from './selection.ts'
import type { UniqueWhere, Where } from './where.ts'

/** How many rows were written. */
export type Count = { readonly count: number }

/** The arguments of `create`. */
export type CreateArguments<M extends ModelName<S>, S extends SchemaDescription> = ChosenOfWrite<M, S> & {
  readonly data: CreateInput<M, S>
}

/** The arguments of `createMany`. */
export type CreateManyArguments<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly data: OneOrMany<CreateInput<M, S>>
  /** Whether rows that share a key with a row that is there are left out. */
  readonly skipDuplicates?: boolean | undefined
}

/** The arguments of `createManyAndReturn`. */
export type CreateManyAndReturnArguments<M extends ModelName<S>, S extends SchemaDescription> = ChosenOfWrite<
  M,
  S
> &
  CreateManyArguments<M, S>

/** The arguments of `update`. */
export type UpdateArguments<M extends ModelName<S>, S extends SchemaDescription> = ChosenOfWrite<M, S> & {
  readonly where: UniqueWhere<M, S>
  readonly data: UpdateInput<M, S>
}

/** The arguments of `updateMany`. */
export type UpdateManyArguments<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly where?: Where<M, S>
  readonly data: UpdateFields<M, S>
  /** How many rows at most. */
  readonly limit?: number | undefined
}

/** The arguments of `updateManyAndReturn`. */
export type UpdateManyAndReturnArguments<M extends ModelName<S>, S extends SchemaDescription> = Chosen<M, S> &
  UpdateManyArguments<M, S>

/** The arguments of `upsert`. */
export type UpsertArguments<M extends ModelName<S>, S extends SchemaDescription> = ChosenOfWrite<M, S> & {
  readonly where: UniqueWhere<M, S>
  readonly create: CreateInput<M, S>
  readonly update: UpdateInput<M, S>
}

/** The arguments of `delete`. */
export type DeleteArguments<M extends ModelName<S>, S extends SchemaDescription> = Chosen<M, S> & {
  readonly where: UniqueWhere<M, S>
}

/** The arguments of `deleteMany`. */
export type DeleteManyArguments<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly where?: Where<M, S>
  /** How many rows at most. */
  readonly limit?: number | undefined
}
