// What may be told of an error to those who keep what they are told: its kind, its codes and its place.
//
// Knows no message and no cause: what the database says of a row names the row's values.

import { TreewrightError } from '../errors.ts'
import { refusalOf } from '../driver.ts'

/** What is told of an error. */
export type ErrorFacts = {
  /** The class: `UniqueConstraintError`. */
  readonly type: string
  /** Prisma's code where it has one, else ours; null of errors that are not ours. */
  readonly code: string | null
  /** Our own stable code; null of errors that are not ours. */
  readonly problem: string | null
  /** Where in the arguments; empty where that is nowhere. */
  readonly path: string
  /** The SQL state that the database gave; null if it gave none. */
  readonly state: string | null
}

/** What is told of an error. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof TreewrightError)) {
    return { type: nameOf(error), code: null, problem: null, path: '', state: stateOf(error) }
  }
  const { code, problem, pathText, cause } = error
  return { type: nameOf(error), code, problem, path: pathText, state: stateOf(cause) }
}

// A name that somebody has made of a text may be anything.
function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  return /^[\w.$]{1,100}$/.test(name) ? name : 'Error'
}

function stateOf(cause: unknown): string | null {
  const state = cause === undefined || cause === null ? null : refusalOf(cause).state
  return state !== null && /^[0-9A-Z]{5}$/.test(state) ? state : null
}
