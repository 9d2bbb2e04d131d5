// What models, fields and enums are called: as in the database, or in another style, always such that the planner takes it.
//
// Knows nothing of relations. The same database gives the same names, whatever order its parts were made in.

import { camel, pascal, pluralOf, singularOf, snake, wordsOf } from './words.ts'

/** How names are made. */
export type NameStyle =
  /** As they are in the database: the table `order_items` is `db.order_items`. */
  | 'database'
  /** `orderItems`, with fields like `createdAt`. */
  | 'camel'
  /** `OrderItem`, with fields like `createdAt`. */
  | 'prisma'
  | Namer

/** Names of the caller's own making; what is left out stays as in the database. */
export type Namer = {
  model?(table: string, schema: string): string
  field?(column: string, table: string): string
  enum?(type: string, schema: string): string
}

const STYLES: Readonly<Record<string, Namer>> = {
  database: {},
  camel: { model: inWords(camel), field: inWords(camel), enum: inWords(pascal) },
  prisma: {
    model: inWords((words) => pascal(singularOf(words))),
    field: inWords(camel),
    enum: inWords((words) => pascal(singularOf(words))),
  },
}

/** What makes the names of a style. */
export function namerOf(style: NameStyle): Required<Namer> {
  const namer = typeof style === 'string' && Object.hasOwn(STYLES, style) ? STYLES[style] : style
  if (typeof namer !== 'object' || namer === null) {
    throw new TypeError(`there are no names of the style ${JSON.stringify(style)}: database, camel or prisma`)
  }
  const asItIs = (name: string): string => name
  return { model: namer.model ?? asItIs, field: namer.field ?? asItIs, enum: namer.enum ?? asItIs }
}

/** A name without words, as `___`, stays as it is. */
function inWords(join: (words: readonly string[]) => string): (name: string) => string {
  return (name) => join(wordsOf(name)) || name
}

/** Names that are given once. */
export type Names = {
  /** The first of the candidates that nobody has; else the first of them with a number. */
  take(...candidates: readonly string[]): string
  has(name: string): boolean
}

/** Names of which no two are one by `same`. */
export function namesBy(same: (name: string) => string = (name) => name): Names {
  const taken = new Set<string>()
  const has = (name: string): boolean => taken.has(same(name))
  return {
    has,
    take(...candidates) {
      const possible = candidates.map(permitted)
      const [first = '_'] = possible
      let name = possible.find((candidate) => !has(candidate))
      for (let n = 2; name === undefined; n += 1) if (!has(`${first}_${n}`)) name = `${first}_${n}`
      taken.add(same(name))
      return name
    },
  }
}

/** Two models with one accessor are one name. */
export function accessorOf(name: string): string {
  const [first = '', ...rest] = name
  return first.toLowerCase() + rest.join('')
}

/** Words that stand for something else wherever models or fields are named. */
const RESERVED: readonly string[] = ['', '__proto__', 'AND', 'OR', 'NOT', 'then', 'Then']

/** The name, or one like it if the planner does not take it. */
export function permitted(name: string): string {
  const plain = String(name).replaceAll('\0', '').replace(/^\$/, '_$')
  return RESERVED.includes(plain) ? `${plain}_` : plain
}

/** Joins words in the style of the first name that has one: `author_id` asks for underscores, `authorId` for capitals. */
export function joinedLike(names: readonly string[]): (words: readonly string[]) => string {
  const telling =
    names.find((name) => /._.|\p{Ll}\p{Lu}/u.test(name)) ?? names.find((name) => /\p{Lu}/u.test(name))
  return telling === undefined || /._./.test(telling) ? snake : camel
}

/** The names of one row and of many rows of a model, as words. */
export function oneAndMany(model: string): { readonly one: string[]; readonly many: string[] } {
  const found = wordsOf(model)
  const words = found.length === 0 ? ['row'] : found
  const one = singularOf(words)
  return { one, many: pluralOf(one) }
}
