// Prisma's names for types, which Prisma generates for each model, as types of a schema and a model.
//
// Knows nothing of its own: each is one of ours under the name that ported code has for it.

import type { Asked } from '../operation.ts'
import type { SchemaDescription } from '../schema.ts'
import type { TransactionClient as OurTransactionClient } from '../types/client.ts'
import type { ModelName } from '../types/fields.ts'
import type * as names from '../types/names.ts'

export type { Sql } from '../raw/sql.ts'
export type { ModelName } from '../types/fields.ts'
export type { JsonInput as InputJsonValue, JsonObject, JsonValue } from '../types/values.ts'
export type { LogDefinition, LogEvent, LogLevel, QueryEvent } from './events.ts'
export type { PrismaClientOptions } from './options.ts'

/** What waits to be awaited. */
export type PrismaPromise<T> = Asked<T>

/** A client inside of a transaction. */
export type TransactionClient<S extends SchemaDescription, D = string> = OurTransactionClient<S, D>

/** The arguments of a verb: `Prisma.Args<typeof prisma.user, 'create'>`. */
export type Args<T, V extends keyof T> = T[V] extends (args: infer A) => unknown
  ? Exclude<A, undefined>
  : T[V] extends (args?: infer A) => unknown
    ? Exclude<A, undefined>
    : never

/** What comes back for arguments: `Prisma.UserGetPayload<{ include: { posts: true } }>`. */
export type GetPayload<S extends SchemaDescription, M extends ModelName<S>, A, D = string> = names.Result<
  S,
  M,
  A,
  D
>

/** `Prisma.UserCreateInput`, and `Prisma.UserUncheckedCreateInput`. */
export type CreateInput<S extends SchemaDescription, M extends ModelName<S>> = names.CreateInput<S, M>

/** `Prisma.UserUpdateInput`, and `Prisma.UserUncheckedUpdateInput`. */
export type UpdateInput<S extends SchemaDescription, M extends ModelName<S>> = names.UpdateInput<S, M>

/** `Prisma.UserUpdateManyMutationInput`. */
export type UpdateManyMutationInput<S extends SchemaDescription, M extends ModelName<S>> = names.UpdateFields<
  S,
  M
>

/** `Prisma.UserWhereInput`. */
export type WhereInput<S extends SchemaDescription, M extends ModelName<S>> = names.Where<S, M>

/** `Prisma.UserWhereUniqueInput`. */
export type WhereUniqueInput<S extends SchemaDescription, M extends ModelName<S>> = names.UniqueWhere<S, M>

/** `Prisma.UserOrderByWithRelationInput`. */
export type OrderByWithRelationInput<S extends SchemaDescription, M extends ModelName<S>> = names.OrderBy<
  S,
  M
>

/** `Prisma.UserSelect`. */
export type Select<S extends SchemaDescription, M extends ModelName<S>> = names.Select<S, M>

/** `Prisma.UserInclude`. */
export type Include<S extends SchemaDescription, M extends ModelName<S>> = names.Include<S, M>

/** `Prisma.UserOmit`. */
export type Omit<S extends SchemaDescription, M extends ModelName<S>> = names.Omitted<S, M>

/** `Prisma.UserDefaultArgs`. */
export type DefaultArgs<S extends SchemaDescription, M extends ModelName<S>> = names.Chosen<S, M>

/** `Prisma.UserCreateArgs`; the arguments of any verb are `Prisma.Args`. */
export type CreateArgs<S extends SchemaDescription, M extends ModelName<S>> = names.CreateArguments<S, M>

/** `Prisma.UserUpdateArgs`. */
export type UpdateArgs<S extends SchemaDescription, M extends ModelName<S>> = names.UpdateArguments<S, M>

/** `Prisma.UserUpsertArgs`. */
export type UpsertArgs<S extends SchemaDescription, M extends ModelName<S>> = names.UpsertArguments<S, M>

/** `Prisma.UserFindUniqueArgs`. */
export type FindUniqueArgs<S extends SchemaDescription, M extends ModelName<S>> = names.FindUniqueArguments<
  S,
  M
>

/** `Prisma.UserFindManyArgs`, and `Prisma.UserFindFirstArgs`. */
export type FindManyArgs<S extends SchemaDescription, M extends ModelName<S>> = names.FindManyArguments<S, M>
