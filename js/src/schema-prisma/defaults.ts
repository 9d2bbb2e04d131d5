// `@default(...)` -> who makes the value: Treewright, a sequence, or the database by an expression.
//
// Knows nothing of columns. A literal keeps all its digits: where a number cannot hold them, it stays a text.

import type { DefaultDescription } from '../schema.ts'
import { given, listed, numberGiven, textGiven } from './arguments.ts'
import { attributeOf, type Block, type Expression, type Field } from './tree.ts'
import type { World } from './world.ts'

/** What a field holds when the caller says nothing. */
export function defaultOf(field: Field, world: World): DefaultDescription | undefined {
  const attribute = attributeOf(field, 'default')
  if (attribute === undefined) return undefined
  const { args, name } = attribute
  const found = given({ label: '@default', args, place: name.place }, ['value'], ['map'], world.report)
  const value = found.get('value')
  if (value === undefined) {
    world.report.add({ kind: 'attribute', place: name.place, message: '`@default` takes a value' })
    return undefined
  }
  return value.kind === 'call' ? made(value, world) : literal(field, value, world)
}

type Call = Extract<Expression, { kind: 'call' }>

/** The functions, and the argument of each that has no name. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  autoincrement: [],
  now: [],
  uuid: ['version'],
  cuid: ['version'],
  ulid: [],
  nanoid: ['length'],
  dbgenerated: ['expression'],
  sequence: [],
}
const SEQUENCE_OPTIONS = ['virtual', 'cache', 'minValue', 'maxValue', 'increment', 'start']

function made(call: Call, { database, report }: World): DefaultDescription | undefined {
  const { text: name, place } = call
  const inOrder = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (inOrder === undefined) {
    const help = `known are ${listed(Object.keys(FUNCTIONS).map((one) => `${one}()`))}`
    report.add({ kind: 'attribute', place, message: `there is no default \`${name}()\``, help })
    return undefined
  }
  const options = name === 'sequence' ? SEQUENCE_OPTIONS : []
  const args = given({ label: `${name}()`, args: call.args, place }, inOrder, options, report)
  const number = (argument: string, isGood: (number: number) => boolean, expected: string) => {
    const found = numberGiven(args, argument, report)
    if (found === undefined || isGood(found)) return found
    report.add({ kind: 'attribute', place, message: `\`${name}()\` takes ${expected}, not ${found}` })
    return undefined
  }
  switch (name) {
    case 'uuid':
      return number('version', (n) => n === 4 || n === 7, '4 or 7') === 7
        ? { fn: 'uuid', version: 7 }
        : { fn: 'uuid' }
    case 'cuid':
      return number('version', (n) => n === 1 || n === 2, '1 or 2') === 2
        ? { fn: 'cuid', version: 2 }
        : { fn: 'cuid' }
    case 'nanoid': {
      const length = number('length', (n) => n >= 2 && n <= 255, 'a length between 2 and 255')
      return length === undefined ? { fn: 'nanoid' } : { fn: 'nanoid', length }
    }
    case 'dbgenerated': {
      const sql = textGiven(args, 'expression', report)
      return sql === undefined ? { fn: 'dbgenerated' } : { sql }
    }
    case 'autoincrement':
      return database.isCockroach ? { sql: 'unique_rowid()' } : { fn: 'autoincrement' }
    case 'sequence':
      return { fn: 'autoincrement', identity: 'byDefault' }
    default:
      return { fn: name === 'now' ? 'now' : 'ulid' }
  }
}

function literal(field: Field, written: Expression, world: World): DefaultDescription | undefined {
  const { arity, name } = field.type
  const items = arity === 'list' && written.kind === 'list' ? written.items : undefined
  const isList = items !== undefined
  const values = (items ?? [written]).map((item) => valueOf(name.text, item, world))
  const isGood = values.every((value) => value !== undefined) && isList === (arity === 'list')
  if (!isGood) {
    const { place } = written
    const expected = `a value of the type \`${name.text}${arity === 'list' ? '[]' : ''}\``
    world.report.add({ kind: 'attribute', place, message: `the default is not ${expected}` })
    return undefined
  }
  if (isList) return { value: values.map((value) => value?.value) }
  const [only] = values
  const isText = written.kind === 'text'
  return name.text === 'Json' && isText && !isJsonSafe(written.text)
    ? { sql: `'${written.text.replaceAll("'", "''")}'::jsonb` }
    : { value: only?.value }
}

/** Whether a description can hold the JSON: null would be nothing said, and long numbers would lose digits. */
function isJsonSafe(text: string): boolean {
  return text.trim() !== 'null' && !/[0-9.]{16}/.test(text)
}

/** The value of a literal, if it is one of that type. */
function valueOf(type: string, written: Expression, { enums }: World): { value: unknown } | undefined {
  const ofEnum = enums.get(type)
  if (ofEnum !== undefined) return enumValue(ofEnum, written)
  const { kind } = written
  switch (type) {
    case 'Int':
      return kind === 'number' && /^-?\d+$/.test(written.text) ? { value: Number(written.text) } : undefined
    case 'BigInt':
      return kind === 'number' && /^-?\d+$/.test(written.text) ? { value: exact(written.text) } : undefined
    case 'Float':
      return kind === 'number' ? { value: Number(written.text) } : undefined
    case 'Decimal':
      return kind === 'number' ? { value: exact(written.text) } : undefined
    case 'Boolean':
      return kind === 'word' && /^(true|false)$/.test(written.text)
        ? { value: written.text === 'true' }
        : undefined
    case 'Json':
      return kind === 'text' ? jsonValue(written.text) : undefined
    default:
      return kind === 'text' ? { value: written.text } : undefined
  }
}

function enumValue({ values }: Block, written: Expression): { value: unknown } | undefined {
  const isKnown = written.kind === 'word' && values.some(({ name }) => name.text === written.text)
  return isKnown ? { value: written.text } : undefined
}

function exact(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text
}

function jsonValue(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
