// Arguments -> shape and slots, in one walk: what the planner needs to know, and where each value is.
//
// Knows no rule. What it cannot read on it keeps with its kind, and the planner says why that is wrong. Nothing a caller
// can pass makes it throw, loop or recurse without end.

import { isReference } from '../values.ts'
import { isEnvelope, likenessOf } from './alike.ts'
import type { Entry, Grammar } from './grammar.ts'
import { isPlain, KIND, kindOf, STOP, type Stop } from './kinds.ts'
import { MOST_PROBLEMS } from './locate.ts'
import { alikeGroup, closed, openSlot, type OpenGroup, type OpenSlot, type Reading } from './reading.ts'

/** How much is read before the reader stops. */
export type ReadLimits = {
  /** How many relations deep. */
  readonly depth: number
  /** How many objects in all. */
  readonly nodes: number
}

/** How many rows are taken together: all alike ones, or one by one wherever their order may matter. */
export type Pace = 'atOnce' | 'oneByOne'

type Walk = {
  readonly grammar: Grammar
  readonly limits: ReadLimits
  readonly isOneByOne: boolean
  readonly isStrict: boolean
  readonly around: object[]
  nodesLeft: number
  elementsLeft: number
  unknownLeft: number
}

// How many array elements that are not rows are read, in all arrays together.
const MOST_ELEMENTS = 50_000_000

// Prototypes may be proxies, which need not end.
const MOST_PROTOTYPES = 100

// How many objects may stand inside of each other, whatever they are.
const MOST_AROUND = 500

const ROOT: Entry = {
  key: 0,
  mode: 'rows',
  next: 0,
  plain: -1,
  deepens: false,
  alike: 'all',
  strict: false,
  ordered: false,
  words: null,
  signed: false,
}

/** How a request is read. */
export type ReadOptions = ReadLimits & {
  readonly pace?: Pace
  /** Whether an undefined condition is one that is left out. */
  readonly ignoresUndefined?: boolean
}

/** Reads the arguments of a verb. */
export function read(grammar: Grammar, context: number, args: unknown, options: ReadOptions): Reading {
  const { pace = 'atOnce', ignoresUndefined = false, ...limits } = options
  const walk: Walk = {
    grammar,
    limits,
    isOneByOne: pace === 'oneByOne',
    isStrict: !ignoresUndefined,
    around: [],
    nodesLeft: limits.nodes,
    elementsLeft: MOST_ELEMENTS,
    unknownLeft: MOST_PROBLEMS,
  }
  const root = openSlot({ ...ROOT, next: context })
  readValue(walk, root, 0, args === undefined ? {} : args, -1)
  return closed(context, root)
}

function readValue(walk: Walk, slot: OpenSlot, row: number, value: unknown, depth: number): void {
  let kind = kindOf(value)
  let kept = kind === KIND.Unreadable ? STOP.Unreadable : value
  const { entry } = slot
  if (isReference(value) && entry !== undefined && REFERS.has(entry.mode) && entry.next >= 0) {
    kind = KIND.Object
    kept = readRow(walk, slot, entry, named([String(value)]), row, -1, depth) ?? value
  }
  if (entry?.signed === true && (value as number) < 0 && (kind & WHOLE) !== 0) kind = KIND.Negative
  if (entry !== undefined && entry.mode !== 'leaf') {
    if (kind === KIND.Object && HAS_ROW.has(entry.mode))
      kept = readRow(walk, slot, entry, value as object, row, -1, depth) ?? value
    if (kind === KIND.List) kept = readArray(walk, slot, entry, value as unknown[], row, depth)
    if (entry.mode === 'choice' || entry.mode === 'choiceOrRow') {
      // True and false stand for the two words in a shape, so a boolean must not be taken for one.
      if (typeof value === 'boolean') kept = STOP.Exotic
      else kind = choiceOf(entry, value) ?? kind
    }
    // Names are read as an object, so an object must not be taken for them.
    if (entry.mode === 'names' && kind === KIND.Object) kept = STOP.Exotic
    const names = entry.mode === 'names' ? namesOf(kept) : undefined
    if (names !== undefined) {
      kind = KIND.Object
      kept = readRow(walk, slot, entry, names, row, -1, depth) ?? value
    }
  }
  slot.kinds |= kept === value ? kind : kindOf(kept)
  slot.values[row] = kept
  slot.n += 1
}

const WHOLE = KIND.Int | KIND.BigInt

const HAS_ROW: ReadonlySet<string> = new Set(['rows', 'leafOrRow', 'each', 'choiceOrRow'])

const REFERS: ReadonlySet<string> = new Set(['leaf', 'list'])

