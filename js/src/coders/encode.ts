// The coders of one value: what a caller wrote to PostgreSQL's text form, or the reason it cannot be sent.
//
// Knows nothing of statements, lists or fields, and decides nothing about which kinds a field takes: the planner has
// looked at kinds; a coder looks at what only the value shows. No coder throws, whatever it is given.

import { bytesOf, hexOfBase64, hexText } from './bytes.ts'
import { dateText, instantText, timeText, timetzText } from './dates.ts'
import { fault, nullOrWrong, type Encoded, type Fault } from './fault.ts'
import { jsonText } from './json.ts'
import { textFault } from './text.ts'

/** The planner's name for a way to turn values into text and back: `int4`, `jsonb`. An unknown name travels as text. */
export type Coder = string

/** Turns one value into its text. Null and undefined become NULL. */
export type Encoder = (value: unknown) => Encoded

/** What an encoder must know beside its name. */
export type EncodeContext = {
  /** For `enum`: from the name in the schema to the label in the database. */
  readonly labels?: ReadonlyMap<string, string>
}

/** The encoder of that name, to be looked up once for a column. */
export function encoderOf(coder: Coder, context: EncodeContext = {}): Encoder {
  return coder === 'enum' ? enumEncoder(context.labels ?? new Map()) : (ENCODERS.get(coder) ?? encodeText)
}

/** Encodes one value. */
export function encode(coder: Coder, value: unknown, context?: EncodeContext): Encoded {
  return encoderOf(coder, context)(value)
}

const ENCODERS: ReadonlyMap<Coder, Encoder> = new Map([
  ['int2', integerEncoder('int2', -(2 ** 15), 2 ** 15 - 1)],
  ['int4', integerEncoder('int4', -(2 ** 31), 2 ** 31 - 1)],
  ['int8', encodeInt8],
  ['count', encodeCount],
  ['one', encodeOne],
  ['oid', integerEncoder('oid', 0, 2 ** 32 - 1)],
  ['float4', encodeFloat4],
  ['float8', encodeFloat8],
  ['numeric', encodeNumeric],
  ['money', encodeMoney],
  ['bool', encodeBool],
  ['text', encodeText],
  ['uuid', encodeUuid],
  ['json', encodeJson],
  ['jsonb', encodeJson],
  ['bytea', encodeBytes],
  ['timestamp', instantText],
  ['timestamptz', instantText],
  ['date', dateText],
  ['time', timeText],
  ['timetz', timetzText],
])

function integerEncoder(type: string, least: number, most: number): Encoder {
  const outOfRange = fault('OutOfRange', type)
  return (value) => {
    if (typeof value === 'bigint') return value >= least && value <= most ? String(value) : outOfRange
    if (typeof value !== 'number') return nullOrWrong(value)
    if (!Number.isInteger(value)) return fractionFault(value)
    return value >= least && value <= most ? String(value) : outOfRange
  }
}

const LEAST_INT8 = -(2n ** 63n)
const MOST_INT8 = 2n ** 63n - 1n
const INT8_OUT_OF_RANGE = fault('OutOfRange', 'int8')
const UNSAFE_INTEGER = fault('UnsafeInteger')

function encodeInt8(value: unknown): Encoded {
  if (typeof value === 'bigint') {
    return value >= LEAST_INT8 && value <= MOST_INT8 ? String(value) : INT8_OUT_OF_RANGE
  }
  if (typeof value !== 'number') return nullOrWrong(value)
  if (Number.isSafeInteger(value)) return String(value)
  if (!Number.isInteger(value)) return fractionFault(value)
  return Math.abs(value) < 2 ** 63 ? UNSAFE_INTEGER : INT8_OUT_OF_RANGE
}

const NEGATIVE = fault('Negative')

function encodeCount(value: unknown): Encoded {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  return isNumber && value < 0 ? NEGATIVE : encodeInt8(value)
}

const NOT_ONE = fault('NotOne')

function encodeOne(value: unknown): Encoded {
  const text = encodeInt8(value)
  return typeof text !== 'string' || text === '1' || text === '-1' ? text : NOT_ONE
}

const NOT_AN_INTEGER = fault('NotAnInteger')

function fractionFault(value: number): Fault {
  return Number.isFinite(value) ? NOT_AN_INTEGER : notANumber(value)
}

function notANumber(value: number): Fault {
  return fault('NotANumber', String(value))
}

const FLOAT4_OUT_OF_RANGE = fault('OutOfRange', 'float4')

