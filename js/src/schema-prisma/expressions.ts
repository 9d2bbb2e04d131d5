// Tokens -> attributes and values: what stands behind an `@`, and between parentheses.
//
// Knows nothing of lines: whoever asks for a part says what must come after it.

import type { Token, TokenKind } from './tokens.ts'
import type { Argument, Attribute, Expression, Name, Place } from './tree.ts'

/** The tokens of a text, and how far they have been read. The end stays where it is. */
export type Cursor = { readonly tokens: readonly Token[]; at: number }

/** Why a line cannot be read. */
export class Unreadable extends Error {
  readonly place: Place
  readonly help: string | undefined

  constructor(place: Place, message: string, help?: string) {
    super(message)
    this.place = place
    this.help = help
  }
}

/** How deep lists, calls and objects may stand in each other. */
const MAX_DEPTH = 16

export function peek(cursor: Cursor, ahead = 0): Token {
  const token = cursor.tokens[Math.min(cursor.at + ahead, cursor.tokens.length - 1)]
  return token as Token
}

/** The next token if it is that mark, which is then read. */
export function accept(cursor: Cursor, mark: string): Token | undefined {
  const token = peek(cursor)
  if (token.kind !== 'mark' || token.text !== mark) return undefined
  cursor.at += 1
  return token
}

/** The next token, which must be of that kind or that mark. */
export function expect(cursor: Cursor, kind: TokenKind, what: string, mark?: string): Token {
  const token = peek(cursor)
  if (token.kind !== kind || (mark !== undefined && token.text !== mark)) {
    throw new Unreadable(token.place, `expected ${what}, found ${nounOf(token)}`)
  }
  cursor.at += 1
  return token
}

/** A token as it is called in a message. */
export function nounOf({ kind, text }: Token): string {
  switch (kind) {
    case 'newline':
      return 'the end of the line'
    case 'end':
      return 'the end of the text'
    case 'text':
      return 'a text'
    case 'unreadable':
      return `something unreadable: ${text}`
    case 'word':
    case 'number':
    case 'mark':
      return `\`${text}\``
  }
}

/** All attributes up to the line's end, each with that many `@`. */
export function attributesAt(cursor: Cursor, sign: '@' | '@@'): readonly Attribute[] {
  const attributes: Attribute[] = []
  for (let start = accept(cursor, sign); start !== undefined; start = accept(cursor, sign)) {
    const name = pathAt(cursor, "an attribute's name")
    const isOpen = accept(cursor, '(') !== undefined
    const args = isOpen ? argumentsUntil(cursor, ')', 0) : []
    attributes.push({ name: { text: name.text, place: start.place }, args })
  }
  return attributes
}

/** A value of any form. */
export function expressionAt(cursor: Cursor, depth = 0): Expression {
  const { kind, text, place } = peek(cursor)
  if (depth > MAX_DEPTH) throw new Unreadable(place, `values stand more than ${MAX_DEPTH} levels deep`)
  if (kind === 'text' || kind === 'number') {
    cursor.at += 1
    return { kind, text, place }
  }
  if (accept(cursor, '[') !== undefined) return { kind: 'list', items: itemsAt(cursor, depth), place }
  if (accept(cursor, '{') !== undefined)
    return { kind: 'object', entries: argumentsUntil(cursor, '}', depth), place }
  const name = pathAt(cursor, 'a value')
  if (accept(cursor, '(') === undefined) return { kind: 'word', text: name.text, place }
  return { kind: 'call', text: name.text, args: argumentsUntil(cursor, ')', depth), place }
}

/** `name` or `name.name`. */
function pathAt(cursor: Cursor, what: string): Name {
  const first = expect(cursor, 'word', what)
  let text = first.text
  while (accept(cursor, '.') !== undefined) text += `.${expect(cursor, 'word', 'a name').text}`
  return { text, place: first.place }
}

function itemsAt(cursor: Cursor, depth: number): readonly Expression[] {
  const items: Expression[] = []
  if (accept(cursor, ']') !== undefined) return items
  do items.push(expressionAt(cursor, depth + 1))
  while (accept(cursor, ',') !== undefined)
  expect(cursor, 'mark', '`,` or `]`', ']')
  return items
}

function argumentsUntil(cursor: Cursor, close: ')' | '}', depth: number): readonly Argument[] {
  const args: Argument[] = []
  if (accept(cursor, close) !== undefined) return args
  do args.push(argumentAt(cursor, depth + 1))
  while (accept(cursor, ',') !== undefined)
  expect(cursor, 'mark', `\`,\` or \`${close}\``, close)
  return args
}

function argumentAt(cursor: Cursor, depth: number): Argument {
  const after = peek(cursor, 1)
  const isNamed = peek(cursor).kind === 'word' && after.kind === 'mark' && after.text === ':'
  if (!isNamed) return { name: undefined, value: expressionAt(cursor, depth) }
  const { text, place } = expect(cursor, 'word', 'a name')
  expect(cursor, 'mark', '`:`', ':')
  return { name: { text, place }, value: expressionAt(cursor, depth) }
}
