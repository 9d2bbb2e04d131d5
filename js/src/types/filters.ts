// What a where can say of each kind of field, as types: docs/conditions.md in another language.
//
// Knows nothing of models and relations: where.ts puts these together.

import type { SchemaDescription } from '../schema.ts'
import type { AnyNull, DbNull, FieldReference, JsonNull } from '../values.ts'
import type { Null, TypeName } from './fields.ts'
import type { Input, JsonInput } from './values.ts'

/** A field of the type `T` that another one is compared with. */
type Reference<T> = FieldReference<string, T & string>

/** Conditions that every value takes. `N` is null where the field may be null, `T` the name of its type. */
export interface SameFilter<V, N, T> {
  readonly equals?: V | N | Reference<T>
  readonly not?: V | N | this
}

/** Conditions on enums and bytes. */
export interface ListedFilter<V, N, T> extends SameFilter<V, N, T> {
  readonly in?: readonly V[] | N | Reference<`${T & string}[]`>
  readonly notIn?: readonly V[] | N | Reference<`${T & string}[]`>
}

/** Conditions on what has an order: numbers and points in time. */
export interface OrderedFilter<V, N, T> extends ListedFilter<V, N, T> {
  readonly lt?: V | Reference<T>
  readonly lte?: V | Reference<T>
  readonly gt?: V | Reference<T>
  readonly gte?: V | Reference<T>
}

/** Conditions on keys of the type `uuid`. */
export interface UuidFilter<N> extends OrderedFilter<string, N, 'String'> {
  readonly mode?: 'default' | 'insensitive'
}

/** Conditions on texts. */
export interface TextFilter<N> extends UuidFilter<N> {
  readonly contains?: string | Reference<'String'>
  readonly startsWith?: string | Reference<'String'>
  readonly endsWith?: string | Reference<'String'>
}

/** Conditions on lists. */
export interface ListFilter<V, T> {
  readonly equals?: readonly V[] | null | Reference<`${T & string}[]`>
  readonly has?: V | null | Reference<T>
  readonly hasSome?: readonly V[] | Reference<`${T & string}[]`>
  readonly hasEvery?: readonly V[] | Reference<`${T & string}[]`>
  readonly isEmpty?: boolean
}

type JsonNulls = typeof DbNull | typeof JsonNull | typeof AnyNull

/** Conditions on JSON values. */
export interface JsonFilter {
  readonly equals?: JsonInput | JsonNulls
  readonly not?: JsonInput | JsonNulls
  readonly path?: readonly string[]
  readonly mode?: 'default' | 'insensitive'
  readonly lt?: JsonInput
  readonly lte?: JsonInput
  readonly gt?: JsonInput
  readonly gte?: JsonInput
  readonly string_contains?: string
  readonly string_starts_with?: string
  readonly string_ends_with?: string
  readonly array_contains?: JsonInput
  readonly array_starts_with?: JsonInput
  readonly array_ends_with?: JsonInput
}

/** What a where can say of a field: a value, or conditions. */
export type FieldFilter<S extends SchemaDescription, T, F> = F extends { readonly native: 'uuid' }
  ? string | Null<T> | UuidFilter<Null<T>>
  : TypeFilter<S, T>

type TypeFilter<S extends SchemaDescription, T> = T extends `${string}[]`
  ? ListFilter<Input<S, T>, TypeName<T>>
  : T extends 'Json' | 'Json?'
    ? JsonFilter
    : Input<S, T> | Null<T> | Conditions<TypeName<T>, Input<S, T>, Null<T>>

type Conditions<Name, V, N> = Name extends 'String'
  ? TextFilter<N>
  : Name extends 'Int' | 'BigInt' | 'Float' | 'Decimal' | 'DateTime'
    ? OrderedFilter<V, N, Name>
    : Name extends 'Boolean'
      ? SameFilter<V, N, Name>
      : ListedFilter<V, N, Name>
