// All pages as modules in a folder of their own below the repository, where they find the packages that they import.
//
// Knows nothing of running or checking them.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderOf, modulesOf, type Module } from './modules.ts'
import { examplesOf, pageNames } from './pages.ts'
import type { Blog } from './blog.ts'

/** A page with its modules, in order. */
export type Page = { readonly name: string; readonly modules: readonly Module[] }

/** Every page. */
export function readPages(blog: Blog): readonly Page[] {
  return pageNames().map((name) => ({ name, modules: modulesOf(examplesOf(name), blog.scope)[0] }))
}

/** Makes an empty folder by this name, and gives its path. */
export async function emptyFolder(name: string): Promise<string> {
  const folder = fileURLToPath(new URL(`../../target/docs/${name}`, import.meta.url))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  return folder
}

/**
 * Writes the modules of all pages, and beside those of each the files that pages speak of: the blog's description as `schema.ts`,
 * and every example that begins with its own name, as in `// sign-up.ts`.
 */
export async function writePages(
  folder: string,
  blog: Blog,
  pages: readonly Page[],
  form: 'running' | 'checked',
): Promise<void> {
  for (const { name, modules } of pages) {
    await write(folder, `${folderOf(name)}/schema.ts`, `export { schema } from '../${blog.description.path}'`)
    for (const module of modules) {
      await write(folder, module.path, module[form])
      const [, file] = /^\/\/ ([\w-]+\.ts)\n/.exec(module.example.text) ?? []
      if (file !== undefined)
        await write(folder, `${folderOf(name)}/${file}`, `export * from '../${module.path}'`)
    }
  }
}

/** Writes a file in a folder, and the folders around it. */
export async function write(folder: string, path: string, text: string): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${text}\n`)
}
