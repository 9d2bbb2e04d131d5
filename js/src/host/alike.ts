// Which objects at one place are alike, so that they are rows of one group.
//
// Conditions are alike when they have the same entries, all the way down, and nulls in the same places: then they differ
// in nothing but values.

import type { Entry } from './grammar.ts'
import { isReference } from '../values.ts'
import { KIND, kindOf } from './kinds.ts'

// Conditions nested deeper are not told apart any more; the reader stops there too.
const DEEPEST = 500

/** Whether an object is { where, data }, and not the data of a model that happens to have such fields. */
export function isEnvelope(object: object, plain: ReadonlyMap<string, Entry>): boolean {
  const names = Object.keys(object)
  const { data } = object as { data?: unknown }
  if (kindOf(data) !== KIND.Object || names.some((name) => name !== 'where' && name !== 'data')) return false
  return !plain.has('data') || (names.includes('where') && !plain.has('where'))
}

/** What rows have in common that differ in nothing but values. */
export function likenessOf(
  { mode, alike }: Entry,
  object: object,
  element: number,
  isPlainData: boolean,
): string {
  if (mode === 'each') return String(element)
  if (alike === 'all' || (alike === 'sameWhere' && isPlainData)) return ''
  const pieces: string[] = []
  addLikeness(pieces, alike === 'same' ? object : (object as { where?: unknown }).where, 0)
  return pieces.join('')
}

function addLikeness(pieces: string[], value: unknown, depth: number): void {
  const kind = kindOf(value)
  if (depth > DEEPEST) return
  if (kind === KIND.Object) {
    pieces.push('{')
    for (const [name, inner] of Object.entries(value as object)) {
      pieces.push(JSON.stringify(name))
      addLikeness(pieces, inner, depth + 1)
    }
    pieces.push('}')
  } else if (kind === KIND.List && (value as unknown[]).every((item) => kindOf(item) === KIND.Object)) {
    pieces.push('[')
    for (const item of value as unknown[]) addLikeness(pieces, item, depth + 1)
    pieces.push(']')
  } else if (isReference(value)) {
    pieces.push(JSON.stringify(String(value)))
  } else {
    pieces.push(kind.toString(16), value === 'insensitive' ? 'i' : '')
  }
}
