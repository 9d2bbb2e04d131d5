// What a value of each type may be, going in and coming out.
//
// Knows nothing of models. Which coder writes a value is the planner's to say; what it refuses is told when it runs.

import type { SchemaDescription } from '../schema.ts'
import type { Null, TypeName } from './fields.ts'

/** A JSON value as it comes back. */
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[]

/** A JSON object as it comes back. */
export type JsonObject = { [Key in string]?: JsonValue }

/** A JSON value as it may be written: anything that `JSON.stringify` keeps. */
export type JsonInput =
  | string
  | number
  | boolean
  | null
  | readonly JsonInput[]
  | { readonly [Key in string]?: JsonInput | undefined }
  | { toJSON(): unknown }

/** A number of a decimal library. */
export type DecimalLike = { toString(): string; toFixed(): string }

/** Bytes of which the caller has the whole buffer. (Older compilers know `Uint8Array` without a parameter.) */
export type Bytes = ReturnType<Uint8ArrayConstructor['of']>

/** What may be written, by the type. */
interface Inputs {
  String: string
  Int: number
  BigInt: bigint | number
  Float: number
  Decimal: string | number | bigint | DecimalLike
  Boolean: boolean
  DateTime: Date | string
  Json: JsonInput
  Bytes: Uint8Array
}

/** What comes back, by the type; `D` is what decimals become. */
interface Outputs<D> {
  String: string
  Int: number
  BigInt: bigint
  Float: number
  Decimal: D
  Boolean: boolean
  DateTime: Date
  Json: JsonValue
  Bytes: Bytes
}

/** The types that are not enums. */
type ScalarName = keyof Inputs

/** What may be written for one value of a type of fields.ts. */
export type Input<S extends SchemaDescription, T> =
  TypeName<T> extends ScalarName ? Inputs[TypeName<T>] : Labels<S, TypeName<T>>

/** What comes back for a field of a type. */
export type Output<S extends SchemaDescription, T, D> = T extends `${string}[]`
  ? OutputOne<S, T, D>[]
  : OutputOne<S, T, D> | Null<T>

type OutputOne<S extends SchemaDescription, T, D> =
  TypeName<T> extends ScalarName ? Outputs<D>[TypeName<T>] : Labels<S, TypeName<T>>

/** The labels of an enum; of a type that is not known, anything. */
type Labels<S extends SchemaDescription, Name> = S extends { readonly enums: infer E }
  ? Name extends keyof E
    ? LabelsOf<E[Name]>
    : unknown
  : unknown

type LabelsOf<E> = E extends readonly (infer L extends string)[]
  ? L
  : E extends { readonly values: infer V }
    ? V extends readonly (infer L extends string)[]
      ? L
      : keyof V & string
    : string
