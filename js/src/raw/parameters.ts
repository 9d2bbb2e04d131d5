// Values of a raw statement to texts: what each becomes is said by the value alone, since no schema knows its place.
//
// Knows nothing of SQL. PostgreSQL finds the type of a parameter from where it stands, and reads the text by it.

import { arrayLiteral } from '../coders/arrays.ts'
import { bytesOf } from '../coders/bytes.ts'
import { encode } from '../coders/encode.ts'
import { fault, isFault, type Encoded } from '../coders/fault.ts'
import type { Problem } from '../errors.ts'
import { AnyNull, DbNull, JsonNull } from '../values.ts'
import { badValue, undefinedValue } from './problems.ts'

/** The texts of all values, and what cannot be sent. */
export type Parameters = {
  readonly texts: readonly (string | null)[]
  readonly problems: readonly Problem[]
}

/** Writes values; one that is undefined is NULL if `ignoresUndefined`, else a mistake. */
export function parametersOf(values: readonly unknown[], ignoresUndefined: boolean): Parameters {
  const problems: Problem[] = []
  const missing = ignoresUndefined ? null : UNDEFINED
  const texts = values.map((value, at) => {
    const text = textOrFault(value, missing)
    if (!isFault(text)) return text
    problems.push(text === UNDEFINED ? undefinedValue(['values', at]) : badValue(['values', at], text))
    return null
  })
  return { texts, problems }
}

/** A value that is not there, or an element of a list that is not. */
const UNDEFINED = fault('WrongKind', 'undefined')
const WRONG_KIND = fault('WrongKind')

// An object may throw when it is read.
function textOrFault(value: unknown, missing: Encoded): Encoded {
  try {
    return isList(value) ? listText(value, missing) : textOf(value, missing)
  } catch {
    return fault('NotJson', 'unreadable')
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

// An array of arrays is an array of more dimensions, whose rows stand in it without quotes.
function listText(values: readonly unknown[], missing: Encoded, depth = 1): Encoded {
  if (depth > MOST_DIMENSIONS) return fault('TooDeep', String(MOST_DIMENSIONS))
  const items = Array.from(values)
  const nRows = items.filter(isList).length
  if (nRows > 0 && nRows < items.length) return WRONG_KIND
  const texts: (string | null)[] = []
  for (const item of items) {
    const text = isList(item) ? listText(item, missing, depth + 1) : textOf(item, missing)
    if (isFault(text)) return text
    texts.push(text)
  }
  return nRows > 0 ? `{${texts.join(',')}}` : arrayLiteral(texts)
}

// What PostgreSQL has, too.
const MOST_DIMENSIONS = 6

function textOf(value: unknown, missing: Encoded): Encoded {
  switch (typeof value) {
    case 'string':
      return encode('text', value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'undefined':
      return missing
    case 'object':
      return value === null ? null : objectText(value)
    default:
      return WRONG_KIND
  }
}

function objectText(value: object): Encoded {
  if (value === DbNull) return null
  if (value === JsonNull) return 'null'
  if (value === AnyNull) return WRONG_KIND
  if (bytesOf(value) !== undefined) return encode('bytea', value)
  const { toFixed, toJSON } = value as { toFixed?: unknown; toJSON?: unknown }
  if (typeof toFixed === 'function') return encode('numeric', value)
  const instant = encode('timestamptz', value)
  // With a space between day and time, a `time` reads it too.
  if (typeof instant === 'string') return instant.replace('T', ' ')
  if (!isFault(instant) || instant.fault !== 'WrongKind') return instant
  // Dates of other libraries write themselves as texts.
  const plain: unknown = typeof toJSON === 'function' ? toJSON.call(value, '') : value
  return typeof plain === 'string' ? encode('text', plain) : encode('json', plain)
}
