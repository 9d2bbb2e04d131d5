// The verbs that can stand at a relation, as types: in a row to be made, and in one that is there.
//
// Knows nothing of fields. Each set of verbs is an interface of its relation, so nothing of it is worked out before a
// program writes that relation.

import type { SchemaDescription } from '../schema.ts'
import type { CreateInput, UpdateInput, UpdateFields } from './data.ts'
import type { ModelName } from './fields.ts'
import type { OneOrMany } from './many.ts'
import type { Holding, NullOne, RelationName, Relations, Target } from './relations.ts'
import type { FieldWhere, UniqueWhere, Where } from './where.ts'

/** The verbs at a relation of a row to be made. */
export type NestedCreate<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> = Relations<M, S>[R] extends { readonly many: string } ? CreateMany<M, S, R> : CreateOne<M, S, R>

/** The verbs at a relation of a row that is there. */
export type NestedUpdate<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> = Relations<M, S>[R] extends { readonly many: string }
  ? UpdateMany<M, S, R>
  : [NullOne<M, S, Relations<M, S>[R]>] extends [never]
    ? UpdateOne<M, S, R>
    : UpdateOptional<M, S, R>

/** To one row, in a row to be made. */
interface CreateOne<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly create?: CreateInput<To<M, S, R>, S, Holding<M, S, R>> | undefined
  readonly connectOrCreate?: ConnectOrCreate<M, S, R> | undefined
  readonly connect?: UniqueWhere<To<M, S, R>, S> | undefined
}

/** To many rows, in a row to be made. */
interface CreateMany<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly create?: OneOrMany<CreateInput<To<M, S, R>, S, Holding<M, S, R>>> | undefined
  /** Not for rows that are joined by a junction table. */
  readonly createMany?: ([Holding<M, S, R>] extends [never] ? never : Rows<M, S, R>) | undefined
  readonly connectOrCreate?: OneOrMany<ConnectOrCreate<M, S, R>> | undefined
  readonly connect?: OneOrMany<UniqueWhere<To<M, S, R>, S>> | undefined
}

/** To one row, which must be there. */
interface UpdateOne<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> extends CreateOne<M, S, R> {
  readonly update?: UpdateInput<To<M, S, R>, S, Holding<M, S, R>> | UpdateWhere<M, S, R> | undefined
  readonly upsert?: UpsertWhere<M, S, R> | undefined
}

/** To one row, which may not be there. */
interface UpdateOptional<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> extends UpdateOne<M, S, R> {
  readonly disconnect?: boolean | Where<To<M, S, R>, S> | undefined
  readonly delete?: boolean | Where<To<M, S, R>, S> | undefined
}

/** To many rows. */
interface UpdateMany<
  M extends ModelName<S>,
  S extends SchemaDescription,
  R extends RelationName<M, S>,
> extends CreateMany<M, S, R> {
  readonly update?: OneOrMany<UpdateKey<M, S, R>> | undefined
  readonly upsert?: OneOrMany<UpsertKey<M, S, R>> | undefined
  readonly set?: OneOrMany<UniqueWhere<To<M, S, R>, S>> | undefined
  readonly disconnect?: OneOrMany<UniqueWhere<To<M, S, R>, S>> | undefined
  readonly delete?: OneOrMany<UniqueWhere<To<M, S, R>, S>> | undefined
  readonly updateMany?: OneOrMany<UpdateAll<M, S, R>> | undefined
  readonly deleteMany?: OneOrMany<FieldWhere<To<M, S, R>, S>> | undefined
}

interface ConnectOrCreate<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where: UniqueWhere<To<M, S, R>, S>
  readonly create: CreateInput<To<M, S, R>, S, Holding<M, S, R>>
}

/** Rows to be made. */
interface Rows<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly data: OneOrMany<CreateInput<To<M, S, R>, S, Holding<M, S, R>>>
  readonly skipDuplicates?: boolean | undefined
}

interface UpdateWhere<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where?: Where<To<M, S, R>, S>
  readonly data: UpdateInput<To<M, S, R>, S, Holding<M, S, R>>
}

interface UpdateKey<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where: UniqueWhere<To<M, S, R>, S>
  readonly data: UpdateInput<To<M, S, R>, S, Holding<M, S, R>>
}

interface UpsertWhere<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where?: Where<To<M, S, R>, S>
  readonly create: CreateInput<To<M, S, R>, S, Holding<M, S, R>>
  readonly update: UpdateInput<To<M, S, R>, S, Holding<M, S, R>>
}

interface UpsertKey<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where: UniqueWhere<To<M, S, R>, S>
  readonly create: CreateInput<To<M, S, R>, S, Holding<M, S, R>>
  readonly update: UpdateInput<To<M, S, R>, S, Holding<M, S, R>>
}

interface UpdateAll<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> {
  readonly where: FieldWhere<To<M, S, R>, S>
  readonly data: UpdateFields<To<M, S, R>, S, Holding<M, S, R>>
}

/** The model at the other end. */
type To<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> = Target<
  S,
  Relations<M, S>[R]
>
