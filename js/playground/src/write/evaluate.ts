// A literal's value: what an expression says that holds nothing but data. Nothing of it is ever run.
//
// Knows nothing of requests. What cannot be data is a finding at its place, and the rest is read on.

import { AnyNull, DbNull, FieldReference, JsonNull } from 'treewright'
import type { Expression, Node, Pattern, PrivateIdentifier, Property, SpreadElement, Super } from 'acorn'
import type { Range } from '../finding.ts'
import { keyOf, type Path, type Spot } from './places.ts'

/** What is wrong with an expression. */
export type Odd = Range & { readonly message: string; readonly help: string | null }

/** What was read. */
export type Evaluated = {
  readonly value: unknown
  readonly places: Map<string, Spot>
  readonly odds: Odd[]
}

type Any = Expression | SpreadElement | Pattern | PrivateIdentifier | Super

/** Deeper than any request may be, and far from where the stack ends. */
const MOST_DEPTH = 300

/** The value of an expression. `models` says which model an accessor stands for. */
export function evaluate(
  expression: Expression,
  models: (accessor: string) => string | undefined = () => undefined,
): Evaluated {
  const places = new Map<string, Spot>()
  const odds: Odd[] = []
  const walk: Walk = { places, odds, models }
  const value = valueOf(walk, expression, [], null)
  return { value, places, odds }
}

type Walk = Pick<Evaluated, 'places' | 'odds'> & {
  readonly models: (accessor: string) => string | undefined
}

function valueOf(walk: Walk, node: Any, path: Path, key: Range | null): unknown {
  const is = KINDS[node.type] ?? 'scalar'
  walk.places.set(keyOf(path), { key, value: rangeOf(node), is })
  if (path.length > MOST_DEPTH) return odd(walk, node, `this is nested deeper than ${MOST_DEPTH} levels`)
  switch (node.type) {
    case 'ObjectExpression':
      return objectOf(walk, node.properties, path)
    case 'ArrayExpression':
      return node.elements.map((element, at) => {
        if (element === null) return odd(walk, node, 'this list has a hole in it')
        return valueOf(walk, element, [...path, at], null)
      })
    case 'ParenthesizedExpression':
      return valueOf(walk, node.expression, path, key)
    default:
      return scalarOf(walk, node)
  }
}

const KINDS: Readonly<Partial<Record<string, Spot['is']>>> = {
  ObjectExpression: 'object',
  ArrayExpression: 'list',
}

function objectOf(walk: Walk, properties: readonly (Property | SpreadElement)[], path: Path): object {
  const object = {}
  for (const property of properties) {
    const name = nameOf(walk, property)
    if (name === undefined || property.type === 'SpreadElement') continue
    const inner = [...path, name]
    if (walk.places.has(keyOf(inner))) odd(walk, property.key, `\`${name}\` stands here twice`)
    const value = valueOf(walk, property.value, inner, rangeOf(property.key))
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return object
}

function nameOf(walk: Walk, property: Property | SpreadElement): string | undefined {
  if (property.type === 'SpreadElement') return odd(walk, property, 'nothing can be spread here', PLAIN_DATA)
  const { key, computed, kind, method, shorthand } = property
  if (kind !== 'init' || method) return odd(walk, property, 'a function is no data', PLAIN_DATA)
  if (shorthand) {
    const name = key.type === 'Identifier' ? key.name : ''
    return odd(walk, key, `there is no variable \`${name}\` here`, `write \`${name}: ...\` with its value`)
  }
  if (!computed && key.type === 'Identifier') return plainName(walk, key, key.name)
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) {
    return plainName(walk, key, String(key.value))
  }
  return odd(walk, key, 'a name that has to be computed', PLAIN_DATA)
}

function plainName(walk: Walk, node: Node, name: string): string | undefined {
  // In a program this would be no entry but the object's prototype.
  if (name === '__proto__') return odd(walk, node, '`__proto__` is no name of an entry')
  return name
}

const PLAIN_DATA = 'a write here is plain data: nothing in it is run'

