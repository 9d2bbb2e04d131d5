// What can be wrong with a transaction, in words: its time, its end, its options and its operations.
//
// Knows nothing of how transactions run. The numbers are those of docs/errors.md.

import { TreewrightError, ValidationError, type Problem } from '../errors.ts'
import type { Path } from '../host/places.ts'

/** A transaction could not begin, or is over: P2028. */
export class TransactionError extends TreewrightError {}

type Facts = {
  readonly problem: string
  readonly code?: string
  readonly message: string
  readonly help?: string
  readonly meta?: Readonly<Record<string, unknown>>
}

/** Why a transaction cannot go on, before it is known who will hear of it. */
export class TransactionFault extends Error {
  readonly #facts: Facts

  constructor(facts: Facts) {
    super(facts.message)
    this.#facts = facts
  }

  /** The error for the operation that hears of it. */
  heardBy(operation: string): TransactionError {
    return new TransactionError(operation, [problem(this.#facts, [])], { meta: this.#facts.meta ?? {} })
  }
}

/** What is thrown, made an error of the operation that hears of it. */
export function heardBy(operation: string, thrown: unknown): unknown {
  return thrown instanceof TransactionFault ? thrown.heardBy(operation) : thrown
}

export function neverBegun(maxWait: number): TransactionFault {
  return new TransactionFault({
    problem: 'TW701',
    message: `no transaction could be begun within ${maxWait} ms`,
    help: 'all connections may be in use: a larger pool, shorter transactions, or a longer `maxWait`',
    meta: { maxWait },
  })
}

export function timeIsUp(timeout: number, timeTaken: number): TransactionFault {
  return new TransactionFault({
    problem: 'TW702',
    message: `the transaction took longer than its ${timeout} ms, and was rolled back`,
    help: 'do less in it, or give it a longer `timeout`',
    meta: { timeout, timeTaken: Math.round(timeTaken) },
  })
}

export function isOver(how: string): TransactionFault {
  return new TransactionFault({
    problem: 'TW703',
    message: `the transaction is over: ${how}`,
    help: 'await everything that is done with `tx` before its function returns',
  })
}

export function isNested(): TransactionFault {
  return new TransactionFault({
    problem: 'TW704',
    message: 'a transaction inside of this one is still open',
    help: 'write with the inner `tx`, or await the end of the inner transaction first',
  })
}

export function notAnOperation(index: number): ValidationError {
  return mistake(['operations', index], {
    problem: 'TW710',
    message: 'this is no operation',
    help: 'give what `db.user.create(...)` gives, without awaiting it',
  })
}

export function hasStarted(index: number): ValidationError {
  return mistake(['operations', index], {
    problem: 'TW711',
    message: 'the operation was started already, or is given twice',
    help: 'do not await an operation before the list it is part of',
  })
}

export function ofAnotherClient(index: number): ValidationError {
  return mistake(['operations', index], {
    problem: 'TW712',
    message: 'the operation is of another client, or of another transaction',
    help: 'ask all operations of a list of the client that runs the list',
  })
}

export function notAList(): ValidationError {
  return mistake([], { problem: 'TW713', message: 'neither a function nor a list of operations is given' })
}

export function badOption(name: string | null, expected: string): ValidationError {
  const path = name === null ? ['options'] : ['options', name]
  return mistake(path, { problem: 'TW714', message: `this is not ${expected}` })
}

export function unknownOption(name: string, known: readonly string[]): ValidationError {
  return mistake(['options', name], {
    problem: 'TW715',
    message: `there is no option \`${name}\` here`,
    help: `one of ${known.map((one) => `\`${one}\``).join(', ')}`,
  })
}

export function unknownLevel(given: unknown, known: readonly string[]): ValidationError {
  const facts = {
    problem: 'TW716',
    code: 'P2023',
    message: 'there is no such isolation level',
    help: `one of ${known.join(', ')}`,
  }
  return mistake(['options', 'isolationLevel'], { ...facts, meta: { providedIsolationLevel: given } })
}

export function onlyOutermost(name: string): ValidationError {
  return mistake(['options', name], {
    problem: 'TW717',
    message: 'the option is of a whole transaction, and this one runs inside of another',
    help: 'give it to the outermost transaction',
  })
}

function mistake(path: Path, facts: Facts): ValidationError {
  return new ValidationError('$transaction', [problem({ code: facts.problem, ...facts }, path)], {
    meta: facts.meta ?? {},
  })
}

function problem({ problem, code = 'P2028', message, help }: Facts, path: Path): Problem {
  return { problem, code, path, message, help: help ?? null }
}
