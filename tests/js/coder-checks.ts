// How suites ask a coder: by tables of values and answers, and by writing and reading back.
//
// Knows nothing of any coder's rules.

import assert from 'node:assert/strict'
import { decode } from '../../js/src/coders/decode.ts'
import { encode } from '../../js/src/coders/encode.ts'
import { isFault, type Encoded } from '../../js/src/coders/fault.ts'

/** Asserts what a coder makes of each value: a text, null, or the name of a fault. */
export function holds(
  coder: string,
  table: readonly (readonly [value: unknown, expected: string | null])[],
): void {
  for (const [value, expected] of table) {
    const encoded = encode(coder, value)
    assert.equal(isFault(encoded) ? encoded.fault : encoded, expected, `${coder} of ${describeValue(value)}`)
  }
}

function describeValue(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value)
}

/** What is read of what a coder writes. */
export function roundTrip(coder: string, value: unknown): unknown {
  return decode(coder, text(encode(coder, value)))
}

function text(encoded: Encoded): string {
  assert.equal(typeof encoded, 'string', `a text, not ${JSON.stringify(encoded)}`)
  return encoded as string
}
