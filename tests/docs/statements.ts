// The statements of an example, and what the page claims of each.
//
// Knows nothing of what comes of them. A statement begins at the left edge, and a claim is the comment right behind it: at the
// end of its last line, or in the lines that follow without an empty one between.
//
//     await db.post.count()       // { count: 1 }        it gives this value; `...` stands for anything more
//     const user = await ...      // { id: 1, ... }      the name has this value
//     String(plan)                //   1  find Tag at    what is no value is the text that it gives, line by line
//     await db.post.delete(...)   // throws post.delete: P2025 ...   it throws this; the compiler may refuse it too
//     const user = await ...      // of type { id: number }          the compiler knows the name by this type
//     await db.post.create(...)   //      ~~~~~ does not exist       the compiler says this there; it is not run
//
// Behind a declaration a comment that looks like none of these is prose, as are all comments above statements.

import { mistake, type Example } from './pages.ts'

export type Claim = {
  readonly kind: 'value' | 'text' | 'throws' | 'type' | 'refused'
  readonly line: number
  readonly text: string
  /** Of what the compiler says: where in the line before, from 1. */
  readonly column: number
}

export type Statement = {
  readonly line: number
  /** Without the claim. */
  readonly text: string
  readonly kind: 'import' | 'declaration' | 'expression' | 'other'
  readonly claim: Claim | null
}

const CLAIM = /^ *([[{'"\d]|-\d|(true|false|null|undefined)\b|new |throws |of type |~)/
const CONTINUES = /^(\s|[})\].|&?:`])/
const TRAILING = /^(.*\S)\s+\/\/(.*)$/
const KINDS: readonly [Statement['kind'], RegExp][] = [
  ['import', /^import\b/],
  ['declaration', /^(export |declare )?(const|let|type|interface|class|(async )?function)\b/],
  ['other', /^(for|if|try|throw|while|switch|export|\{)\b/],
]

/** The statements of an example, in order. */
export function statementsOf({ page, line, text }: Example): readonly Statement[] {
  const lines = text.split('\n')
  const statements: Statement[] = []
  let idx = 0
  while (idx < lines.length) {
    const start = idx
    if (isCode(lines[idx])) {
      idx += 1
      while (CONTINUES.test(lines[idx] ?? '') || endsWithin(lines, idx)) idx += 1
      const code = lines.slice(start, idx)
      const comment = commentBehind(lines, idx)
      idx += comment.length
      statements.push(statement(page, line + start, code, comment))
    } else {
      if (CLAIM.test(lines[idx]?.slice(2) ?? ''))
        throw mistake(page, line + idx, 'a claim with no statement before it')
      idx += 1
    }
  }
  return statements
}

/** A value with `...` in it as an expression: `rest` stands for the more that may be there. */
export function expressionOf(text: string): string {
  return text.replaceAll(/\.\.\.(?=\s*[,}\]])/g, '...rest')
}

function isCode(line: string | undefined): boolean {
  return line !== undefined && line !== '' && !line.startsWith('//')
}

/** Whether an empty line is one in the middle of a statement. */
function endsWithin(lines: readonly string[], idx: number): boolean {
  return lines[idx] === '' && CONTINUES.test(lines[idx + 1] ?? '')
}

function commentBehind(lines: readonly string[], from: number): readonly string[] {
  let end = from
  while (lines[end]?.startsWith('//')) end += 1
  return lines.slice(from, end).map((line) => line.slice(2))
}

function statement(page: string, line: number, code: readonly string[], below: readonly string[]): Statement {
  const kind = KINDS.find(([, pattern]) => pattern.test(code[0] ?? ''))?.[0] ?? 'expression'
  const inside = code.slice(0, -1).findIndex((text) => CLAIM.test(trailing(text)[1] ?? ''))
  if (inside !== -1) throw mistake(page, line + inside, 'a claim inside of a statement: nothing reads it')
  const [last, behind] = trailing(code.at(-1) ?? '')
  if (behind !== null && below.length > 0) throw mistake(page, line + code.length, 'a claim of two parts')
  const isBehind = behind !== null
  const comment = isBehind ? [behind] : below
  const text = [...code.slice(0, -1), isBehind ? last : (code.at(-1) ?? '')].join('\n')
  const claimLine = line + code.length - (isBehind ? 1 : 0)
  return { line, text, kind, claim: claimOf(page, claimLine, kind, comment) }
}

/** A line without the comment at its end, and the comment; also of a line that is nothing but a comment. */
function trailing(line: string): [string, string | null] {
  const [, code, comment] = TRAILING.exec(line) ?? [undefined, '', /^\s+\/\/(.*)$/.exec(line)?.[1]]
  const isInText = (code?.match(/['"`]/g)?.length ?? 0) % 2 === 1
  return comment === undefined || isInText ? [line, null] : [code ?? '', comment]
}

function claimOf(
  page: string,
  line: number,
  kind: Statement['kind'],
  comment: readonly string[],
): Claim | null {
  const whole = comment.map((text) => text.replace(/^ /, '')).join('\n')
  const isClaim = CLAIM.test(whole)
  if (comment.length === 0 || (!isClaim && kind !== 'expression')) return null
  if (whole.startsWith('throws ')) return { kind: 'throws', line, text: whole.slice(7), column: 0 }
  if (whole.startsWith('of type ')) return { kind: 'type', line, text: whole.slice(8), column: 0 }
  if (/^ *~/.test(whole)) return refused(line, comment)
  if (isValue(whole)) return { kind: 'value', line, text: whole, column: 0 }
  if (kind === 'expression') return { kind: 'text', line, text: whole, column: 0 }
  throw mistake(page, line, 'this comment looks like a value, and is none')
}

function refused(line: number, comment: readonly string[]): Claim {
  const [first = '', ...rest] = comment
  const said = [first.replace(/^ *~+/, ''), ...rest].map((text) => text.trim()).join(' ')
  return { kind: 'refused', line, text: said, column: first.indexOf('~') + 3 }
}

function isValue(text: string): boolean {
  try {
    new Function('rest', `return (${expressionOf(text)}\n)`)
    return true
  } catch {
    return false
  }
}