function choiceOf({ words }: Entry, value: unknown): number | undefined {
  if (typeof value !== 'string' || words === null) return undefined
  return value === words[0] ? KIND.False : value === words[1] ? KIND.True : undefined
}

// The names that a value lists, as an object in which each is true.
function namesOf(value: unknown): object | undefined {
  const names: unknown = typeof value === 'string' ? [value] : value
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? named(names) : undefined
}

function named(names: readonly string[]): object {
  const object = Object.create(null) as Record<string, unknown>
  for (const name of names) object[name] = true
  return object
}

// Gives the elements as they were read, once and for all, or a stop if that is more than may be read. What is certainly
// wrong is read on as far as it is told.
function readArray(
  walk: Walk,
  slot: OpenSlot,
  entry: Entry,
  array: unknown[],
  row: number,
  depth: number,
): unknown[] | Stop {
  if (walk.around.includes(array)) return STOP.Cycle
  walk.around.push(array)
  const elements: unknown[] = []
  let nWrong = 0
  try {
    for (let element = 0; element < array.length && nWrong < MOST_PROBLEMS; element += 1) {
      let item = elementOf(array, element)
      let kind = kindOf(item)
      if (kind === KIND.Object && hasRows(entry)) {
        const stop = readRow(walk, slot, entry, item as object, row, element, depth)
        if (stop === STOP.TooDeep || stop === STOP.TooMany) return stop
        item = stop ?? item
        kind = stop?.stop ?? kind
      } else if (walk.elementsLeft-- <= 0) {
        return STOP.TooMany
      }
      elements.push(item)
      slot.elementKinds |= kind
      if (hasRows(entry) ? kind !== KIND.Object : (kind & NEVER_RIGHT) !== 0) nWrong += 1
    }
    return elements
  } catch {
    return STOP.Unreadable
  } finally {
    walk.around.pop()
  }
}

function hasRows({ mode }: Entry): boolean {
  return mode === 'rows' || mode === 'each'
}

const NEVER_RIGHT = KIND.Missing | KIND.Unreadable

function elementOf(array: unknown[], element: number): unknown {
  try {
    return array[element]
  } catch {
    return STOP.Unreadable
  }
}

// Gives a stop if the object could not be read at all.
function readRow(
  walk: Walk,
  slot: OpenSlot,
  entry: Entry,
  object: object,
  parent: number,
  element: number,
  depth: number,
): Stop | undefined {
  const inner = depth + (entry.deepens ? 1 : 0)
  if (walk.around.includes(object)) return STOP.Cycle
  if (inner > walk.limits.depth || walk.around.length > MOST_AROUND) return STOP.TooDeep
  if (walk.nodesLeft-- <= 0) return STOP.TooMany
  let group: OpenGroup
  let names: string[]
  try {
    const isPlainData = entry.plain >= 0 && !isEnvelope(object, walk.grammar(entry.plain))
    const entries = walk.grammar(isPlainData ? entry.plain : entry.next)
    names = Object.keys(object)
    if (!isPlain(object)) names = names.concat(gettersOf(object, entries, names))
    const likeness = likenessOf(entry, object, element, isPlainData)
    group = alikeGroup(slot, entry, isPlainData, likeness, walk.isOneByOne) ?? {
      isPlain: isPlainData,
      likeness,
      entries,
      parents: [],
      elements: [],
      slots: new Map(),
    }
  } catch {
    return STOP.Unreadable
  }
  if (slot.below.at(-1) !== group && !slot.below.includes(group)) slot.below.push(group)
  const row = group.parents.length
  group.parents.push(parent)
  group.elements.push(element)
  walk.around.push(object)
  for (const name of names) {
    let value: unknown
    try {
      value = (object as Record<string, unknown>)[name]
    } catch {
      value = STOP.Unreadable
    }
    if (value === undefined) {
      if (!walk.isStrict || group.entries.get(name)?.strict !== true) continue
      value = STOP.Missing
    }
    let below = group.slots.get(name)
    if (below === undefined) {
      const known = group.entries.get(name)
      if (known === undefined && walk.unknownLeft-- <= 0) continue
      below = openSlot(known)
      group.slots.set(name, below)
    }
    readValue(walk, below, row, value, inner)
  }
  walk.around.pop()
}

// An instance of a class may keep its fields behind getters of its prototypes.
function gettersOf(object: object, entries: ReadonlyMap<string, Entry>, own: readonly string[]): string[] {
  const names = new Set<string>()
  let prototype: object | null = Object.getPrototypeOf(object)
  for (let n = 0; n < MOST_PROTOTYPES && prototype !== null && prototype !== Object.prototype; n += 1) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (get !== undefined && entries.has(name) && !own.includes(name)) names.add(name)
    }
    prototype = Object.getPrototypeOf(prototype)
  }
  return [...names]
}