function scalarOf(walk: Walk, node: Any): unknown {
  switch (node.type) {
    case 'Literal':
      if (node.regex !== undefined && node.regex !== null) return odd(walk, node, 'a pattern is no value')
      return node.bigint === undefined || node.bigint === null ? node.value : BigInt(node.bigint)
    case 'TemplateLiteral':
      if (node.expressions.length > 0) return odd(walk, node, 'a text with `${}` is run', PLAIN_DATA)
      return node.quasis[0]?.value.cooked ?? ''
    case 'Identifier':
      if (WORDS.has(node.name)) return WORDS.get(node.name)
      return odd(walk, node, `there is no variable \`${node.name}\` here`, 'write its value instead')
    case 'UnaryExpression':
      return unary(walk, node.operator, node.argument, node)
    case 'NewExpression':
      return made(walk, node, node.callee, node.arguments)
    case 'CallExpression':
      return called(walk, node, node.callee, node.arguments)
    case 'MemberExpression':
      return member(walk, node)
    default:
      return odd(walk, node, 'this is no plain data', PLAIN_DATA)
  }
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['DbNull', DbNull],
  ['JsonNull', JsonNull],
  ['AnyNull', AnyNull],
])

function unary(walk: Walk, operator: string, argument: Expression, node: Node): unknown {
  const value = scalarOf(walk, argument)
  if (operator === '-' && typeof value === 'number') return -value
  if (operator === '-' && typeof value === 'bigint') return -value
  if (operator === '+' && typeof value === 'number') return value
  if (operator === '!' && typeof value === 'boolean') return !value
  return odd(walk, node, `\`${operator}\` of this is no plain data`, PLAIN_DATA)
}

type Arguments = readonly (Expression | SpreadElement)[]

function made(walk: Walk, node: Node, callee: Expression | Super, given: Arguments): unknown {
  const name = callee.type === 'Identifier' ? callee.name : ''
  if (name === 'Date' && given.length === 1 && given[0] !== undefined) {
    const instant = scalarOf(walk, given[0])
    if (typeof instant === 'string' || typeof instant === 'number') {
      const date = new Date(instant)
      return Number.isNaN(date.getTime()) ? odd(walk, given[0], 'this is no date') : date
    }
  }
  if (name === 'Date' && given.length === 0) {
    return odd(
      walk,
      node,
      'the time of now differs with each look',
      "write `new Date('2026-01-31T12:00:00Z')`",
    )
  }
  if (name === 'Uint8Array' && given.length === 1 && given[0]?.type === 'ArrayExpression') {
    const bytes = given[0].elements.map((one) => (one === null ? NaN : scalarOf(walk, one)))
    if (bytes.every(isByte)) return Uint8Array.from(bytes)
    return odd(walk, given[0], 'bytes are whole numbers from 0 to 255')
  }
  return odd(walk, node, 'of what can be made with `new`, only `Date` and `Uint8Array` are known here')
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255
}

function called(walk: Walk, node: Node, callee: Expression | Super, given: Arguments): unknown {
  const name = dotted(callee)
  const values = given.map((one) => scalarOf(walk, one))
  if (name === 'Date.UTC' && values.length >= 2 && values.every((one) => typeof one === 'number')) {
    const [year = 0, month = 0, ...rest] = values
    return Date.UTC(year, month, ...rest)
  }
  if (name === 'BigInt' && values.length === 1 && isWhole(values[0])) return BigInt(values[0])
  return odd(walk, node, 'nothing can be called here', PLAIN_DATA)
}

function isWhole(value: unknown): value is string | number {
  return (typeof value === 'string' && /^-?\d+$/.test(value)) || Number.isSafeInteger(value)
}

// `Prisma.DbNull`, and `db.post.fields.goal`: a field that another is compared with.
function member(walk: Walk, node: Expression): unknown {
  const name = dotted(node)
  const parts = name.split('.')
  const [owner = '', word = ''] = parts
  if (parts.length === 2 && (owner === 'Prisma' || owner === 'treewright') && WORDS.has(word)) {
    return WORDS.get(word)
  }
  const model = parts.length === 4 && parts[2] === 'fields' ? walk.models(word) : undefined
  if (model !== undefined) return new FieldReference(model, parts[3] ?? '')
  return odd(walk, node, name === '' ? 'this is no plain data' : `there is no \`${name}\` here`, PLAIN_DATA)
}

/** `a.b.c` as a text; empty for anything else. */
export function dotted(node: Any): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return ''
  const owner = dotted(node.object)
  return owner === '' ? '' : `${owner}.${node.property.name}`
}

function rangeOf({ start, end }: Node): Range {
  return { from: start, to: end }
}

function odd(walk: Walk, node: Node, message: string, help: string | null = null): undefined {
  walk.odds.push({ ...rangeOf(node), message, help })
  return undefined
}
