// Columns whose types only the database knows: PostgreSQL's numbers of its types to decoders, and rows to objects.
//
// Knows nothing of statements. A type without a decoder, an enum for one, stays the text that PostgreSQL prints.

import { parseArray } from '../coders/arrays.ts'
import { decoderOf, type Decoder, type DecodeOptions } from '../coders/decode.ts'
import type { Answer } from '../driver.ts'

/** Each type that is read: its coder, its number, and the number of arrays of it. */
const TYPES: readonly (readonly [coder: string, type: number, list: number])[] = [
  ['bool', 16, 1000],
  ['bytea', 17, 1001],
  ['int8', 20, 1016],
  ['int2', 21, 1005],
  ['int4', 23, 1007],
  // Unsigned, and a bigint for Prisma.
  ['int8', 26, 1028],
  ['json', 114, 199],
  ['float4', 700, 1021],
  ['float8', 701, 1022],
  ['money', 790, 791],
  ['date', 1082, 1182],
  ['time', 1083, 1183],
  ['timestamp', 1114, 1115],
  ['timestamptz', 1184, 1185],
  ['timetz', 1266, 1270],
  ['numeric', 1700, 1231],
  ['jsonb', 3802, 3807],
]

/** Texts as they are, in arrays: name, text, char, varchar, bpchar, bit, varbit, inet, cidr, xml, uuid, interval and the like. */
const TEXT_LISTS = [1002, 1003, 1009, 1014, 1015, 1561, 1563, 1041, 651, 143, 2951, 1187, 1040, 775, 3643]

type Reading = { readonly coder: string; readonly isList: boolean }

const BY_TYPE: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  ...TYPES.map(([coder, type]) => [type, { coder, isList: false }] as const),
  ...TYPES.map(([coder, , list]) => [list, { coder, isList: true }] as const),
  ...TEXT_LISTS.map((list) => [list, { coder: 'text', isList: true }] as const),
])

/** A row as an object, by the names of its columns. */
export type RawRow = Record<string, unknown>

/** Rows as objects. Of columns that share a name, the last is kept. */
export function rowsOf({ columns, rows }: Answer, options: DecodeOptions): RawRow[] {
  const decoders = columns.map(({ type }) => decoderOfType(type, options))
  return rows.map((row) => {
    return Object.fromEntries(
      columns.map(({ name }, at) => {
        const text = row[at] ?? null
        return [name, text === null ? null : decoders[at]?.(text)]
      }),
    )
  })
}

function decoderOfType(type: number, options: DecodeOptions): Decoder {
  const { coder, isList } = BY_TYPE.get(type) ?? { coder: 'text', isList: false }
  const one = decoderOf(coder, options)
  return isList ? (text) => listOf(text, one) : one
}

// The rows of an array of more dimensions begin with a brace; an element that does is quoted.
function listOf(literal: string, one: Decoder): unknown[] {
  const isNested = NESTED.test(literal)
  return parseArray(literal).map((text) => {
    if (text === null) return null
    return isNested ? listOf(text, one) : one(text)
  })
}

const NESTED = /^(?:[[\]\d:-]+=)?\{\{/
