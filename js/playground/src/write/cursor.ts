// Where a cursor stands in a text that may not be finished: inside of which objects, at a name or at a value.
//
// Reads words and brackets alone, so that it knows its way while somebody types. Knows no schema.

import type { Path } from './places.ts'

/** Where a cursor stands. */
export type Cursor = {
  /** What was begun there, up to the cursor. */
  readonly begun: string
  readonly from: number
  /** The words before the first bracket: `db.user.create`. */
  readonly callee: readonly string[]
  /** Whether the cursor is still in those words. */
  readonly isInCallee: boolean
  /** The path of the object or list around the cursor, or of the value at it. */
  readonly path: Path
  /** What is wanted: the name of an entry, a value, or an element of a list. */
  readonly at: 'name' | 'value' | 'element'
  /** The names that the object has. */
  readonly names: readonly string[]
  /** The quote of the text that the cursor stands in. */
  readonly quote: string | null
}

type Level = {
  readonly bracket: '{' | '[' | '('
  readonly names: string[]
  /** The name whose value is being read. */
  name: string | null
  /** How many elements stand before. */
  at: number
}

type Word = {
  readonly kind: 'word' | 'text' | 'mark' | 'open'
  readonly text: string
  readonly from: number
  readonly to: number
}

const WORDS =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|([\p{L}_$][\p{L}\p{N}_$]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(["'`](?:[^\n\\]|\\.)*)|([^\s])/gu

/** Where the cursor stands; undefined inside of a comment. */
export function cursorAt(text: string, position: number): Cursor | undefined {
  let levels: Level[] = []
  let callee: string[] = []
  let begun: Word | undefined
  for (const found of text.matchAll(WORDS)) {
    const from = found.index
    const to = from + found[0].length
    if (from >= position) break
    const word = wordOf(found, from, to)
    if (word === undefined) {
      if (to > position || (to === position && found[0].startsWith('//'))) return undefined
      continue
    }
    const isHere = to >= position && word.kind !== 'mark'
    if (isHere && !(word.kind === 'text' && to === position)) {
      begun = word
      break
    }
    if (levels.length === 0 && word.kind === 'mark' && !'.({['.includes(word.text)) callee = []
    else if (levels.length === 0 && word.kind === 'word') callee.push(word.text)
    levels = step(levels, word)
    if (levels.length === 0 && word.text === ')') callee = []
  }
  return { ...described(levels, callee, begun, position), names: namesAround(text, position, levels) }
}

function wordOf(found: RegExpExecArray, from: number, to: number): Word | undefined {
  const [, word, text, open, mark] = found
  if (word !== undefined) return { kind: 'word', text: word, from, to }
  if (text !== undefined) return { kind: 'text', text: text.slice(1, -1), from, to }
  if (open !== undefined) return { kind: 'open', text: open, from, to }
  return mark === undefined ? undefined : { kind: 'mark', text: mark, from, to }
}

function step(levels: Level[], word: Word): Level[] {
  const last = levels.at(-1)
  if (word.kind === 'mark') {
    switch (word.text) {
      case '{':
      case '[':
      case '(':
        return [...levels, { bracket: word.text, names: [], name: null, at: 0 }]
      case '}':
      case ']':
      case ')':
        return levels.slice(0, -1)
      case ',':
        if (last !== undefined) {
          last.name = null
          last.at += 1
        }
        return levels
      case ':':
        if (last !== undefined) last.name = last.names.at(-1) ?? null
        return levels
    }
  }
  if (last?.bracket === '{' && last.name === null && word.kind !== 'mark') last.names.push(word.text)
  return levels
}

function described(
  levels: readonly Level[],
  callee: readonly string[],
  begun: Word | undefined,
  position: number,
): Omit<Cursor, 'names'> {
  const path: (string | number)[] = []
  for (const { bracket, name, at } of levels.slice(1)) {
    if (bracket === '{' && name !== null) path.push(name)
    if (bracket === '[') path.push(at)
  }
  const last = levels.at(-1)
  const isOpen = begun?.kind === 'open' || begun?.kind === 'text'
  const raw = begun === undefined ? '' : begun.kind === 'word' ? begun.text : ''
  const quote = isOpen ? (QUOTE.exec(begun.text)?.[0] ?? '"') : null
  const from = begun === undefined ? position : isOpen ? begun.from + 1 : begun.from
  return {
    begun: raw,
    from,
    callee,
    isInCallee: levels.length === 0,
    path,
    at: last?.bracket === '[' ? 'element' : last?.bracket === '{' && last.name === null ? 'name' : 'value',
    quote,
  }
}

const QUOTE = /^["'`]/

// The names before the cursor are known; those behind it stand on the same level until it is closed.
function namesAround(text: string, position: number, levels: readonly Level[]): readonly string[] {
  const last = levels.at(-1)
  if (last?.bracket !== '{') return []
  const names = [...last.names]
  let depth = 0
  let before: string | undefined
  for (const found of text.slice(position).matchAll(WORDS)) {
    const word = wordOf(found, found.index, found.index + found[0].length)
    if (word === undefined) continue
    if (word.kind === 'mark' && '{[('.includes(word.text)) depth += 1
    if (word.kind === 'mark' && '}])'.includes(word.text)) depth -= 1
    if (depth < 0) break
    if (depth === 0 && word.text === ':' && before !== undefined) names.push(before)
    before = word.kind === 'mark' ? undefined : word.text
  }
  return names
}
