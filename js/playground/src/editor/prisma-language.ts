// The colors of a schema.prisma: words, names, attributes and texts, letter by letter.
//
// Reads no grammar; what is wrong with a schema is told elsewhere.

import { StreamLanguage, type StringStream } from '@codemirror/language'

type State = { isInBlock: boolean; isAtStart: boolean }

const KEYWORDS = /^(?:model|enum|view|type|datasource|generator)\b/
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u

/** The language. */
export const prismaLanguage = StreamLanguage.define<State>({
  name: 'prisma',
  startState: () => ({ isInBlock: false, isAtStart: true }),
  token(stream, state) {
    if (stream.sol()) state.isAtStart = true
    if (stream.eatSpace()) return null
    if (stream.match(/^\/\/.*/)) return 'comment'
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string'
    if (stream.match(/^-?\d+(?:\.\d+)?/)) return 'number'
    return word(stream, state)
  },
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
})

function word(stream: StringStream, state: State): string | null {
  const isAtStart = state.isAtStart
  state.isAtStart = false
  if (!state.isInBlock && stream.match(KEYWORDS)) return 'keyword'
  if (stream.match(/^@@?[\w.]+/)) return 'meta'
  if (stream.match(NAME)) {
    if (!state.isInBlock) return 'typeName'
    if (isAtStart) return 'propertyName'
    return /^[A-Z]/.test(stream.current()) ? 'typeName' : 'variableName'
  }
  const letter = stream.next()
  if (letter === '{') state.isInBlock = true
  if (letter === '}') state.isInBlock = false
  return 'punctuation'
}
