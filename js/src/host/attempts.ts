// How often a request is tried, and at which pace: again when another transaction was faster, one by one when rows that
// were taken together turn out to meet.
//
// Knows nothing of what a request does. Nothing of a failed attempt stays, so the next one starts anew.

import type { Driver } from '../driver.ts'
import { TreewrightError } from '../errors.ts'
import { mayBeLostRace, mayBeOfRowsTogether } from './failures.ts'
import type { Pace } from './reader.ts'
import { RowsMeet } from './run.ts'

/** How often a write is done again where nothing is said: each time that another one defeats it is progress of that one. */
export const USUAL_RETRIES = 11

// A key that is taken is mostly taken for good.
const MOST_RETRIES_FOR_TAKEN = 2

/** Something that is done again because another transaction was in the way, for listeners. */
export type RetryEvent = {
  /** The operation: `user.upsert`, or `$transaction`. */
  readonly operation: string
  /** Which time it is that it is done again, from 1. */
  readonly retry: number
  /** How long it waits before. */
  readonly pause: number
  /** Why the last attempt failed. */
  readonly error: unknown
}

/** How an operation is done again. */
export type Retrying = {
  readonly operation: string
  /** How often at most. */
  readonly retries: number
  readonly onRetry: (event: RetryEvent) => void
}

/** Tries until an attempt succeeds, or fails for a reason that would stay. */
export async function attempts<T>(
  driver: Driver,
  retrying: Retrying,
  attempt: (pace: Pace) => Promise<T>,
): Promise<T> {
  let pace: Pace = 'atOnce'
  let together: unknown
  for (let n = 1; ; n += 1) {
    try {
      return await attempt(pace)
    } catch (error) {
      if (pace === 'atOnce' && (error instanceof RowsMeet || mayBeOfRowsTogether(error))) {
        pace = 'oneByOne'
        together = error instanceof RowsMeet ? undefined : error
        continue
      }
      // Too many to be taken one by one: what went wrong together is all there is to say.
      if (together !== undefined && error instanceof TreewrightError && error.problem === 'TW404')
        throw together
      if (n > mostRetries(error, driver, retrying)) throw error
      await pause(n, retrying, error)
    }
  }
}

function mostRetries(error: unknown, driver: Driver, { retries }: Retrying): number {
  if (!(error instanceof TreewrightError) || driver.isWithin === true) return 0
  if (error.code === 'P2034') return retries
  if (!mayBeLostRace(error)) return 0
  return error.code === 'P2002' ? Math.min(retries, MOST_RETRIES_FOR_TAKEN) : retries
}

/** Waits before the nth retry: longer each time, and never twice the same, so that two that met do not meet again. */
export async function pause(n: number, { operation, onRetry }: Retrying, error: unknown): Promise<void> {
  const pause = Math.random() * Math.min(2 ** n, 100)
  onRetry({ operation, retry: n, pause, error })
  await new Promise((resolve) => setTimeout(resolve, pause))
}
