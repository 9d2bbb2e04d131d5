// What a row can be made from and changed to, as types: its fields, and the verbs at its relations.
//
// Knows nothing of what comes back. Inside of a relation that holds the key of the row around it, that relation and its
// key are left out (`Outer`): the nesting sets them.

import type { SchemaDescription } from '../schema.ts'
import type { DbNull, JsonNull } from '../values.ts'
import type { ModelName, NeededField, Null, TypeName, Types, WritableField } from './fields.ts'
import type { ForeignField, KeyHere, NeededRelation, RelationName, Relations } from './relations.ts'
import type { Input, JsonInput } from './values.ts'
import type { NestedCreate, NestedUpdate } from './nested.ts'

/** The foreign key of the relation that the nesting sets. */
type OuterField<M extends ModelName<S>, S extends SchemaDescription, Outer> =
  Outer extends RelationName<M, S> ? KeyHere<Relations<M, S>[Outer]> : never

/** A row to be made. */
export type CreateInput<M extends ModelName<S>, S extends SchemaDescription, Outer = never> = Needed<M, S> &
  Fillable<M, S, OuterField<M, S, Outer>> & {
    readonly [R in Exclude<RelationName<M, S>, Outer>]?: NestedCreate<M, S, R> | undefined
  } & Linked<M, S, Exclude<NeededRelation<M, S>, Outer>>

/** The fields that a row needs, but for those that a relation may give. */
type Needed<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in Exclude<NeededField<M, S>, ForeignField<M, S>>]: CreateValue<S, Types<M, S>[F]>
}

type Fillable<M extends ModelName<S>, S extends SchemaDescription, Without> = {
  readonly [F in Exclude<WritableField<M, S>, Without>]?: CreateValue<S, Types<M, S>[F]> | undefined
}

/** Of each relation that a row needs, a verb or the key. */
type Linked<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> = [R] extends [
  never,
]
  ? unknown
  : { [One in R]: (link: Link<M, S, One>) => void }[R] extends (link: infer All) => void
    ? All
    : never

type Link<M extends ModelName<S>, S extends SchemaDescription, R extends RelationName<M, S>> =
  | { readonly [One in R]: NestedCreate<M, S, One> }
  | { readonly [F in KeyHere<Relations<M, S>[R]>]: CreateValue<S, Types<M, S>[F]> }

/** What a field of a row to be made takes, by its type. */
type CreateValue<S extends SchemaDescription, T> = T extends `${string}[]`
  ? List<Element<T, Input<S, T>>>
  : T extends 'Json' | 'Json?'
    ? JsonChange<Null<T>>
    : Input<S, T> | Null<T>

type List<V> = readonly V[] | { readonly set: readonly V[] }

/** JSON has a null of its own, so the database's has another name. */
type JsonChange<N> = JsonInput | typeof JsonNull | ([N] extends [never] ? never : typeof DbNull)

type Element<T, V> = T extends 'Json[]' ? JsonChange<null> : V

/** What a row is changed to. */
export type UpdateInput<M extends ModelName<S>, S extends SchemaDescription, Outer = never> = UpdateFields<
  M,
  S,
  Outer
> & {
  readonly [R in Exclude<RelationName<M, S>, Outer>]?: NestedUpdate<M, S, R> | undefined
}

/** What the fields of rows are changed to. */
export type UpdateFields<M extends ModelName<S>, S extends SchemaDescription, Outer = never> = Changeable<
  M,
  S,
  OuterField<M, S, Outer>
>

type Changeable<M extends ModelName<S>, S extends SchemaDescription, Without> = {
  readonly [F in Exclude<WritableField<M, S>, Without>]?: UpdateValue<S, Types<M, S>[F]> | undefined
}

/** What a field can be changed to, by its type. */
type UpdateValue<S extends SchemaDescription, T> = T extends `${string}[]`
  ? | List<Element<T, Input<S, T>>>
    | { readonly push: Element<T, Input<S, T>> | readonly Element<T, Input<S, T>>[] }
  : T extends 'Json' | 'Json?'
    ? JsonChange<Null<T>>
    : TypeName<T> extends 'Int' | 'BigInt' | 'Float' | 'Decimal'
      ? Input<S, T> | Null<T> | Reckoning<Input<S, T>, Null<T>>
      : Input<S, T> | Null<T> | { readonly set: Input<S, T> | Null<T> }

type Operator = 'set' | 'increment' | 'decrement' | 'multiply' | 'divide'

/** Exactly one thing to do with a number. */
type Reckoning<V, N> = {
  [Only in Operator]: { readonly [O in Only]: O extends 'set' ? V | N : V } & {
    readonly [O in Exclude<Operator, Only>]?: undefined
  }
}[Operator]
