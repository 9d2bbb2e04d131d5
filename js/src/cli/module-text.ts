// Reads a module that does nothing but hold a schema, without running it.
//
// Such a module imports, says `export const schema = defineSchema({ ... })` or the like of plain data, and may export the
// constant and its type again. That is what `pull` and `import` write, and what most hands write. Of every other module
// this room says where it becomes another.

import {
  expect,
  oddAt,
  peek,
  readLiteral,
  sees,
  takes,
  type Literal,
  type Odd,
  type Reader,
} from './literal.ts'
import type { Place } from './outcome.ts'
import { placeAt, tokensOf } from './tokens.ts'

/** The schema of a module, or where the module does something else. */
export type ModuleText =
  { readonly isPlain: true; readonly literal: Literal } | { readonly isPlain: false; readonly place: Place }

/** Reads the text of a module. */
export function readModuleText(text: string): ModuleText {
  const reader: Reader = { text, tokens: tokensOf(text), position: 0 }
  try {
    return { isPlain: true, literal: readModule(reader) }
  } catch (odd) {
    if (!isOdd(odd)) throw odd
    return { isPlain: false, place: placeAt(text, odd.offset) }
  }
}

/** Whether what was thrown is a place of ours. */
export function isOdd(thrown: unknown): thrown is Odd {
  return typeof thrown === 'object' && thrown !== null && 'offset' in thrown && !(thrown instanceof Error)
}

function readModule(reader: Reader): Literal {
  let literal: Literal | undefined
  while (peek(reader).kind !== 'end') {
    if (takes(reader, 'import')) readImport(reader)
    else {
      const start = peek(reader)
      const found = readStatement(reader)
      if (found !== null && literal !== undefined) throw oddAt(start)
      literal = found ?? literal
    }
    takes(reader, ';')
  }
  if (literal === undefined) throw oddAt(peek(reader))
  return literal
}

/** `import { defineSchema, type SchemaDescription } from 'treewright'` */
function readImport(reader: Reader): void {
  while (!takes(reader, 'from')) {
    const token = peek(reader)
    const isOfNames = token.kind === 'word' || (token.kind === 'mark' && '{},*'.includes(token.text))
    if (!isOfNames) throw oddAt(token)
    reader.position += 1
  }
  if (peek(reader).kind !== 'text') throw oddAt(peek(reader))
  reader.position += 1
}

/** A statement: the schema it holds, or null if it only names again what there is. */
function readStatement(reader: Reader): Literal | null {
  const isExported = takes(reader, 'export')
  if (takes(reader, 'const')) return readConstant(reader)
  if (!isExported) throw oddAt(peek(reader))
  if (takes(reader, 'type')) return readTypeAgain(reader)
  if (takes(reader, '{')) {
    while (!takes(reader, '}')) if (!takes(reader, ',')) readName(reader)
    return null
  }
  expect(reader, 'default')
  const isValue = sees(reader, 'defineSchema') || sees(reader, '{')
  if (isValue) return readSchema(reader)
  readName(reader)
  return null
}

/** `const schema: SchemaDescription = ...`, from behind `const` */
function readConstant(reader: Reader): Literal {
  readName(reader)
  if (takes(reader, ':')) readName(reader)
  expect(reader, '=')
  return readSchema(reader)
}

/** `type Schema = typeof schema`, from behind `type` */
function readTypeAgain(reader: Reader): null {
  readName(reader)
  expect(reader, '=')
  expect(reader, 'typeof')
  readName(reader)
  return null
}

/** `defineSchema({ ... })`, or the data alone, as whatever type. */
function readSchema(reader: Reader): Literal {
  const isCall = takes(reader, 'defineSchema')
  if (isCall) expect(reader, '(')
  if (!sees(reader, '{')) throw oddAt(peek(reader))
  const literal = readLiteral(reader)
  readTypes(reader)
  if (isCall) {
    takes(reader, ',')
    expect(reader, ')')
    readTypes(reader)
  }
  return literal
}

/** `as const`, `satisfies SchemaDescription` */
function readTypes(reader: Reader): void {
  while (takes(reader, 'as') || takes(reader, 'satisfies')) readName(reader)
}

function readName(reader: Reader): void {
  const token = peek(reader)
  if (token.kind !== 'word') throw oddAt(token)
  reader.position += 1
}
