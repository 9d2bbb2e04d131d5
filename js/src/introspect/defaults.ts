// A column's default in the words of a description: a value if it is one exactly, else the database's own expression.
//
// Knows nothing of who evaluates it. What is not surely the same stays SQL, which is always right.

import { parseBytes } from '../coders/bytes.ts'
import type { DefaultDescription } from '../schema.ts'
import type { CatalogColumn, CatalogSequence, CatalogTable } from './catalog.ts'
import { instant } from './instants.ts'
import { literalOf, literalsOf, type Literal } from './literals.ts'
import type { ColumnType } from './types.ts'

/** The default of a column, if it has one. */
export function columnDefault(
  table: CatalogTable,
  column: CatalogColumn,
  type: ColumnType,
): DefaultDescription | undefined {
  const expression = column.default ?? type.domains.find((domain) => domain.default !== null)?.default ?? null
  const sequence = drawn(table, column, type, expression)
  if (sequence !== undefined) return sequence
  if (expression === null) return table.kind === 'v' || table.kind === 'f' ? { fn: 'dbgenerated' } : undefined
  if (/^NULL(::.+)?$/.test(expression)) return undefined
  if (type.scalar === 'DateTime' && !type.isList && isNow(expression, type)) return { fn: 'now' }
  const value = type.isList ? listValue(expression, type) : valueOf(literalOf(expression), type)
  return value === undefined ? { sql: expression } : { value }
}

/** Whether a default is the clock, read without a time zone. */
export function readsLocalClock(column: CatalogColumn, type: ColumnType): boolean {
  return type.base.name === 'timestamp' && /^(now\(\)|CURRENT_TIMESTAMP(\(\d\))?)$/.test(column.default ?? '')
}

function isNow(expression: string, type: ColumnType): boolean {
  if (/^(now\(\)|transaction_timestamp\(\)|CURRENT_TIMESTAMP(\(\d\))?)$/.test(expression)) return true
  const inUtc =
    /^(timezone\('utc'::text, (now\(\)|CURRENT_TIMESTAMP)\)|\((now\(\)|CURRENT_TIMESTAMP) AT TIME ZONE 'utc'::text\))$/i
  return type.base.name === 'timestamp' && inUtc.test(expression)
}

function drawn(
  table: CatalogTable,
  column: CatalogColumn,
  type: ColumnType,
  expression: string | null,
): DefaultDescription | undefined {
  const [sequence, ...others] = column.draws
  if (sequence === undefined || others.length > 0 || type.isList) return undefined
  if (!['Int', 'BigInt'].includes(type.scalar)) return undefined
  const isIdentity = column.identity !== ''
  if (!isIdentity && !/^nextval\('(?:[^']|'')+'::regclass\)$/.test(expression ?? '')) return undefined
  return {
    fn: 'autoincrement',
    ...(sequence.isOwned && column.owned === 1 ? {} : { sequence: nameOfSequence(table, sequence) }),
    ...(isIdentity ? { identity: column.identity === 'a' ? 'always' : 'byDefault' } : {}),
    ...(sequence.isUsable ? {} : { usable: false }),
  }
}

/** A name alone is looked for where the table is. */
function nameOfSequence(
  table: CatalogTable,
  { schema, name, isVisible }: CatalogSequence,
): string | { schema: string; name: string } {
  const isBesideTable = table.isVisible ? isVisible : schema === table.schema
  return isBesideTable ? name : { schema, name }
}

function listValue(expression: string, type: ColumnType): unknown {
  const values = literalsOf(expression)?.map((literal) => valueOf(literal, type))
  return values === undefined || values.includes(undefined) ? undefined : values
}

/** A constant as the description holds it; undefined if the column would make something else of it. */
function valueOf(literal: Literal | null, type: ColumnType): unknown {
  if (literal === null) return undefined
  const { text, cast } = literal
  const isOwn = cast === null || castsTo(type).includes(cast)
  if (type.base.kind === 'e') return isOwn && type.base.labels.includes(text) ? text : undefined
  const isNumeric = isOwn || NUMBERS.includes(cast)
  switch (type.scalar) {
    case 'String':
      return isOwn || (TEXTS.includes(cast) && TEXTS.includes(bareName(type))) ? text : undefined
    case 'Int':
    case 'BigInt':
      return isNumeric && /^-?\d+$/.test(text) ? wholeNumber(text, type) : undefined
    case 'Float':
      return isNumeric ? float(text) : undefined
    case 'Decimal':
      return isNumeric && type.base.name === 'numeric' && /^-?\d+(\.\d+)?$/.test(text)
        ? exact(text)
        : undefined
    case 'Boolean':
      return isOwn && /^(true|false)$/.test(text) ? text === 'true' : undefined
    case 'Json':
      return isOwn ? json(text, type.base.name) : undefined
    case 'Bytes':
      return isOwn && text.startsWith('\\x') ? base64(parseBytes(text)) : undefined
    case 'DateTime':
      return isOwn ? instant(text, type.base.name) : undefined
    default:
      return undefined
  }
}

const NUMBERS = ['smallint', 'integer', 'bigint', 'numeric']
const TEXTS = ['text', 'character varying', 'character', 'bpchar', 'citext']

/** The casts that give the column's own type. */
function castsTo(type: ColumnType): readonly string[] {
  const domains = type.domains
    .filter(({ isPlain }) => isPlain)
    .map(({ schema, name, isVisible }) => {
      return isVisible ? name : `${schema}.${name}`
    })
  return [bareName(type), ...(type.base.name === 'bpchar' ? ['bpchar'] : []), ...domains]
}

/** `character varying` of `character varying(40)`. */
function bareName({ written }: ColumnType): string {
  return written.replace(/\([\d, -]+\)/, '')
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** A number as JSON has it, or its text where JSON's numbers lose digits. */
function exact(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text
}

function wholeNumber(text: string, { scalar }: ColumnType): number | string | undefined {
  const value = exact(text)
  return scalar === 'BigInt' || typeof value === 'number' ? value : undefined
}

function float(text: string): number | undefined {
  const value = Number(text)
  return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined
}

/** A JSON value that is written again as it stands there. */
function json(text: string, type: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/-?\d[\d.eE+-]*/g) ?? []
  const isExact = numbers.every((number) => String(Number(number)) === number)
  const isSame = type === 'jsonb' ? isExact : isExact && JSON.stringify(value) === text
  return isSame && value !== null && depthOf(value) <= MOST_DEPTH ? value : undefined
}

/** How deep a value of the description may be, with room for what is around it. */
const MOST_DEPTH = 32

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}
