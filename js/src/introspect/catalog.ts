// What one query tells of a database's catalog: tables, columns, types, indexes, foreign keys and triggers, as they are.
//
// Knows nothing of models. Objects are known by PostgreSQL's own numbers, columns by their position in the table.

/** All that is read of a database. */
export type Catalog = {
  /** The server's version: 180004. */
  readonly version: number
  readonly timeZone: string
  /** The schemas that were looked at, in the order of the search path or of the caller. */
  readonly schemas: readonly string[]
  readonly tables: readonly CatalogTable[]
  readonly types: readonly CatalogType[]
}

/** A table, or anything that is read like one. */
export type CatalogTable = {
  readonly id: number
  readonly schema: string
  readonly name: string
  /** PostgreSQL's letter: `r` table, `p` partitioned, `v` view, `m` materialized view, `f` foreign table. */
  readonly kind: string
  /** Whether the name alone finds it on the search path. */
  readonly isVisible: boolean
  readonly isPartition: boolean
  /** How many partitions, or tables that inherit from it, it has. */
  readonly children: number
  /** Which commands work, as bits: 4 update, 8 insert, 16 delete. */
  readonly commands: number
  readonly hasRowSecurity: boolean
  readonly isRowSecurityActive: boolean
  readonly columns: readonly CatalogColumn[]
  readonly uniques: readonly CatalogUnique[]
  readonly foreignKeys: readonly CatalogForeignKey[]
  /** The bits of every trigger that acts on its rows, its partitions' and children's triggers among them. */
  readonly triggers: readonly number[]
  readonly rules: readonly string[]
}

/** A column. */
export type CatalogColumn = {
  readonly position: number
  readonly name: string
  readonly type: number
  /** The type as PostgreSQL writes it: `character varying(40)`. */
  readonly written: string
  readonly isNotNull: boolean
  /** `a` always, `d` by default, or empty. */
  readonly identity: string
  /** `s` stored, `v` virtual, or empty. */
  readonly generated: string
  readonly default: string | null
  /** The sequences that its default draws from, or that make its identity. */
  readonly draws: readonly CatalogSequence[]
  /** How many sequences belong to it. */
  readonly owned: number
  /** Whether it can be written, where the table is a view. */
  readonly isWritable: boolean
}

/** A sequence. */
export type CatalogSequence = {
  readonly schema: string
  readonly name: string
  readonly isVisible: boolean
  /** Whether it belongs to the column. */
  readonly isOwned: boolean
  /** Whether this role may draw from it. */
  readonly isUsable: boolean
}

/** A unique index, a primary key's among them. */
export type CatalogUnique = {
  readonly name: string
  readonly columns: readonly number[]
  readonly isPrimary: boolean
  readonly isConstraint: boolean
  readonly isDeferrable: boolean
  readonly isPartial: boolean
  /** Whether it is still being built, or could not be. */
  readonly isUnfinished: boolean
  /** Whether it excludes overlapping periods, and not equal ones. */
  readonly isExclusion: boolean
  /** Whether it finds the same rows equal as `=` does on its columns. */
  readonly isEquality: boolean
}

/** A foreign key. */
export type CatalogForeignKey = {
  readonly name: string
  readonly columns: readonly number[]
  readonly target: number
  readonly targetSchema: string
  readonly targetName: string
  readonly targetColumns: readonly number[]
  /** PostgreSQL's letters: `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default. */
  readonly onDelete: string
  readonly onUpdate: string
  readonly isEnforced: boolean
  readonly isPeriod: boolean
}

/** A type that a column has, or that such a type is made of. */
export type CatalogType = {
  readonly id: number
  readonly schema: string
  readonly name: string
  /** PostgreSQL's letter: `b` base, `e` enum, `d` domain, `c` composite, `r` range, `m` multirange. */
  readonly kind: string
  readonly isVisible: boolean
  /** Whether its name, or its schema's, needs no quotes. */
  readonly isPlain: boolean
  readonly isSchemaPlain: boolean
  /** Whether arrays can be made of it. */
  readonly hasArray: boolean
  /** What it is an array of, or 0. */
  readonly element: number
  /** What a domain is over, or 0; and that type as PostgreSQL writes it. */
  readonly base: number
  readonly baseWritten: string
  readonly isNotNull: boolean
  readonly default: string | null
  readonly labels: readonly string[]
}
