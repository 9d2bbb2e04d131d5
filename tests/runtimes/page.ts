// The files that docs/runtimes.md shows, which every runtime runs as they are.
//
// Knows nothing of runtimes. A block is a file if its first line is its name.

import { examplesOf, mistake } from '../docs/pages.ts'

const PAGE = 'docs/runtimes.md'
const examples = examplesOf(PAGE)

/** The files by their names. */
export const files: ReadonlyMap<string, string> = new Map(
  examples.flatMap(({ text }) => {
    const [, name] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? []
    return name === undefined ? [] : [[name, text] as const]
  }),
)

/** The tables that they write to. */
export const tables = textIn('sql')

/** What tells a browser without a bundler where the modules are. */
export const importMap = textIn('json')

function textIn(language: string): string {
  const [found, ...others] = examples.filter((example) => example.language === language)
  if (found === undefined || others.length > 0)
    throw mistake(PAGE, 1, `the page has one block of ${language}`)
  return found.text
}
