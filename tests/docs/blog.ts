// The blog that the examples are of, as its own page has it: tables, description and rows.
//
// Knows nothing of databases.

import { modulesOf, type Module } from './modules.ts'
import type { Scope } from './names.ts'
import { examplesOf, mistake } from './pages.ts'

/** The blog as its page has it. */
export type Blog = {
  readonly tables: string
  readonly description: Module
  readonly rows: Module
  /** The names that every example has. */
  readonly scope: Scope
}

/** The module that makes the rows. */
export const FILL = 'blog/fill.ts'

const PAGE = 'docs/blog.md'

/** Reads the blog's page: its tables, its description, its rows. */
export function readBlog(): Blog {
  const examples = examplesOf(PAGE)
  const tables = examples.find(({ language }) => language === 'sql')
  const [modules, scope] = modulesOf(examples, new Map())
  const [description, rows] = modules
  if (tables === undefined || description === undefined || rows === undefined || modules.length !== 2) {
    throw mistake(PAGE, 1, 'the page has one block of SQL, then the description, then the rows')
  }
  return { tables: tables.text, description, rows, scope }
}

/** The text of that module: the statements of the page, for whichever client. */
export function fillModule({ rows }: Blog): string {
  return `export const fill = async (db) => {\n${rows.example.text}\n}`
}