function encodeFloat4(value: unknown): Encoded {
  const text = encodeFloat8(value)
  if (typeof text !== 'string') return text
  const near = Math.fround(Number(text))
  // PostgreSQL refuses what float4 can only hold as zero, too.
  const holds = Number.isFinite(near) && (near !== 0 || Number(text) === 0)
  return holds ? text : FLOAT4_OUT_OF_RANGE
}

function encodeFloat8(value: unknown): Encoded {
  if (typeof value === 'bigint') return isExactFloat(value) ? String(value) : UNSAFE_INTEGER
  if (typeof value !== 'number') return nullOrWrong(value)
  if (!Number.isFinite(value)) return notANumber(value)
  return Object.is(value, -0) ? '-0' : String(value)
}

function isExactFloat(value: bigint): boolean {
  const near = Number(value)
  return Number.isFinite(near) && BigInt(near) === value
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const NOT_A_DECIMAL = fault('NotADecimal')

function encodeNumeric(value: unknown): Encoded {
  switch (typeof value) {
    case 'string':
      return DECIMAL.test(value) ? value : NOT_A_DECIMAL
    case 'number':
      return Number.isFinite(value) ? String(value) : notANumber(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : decimalObjectText(value)
    default:
      return nullOrWrong(value)
  }
}

// Objects of the decimal libraries print all their digits; `toString` first, because `toFixed` writes an exponent out
// and may make millions of zeros. A boxed number has both methods too, but its `toFixed` rounds.
function decimalObjectText(value: object): Encoded {
  try {
    const decimal = value as { toFixed?: unknown; toString?: unknown }
    if (typeof decimal.toFixed !== 'function' || value instanceof Number) return nullOrWrong(value)
    const text: unknown = typeof decimal.toString === 'function' ? decimal.toString() : undefined
    if (typeof text === 'string' && DECIMAL.test(text)) return text
    if (typeof text === 'string' && /^[+-]?(?:NaN|Infinity)$/.test(text)) return fault('NotANumber', text)
    const fixed: unknown = decimal.toFixed()
    return typeof fixed === 'string' && DECIMAL.test(fixed) ? fixed : NOT_A_DECIMAL
  } catch {
    return NOT_A_DECIMAL
  }
}

const MONEY_OUT_OF_RANGE = fault('OutOfRange', 'money')

// Money takes no exponent. A number small enough to be printed with one is less than a cent of anything.
function encodeMoney(value: unknown): Encoded {
  const text = encodeNumeric(value)
  if (typeof text !== 'string' || !/e/i.test(text)) return text
  return Math.abs(Number(text)) < 1e-6 ? '0' : MONEY_OUT_OF_RANGE
}

function encodeBool(value: unknown): Encoded {
  return value === true ? 't' : value === false ? 'f' : nullOrWrong(value)
}

function encodeText(value: unknown): Encoded {
  return typeof value === 'string' ? (textFault(value) ?? value) : nullOrWrong(value)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const OTHER_UUID = /^(?:\{[^{}]+\}|[^{}]+)$/
const UUID_DIGITS = /^(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}$/
const NOT_A_UUID = fault('NotAUuid')

// Every form PostgreSQL reads is turned into the one it prints, so equal keys are equal texts.
function encodeUuid(value: unknown): Encoded {
  if (typeof value !== 'string') return nullOrWrong(value)
  if (UUID.test(value)) return value
  if (value.length > 48 || !OTHER_UUID.test(value)) return NOT_A_UUID
  const digits = value.replace(/[{}]/g, '').toLowerCase()
  if (!UUID_DIGITS.test(digits)) return NOT_A_UUID
  return digits.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function encodeJson(value: unknown): Encoded {
  return value === null || value === undefined ? null : jsonText(value)
}

const NOT_BASE64 = fault('NotBase64')
const TOO_LARGE = fault('TooLarge')

function encodeBytes(value: unknown): Encoded {
  try {
    if (typeof value === 'string') return hexOfBase64(value) ?? NOT_BASE64
    const bytes = typeof value === 'object' && value !== null ? bytesOf(value) : undefined
    return bytes === undefined ? nullOrWrong(value) : hexText(bytes)
  } catch {
    // The hex form is longer than the longest text of the runtime.
    return TOO_LARGE
  }
}

// Names are own: a label called `constructor` is a label like any other.
function enumEncoder(labels: ReadonlyMap<string, string>): Encoder {
  const unknown = fault('UnknownEnumValue', [...labels.keys()].join(', '))
  return (value) => (typeof value === 'string' ? (labels.get(value) ?? unknown) : nullOrWrong(value))
}
