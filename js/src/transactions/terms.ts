// The terms of a transaction: its options, looked at and filled up with what is usual.
//
// Knows nothing of how they are kept.

import { badOption, onlyOutermost, unknownLevel, unknownOption } from './problems.ts'

/** PostgreSQL's isolation levels, by Prisma's names. */
export const TransactionIsolationLevel = {
  ReadUncommitted: 'ReadUncommitted',
  ReadCommitted: 'ReadCommitted',
  RepeatableRead: 'RepeatableRead',
  Serializable: 'Serializable',
} as const

/** One of PostgreSQL's isolation levels. */
export type TransactionIsolationLevel = keyof typeof TransactionIsolationLevel

/** How a transaction runs. */
export type TransactionOptions = {
  /** What it sees of others; what the database says, if not said. */
  readonly isolationLevel?: TransactionIsolationLevel | undefined
  /** How many milliseconds to wait for a connection. For a function 2,000 if not said, for a list forever. */
  readonly maxWait?: number | undefined
  /** How many milliseconds it may take from then on. For a function 5,000 if not said, for a list forever. */
  readonly timeout?: number | undefined
  /** How often it is done again after a conflict with another transaction; 0 if not said. */
  readonly retries?: number | undefined
  /** Whether it can go on after a write has failed; true if not said. Costs what goes statement by statement two round trips. */
  readonly savepoints?: boolean | undefined
}

/** How a list of operations runs, if each is kept or not by itself. */
export type BatchOptions = TransactionOptions & {
  /** Whether all are kept or none; true if not said. */
  readonly atomic?: boolean | undefined
}

/** What was agreed; null is no limit. */
export type Terms = {
  readonly isolationLevel: TransactionIsolationLevel | null
  readonly maxWait: number | null
  readonly timeout: number | null
  readonly retries: number
  readonly savepoints: boolean
}

/** What holds where nothing is said, in milliseconds. */
export const USUAL_FOR_FUNCTIONS: TransactionOptions = { maxWait: 2_000, timeout: 5_000 }

const OF_THE_OUTERMOST = ['isolationLevel', 'retries']
const TERMS = [...OF_THE_OUTERMOST, 'maxWait', 'timeout', 'savepoints']

// Timers know no longer time.
const LONGEST = 2 ** 31 - 1
const MOST_RETRIES = 100

/** The terms of a transaction of its own. */
export function termsOf(options: unknown, forAll: unknown = {}, ofClient: unknown = {}): Terms {
  const [usual, agreed, said] = [forAll, ofClient, options].map((one) => optionsIn(one, TERMS))
  const given: Given = { ...usual, ...agreed, ...said }
  return {
    isolationLevel: levelIn(given),
    maxWait: millisecondsIn(given, 'maxWait'),
    timeout: millisecondsIn(given, 'timeout'),
    retries: retriesIn(given),
    savepoints: switchIn(given, 'savepoints'),
  }
}

/** The terms of a transaction inside of another: it shares the isolation, and never waits for a connection. */
export function termsInside(options: unknown, usual: TransactionOptions): Terms {
  const given: Given = optionsIn(options, TERMS)
  const stray = OF_THE_OUTERMOST.find((name) => given[name] !== undefined)
  if (stray !== undefined) throw onlyOutermost(stray)
  return termsOf(given, usual)
}

/** Whether all of a list is kept or none, and the other options. */
export function batchOptions(options: unknown): { readonly atomic: boolean; readonly others: Given } {
  const { atomic, ...others } = optionsIn(options, [...TERMS, 'atomic'])
  const isAtomic = switchIn({ atomic }, 'atomic')
  // Each operation is kept or not by its savepoint.
  if (!isAtomic && others['savepoints'] === false)
    throw badOption('savepoints', 'true beside `atomic: false`')
  return { atomic: isAtomic, others }
}

/** Whether writes within the caller's own transaction run in savepoints. */
export function hasSavepoints(options: unknown): boolean {
  return switchIn(optionsIn(options, ['savepoints']), 'savepoints')
}

/** Options by name, of which nothing is known. */
type Given = { readonly [name: string]: unknown }

// What is undefined is not said.
function optionsIn(options: unknown, known: readonly string[]): Given {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null) throw badOption(null, 'an object of options')
  const said = Object.entries(options).filter(([, value]) => value !== undefined)
  const stray = said.find(([name]) => !known.includes(name))
  if (stray !== undefined) throw unknownOption(stray[0], known)
  return Object.fromEntries(said)
}

function levelIn({ isolationLevel }: Given): TransactionIsolationLevel | null {
  if (isolationLevel === undefined) return null
  const known = Object.values(TransactionIsolationLevel)
  const level = known.find((one) => one === isolationLevel)
  if (level === undefined) throw unknownLevel(isolationLevel, known)
  return level
}

function millisecondsIn(given: Given, name: string): number | null {
  const value = given[name]
  if (value === undefined) return null
  if (typeof value !== 'number' || !(value > 0)) throw badOption(name, 'a number of milliseconds above 0')
  return value > LONGEST ? null : value
}

function retriesIn({ retries = 0 }: Given): number {
  if (typeof retries === 'number' && Number.isInteger(retries) && retries >= 0 && retries <= MOST_RETRIES) {
    return retries
  }
  throw badOption('retries', `a whole number from 0 to ${MOST_RETRIES}`)
}

function switchIn(given: Given, name: string): boolean {
  const value = given[name] ?? true
  if (typeof value !== 'boolean') throw badOption(name, 'true or false')
  return value
}
