// Starts the page: with what its link holds, or with the first example.

import { examples, firstExample } from './examples/index.ts'
import { startApp } from './page/app.ts'
import { byId, fill, h } from './page/dom.ts'
import { splitter } from './page/splitter.ts'
import { themeSwitch } from './page/theme.ts'
import type { LoadPglite } from './run/database.ts'
import { keptState } from './share/kept.ts'
import { openLink } from './share/link.ts'

// PGlite lies beside the page, as its makers built it, and is asked for when somebody runs something.
const loadPglite: LoadPglite = async () => {
  const folder = new URL('./pglite/', import.meta.url).href
  const [{ PGlite }, { citext }] = await Promise.all([
    import(`${folder}index.js`),
    import(`${folder}contrib/citext.js`),
  ])
  return { PGlite, citext }
}

async function start(): Promise<void> {
  themeSwitch(byId('theme'))
  splitter(byId('split-page'), '--split-page')
  splitter(byId('split-texts'), '--split-texts')
  const select = byId('example')
  fill(
    select,
    h('option', { value: '' }, 'Examples'),
    ...examples.map(({ name, title }) => h('option', { value: name }, title)),
  )
  const opened = await openLink(location.hash)
  const { schema, write, seed } = firstExample
  if ('broken' in opened) {
    const notice = byId('notice')
    notice.hidden = false
    byId('notice-text').textContent = `${opened.broken} The first example is shown instead.`
    byId('notice-close').addEventListener('click', () => (notice.hidden = true))
  }
  const usual = { schema, write, seed, way: 'pipelined' } as const
  startApp('state' in opened ? opened.state : ('none' in opened && keptState()) || usual, loadPglite)
}

addEventListener('hashchange', () => location.reload())

void start()
