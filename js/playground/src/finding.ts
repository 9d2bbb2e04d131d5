// A finding: one thing that is wrong with a text, and where it stands there.
//
// Knows nothing of who found it.

/** A part of a text. */
export type Range = { readonly from: number; readonly to: number }

/** The texts that a caller edits. */
export type TextName = 'write' | 'schema' | 'seed'

/** One thing that is wrong with a text. */
export type Finding = Range & {
  readonly text: TextName
  /** The code of docs/errors.md; null for what only this page finds. */
  readonly code: string | null
  /** The place in the request or in the description, as text. */
  readonly place: string
  readonly message: string
  readonly help: string | null
}

/** The line and the column of a position, counted from 1. */
export function lineOf(text: string, position: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, position)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: position - start + 1 }
}

/** The position of a line and a column, counted from 1; the nearest there is. */
export function positionOf(text: string, line: number, column: number): number {
  let start = 0
  for (let left = line - 1; left > 0; left -= 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return text.length
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  return Math.min(start + column - 1, end < 0 ? text.length : end)
}

/** The word that begins at a position, or one letter. */
export function wordAt(text: string, from: number): Range {
  const word = /^(?:[\p{L}\p{N}_$]+|"[^"\n]*"|@+[\w.]+)/u.exec(text.slice(from, from + 200))?.[0] ?? ''
  return { from, to: Math.min(text.length, from + Math.max(1, word.length)) }
}
