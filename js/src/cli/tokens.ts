// Splits the text of a module into words, as far as a module of plain data needs them.
//
// Knows no grammar. Templates, expressions and whatever else runs are `other`: nobody reads on after one.

import type { Place } from './outcome.ts'

/** A word of a text. */
export type Token = {
  readonly kind: 'mark' | 'text' | 'number' | 'word' | 'other' | 'end'
  /** As it is written; of a text, what it says. */
  readonly text: string
  /** Where it begins. */
  readonly offset: number
}

const SPACE = /(?:[\s\ufeff]|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$.])/y
const TEXT = /"(?:[^"\\\n\r]|\\(?:\r\n|[^]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[^]))*'/y
const PATTERNS = [
  ['word', WORD],
  ['number', NUMBER],
  ['text', TEXT],
] as const
const MARKS = '{}[](),:;=*.'

/** The words of a text, up to the first that cannot be plain data. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let offset = 0
  for (;;) {
    const space = matchAt(SPACE, text, offset) ?? ''
    offset += space.length
    const [kind, written] = tokenAt(text, offset)
    const said = kind === 'text' ? unescaped(written.slice(1, -1)) : written
    if (said === null) tokens.push({ kind: 'other', text: written, offset })
    else tokens.push({ kind, text: said, offset })
    if (kind === 'end' || kind === 'other' || said === null) return tokens
    offset += written.length
  }
}

function tokenAt(text: string, offset: number): readonly [Token['kind'], string] {
  if (offset >= text.length) return ['end', '']
  for (const [kind, pattern] of PATTERNS) {
    const written = matchAt(pattern, text, offset)
    if (written !== null) return [kind, written]
  }
  const letter = text.charAt(offset)
  return [MARKS.includes(letter) ? 'mark' : 'other', letter]
}

function matchAt(pattern: RegExp, text: string, offset: number): string | null {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0] ?? null
}

const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[^]))/gu
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

/** What an escaped text says; null if it is none. */
function unescaped(written: string): string | null {
  let isGood = true
  const said = written.replace(
    ESCAPE,
    (match, long?: string, short?: string, byte?: string, letter?: string, at?: number) => {
      const code = Number.parseInt(long ?? short ?? byte ?? '', 16)
      if (letter === undefined) {
        if (code > 0x10ffff) isGood = false
        return isGood ? String.fromCodePoint(code) : ''
      }
      const next = written.charAt((at ?? 0) + match.length)
      if (/[ux1-9]/.test(letter) || (letter === '0' && /\d/.test(next))) isGood = false
      return /[\n\r\u2028\u2029]/.test(letter) ? '' : (LETTERS[letter] ?? letter)
    },
  )
  return isGood ? said : null
}

/** The line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
