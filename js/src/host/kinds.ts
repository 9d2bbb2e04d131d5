// The kind of a value: all that the planner is told of it.
//
// Knows nothing of fields. A test holds these bits against the planner's own. No function here throws, whatever it is
// given.

import { bytesOf } from '../coders/bytes.ts'
import { AnyNull, DbNull, isReference, JsonNull } from '../values.ts'

/** Every kind, in the order of its bit. */
export const KIND_NAMES = [
  'Null',
  'False',
  'True',
  'Int',
  'Float',
  'NotFinite',
  'BigInt',
  'Text',
  'Date',
  'BadDate',
  'Bytes',
  'Decimal',
  'List',
  'Object',
  'Function',
  'Symbol',
  'Exotic',
  'Cycle',
  'TooDeep',
  'TooMany',
  'Unreadable',
  'Missing',
  'DbNull',
  'JsonNull',
  'AnyNull',
  'Negative',
] as const

/** The bit of each kind. */
export const KIND: Readonly<Record<(typeof KIND_NAMES)[number], number>> = bitsOf(KIND_NAMES)

function bitsOf<N extends string>(names: readonly N[]): Readonly<Record<N, number>> {
  return Object.fromEntries(names.map((name, bit) => [name, 1 << bit])) as Record<N, number>
}

/** What the reader keeps in place of something it did not read on. */
export type Stop = { readonly stop: number }

/** The stops, one for each reason. */
export const STOP: Readonly<
  Record<'Exotic' | 'Cycle' | 'TooDeep' | 'TooMany' | 'Unreadable' | 'Missing', Stop>
> = {
  Exotic: stop(KIND.Exotic),
  Cycle: stop(KIND.Cycle),
  TooDeep: stop(KIND.TooDeep),
  TooMany: stop(KIND.TooMany),
  Unreadable: stop(KIND.Unreadable),
  Missing: stop(KIND.Missing),
}

const stops = new Set<unknown>(Object.values(STOP))

/** Whether a value is what the reader keeps in place of something else. */
export function isStop(value: unknown): value is Stop {
  return stops.has(value)
}

function stop(kind: number): Stop {
  return Object.freeze({ stop: kind })
}

/** The kind of a value. */
export function kindOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return KIND.Text
    case 'number':
      return Number.isInteger(value) ? KIND.Int : Number.isFinite(value) ? KIND.Float : KIND.NotFinite
    case 'boolean':
      return value ? KIND.True : KIND.False
    case 'undefined':
      return KIND.Missing
    case 'bigint':
      return KIND.BigInt
    case 'function':
      return KIND.Function
    case 'symbol':
      return KIND.Symbol
    case 'object':
      return value === null ? KIND.Null : kindOfObject(value)
  }
}

/** Whether an object is a record whose prototype adds nothing of its own. */
export function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === Object.prototype || prototype === null
}

function kindOfObject(object: object): number {
  try {
    if (Array.isArray(object)) return KIND.List
    if (isReference(object)) return KIND.Exotic
    if (isPlain(object)) return kindOfPlain(object)
    if (object instanceof Date || tagOf(object) === 'Date') {
      return Number.isNaN(Date.prototype.getTime.call(object)) ? KIND.BadDate : KIND.Date
    }
    if (bytesOf(object) !== undefined) return KIND.Bytes
    const tag = tagOf(object)
    if (typeof (object as { toFixed?: unknown }).toFixed === 'function' && tag !== 'Number')
      return KIND.Decimal
    if (tag === 'Object') return KIND.Object
    return EXOTIC.has(tag) || Object.keys(object).length === 0 ? KIND.Exotic : KIND.Object
  } catch {
    return KIND.Unreadable
  }
}

// The built-in objects whose content is not in their properties.
const EXOTIC = new Set([
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Promise',
  'RegExp',
  'Error',
  'String',
  'Number',
  'Boolean',
  'Symbol',
  'BigInt',
  'Generator',
  'Arguments',
  'URLSearchParams',
  'FormData',
  'Headers',
])

function kindOfPlain(object: object): number {
  if (object === DbNull) return KIND.DbNull
  if (object === JsonNull) return KIND.JsonNull
  if (object === AnyNull) return KIND.AnyNull
  return stops.has(object) ? (object as Stop).stop : KIND.Object
}

function tagOf(object: object): string {
  return Object.prototype.toString.call(object).slice(8, -1)
}
