// The other way: PostgreSQL's text of one column to the value a caller is given.
//
// Knows nothing of rows or fields. What comes in was printed by PostgreSQL with its ISO date style, so nothing is
// checked here. NULL never reaches a decoder made by `decoderOf`: it is null in every type.

import { parseArray } from './arrays.ts'
import { parseBytes } from './bytes.ts'
import { parseDate, parseTime, parseTimestamp } from './read-dates.ts'
import type { Coder } from './encode.ts'

/** Turns the text of one column into its value. */
export type Decoder = (text: string) => unknown

/** What a decoder must know beside its name. */
export type DecodeOptions = {
  /** For `enum`: from the label in the database to the name in the schema. */
  readonly names?: ReadonlyMap<string, string>
  /** For `numeric` and `money`: what to make of the digits, as decimal.js's constructor; without it they stay text. */
  readonly decimal?: new (text: string) => unknown
}

/** The decoder of that name, to be looked up once for a column. */
export function decoderOf(coder: Coder, options: DecodeOptions = {}): Decoder {
  const { names, decimal } = options
  if (coder === 'enum' && names !== undefined) return (text) => names.get(text) ?? text
  const decoder = DECODERS.get(coder) ?? asText
  if (decimal === undefined || (coder !== 'numeric' && coder !== 'money')) return decoder
  return (text) => new decimal(decoder(text) as string)
}

/** Decodes one column. */
export function decode(coder: Coder, text: string | null, options?: DecodeOptions): unknown {
  return text === null ? null : decoderOf(coder, options)(text)
}

/** Decodes an array column, element by element; a NULL element is null. */
export function decodeList(decoder: Decoder, literal: string): unknown[] {
  return parseArray(literal).map((text) => (text === null ? null : decoder(text)))
}

const DECODERS: ReadonlyMap<Coder, Decoder> = new Map<Coder, Decoder>([
  ['int2', Number],
  ['int4', Number],
  ['count', Number],
  ['int8', BigInt],
  ['oid', Number],
  ['float4', Number],
  ['float8', Number],
  ['numeric', asText],
  ['money', moneyDigits],
  ['bool', (text) => text === 't' || text === 'true'],
  ['text', asText],
  ['uuid', asText],
  ['json', (text) => JSON.parse(text) as unknown],
  ['jsonb', (text) => JSON.parse(text) as unknown],
  ['bytea', parseBytes],
  ['timestamp', parseTimestamp],
  ['timestamptz', parseTimestamp],
  ['date', parseDate],
  ['time', parseTime],
  ['timetz', parseTime],
])

function asText(text: string): string {
  return text
}

// Money is printed as the server's locale has it: `$1,234.50`, `1.234,50 €`, `($5.00)`. A separator before one or two
// last digits is the decimal point; all others only group.
function moneyDigits(text: string): string {
  const sign = /[-(]/.test(text) ? '-' : ''
  const digits = text.replace(/[^\d.,]/g, '')
  const [, whole = digits, cents] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? []
  const plain = whole.replace(/[.,]/g, '')
  return sign + plain + (cents === undefined ? '' : '.' + cents)
}
