// Puts pieces into a page between the marks that bear their names, and leaves the rest of it alone:
//
//     <!-- bench: counts -->
//     what stood here is replaced
//     <!-- /bench -->

import type { Piece } from './tables.ts'

const MARKED = /<!-- bench: ([\w-]+) -->\n[^]*?<!-- \/bench -->/g

/** The page with these pieces; a piece without a place, or a place without a piece, is an error. */
export function withPieces(page: string, pieces: readonly Piece[]): string {
  const left = new Map(pieces.map(({ name, text }) => [name, text]))
  const written = page.replace(MARKED, (_, name: string) => {
    const text = left.get(name)
    if (text === undefined) throw new Error(`the page has a place for ${name}, which this run does not give`)
    left.delete(name)
    return `<!-- bench: ${name} -->\n${text}\n<!-- /bench -->`
  })
  if (left.size > 0) throw new Error(`the page has no place for ${[...left.keys()].join(', ')}`)
  return written
}
