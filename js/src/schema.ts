// defineSchema: the description of models and relations as a typed constant, and the types of its parts.
//
// Knows no rule of what a description may say: the planner loads it and tells every mistake with its place.

/** Everything the planner knows of a database. Plain data: it can be written by hand and kept as JSON. */
export type SchemaDescription = {
  /** The server's major version; newer ones have shorter ways for tables with triggers. */
  readonly postgres?: number
  readonly models: { readonly [model: string]: ModelDescription }
  readonly enums?: { readonly [name: string]: EnumDescription }
}

/** A table. */
export type ModelDescription = {
  /** The table's name, if it is not the model's. */
  readonly table?: string
  /** The database schema the table lives in. */
  readonly schema?: string
  readonly fields: { readonly [field: string]: FieldDescription }
  readonly relations?: { readonly [relation: string]: RelationDescription }
  /** The primary key, if no field says `id: true`. */
  readonly key?: KeyDescription
  /** The other keys. */
  readonly uniques?: readonly KeyDescription[]
  /** What the database does by itself when rows change. */
  readonly triggers?: readonly TriggerDescription[]
}

/** When a trigger acts. */
export type TriggerDescription =
  'beforeInsert' | 'afterInsert' | 'beforeUpdate' | 'afterUpdate' | 'beforeDelete' | 'afterDelete'

/** A column: the type alone, as `String`, `Int?` or `Role[]`, or with what else there is to say. */
export type FieldDescription = string | FieldFacts

/** What there is to say of a column. */
export type FieldFacts = {
  /** `String Int BigInt Float Decimal Boolean DateTime Json Bytes`, or the name of an enum; `?` and `[]` may follow. */
  readonly type: string
  /** The column's name, if it is not the field's. */
  readonly column?: string
  readonly list?: boolean
  readonly nullable?: boolean
  /** PostgreSQL's type, if it is not the usual one: `varchar(40)`, `timestamptz`, `uuid`. */
  readonly native?: string
  readonly default?: DefaultDescription
  /** The field holds the time of the last write. */
  readonly updatedAt?: boolean
  /** The database computes the column, so nobody may write it. */
  readonly generated?: boolean
  /** The field is the primary key, or part of it. */
  readonly id?: boolean
  readonly unique?: boolean
}

/** What a field holds when the caller says nothing. */
export type DefaultDescription =
  | { readonly value: unknown }
  | { readonly sql: string }
  | { readonly fn: 'now' | 'ulid' | 'dbgenerated' }
  | { readonly fn: 'uuid'; readonly version?: 4 | 7 }
  | { readonly fn: 'cuid'; readonly version?: 1 | 2 }
  | { readonly fn: 'nanoid'; readonly length?: number }
  | SequenceDescription

/** A number that a sequence counts. */
export type SequenceDescription = {
  readonly fn: 'autoincrement'
  /** The sequence, if it is not the one that belongs to the column. */
  readonly sequence?: string | { readonly schema?: string; readonly name: string }
  readonly identity?: 'always' | 'byDefault'
  /** Whether numbers may be drawn from it directly; false without the right to use it. */
  readonly usable?: boolean
}

/** Fields that find at most one row. */
export type KeyDescription =
  | readonly string[]
  | {
      /** What a caller names it by, if not by its fields. */
      readonly name?: string
      readonly fields: readonly string[]
      /** The database's name of it. */
      readonly constraint?: string
    }

/** Two models joined, from one of them. Exactly one of `one` and `many` names the other. */
export type RelationDescription = {
  readonly one?: string
  readonly many?: string
  /** The name both sides share, needed where several relations join the same models. */
  readonly name?: string
  /** The fields of the foreign key, on the side that holds it. */
  readonly fields?: readonly string[]
  /** What they reference. */
  readonly references?: readonly string[]
  /** The database's name of the foreign key. */
  readonly constraint?: string
  readonly onDelete?: ReferentialAction
  readonly onUpdate?: ReferentialAction
  /** The junction table of a relation between many and many, if it is not `_AToB`. */
  readonly through?: {
    readonly schema?: string
    readonly table: string
    /** The column with this model's key. */
    readonly here: string
    /** The column with the other model's key. */
    readonly there: string
  }
}

/** What happens to rows that point at a row which goes away or changes its key. */
export type ReferentialAction = 'NoAction' | 'Restrict' | 'Cascade' | 'SetNull' | 'SetDefault'

/** A closed set of labels: their names, or each name with the database's label. */
export type EnumDescription =
  | readonly string[]
  | {
      readonly schema?: string
      /** The database's name of the type, if it is not the enum's. */
      readonly type?: string
      readonly values: readonly string[] | { readonly [name: string]: string }
    }

/** Keeps a description as it is, with the names in it as types. */
export function defineSchema<const S extends SchemaDescription>(description: S): S {
  return description
}
