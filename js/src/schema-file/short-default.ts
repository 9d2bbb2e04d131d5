// A default in its shortest form.
//
// Knows nothing of fields.

import type { DefaultDescription } from '../schema.ts'

/** What each function takes for granted. */
const USUAL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  uuid: { version: 4 },
  cuid: { version: 1 },
  nanoid: { length: 21 },
  autoincrement: { usable: true },
}

/** The default without what its function takes for granted. */
export function shortDefault(description: DefaultDescription): DefaultDescription {
  if (!('fn' in description)) return description
  const usual = USUAL[description.fn] ?? {}
  const said = Object.entries(description).filter(([entry, value]) => {
    return value !== undefined && value !== null && !(entry in usual && usual[entry] === value)
  })
  return Object.fromEntries(
    said.map(([entry, value]) => [entry, entry === 'sequence' ? shortSequence(value) : value]),
  ) as DefaultDescription
}

function shortSequence(sequence: unknown): unknown {
  const isObject = typeof sequence === 'object' && sequence !== null
  if (!isObject || !('name' in sequence)) return sequence
  return Object.values(sequence).filter((entry) => entry !== undefined).length === 1
    ? sequence.name
    : sequence
}
