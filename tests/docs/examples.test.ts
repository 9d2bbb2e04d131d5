// Every example of the pages runs on fresh rows of the blog, and gives what the page says that it gives.
//
// How pages are read is said in `pages.ts` and `statements.ts`.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { join } from 'node:path'
import { FILL, fillModule, readBlog } from './blog.ts'
import { emptyFolder, readPages, write, writePages } from './folder.ts'
import { folderOf, type Module } from './modules.ts'
import { mistake } from './pages.ts'
import { failuresOf } from './proof.ts'
import { imported, open } from './surroundings.ts'

const blog = readBlog()
const pages = readPages(blog)
const folder = await emptyFolder('running')
const start = process.cwd()

await writePages(folder, blog, pages, 'running')
await write(folder, FILL, fillModule(blog))
const surroundings = await open(blog, folder)
after(async () => {
  process.chdir(start)
  await surroundings.close()
})

for (const { name, modules } of pages) {
  const running = modules.filter((module) => isRun(module))
  if (running.length === 0) continue
  const isOnServer = modules.some(({ example }) => example.text.includes("from 'pg'"))
  describe(name, () => {
    for (const module of running) {
      test(`line ${module.example.line}`, async () => {
        await surroundings.enter(join(folder, folderOf(name)))
        await surroundings.begin(module.example, isOnServer)
        const failures = await failuresOf(() => imported(folder, module.path))
        const messages = failures.map(({ line, message }) => mistake(name, line, message).message)
        if (messages.length > 0) assert.fail(messages.join('\n\n'))
      })
    }
    after(surroundings.endPools)
  })
}

/** The blog's own description and rows have run when the surroundings were opened. */
function isRun({ example, statements }: Module): boolean {
  const isForCompiler = statements.every(({ claim }) => claim?.kind === 'refused')
  return example.mark?.kind !== 'not run' && example.page !== blog.rows.example.page && !isForCompiler
}
