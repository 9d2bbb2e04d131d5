// The text of a Prisma schema -> its blocks. The language goes by lines: one field, value, setting or attribute on each.
//
// Knows no name but those that begin a block. A line that cannot be read is told and passed over, and the rest is read.

import {
  accept,
  attributesAt,
  expect,
  expressionAt,
  nounOf,
  peek,
  Unreadable,
  type Cursor,
} from './expressions.ts'
import type { Report } from './problems.ts'
import { tokensOf } from './tokens.ts'
import type { Attribute, Block, BlockKind, EnumValue, Field, FieldType, Name, Setting } from './tree.ts'

/** All blocks of a text. */
export function parseText(text: string, source: number, report: Report): readonly Block[] {
  const cursor: Cursor = { tokens: tokensOf(text, source), at: 0 }
  const blocks: Block[] = []
  for (;;) {
    while (peek(cursor).kind === 'newline') cursor.at += 1
    if (peek(cursor).kind === 'end') return blocks
    const block = attempt(cursor, report, skipBlock, () => blockAt(cursor, report))
    if (block !== undefined) blocks.push(block)
  }
}

const KINDS: readonly BlockKind[] = ['model', 'view', 'enum', 'type', 'datasource', 'generator']

function blockAt(cursor: Cursor, report: Report): Block {
  const start = peek(cursor)
  const kind = KINDS.find((word) => start.kind === 'word' && word === start.text)
  if (kind === undefined) {
    const found = nounOf(start)
    skipBlock(cursor)
    throw new Unreadable(
      start.place,
      `expected a block, found ${found}`,
      `a block begins with ${list(KINDS)}`,
    )
  }
  cursor.at += 1
  const isSettings = kind === 'datasource' || kind === 'generator'
  const what = `the name of the ${kind}`
  const name = isSettings ? expect(cursor, 'word', what) : nameAt(cursor, what)
  expect(cursor, 'mark', '`{`', '{')
  expectLineEnd(cursor)
  const lines = { fields: [], values: [], settings: [], attributes: [] }
  const isClosed = linesAt(cursor, kind, lines, report)
  if (!isClosed) {
    const message = `the ${kind} \`${name.text}\` is not closed`
    throw new Unreadable(name.place, message, 'its last line is a `}` alone')
  }
  return { kind, name, ...lines }
}

type Lines = {
  readonly fields: Field[]
  readonly values: EnumValue[]
  readonly settings: Setting[]
  readonly attributes: Attribute[]
}

/** Reads lines up to the `}`; false if there is none. */
function linesAt(cursor: Cursor, kind: BlockKind, lines: Lines, report: Report): boolean {
  for (;;) {
    while (peek(cursor).kind === 'newline') cursor.at += 1
    if (peek(cursor).kind === 'end') return false
    if (accept(cursor, '}') !== undefined) {
      attempt(cursor, report, skipLine, () => expectLineEnd(cursor))
      return true
    }
    attempt(cursor, report, skipLine, () => {
      lineAt(cursor, kind, lines)
      expectLineEnd(cursor)
    })
  }
}

function lineAt(cursor: Cursor, kind: BlockKind, lines: Lines): void {
  const { kind: tokenKind, text } = peek(cursor)
  if (tokenKind === 'mark' && text === '@@') {
    lines.attributes.push(...attributesAt(cursor, '@@'))
  } else if (kind === 'enum') {
    const name = nameAt(cursor, 'a value')
    lines.values.push({ name, attributes: attributesAt(cursor, '@') })
  } else if (kind === 'datasource' || kind === 'generator') {
    const name = expect(cursor, 'word', 'a setting')
    expect(cursor, 'mark', '`=`', '=')
    lines.settings.push({ name, value: expressionAt(cursor) })
  } else {
    const name = nameAt(cursor, 'a field')
    lines.fields.push({ name, type: typeAt(cursor), attributes: attributesAt(cursor, '@') })
  }
}

function typeAt(cursor: Cursor): FieldType {
  const word = expect(cursor, 'word', "the field's type")
  const isUnsupported = word.text === 'Unsupported' && accept(cursor, '(') !== undefined
  const name = isUnsupported ? expect(cursor, 'text', "the column's type as a text") : word
  if (isUnsupported) expect(cursor, 'mark', '`)`', ')')
  const isList = accept(cursor, '[') !== undefined
  if (isList) expect(cursor, 'mark', '`]`', ']')
  const arity = isList ? 'list' : accept(cursor, '?') === undefined ? 'required' : 'optional'
  return { name: { text: name.text, place: word.place }, isUnsupported, arity }
}

/** A name of the schema's own. */
function nameAt(cursor: Cursor, what: string): Name {
  const token = expect(cursor, 'word', what)
  if (/^[\p{L}][^-]*$/u.test(token.text)) return token
  throw new Unreadable(
    token.place,
    `\`${token.text}\` cannot be a name`,
    "a name begins with a letter and has no `-`; the database's own is told by `@map` or `@@map`",
  )
}

function expectLineEnd(cursor: Cursor): void {
  const token = peek(cursor)
  if (token.kind === 'end') return
  if (token.kind !== 'newline') {
    throw new Unreadable(token.place, `expected the end of the line, found ${nounOf(token)}`)
  }
  cursor.at += 1
}

/** Does the work; if it cannot be done, tells why and passes over what belongs to it. */
function attempt<T>(
  cursor: Cursor,
  report: Report,
  passOver: (cursor: Cursor) => void,
  work: () => T,
): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const { place, message, help } = error
    report.add({ kind: 'syntax', place, message, ...(help === undefined ? {} : { help }) })
    passOver(cursor)
    return undefined
  }
}

function skipLine(cursor: Cursor): void {
  while (peek(cursor).kind !== 'newline' && peek(cursor).kind !== 'end') cursor.at += 1
}

/** Passes over the lines of a block whose first line is wrong, so that it is told once. */
function skipBlock(cursor: Cursor): void {
  skipLine(cursor)
  const last = peek(cursor, -1)
  if (last.kind !== 'mark' || last.text !== '{') return
  while (peek(cursor).kind !== 'end') {
    skipLine(cursor)
    while (peek(cursor).kind === 'newline') cursor.at += 1
    if (accept(cursor, '}') !== undefined) return
  }
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
