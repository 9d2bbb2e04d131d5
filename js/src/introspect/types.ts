// A column's type in the words of a description: the scalar or enum, whether it is a list, and PostgreSQL's own name.
//
// Knows nothing of defaults. A domain is written as what it is over, because the database turns one into the other
// wherever a row is made; whatever else has a name without quotes travels as text.

import type { CatalogColumn, CatalogType } from './catalog.ts'

/** What a field of a column is. */
export type ColumnType = {
  /** `String`, or the enum's name. */
  readonly scalar: string
  readonly native: string | undefined
  readonly isList: boolean
  readonly isNullable: boolean
  /** The domains it goes through, from the outermost inwards. */
  readonly domains: readonly CatalogType[]
  /** PostgreSQL's type below all domains and arrays, and how it writes it. */
  readonly base: CatalogType
  readonly written: string
}

/** The types of a database by their numbers, and its enums' names. */
export type Types = {
  readonly byId: ReadonlyMap<number, CatalogType>
  readonly enumNames: ReadonlyMap<number, string>
}

/** PostgreSQL's own types that hold one scalar, and how the scalar is usually stored. */
const SCALARS: Readonly<Record<string, readonly [usual: string, ...others: readonly string[]]>> = {
  String: ['text', 'varchar', 'bpchar', 'xml', 'uuid', 'inet', 'bit', 'varbit'],
  Int: ['int4', 'int2', 'oid'],
  BigInt: ['int8'],
  Float: ['float8', 'float4'],
  Decimal: ['numeric', 'money'],
  Boolean: ['bool'],
  DateTime: ['timestamp', 'timestamptz', 'date', 'time', 'timetz'],
  Json: ['jsonb', 'json'],
  Bytes: ['bytea'],
}

/** Names that a description reads as PostgreSQL's own, whatever type of the database has them. */
const TAKEN_NAMES =
  /^(serial|smallserial|bigserial|char|character|decimal|real|int|integer|smallint|bigint|boolean)$/

/** What the column's field is; null if the type has no name that can be sent. */
export function columnType(types: Types, column: CatalogColumn): ColumnType | null {
  const outer = domainsOf(types, column.type, column.written)
  if (outer === null) return null
  const element =
    outer.base.element === 0 ? null : domainsOf(types, outer.base.element, elementOf(outer.written))
  if (outer.base.element !== 0 && element === null) return null
  const { base, written } = element ?? outer
  const named = scalarOf(types, base, written)
  const isList = element !== null
  // Rows are sent as arrays, and `unnest` takes a composite type apart.
  const isTakenApart = base.kind === 'c' && !isList
  if (named === null || !base.hasArray || isTakenApart) return null
  const domain = element?.domains[0]
  return {
    scalar: named.scalar,
    native: domain === undefined ? named.native : (listNative(domain, base) ?? named.native),
    isList,
    isNullable: !isList && !column.isNotNull && !outer.domains.some((one) => one.isNotNull),
    domains: outer.domains,
    base,
    written,
  }
}

/** Whether PostgreSQL compares it with texts only by a cast: a foreign key must have the same on both sides. */
export function isUuid({ native }: ColumnType): boolean {
  return native === 'uuid'
}

type Unwrapped = { readonly domains: CatalogType[]; readonly base: CatalogType; readonly written: string }

function domainsOf(types: Types, id: number, written: string): Unwrapped | null {
  const domains: CatalogType[] = []
  let type = types.byId.get(id)
  let text = written
  while (type !== undefined && type.kind === 'd') {
    domains.push(type)
    text = type.baseWritten
    type = types.byId.get(type.base)
  }
  return type === undefined ? null : { domains, base: type, written: text }
}

function elementOf(written: string): string {
  return written.replace(/\[\]$/, '')
}

function scalarOf(
  types: Types,
  type: CatalogType,
  written: string,
): Pick<ColumnType, 'scalar' | 'native'> | null {
  if (type.kind === 'e') {
    const name = types.enumNames.get(type.id)
    return name === undefined ? null : { scalar: name, native: undefined }
  }
  const own = type.schema === 'pg_catalog' ? scalarHolding(type.name) : undefined
  const name = own === undefined ? nameOf(type) : ownName(type.name, written)
  if (name === null) return null
  const native = name + modifiersOf(written)
  if (own === undefined) return { scalar: 'String', native }
  return { scalar: own, native: native === SCALARS[own]?.[0] ? undefined : native }
}

function scalarHolding(name: string): string | undefined {
  return Object.keys(SCALARS).find((scalar) => SCALARS[scalar]?.includes(name))
}

function ownName(name: string, written: string): string {
  return name === 'bpchar' && written.includes('(') ? 'char' : name
}

/** A type's name as it can be put into a statement without quotes. */
function nameOf(type: CatalogType): string | null {
  if (type.schema === 'pg_catalog') return type.name === 'char' ? null : type.name
  if (!type.isPlain) return null
  if (type.isVisible && !TAKEN_NAMES.test(type.name)) return type.name
  return type.isSchemaPlain ? `${type.schema}.${type.name}` : null
}

/** `(40)` of `character varying(40)`. What is no number, as in `geometry(Point,4326)`, is left to the column. */
function modifiersOf(written: string): string {
  return /\([\d, -]+\)/.exec(written)?.[0].replaceAll(' ', '') ?? ''
}

/** An array of a domain is no array of what the domain is over: it goes by the domain's name where texts agree. */
function listNative(domain: CatalogType, base: CatalogType): string | null {
  const usual = Object.values(SCALARS).some(([name]) => name === base.name)
  const isText = base.schema === 'pg_catalog' && (usual || ['varchar', 'bpchar'].includes(base.name))
  return isText ? nameOf(domain) : null
}
