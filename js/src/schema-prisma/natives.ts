// `@db.VarChar(40)` and what Prisma takes where nothing is said -> PostgreSQL's name of the type.
//
// Knows nothing of fields beyond the scalar they hold.

import { listed } from './arguments.ts'
import type { Field, Name } from './tree.ts'
import type { Database, World } from './world.ts'

/** The scalars of the language. */
export const SCALARS: readonly string[] = [
  'String',
  'Boolean',
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'DateTime',
  'Json',
  'Bytes',
]

/** A native type by PostgreSQL's name, and how many numbers may follow it. */
type Native = { readonly scalar: string; readonly type: string; readonly numbers: 0 | 1 | 2 }

function native(scalar: string, type: string, numbers: 0 | 1 | 2 = 0): Native {
  return { scalar, type, numbers }
}

const NATIVES: ReadonlyMap<string, Native> = new Map([
  ['Text', native('String', 'text')],
  ['VarChar', native('String', 'varchar', 1)],
  ['Char', native('String', 'char', 1)],
  ['Uuid', native('String', 'uuid')],
  ['Citext', native('String', 'citext')],
  ['Inet', native('String', 'inet')],
  ['Xml', native('String', 'xml')],
  ['Bit', native('String', 'bit', 1)],
  ['VarBit', native('String', 'varbit', 1)],
  ['Boolean', native('Boolean', 'bool')],
  ['SmallInt', native('Int', 'int2')],
  ['Integer', native('Int', 'int4')],
  ['Oid', native('Int', 'oid')],
  ['BigInt', native('BigInt', 'int8')],
  ['Real', native('Float', 'float4')],
  ['DoublePrecision', native('Float', 'float8')],
  ['Decimal', native('Decimal', 'numeric', 2)],
  ['Money', native('Decimal', 'money')],
  ['Timestamp', native('DateTime', 'timestamp', 1)],
  ['Timestamptz', native('DateTime', 'timestamptz', 1)],
  ['Date', native('DateTime', 'date')],
  ['Time', native('DateTime', 'time', 1)],
  ['Timetz', native('DateTime', 'timetz', 1)],
  ['Json', native('Json', 'json')],
  ['JsonB', native('Json', 'jsonb')],
  ['ByteA', native('Bytes', 'bytea')],
])

const COCKROACH_NATIVES: ReadonlyMap<string, Native> = new Map([
  ...['Char', 'Uuid', 'Inet', 'Bit', 'VarBit', 'Decimal', 'Oid', 'JsonB'].map(
    (name) => [name, NATIVES.get(name) as Native] as const,
  ),
  ...['Timestamp', 'Timestamptz', 'Date', 'Time', 'Timetz'].map(
    (name) => [name, NATIVES.get(name) as Native] as const,
  ),
  ['String', native('String', 'varchar', 1)],
  ['CatalogSingleChar', native('String', 'char')],
  ['Bool', native('Boolean', 'bool')],
  ['Int2', native('Int', 'int2')],
  ['Int4', native('Int', 'int4')],
  ['Int8', native('BigInt', 'int8')],
  ['Float4', native('Float', 'float4')],
  ['Float8', native('Float', 'float8')],
  ['Bytes', native('Bytes', 'bytea')],
])

/** The types that a description need not name. */
const USUAL: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'bool',
  Int: 'int4',
  BigInt: 'int8',
  Float: 'float8',
  Decimal: 'numeric',
  DateTime: 'timestamp',
  Json: 'jsonb',
  Bytes: 'bytea',
}

/** What Prisma makes of a scalar alone, where it is not the usual type. */
const UNSAID: Readonly<Record<string, string>> = { Decimal: 'numeric(65,30)', DateTime: 'timestamp(3)' }

/** PostgreSQL's type of a field with a scalar, if it is not the usual one. */
export function nativeOf(field: Field, { database, report }: World): string | undefined {
  const scalar = field.type.name.text
  const attribute = field.attributes.find(({ name }) => name.text.includes('.'))
  if (attribute === undefined) return UNSAID[scalar]
  const { name, args } = attribute
  const [prefix, word = ''] = name.text.split('.')
  const found = nativesOf(database).get(word)
  const problem = (message: string, help: string) =>
    report.add({ kind: 'attribute', place: name.place, message, help })
  if (prefix !== database.name || found === undefined || found.scalar !== scalar) {
    const fitting = [...nativesOf(database)].filter(([, one]) => one.scalar === scalar)
    const help = `it can have ${listed(fitting.map(([one]) => `@${database.name}.${one}`))}`
    problem(`a field of the type \`${scalar}\` cannot have \`@${name.text}\``, help)
    return undefined
  }
  const numbers = args.flatMap(({ value }) => (value.kind === 'number' ? [value.text] : []))
  if (numbers.length !== args.length || numbers.length > found.numbers) {
    problem(`\`@${name.text}\` is given what it does not take`, takes(found))
    return undefined
  }
  if (numbers.length > 0) return `${found.type}(${numbers.join(',')})`
  return found.type === USUAL[scalar] ? undefined : found.type
}

/** The type behind `Unsupported("...")`, without its modifiers; undefined if it is more than a name. */
export function unsupportedType({ text }: Name): string | undefined {
  const name = text.replace(/\s*\([^()]*\)/g, '').trim()
  return /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name) ? name : undefined
}

function nativesOf({ isCockroach }: Database): ReadonlyMap<string, Native> {
  return isCockroach ? COCKROACH_NATIVES : NATIVES
}

function takes({ numbers }: Native): string {
  return numbers === 0 ? 'it takes nothing' : numbers === 1 ? 'it takes one number' : 'it takes two numbers'
}
