// What a schema constant says of models, fields and keys, as types.
//
// Knows no verb, and nothing of what may be written: values.ts knows what a type holds. What is asked of every field is
// asked of its type's name with `?` or `[]` behind it, which many fields share, so the compiler answers it once.

import type { SchemaDescription } from '../schema.ts'

/** The names of the models. */
export type ModelName<S extends SchemaDescription> = keyof S['models'] & string

/** The fields of a model by their names, as they are described. */
export type Fields<M extends ModelName<S>, S extends SchemaDescription> = S['models'][M]['fields']

/** The names of a model's fields. */
export type FieldName<M extends ModelName<S>, S extends SchemaDescription> = keyof Fields<M, S> & string

/** The types of a model's fields: `Int`, `Int?` or `Int[]`; `string` where the description is not a constant. */
export type Types<M extends ModelName<S>, S extends SchemaDescription> = {
  [F in keyof Fields<M, S>]: TypeText<Fields<M, S>[F]>
}

type TypeText<F> = F extends string
  ? F
  : F extends { readonly type: infer T extends string }
    ? F extends { readonly nullable: true }
      ? `${T}?`
      : F extends { readonly list: true }
        ? `${T}[]`
        : T
    : string

/** The name of a type without what may follow it. */
export type TypeName<T> = T extends `${infer Name}[]` | `${infer Name}?` ? Name : T

/** Null, if a field of a type may be. */
export type Null<T> = T extends `${string}?` ? null : never

/** The fields that a caller may write. */
export type WritableField<M extends ModelName<S>, S extends SchemaDescription> = {
  [F in FieldName<M, S>]: Fields<M, S>[F] extends Computed ? never : F
}[FieldName<M, S>]

type Computed = { readonly generated: true } | { readonly default: { readonly identity: 'always' } }

/** The fields that every new row needs a value of, foreign keys included. */
export type NeededField<M extends ModelName<S>, S extends SchemaDescription> = {
  [F in FieldName<M, S>]: Fields<M, S>[F] extends MadeByItself
    ? never
    : Types<M, S>[F] extends `${string}?` | `${string}[]`
      ? never
      : string extends Types<M, S>[F]
        ? never
        : F
}[FieldName<M, S>]

type MadeByItself = { readonly default: object } | { readonly updatedAt: true } | { readonly generated: true }

/** The fields that are a key by themselves. */
export type KeyField<M extends ModelName<S>, S extends SchemaDescription> =
  | { [F in FieldName<M, S>]: Fields<M, S>[F] extends SaidKey ? F : never }[FieldName<M, S>]
  | OnlyField<DescribedKey<M, S>>

type SaidKey = { readonly id: true } | { readonly unique: true }

/** The keys that are described beside the fields. */
export type DescribedKey<M extends ModelName<S>, S extends SchemaDescription> =
  | (S['models'][M] extends { readonly key: infer K } ? K : never)
  | (S['models'][M] extends { readonly uniques: infer U extends readonly unknown[] } ? U[number] : never)

type OnlyField<K> = K extends readonly [infer F] | { readonly fields: readonly [infer F] } ? F : never

/** The fields of a described key. */
export type KeyFields<K> = K extends readonly (infer F)[] | { readonly fields: readonly (infer F)[] }
  ? F
  : never

/** The name of a described key of several fields: its own, or that of its fields. */
export type KeyName<K> = K extends readonly [unknown] | { readonly fields: readonly [unknown] }
  ? never
  : K extends { readonly name: infer N extends string }
    ? N
    : Joined<K extends { readonly fields: infer F } ? F : K>

type Joined<F> = F extends readonly [infer One extends string, ...infer Rest extends readonly string[]]
  ? Rest extends readonly []
    ? One
    : `${One}_${Joined<Rest>}`
  : never
