// Constants in SQL expressions, as PostgreSQL prints them: quoted texts with a cast, numbers, and lists of them.
//
// Knows nothing of columns. Whatever is more than a constant is none.

import { parseArray } from '../coders/arrays.ts'

/** A constant: its text, and the type it is cast to. */
export type Literal = { readonly text: string; readonly cast: string | null }

/** The constant that an expression is. */
export function literalOf(expression: string): Literal | null {
  const quoted = /^(E?)'((?:[^']|'')*)'(?:::(.+))?$/s.exec(expression)
  if (quoted !== null) {
    const [, isEscaped, inside = '', cast = null] = quoted
    const text = inside.replaceAll("''", "'")
    if (cast !== null && !isTypeName(cast)) return null
    return { text: isEscaped === 'E' ? text.replaceAll('\\\\', '\\') : text, cast }
  }
  const bare = /^(true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\(-\d+(?:\.\d+)?\))$/.exec(expression)
  return bare === null ? null : { text: expression.replace(/^\((.*)\)$/, '$1'), cast: null }
}

/** The elements of the array that an expression is. */
export function literalsOf(expression: string): readonly Literal[] | null {
  const constructed = /^ARRAY\[(.*?)\](?:::([^'[\]]+(?:\[\])*))?$/s.exec(expression)
  if (constructed !== null) {
    const [, inside = '', cast] = constructed
    if (cast !== undefined && !isTypeName(cast)) return null
    const elements = inside === '' ? [] : partsOf(inside).map(literalOf)
    return elements.every((element) => element !== null) ? elements : null
  }
  const whole = literalOf(expression)
  if (whole === null || !/^\{.*\}$/s.test(whole.text) || !whole.cast?.endsWith('[]')) return null
  const cast = whole.cast.slice(0, -2)
  const texts = parseArray(whole.text)
  const hasInner = texts.some((text) => text !== null && text.startsWith('{'))
  if (hasInner || texts.includes(null)) return null
  return texts.map((text) => ({ text: text ?? '', cast }))
}

/** A type's name and nothing more, so that no operator hides behind a cast. */
function isTypeName(text: string): boolean {
  const part = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
  const words = String.raw`(?:${part}(?:\.${part})?(?: (?:varying|precision|(?:with|without) time zone))*)`
  return new RegExp(String.raw`^${words}(?:\[\])*$`, 'u').test(text)
}

/** What stands between the commas that are in no quotes and no brackets. */
function partsOf(text: string): string[] {
  const pieces = text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[[\](),]|[^'"[\](),]+/gs) ?? []
  const parts = ['']
  let depth = 0
  for (const piece of pieces) {
    if ('[('.includes(piece)) depth += 1
    if ('])'.includes(piece)) depth -= 1
    if (piece === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts.map((part) => part.trim())
}
