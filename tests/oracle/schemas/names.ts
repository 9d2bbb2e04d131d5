// Names that a schema may have, plain ones and odd ones.
//
// Knows nothing of what is called so.

import type { Random } from '../random.ts'

/** Names of models; no two have the same accessor. */
export const MODELS = [
  'User',
  'Order',
  'Group',
  'Item',
  'Select',
  'Table',
  'Aa',
  'AA',
  'Constructor',
  'Node',
  'Prop_erty',
  'Z9',
]

/** Names of scalar fields: words of SQL, of requests and of JavaScript among them. */
export const FIELDS = [
  'name',
  'title',
  'order',
  'group',
  'from',
  'set',
  'create',
  'value',
  'count',
  'A',
  'a',
  'B',
  'aB',
  'a_b',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'type',
  'select',
  'connect',
  'fields',
  'path',
  'n1',
  'Key',
]

/** Names of relation fields; a number follows. */
export const LINKS = ['owner', 'part', 'parent', 'child', 'mate', 'Left', 'of_', 'set']

/** Stands for a quotation mark in a draft: Prisma's migrations do not write it as SQL does. */
export const QUOTE = '\ue000'

/** Names in the database that a field or model of any name may have. */
const ODD = [
  `a${QUOTE}b`,
  "it's",
  'with space',
  'ünï',
  '日本',
  '💥',
  'select',
  'A',
  'a',
  'x.y',
  '$1',
  '%s',
  '__proto__',
  'constructor',
  'back\\slash',
  ';--',
  '?',
  ':x',
  '{}',
  '[0]',
  '-- end',
  'o'.repeat(50),
]

/** A source of names in which each is given once. */
export type Once = (odd: Random) => string

/** Odd names, each once; a number follows when all are used up. */
export function oddNames(): Once {
  const used = new Set<string>()
  return (random) => {
    const name = random.pick(ODD)
    let given = name
    for (let n = 2; used.has(given); n += 1) given = `${name}${n}`
    used.add(given)
    return given
  }
}

/** The name as a text of a schema.prisma. */
export function quoted(name: string): string {
  return JSON.stringify(name)
}
