// SQL in lines: a text as it is sent, broken where a reader would, with nothing but white space changed.
//
// Reads words, texts and brackets; knows no grammar beyond which words begin a line.

const TOKENS = /\s+|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|[\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?|::|[^\s]/gu

const BEGINS: ReadonlySet<string> = new Set([
  ...['WITH', 'SELECT', 'FROM', 'WHERE', 'RETURNING', 'VALUES', 'SET', 'UNION', 'LIMIT', 'OFFSET', 'USING'],
  ...[
    'JOIN',
    'LEFT',
    'CROSS',
    'INNER',
    'ORDER',
    'GROUP',
    'ON',
    'INSERT',
    'UPDATE',
    'DELETE',
    'MERGE',
    'WHEN',
    'FOR',
  ],
])

// Within the brackets of a call, and behind these words, the line goes on.
const GOES_ON: Readonly<Record<string, (before: string, next: string) => boolean>> = {
  FROM: (before) => before === 'DISTINCT' || before === 'DELETE',
  JOIN: (before) => before === 'LEFT' || before === 'CROSS' || before === 'INNER' || before === 'LATERAL',
  ON: (_, next) => next !== 'CONFLICT',
  UPDATE: (before) => before === 'DO' || before === 'FOR' || before === 'KEY' || before === 'THEN',
  ORDER: () => false,
  WHEN: (_, next) => next !== 'MATCHED' && next !== 'NOT',
  SET: (before) => before === 'UPDATE',
  LEFT: (_, next) => next === '(',
  INSERT: (before) => before === 'THEN',
  DELETE: (before) => before === 'THEN',
}

const OPENS: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'WITH',
  'MERGE',
  'VALUES',
])

/** A statement in lines. */
export function inLines(sql: string): string {
  const words = [...sql.matchAll(TOKENS)].map(([word]) => word)
  const solid = words.flatMap((word, at) =>
    /^\s/.test(word) ? [] : [{ word, isSpaced: /^\s/.test(words[at - 1] ?? '') }],
  )
  const brackets: boolean[] = []
  let text = ''
  let depth = 0
  const newLine = () => {
    text = `${text.trimEnd()}\n${'  '.repeat(depth)}`
  }
  for (const [at, { word, isSpaced }] of solid.entries()) {
    const before = solid[at - 1]?.word ?? ''
    const next = solid[at + 1]?.word ?? ''
    const isQuery = brackets.at(-1) !== false
    if (word === ')') {
      if (brackets.pop() === true) {
        depth -= 1
        newLine()
      }
    } else if (
      isQuery &&
      begins(word, before, next) &&
      text !== '' &&
      !text.endsWith('\n' + '  '.repeat(depth))
    ) {
      newLine()
    } else if (isSpaced) text += ' '
    text += word
    if (word === '(') {
      const isOpen = OPENS.has(next)
      brackets.push(isOpen)
      if (isOpen) {
        depth += 1
        newLine()
      }
    }
    if (
      word === ',' &&
      before === ')' &&
      brackets.length === 0 &&
      / AS(?: MATERIALIZED)? \($/.test(ahead(solid, at))
    )
      newLine()
  }
  return text.replace(/\n +(?=\n)/g, '\n').replace(/^( *) +/gm, (spaces) => spaces)
}

function begins(word: string, before: string, next: string): boolean {
  return BEGINS.has(word) && GOES_ON[word]?.(before, next) !== true
}

// The next words up to the first bracket, for telling one WITH from the next.
function ahead(words: readonly { readonly word: string }[], at: number): string {
  const some = words.slice(at + 1, at + 12).map(({ word }) => word)
  const end = some.indexOf('(')
  return end < 0 ? '' : some.slice(0, end + 1).join(' ')
}
