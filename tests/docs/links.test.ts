// Every link of the pages leads somewhere: to a page, a picture or a heading, in the repository and in the package alike.
//
// Knows nothing of examples. The package has the pages and nothing around them, so no page links to what is not one.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import { mistake, pageNames } from './pages.ts'

const ROOT = new URL('../../', import.meta.url)
const PAPERS = ['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT']
const LINK = /\]\(([^)\s]+)\)/g

const charts = readdirSync(new URL('docs/charts', ROOT)).map((name) => `docs/charts/${name}`)
const pages = [...pageNames(), 'CHANGELOG.md']
const targets = new Set([...pages, ...PAPERS, ...charts])

for (const page of pages) {
  test(page, () => {
    const failures = linksOf(page).filter(({ to }) => !leadsSomewhere(page, to))
    assert.deepEqual(
      failures.map(({ line, to }) => mistake(page, line, `${to} is not there`).message),
      [],
    )
  })
}

test('every page is in the index of all of them', () => {
  const listed = new Set(linksOf('docs/README.md').map(({ to }) => posix.join('docs', to)))
  assert.deepEqual(
    pageNames().filter((page) => /^docs\/(?!README)/.test(page) && !listed.has(page)),
    [],
  )
})

type Link = { readonly line: number; readonly to: string }

function linksOf(page: string): readonly Link[] {
  const lines = textOf(page).split('\n')
  return lines.flatMap((text, idx) => [...text.matchAll(LINK)].map(([, to = '']) => ({ line: idx + 1, to })))
}

function leadsSomewhere(page: string, to: string): boolean {
  if (/^https?:/.test(to)) return true
  const [path = '', heading] = to.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!targets.has(target)) return false
  return heading === undefined || headingsOf(target).includes(heading)
}

/** Headings as links name them: small letters, dashes for spaces, and none of the signs. */
function headingsOf(page: string): readonly string[] {
  const headings = textOf(page).matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, text = '']) => {
    const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    return plain.replaceAll(/\s/g, '-')
  })
}

function textOf(page: string): string {
  return readFileSync(new URL(page, ROOT), 'utf8')
}
