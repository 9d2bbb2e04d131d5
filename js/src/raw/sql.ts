// SQL in pieces: texts, and between them values, which only ever travel as parameters.
//
// Knows nothing of what a value becomes. No JSON can pass for a piece: what a program makes of a request's body is a value.

import { badFragment, emptyJoin } from './problems.ts'

/** A piece of SQL with its values. */
export type Sql = {
  /** The texts around the values; always one more than there are values. */
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  /** As PostgreSQL takes it: `$1`. */
  readonly text: string
  /** The same with `?`. */
  readonly sql: string
  /** The same with `:1`. */
  readonly statement: string
}

// Found in every copy of this module that a program may have loaded, and in no JSON.
const MADE = Symbol.for('treewright.sql')

/** A piece of SQL: `` sql`WHERE id = ${id}` ``. Pieces may stand in pieces. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  if (!isTemplate(strings)) throw badFragment('sql')
  return pieceOf(strings, values)
}

/** Values or pieces with a text between them: `` sql`WHERE id IN (${join(ids)})` ``. */
export function join(values: readonly unknown[], separator = ',', prefix = '', suffix = ''): Sql {
  if (!Array.isArray(values)) throw badFragment('join')
  if (values.length === 0) throw emptyJoin()
  const between = Array.from({ length: values.length - 1 }, () => separator)
  return pieceOf([prefix, ...between, suffix], values)
}

/** A text that is taken as it stands. Never give it what a user wrote. */
export function raw(text: string): Sql {
  if (typeof text !== 'string') throw badFragment('raw')
  return pieceOf([text], [])
}

/** No text at all. */
export const empty: Sql = raw('')

/** Whether it is what a template passes to its tag. */
export function isTemplate(strings: unknown): strings is TemplateStringsArray {
  return Array.isArray(strings) && Array.isArray((strings as { raw?: unknown }).raw)
}

/** Whether it is a piece of SQL, of ours or of the library that Prisma uses. */
export function isSql(value: unknown): value is Sql {
  if (typeof value !== 'object' || value === null) return false
  return MADE in value || isOfAnotherLibrary(value)
}

/** A piece of the texts of a template, with all pieces inside of it taken apart. */
export function pieceOf(strings: readonly string[], values: readonly unknown[]): Sql {
  const texts = [strings[0] ?? '']
  const flat: unknown[] = []
  const append = (text: string) => (texts[texts.length - 1] += text)
  for (const [at, value] of values.entries()) {
    if (isSql(value)) {
      append(value.strings[0] ?? '')
      texts.push(...value.strings.slice(1))
      flat.push(...value.values)
    } else {
      texts.push('')
      flat.push(value)
    }
    append(strings[at + 1] ?? '')
  }
  const numbered = (sign: (n: number) => string) => {
    return texts.reduce((text, next, n) => text + (n === 0 ? '' : sign(n)) + next, '')
  }
  return Object.freeze({
    [MADE]: true,
    strings: texts,
    values: flat,
    get text() {
      return numbered((n) => `$${n}`)
    },
    get sql() {
      return numbered(() => '?')
    },
    get statement() {
      return numbered((n) => `:${n}`)
    },
  })
}

// Its pieces are of a class with a getter, which no JSON has.
function isOfAnotherLibrary(value: object): boolean {
  const { strings, values } = value as { strings?: unknown; values?: unknown }
  const prototype = Object.getPrototypeOf(value) as object | null
  if (prototype === null || !Array.isArray(strings) || !Array.isArray(values)) return false
  return typeof Object.getOwnPropertyDescriptor(prototype, 'text')?.get === 'function'
}
