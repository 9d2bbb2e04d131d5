// Every example of the pages compiles against the package's declarations, and where a page says that it does not, the compiler
// says the same.
//
// Knows nothing of running. How pages are read is said in `pages.ts` and `statements.ts`.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBlog } from './blog.ts'
import { diagnosticsOf, wrongIn } from './compiler.ts'
import { emptyFolder, readPages, writePages } from './folder.ts'
import { mistake } from './pages.ts'

const blog = readBlog()
const pages = readPages(blog)
const folder = await emptyFolder('checked')

await writePages(folder, blog, pages, 'checked')
const diagnostics = await diagnosticsOf(folder)

test('the compiler speaks of examples alone', () => {
  const paths = new Set(pages.flatMap(({ modules }) => modules.map(({ path }) => path)))
  assert.deepEqual(
    diagnostics.filter(({ path }) => !paths.has(path)),
    [],
  )
})

for (const { name, modules } of pages) {
  if (modules.length === 0) continue
  test(name, () => {
    const failures = modules.flatMap((module) => wrongIn(module, diagnostics))
    const messages = failures.map(({ line, message }) => mistake(name, line, message).message)
    if (messages.length > 0) assert.fail(messages.join('\n\n'))
  })
}
