// Values of a raw statement to texts: what each becomes is said by the value alone, since no schema knows its place.
//
// Knows nothing of SQL. PostgreSQL finds the type of a parameter from where it stands, and reads the text by it.

import { bytesOf } from '../coders/bytes.ts'
import { encode } from '../coders/encode.ts'
import { isFault, type Encoded, type Fault } from '../coders/fault.ts'
import { arrayLiteral } from '../coders/arrays.ts'
import type { Problem } from '../errors.ts'
import type { Path } from '../host/places.ts'
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
  const texts = values.map((value, at) => {
    const path = ['values', at]
    if (value === undefined && !ignoresUndefined) problems.push(undefinedValue(path))
    try {
      return orProblem(isList(value) ? listText(value) : textOf(value), path)
    } catch {
      // An object may throw when it is read.
      problems.push(badValue(path, { fault: 'NotJson', detail: 'unreadable' }))
      return null
    }
  })
  return { texts, problems }

  function orProblem(encoded: Encoded, path: Path): string | null {
    if (!isFault(encoded)) return encoded
    problems.push(badValue(path, encoded))
    return null
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

// An array of arrays is an array of more dimensions, whose rows stand in it without quotes.
function listText(values: readonly unknown[], depth = 0): string | Fault {
  if (depth >= MOST_DIMENSIONS) return { fault: 'TooDeep', detail: String(MOST_DIMENSIONS) }
  const items = Array.from(values)
  const texts = items.map((item) => (isList(item) ? listText(item, depth + 1) : textOf(item)))
  const fault = texts.find(isFault)
  if (fault !== undefined) return fault
  const written = texts as (string | null)[]
  return items.some(isList) ? `{${written.join(',')}}` : arrayLiteral(written)
}

// What PostgreSQL has, too.
const MOST_DIMENSIONS = 6

function textOf(value: unknown): Encoded {
  switch (typeof value) {
    case 'string':
      return encode('text', value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : objectText(value)
    default:
      return { fault: 'WrongKind' }
  }
}

function objectText(value: object): Encoded {
  if (value === DbNull) return null
  if (value === JsonNull) return 'null'
  if (value === AnyNull) return { fault: 'WrongKind' }
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
