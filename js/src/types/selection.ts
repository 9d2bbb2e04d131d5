// What comes back of rows, as it is asked for: select, include and omit, to any depth, and which related rows.
//
// Knows nothing of what the answer looks like: that is results.ts.

import type { SchemaDescription } from '../schema.ts'
import type { FieldName, ModelName, Null, Types } from './fields.ts'
import type { ListName, NullOne, RelationName, Relations, Target } from './relations.ts'
import type { UniqueWhere, Where } from './where.ts'

/** Only these fields and relations. */
export type Select<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in FieldName<M, S>]?: boolean | undefined
} & Include<M, S>

/** These relations, and counts of related rows. */
export type Include<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [R in RelationName<M, S>]?: boolean | RelatedChoice<M, S, Relations<M, S>[R]> | undefined
} & CountChoice<M, S>

/** Not these fields. */
export type Omitted<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in FieldName<M, S>]?: boolean | undefined
}

/** What comes back: only what is selected, or all fields but those omitted, and what is included. */
export type Chosen<M extends ModelName<S>, S extends SchemaDescription> = BySelect<M, S> | ByInclude<M, S>

/** The same of a write, which may also give back all that it touches. */
export type ChosenOfWrite<M extends ModelName<S>, S extends SchemaDescription> =
  (Chosen<M, S> & { readonly returning?: 'row' | undefined }) | ByTouch

interface ByTouch {
  /** Every relation that the data has comes back, at any depth. */
  readonly returning: 'touched'
  readonly select?: undefined
  readonly include?: undefined
  readonly omit?: undefined
}

interface BySelect<M extends ModelName<S>, S extends SchemaDescription> {
  readonly select?: Select<M, S> | undefined
  readonly include?: undefined
  readonly omit?: undefined
}

interface ByInclude<M extends ModelName<S>, S extends SchemaDescription> {
  readonly select?: undefined
  readonly include?: Include<M, S> | undefined
  readonly omit?: Omitted<M, S> | undefined
}

type RelatedChoice<M extends ModelName<S>, S extends SchemaDescription, R> = R extends {
  readonly many: string
}
  ? Chosen<Target<S, R>, S> & Among<Target<S, R>, S>
  : [NullOne<M, S, R>] extends [never]
    ? Chosen<Target<S, R>, S>
    : Chosen<Target<S, R>, S> & { readonly where?: Where<Target<S, R>, S> }

/** Which rows of many, and in which order. */
export interface Among<M extends ModelName<S>, S extends SchemaDescription> {
  readonly where?: Where<M, S>
  readonly orderBy?: OrderBy<M, S> | readonly OrderBy<M, S>[] | undefined
  /** The row to start at. */
  readonly cursor?: UniqueWhere<M, S> | undefined
  /** How many rows; from the end, if negative. */
  readonly take?: number | undefined
  readonly skip?: number | undefined
  /** Only the first of rows that are the same in these. */
  readonly distinct?: FieldName<M, S> | readonly FieldName<M, S>[] | undefined
}

/** A direction. */
export type Sort = 'asc' | 'desc'

/** By what rows are ordered: a field, a field of a row they point at, or how many rows are related. */
export type OrderBy<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [F in FieldName<M, S>]?: FieldOrder<Null<Types<M, S>[F]>> | undefined
} & {
  readonly [R in RelationName<M, S>]?: RelationOrder<S, Relations<M, S>[R]> | undefined
}

type FieldOrder<N> = [N] extends [never]
  ? Sort | { readonly sort: Sort }
  : Sort | { readonly sort: Sort; readonly nulls?: 'first' | 'last' | undefined }

type RelationOrder<S extends SchemaDescription, R> = R extends { readonly many: string }
  ? { readonly _count?: Sort | undefined }
  : OrderBy<Target<S, R>, S>

type CountChoice<M extends ModelName<S>, S extends SchemaDescription> = [ListName<M, S>] extends [never]
  ? unknown
  : { readonly _count?: boolean | { readonly select: CountSelect<M, S> } | undefined }

/** Of which relations to many rows are counted, and which rows. */
export type CountSelect<M extends ModelName<S>, S extends SchemaDescription> = {
  readonly [R in ListName<M, S>]?:
    boolean | { readonly where?: Where<Target<S, Relations<M, S>[R]>, S> } | undefined
}
