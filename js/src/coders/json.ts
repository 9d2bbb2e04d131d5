// JSON values to the text of a json or jsonb column, refusing what JSON would lose in silence.
//
// Knows nothing of SQL's NULL: a null here is JSON's null. A walk over the value finds what `JSON.stringify` would turn
// into something else without a word (NaN, holes, functions, promises) or what PostgreSQL cannot store; only then is the
// text written.

import { fault, type Fault, type FaultName } from './fault.ts'
import { textFault } from './text.ts'

/** How deep a JSON value may nest. */
export const MAX_JSON_DEPTH = 1000

/** How many values one JSON value may hold, counting a shared one at each place. */
export const MAX_JSON_NODES = 10_000_000

/** The JSON text of a value, or why it has none. Never throws, whatever getters, proxies and `toJSON` do. */
export function jsonText(value: unknown): string | Fault {
  const walk: Walk = { within: [], path: [], nNodes: 0, fault: null }
  try {
    if (isAbsent(walk, value, '')) return fault('NotJson', 'undefined')
    const text: unknown = JSON.stringify(value)
    return typeof text === 'string' ? text : UNREADABLE
  } catch {
    return walk.fault ?? fault('NotJson', 'unreadable', placeText(walk))
  }
}

const UNREADABLE = fault('NotJson', 'unreadable')

type Walk = {
  /** The objects we are inside of, outermost first. */
  readonly within: object[]
  /** The key under which each of them is being read. */
  readonly path: (string | number)[]
  nNodes: number
  fault: Fault | null
}

// Looks a value through, and says whether there is nothing to write for it. Throws STOP when it must be refused.
function isAbsent(walk: Walk, value: unknown, key: string | number): boolean {
  walk.nNodes++
  if (walk.nNodes > MAX_JSON_NODES) refuse(walk, 'TooLarge', String(MAX_JSON_NODES))
  switch (typeof value) {
    case 'string':
      checkText(walk, value)
      return false
    case 'number':
      return Number.isFinite(value) ? false : refuse(walk, 'NotJson', String(value))
    case 'boolean':
      return false
    case 'object':
      return value !== null && isObjectAbsent(walk, value, key)
    case 'bigint':
      return isObjectAbsent(walk, value, key)
    case 'undefined':
      return true
    default:
      return refuse(walk, 'NotJson', typeof value)
  }
}

// JSON.stringify asks objects for `toJSON`, and bigints too: programs define one on their prototype.
function isObjectAbsent(walk: Walk, value: object | bigint, key: string | number): boolean {
  const { toJSON } = value as { toJSON?: unknown }
  const plain: unknown = typeof toJSON === 'function' ? toJSON.call(value, String(key)) : value
  if (typeof plain === 'bigint') return refuse(walk, 'NotJson', 'bigint')
  if (typeof plain !== 'object' || plain === null) return isAbsent(walk, plain, key)
  if (walk.within.length >= MAX_JSON_DEPTH) refuse(walk, 'TooDeep', String(MAX_JSON_DEPTH))
  if (walk.within.includes(plain)) refuse(walk, 'CyclicJson')
  if (Array.isArray(plain)) checkItems(walk, plain)
  else checkEntries(walk, plain as Readonly<Record<string, unknown>>)
  return false
}

function checkItems(walk: Walk, items: readonly unknown[]): void {
  const nItems = items.length
  const depth = walk.within.push(items) - 1
  for (let idx = 0; idx < nItems; idx++) {
    walk.path[depth] = idx
    if (isAbsent(walk, items[idx], idx)) refuse(walk, 'NotJson', 'undefined')
  }
  walk.within.pop()
}

function checkEntries(walk: Walk, record: Readonly<Record<string, unknown>>): void {
  const keys = Object.keys(record)
  if (!isPlain(record)) checkOddObject(walk, record, keys.length)
  const depth = walk.within.push(record) - 1
  for (const key of keys) {
    walk.path[depth] = key
    checkText(walk, key)
    isAbsent(walk, record[key], key)
  }
  walk.within.pop()
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // The last question is for objects of another realm.
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

// A map, a set, a promise or an error has nothing to read by key and would become an empty object: refused. A class
// instance with fields of its own is a record like any other, and a boxed primitive is what it holds.
function checkOddObject(walk: Walk, value: object, nKeys: number): void {
  if (value instanceof Number) isAbsent(walk, Number(value), '')
  else if (value instanceof String) checkText(walk, String(value))
  else if (nKeys === 0 && !(value instanceof Boolean))
    refuse(walk, 'NotJson', 'an object without readable fields')
}

function checkText(walk: Walk, text: string): void {
  const refusal = textFault(text)
  if (refusal !== null) refuse(walk, refusal.fault)
}

function refuse(walk: Walk, name: FaultName, detail?: string): never {
  walk.fault = fault(name, detail, placeText(walk))
  throw STOP
}

// Not an Error: nobody sees it, and it costs no stack trace.
const STOP = Object.freeze({})

// The place of the value being read: `tags[2].name`, `["odd key"]`.
function placeText(walk: Walk): string {
  let text = ''
  for (const key of walk.path.slice(0, walk.within.length)) {
    if (text.length > LONGEST_PLACE) return text + '...'
    if (typeof key === 'number') text += `[${key}]`
    else if (!NAME.test(key)) text += `[${JSON.stringify(key.slice(0, LONGEST_PLACE))}]`
    else text += (text === '' ? '' : '.') + key.slice(0, LONGEST_PLACE)
  }
  return text
}

const LONGEST_PLACE = 400
const NAME = /^[A-Za-z_$][\w$]*$/
