// `treewright pull`: a database as a schema file.

import type { Asked } from './arguments.ts'
import type { NameStyle, Note, TablePatterns } from 'treewright/introspect'
import { schemaFromDatabase } from 'treewright/introspect'
import type { Command } from './command.ts'
import { reasonOf, withDatabase, type Source } from './database.ts'
import { checkDelivery, deliver, DELIVERY } from './deliver.ts'
import { suggestion } from './nearest.ts'
import { Misuse } from './outcome.ts'

const STYLES = ['database', 'camel', 'prisma'] as const

/** The command. */
export const pull: Command = {
  name: 'pull',
  summary: 'make a schema file from a database',
  usage: ['[--url <url> | --pglite <folder>] [--out <file>] [options]'],
  about: `Reads the catalog by one query, as the role that connects. Without --out the schema is printed.
What could not be said in the schema is told on standard error. A file that says the same already
is left as it is.`,
  options: {
    url: { value: 'url', about: 'the server; DATABASE_URL, if not said. Needs the package pg' },
    pglite: { value: 'folder', about: 'a data folder of PGlite. Needs the package @electric-sql/pglite' },
    schema: { value: 'names', about: 'database schemas: public,app; those of the search path, if not said' },
    tables: { value: 'patterns', about: "tables: 'orders,app.*,!*_log'; all, if not said" },
    names: { value: 'style', about: 'names of models and fields: database (if not said), camel or prisma' },
    key: { value: 'table=columns', multiple: true, about: 'the key of a view or table that states none' },
    ...DELIVERY,
  },
  examples: [
    'treewright pull --url postgres://app@localhost/shop --out schema.ts',
    "treewright pull --schema public,app --tables '!*_log' --names prisma --out schema.ts",
    'treewright pull --out schema.ts --check',
  ],
  async run(asked) {
    if (asked.files[0] !== undefined) throw new Misuse(`pull takes options only, not ${asked.files[0]}`)
    checkDelivery(asked)
    const options = {
      names: styleOf(asked.value('names') ?? 'database'),
      tables: patternsOf(asked.value('tables')),
      keys: Object.fromEntries(asked.values('key').map(keyOf)),
      ...(asked.has('schema') ? { schemas: listOf(asked.value('schema')) } : {}),
    }
    const { schema, notes } = await withDatabase(sourceOf(asked), async (driver) => {
      return await schemaFromDatabase(driver, options).catch(toMisuse)
    })
    const outcome = deliver(asked, schema, notes.map(noteText))
    return { ...outcome, data: { ...outcome.data, notes } }
  },
}

function sourceOf(asked: Asked): Source {
  const [url, folder] = [asked.value('url'), asked.value('pglite')]
  if (url !== undefined && folder !== undefined) throw new Misuse('there is one database: --url or --pglite')
  if (folder !== undefined) return { pglite: folder }
  const found = url ?? process.env['DATABASE_URL']
  if (found === undefined || found === '')
    throw new Misuse('there is no database', 'give --url or --pglite, or set DATABASE_URL')
  return { url: found }
}

function styleOf(word: string): NameStyle {
  const style = STYLES.find((style) => style === word)
  if (style !== undefined) return style
  throw new Misuse(`there are no names of the style ${word}`, suggestion(word, STYLES) ?? STYLES.join(', '))
}

function patternsOf(text: string | undefined): TablePatterns {
  const patterns = listOf(text)
  const include = patterns.filter((pattern) => !pattern.startsWith('!'))
  const exclude = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return { ...(include.length > 0 ? { include } : {}), exclude }
}

function keyOf(text: string): readonly [string, readonly string[]] {
  const split = text.lastIndexOf('=')
  const columns = listOf(text.slice(split + 1))
  if (split < 1 || columns.length === 0)
    throw new Misuse(`--key takes a table and its columns: --key active_users=id, not ${text}`)
  return [text.slice(0, split), columns]
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** What is said plainly is about the database or the options; the rest would be a mistake of ours. */
function toMisuse(error: unknown): never {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error
  throw new Misuse(reasonOf(error))
}

function noteText({ kind, place, message }: Note): string {
  return `note: ${kind}: ${place.length === 0 ? '' : `${place.join('.')}: `}${message}`
}
