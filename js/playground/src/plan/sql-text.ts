// SQL in lines: a text as it is sent, broken where a reader would, with nothing but white space changed.
//
// Reads words, texts and brackets; knows no grammar beyond which words begin a line.

const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|[\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?|::|[^\s]/gu

/** A word, or what stands in brackets. */
type Part = { readonly isSpaced: boolean } & (
  { readonly word: string } | { readonly inside: readonly Part[] }
)

/** Brackets whose text is no longer stay in one line. */
const SHORT = 64

/** Lines are broken behind a comma when they are longer. */
const LONG = 72

/** Brackets within brackets are read no deeper than any statement has them. */
const DEEPEST = 400

/** A statement in lines. */
export function inLines(sql: string): string {
  const words = [...sql.matchAll(TOKENS)]
  const parts = partsFrom(sql, words)
  return parts === null ? sql : printed(parts, 0, true, 0)
}

// A text whose brackets do not fit stays as it is.
function partsFrom(sql: string, words: readonly RegExpExecArray[]): readonly Part[] | null {
  const levels: Part[][] = [[]]
  const spaces: boolean[] = []
  for (const { 0: word, index } of words) {
    const isSpaced = index > 0 && /\s/.test(sql.charAt(index - 1))
    if (word === '(') {
      levels.push([])
      spaces.push(isSpaced)
      if (levels.length > DEEPEST) return null
    } else if (word === ')') {
      const inside = levels.pop()
      if (inside === undefined || levels.length === 0) return null
      levels.at(-1)?.push({ inside, isSpaced: spaces.pop() ?? false })
    } else {
      levels.at(-1)?.push({ word, isSpaced })
    }
  }
  return levels.length === 1 ? (levels[0] ?? null) : null
}

// `used` is how much of the line is taken already.
function printed(parts: readonly Part[], depth: number, isQuery: boolean, used: number): string {
  const indent = '  '.repeat(depth)
  let text = ''
  let clause = ''
  const newLine = (more = '') => {
    text = `${text.trimEnd()}\n${indent}${more}`
  }
  for (const [at, part] of parts.entries()) {
    const [before, next] = [wordOf(parts[at - 1]), wordOf(parts[at + 1])]
    if ('inside' in part) {
      text += `${part.isSpaced && !text.endsWith(' ') ? ' ' : ''}(${insideOf(part.inside, depth, lineOf(text, used))})`
      continue
    }
    const isBeginning = isQuery && begins(part.word, before, next)
    if (isBeginning) clause = part.word
    if (isBeginning && text.trim() !== '') newLine()
    else if (part.isSpaced && text !== '' && !/[\n ]$/.test(text)) text += ' '
    text += part.word
    if (part.word !== ',') continue
    const line = lineOf(text, used)
    if (isQuery && clause === 'WITH') newLine()
    else if (line > LONG) newLine('    ')
  }
  return text
}

function lineOf(text: string, used: number): number {
  const start = text.lastIndexOf('\n')
  return start < 0 ? used + text.length : text.length - start
}

function insideOf(inside: readonly Part[], depth: number, used: number): string {
  if (!OPENS.has(wordOf(inside[0]))) return printed(inside, depth, false, used)
  const flat = printed(inside, depth, false, 0)
  if (flat.length <= SHORT && !flat.includes('\n')) return flat
  const lines = printed(inside, depth + 1, true, 2 * depth + 2)
  return `\n${'  '.repeat(depth + 1)}${lines}\n${'  '.repeat(depth)}`
}

function wordOf(part: Part | undefined): string {
  return part === undefined ? '' : 'word' in part ? part.word : '('
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
  ],
])

// Where such a word begins no line.
const GOES_ON: Readonly<Record<string, (before: string, next: string) => boolean>> = {
  WITH: (_, next) => next === 'ORDINALITY',
  SELECT: (before) => before === 'ALL',
  FROM: (before) => before === 'DISTINCT' || before === 'DELETE',
  JOIN: (before) => before === 'LEFT' || before === 'CROSS' || before === 'INNER',
  ON: (_, next) => next !== 'CONFLICT',
  UPDATE: (before) => before === 'DO' || before === 'FOR' || before === 'KEY' || before === 'THEN',
  WHEN: (_, next) => next !== 'MATCHED' && next !== 'NOT',
  SET: (before) => before === 'UPDATE',
  LEFT: (_, next) => next === '(',
  INSERT: (before) => before === 'THEN',
  DELETE: (before) => before === 'THEN',
}

function begins(word: string, before: string, next: string): boolean {
  return BEGINS.has(word) && GOES_ON[word]?.(before, next) !== true
}
