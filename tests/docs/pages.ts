// The examples of a page: its fenced blocks, each with its place, its language and the mark before it.
//
// Knows nothing of what is inside of a block. A mark is a comment of the page right before a block:
//
//     <!-- not run: why -->        the compiler reads it, nothing runs it
//     <!-- not checked: why -->    neither
//     <!-- tables: CREATE ... -->  it runs on these tables, and no rows, in place of the blog's

import { readFileSync, readdirSync } from 'node:fs'

export type Mark = { readonly kind: 'not run' | 'not checked' | 'tables'; readonly text: string }

/** A fenced block. */
export type Example = {
  /** The page from the root of the repository: `docs/guide.md`. */
  readonly page: string
  /** The line of the page that the text begins at. */
  readonly line: number
  readonly language: string
  readonly text: string
  readonly mark: Mark | null
}

const ROOT = new URL('../../', import.meta.url)
/** All that are not `ts` are for people to read. */
const LANGUAGES = ['ts', 'sql', 'sh', 'text', 'json', 'prisma']
const OPENING = /^( *)```(.*)$/
const MARK = /<!-- (not run|not checked|tables):\s+(\S[^]*?) -->$/
const MARK_OF_ANY_FORM = /^ *<!-- *(not|tables)\b/i

/** The pages whose examples are held to be true. */
export function pageNames(): readonly string[] {
  const pages = readdirSync(new URL('docs', ROOT)).filter((name) => name.endsWith('.md'))
  return ['README.md', ...pages.sort().map((name) => `docs/${name}`)]
}

/** The examples of one of them. */
export function examplesOf(page: string): readonly Example[] {
  return readPage(page, readFileSync(new URL(page, ROOT), 'utf8'))
}

/** The examples of a text. */
export function readPage(page: string, text: string): readonly Example[] {
  const lines = text.split('\n')
  const examples: Example[] = []
  const marks: number[] = []
  for (let idx = 0; idx < lines.length; idx += 1) {
    const [, indent, language] = OPENING.exec(lines[idx] ?? '') ?? []
    if (MARK_OF_ANY_FORM.test(lines[idx] ?? '')) marks.push(idx)
    if (indent === undefined || language === undefined) continue
    if (!LANGUAGES.includes(language)) {
      throw mistake(
        page,
        idx + 1,
        `a block in \`${language}\`: none of ${LANGUAGES.join(', ')}, so nothing reads it`,
      )
    }
    const end = lines.indexOf(`${indent}\`\`\``, idx + 1)
    if (end === -1) throw mistake(page, idx + 1, 'a block that does not end')
    const body = lines.slice(idx + 1, end).map((line) => unindented(page, idx + 1, indent, line))
    const [start, mark] = markBefore(page, lines, idx)
    if (marks.at(-1) === start) marks.pop()
    examples.push({ page, line: idx + 2, language, text: body.join('\n'), mark })
    idx = end
  }
  for (const idx of marks) throw mistake(page, idx + 1, 'a mark that no block follows, or of another form')
  return examples
}

/** A mistake of a page, at its place. */
export function mistake(page: string, line: number, message: string): Error {
  return Object.assign(new Error(`${page}:${line}: ${message}`), { stack: '' })
}

function unindented(page: string, line: number, indent: string, text: string): string {
  if (text === '' || text.startsWith(indent)) return text.slice(indent.length)
  throw mistake(page, line, 'a block with a line that stands further left than it does')
}

/** The mark that ends right before a block, and the line that it begins at. */
function markBefore(page: string, lines: readonly string[], opening: number): [number, Mark | null] {
  let end = opening
  while (end > 0 && lines[end - 1]?.trim() === '') end -= 1
  if (!lines[end - 1]?.endsWith('-->')) return [-1, null]
  let start = end - 1
  while (start > 0 && !lines[start]?.includes('<!--')) start -= 1
  const [, kind, text] = MARK.exec(lines.slice(start, end).join('\n')) ?? []
  if (text === undefined) throw mistake(page, start + 1, 'a comment before a block that is no mark')
  return [start, { kind: kind as Mark['kind'], text }]
}
