// Makes a failing operation small: what can be left out without the difference going away is left out.
//
// Knows nothing of what differs; it is told whether a smaller operation still does.

import { isPlain, type Arguments, type Operation } from './operation.ts'

/** Everything that is one step from some arguments. */
export type Steps = (value: unknown) => Iterable<unknown>

const N_TRIES = 1_000

/** The smallest operation found that still differs, within a number of tries. */
export async function shrink(
  operation: Operation,
  stillDiffers: (smaller: Operation) => Promise<boolean>,
  steps: Steps = smallerThan,
): Promise<Operation> {
  return await shrinkBy(operation, stillDiffers, (whole) => withArguments(whole, steps))
}

/** The smallest batch found that still differs: the fewest operations, and each as small as can be. */
export async function shrinkBatch(
  operations: readonly Operation[],
  stillDiffers: (smaller: readonly Operation[]) => Promise<boolean>,
): Promise<readonly Operation[]> {
  return await shrinkBy(operations, stillDiffers, smallerBatches)
}

async function shrinkBy<T>(
  whole: T,
  stillDiffers: (smaller: T) => Promise<boolean>,
  steps: (whole: T) => Iterable<T>,
): Promise<T> {
  let smallest = whole
  let left = N_TRIES
  for (let isShrinking = true; isShrinking;) {
    isShrinking = false
    for (const candidate of steps(smallest)) {
      if (left === 0) return smallest
      left -= 1
      if (!(await stillDiffers(candidate))) continue
      smallest = candidate
      isShrinking = true
      break
    }
  }
  return smallest
}

function* withArguments(operation: Operation, steps: Steps): Generator<Operation> {
  for (const args of steps(operation.args)) yield { ...operation, args }
}

function* smallerBatches(operations: readonly Operation[]): Generator<readonly Operation[]> {
  if (operations.length > 1) for (const at of operations.keys()) yield operations.filter((_, n) => n !== at)
  for (const [at, operation] of operations.entries()) {
    for (const smaller of withArguments(operation, smallerThan)) yield operations.with(at, smaller)
  }
}

/** Everything that is one step smaller, the largest steps first. */
export function* smallerThan(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    if (value.length === 1) yield value[0]
    for (const at of value.keys()) yield value.filter((_, n) => n !== at)
    for (const [at, element] of value.entries()) {
      for (const smaller of smallerThan(element)) yield value.with(at, smaller)
    }
  } else if (isPlain(value)) {
    const names = Object.keys(value)
    for (const name of names) yield without(value, name)
    for (const name of names) {
      if (name === 'set' || name === 'equals') yield value[name]
      for (const smaller of smallerThan(value[name])) yield { ...value, [name]: smaller }
    }
  }
}

const FINDING = /\.(where|connect|disconnect|set|delete|deleteMany)(\.|$)/

/** Everything smaller, and then what has one value changed for one that stands in nobody's way. */
export function* smallerOrTamer(value: unknown): Generator<unknown> {
  yield* smallerThan(value)
  yield* tamerThan(value, '')
}

function* tamerThan(value: unknown, path: string): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [at, element] of value.entries()) {
      for (const tamer of tamerThan(element, `${path}.${at}`)) yield value.with(at, tamer)
    }
  } else if (isPlain(value)) {
    for (const [name, entry] of Object.entries(value)) {
      for (const tamer of tamerThan(entry, `${path}.${name}`)) yield { ...value, [name]: tamer }
    }
  } else if (typeof value === 'string' && /^[^-\d]/.test(value)) {
    // The path makes it differ from all others; what has one is tame already. A name that finds a row stays.
    if (!value.endsWith(path) && !FINDING.test(path)) yield `${value}${path}`
  } else if (typeof value === 'number' && value > 90) yield 1
  else if (typeof value === 'bigint' && value > 90n) yield 1n
}

function without(value: Arguments, name: string): Arguments {
  const { [name]: _, ...rest } = value
  return rest
}
