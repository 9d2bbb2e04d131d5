// The text of a Prisma schema in tokens: words, numbers, texts, marks and line ends. Comments and spaces are passed over.
//
// Knows nothing of what may follow what.

import type { Place } from './tree.ts'

export type TokenKind = 'word' | 'number' | 'text' | 'mark' | 'newline' | 'end' | 'unreadable'

/** A token. The text of a `text` is what its quotes and escapes mean; of an `unreadable`, why it cannot be read. */
export type Token = { readonly kind: TokenKind; readonly text: string; readonly place: Place }

/** All tokens of a text, `end` last. Takes time in proportion to the text's length, whatever is in it. */
export function tokensOf(text: string, source: number): readonly Token[] {
  const tokens: Token[] = []
  let line = 1
  let lineStart = text.startsWith('\uFEFF') ? 1 : 0
  let at = lineStart
  while (at < text.length) {
    const place = { source, line, column: at - lineStart + 1 }
    const [kind, length] = kindAt(text, at)
    const written = text.slice(at, at + length)
    if (kind !== 'space') tokens.push(tokenOf(kind, written, place))
    at += length
    for (const { index } of kind === 'space' || kind === 'newline' ? written.matchAll(LINE_ENDS) : []) {
      line += 1
      lineStart = at - length + index + (written.startsWith('\r\n', index) ? 2 : 1)
    }
  }
  tokens.push({ kind: 'end', text: '', place: { source, line, column: at - lineStart + 1 } })
  return tokens
}

const LINE_ENDS = /\r\n|\n|\r/g

// A number is tried before a word, since words may begin with digits.
const KINDS: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /[ \t]+|\/\/[^\n\r]*|\/\*[^]*?\*\//y],
  ['newline', /\r\n|\n|\r/y],
  ['number', /-?[0-9]+(?:\.[0-9]+)?(?![\p{L}\p{N}_])/uy],
  ['word', /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*/uy],
  ['text', /"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"/y],
  ['mark', /@@|[@{}()[\],:=.?]/y],
]

function kindAt(text: string, at: number): [TokenKind | 'space', number] {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) return [kind, found[0].length]
  }
  return ['unreadable', unreadableLength(text, at)]
}

/** What is not closed goes on to where it could have been: a text to its line's end, a comment to the end of all. */
function unreadableLength(text: string, at: number): number {
  if (text.startsWith('/*', at)) return text.length - at
  const pattern = text[at] === '"' ? /[^\n\r]+/uy : /[^]/uy
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 1
}

function tokenOf(kind: TokenKind, written: string, place: Place): Token {
  if (kind === 'unreadable') return { kind, text: whyUnreadable(written), place }
  if (kind !== 'text') return { kind, text: written, place }
  for (const { 0: escape, index } of written.matchAll(ESCAPES)) {
    if (KNOWN_ESCAPE.test(escape)) continue
    const column = place.column + index
    return { kind: 'unreadable', text: `\`${escape}\` is no escape`, place: { ...place, column } }
  }
  return { kind, text: meaningOf(written), place }
}

function whyUnreadable(written: string): string {
  if (written.startsWith('"')) return 'the text is not closed on its line'
  if (written.startsWith('/*')) return 'the comment is not closed'
  return `\`${written}\` means nothing here`
}

const ESCAPES = /\\(?:u[0-9a-fA-F]{4}|.)/gu
const KNOWN_ESCAPE = /^\\(?:u.{4}|["\\/bfnrt])$/u
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function meaningOf(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(ESCAPES, (escape) =>
      escape.length > 2
        ? String.fromCharCode(parseInt(escape.slice(2), 16))
        : meaningOfLetter(escape.slice(1)),
    )
}

function meaningOfLetter(letter: string): string {
  return ESCAPED[letter] ?? letter
}
