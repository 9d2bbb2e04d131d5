// Code that is only shown: SQL in colors, as elements of the page.

import { PostgreSQL } from '@codemirror/lang-sql'
import { highlightTree } from '@lezer/highlight'
import { colors } from './colors.ts'

/** Longer texts are shown without colors. */
const MOST_LETTERS = 60_000

/** SQL in colors. */
export function coloredSql(sql: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  if (sql.length > MOST_LETTERS) {
    fragment.append(sql)
    return fragment
  }
  let done = 0
  highlightTree(PostgreSQL.language.parser.parse(sql), colors, (from, to, classes) => {
    if (from > done) fragment.append(sql.slice(done, from))
    const span = document.createElement('span')
    span.className = classes
    span.textContent = sql.slice(from, to)
    fragment.append(span)
    done = to
  })
  if (done < sql.length) fragment.append(sql.slice(done))
  return fragment
}
