// Where a part of a description stands in the schema.prisma that it was made from.
//
// Finds blocks and lines by their names alone; it reads no Prisma.

import { wordAt, type Range } from '../finding.ts'
import type { Path } from '../write/places.ts'

/** The name of the model, the enum or the field that a path of a description speaks of. */
export function placeInPrisma(text: string, path: Path): Range {
  const [part, block, , line] = path.map(String)
  const kind = part === 'enums' ? 'enum' : '(?:model|view|type)'
  const start =
    block === undefined ? -1 : positionAfter(text, new RegExp(`^[ \\t]*${kind}[ \\t]+`, 'mu'), block, 0)
  if (start < 0) return { from: 0, to: Math.min(1, text.length) }
  const found = line === undefined ? -1 : positionAfter(text, /^[ \t]*/mu, line, start)
  const end = text.indexOf('\n}', start)
  return wordAt(text, found >= 0 && (end < 0 || found < end) ? found : start)
}

// Where a name begins that stands behind a pattern; -1 if it stands nowhere.
function positionAfter(text: string, before: RegExp, name: string, from: number): number {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`(${before.source})${escaped}(?![\\p{L}\\p{N}_])`, 'gmu')
  pattern.lastIndex = from
  const found = pattern.exec(text)
  return found === null ? -1 : found.index + (found[1] ?? '').length
}
