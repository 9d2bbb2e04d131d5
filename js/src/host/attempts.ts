// How often a request is tried, and at which pace: again when another transaction was faster, one by one when rows that
// were taken together turn out to meet.
//
// Knows nothing of what a request does. Nothing of a failed attempt stays, so the next one starts anew.

import type { Driver } from '../driver.ts'
import { TreewrightError } from '../errors.ts'
import type { Pace } from './reader.ts'
import { mayBeLostRace, mayBeOfRowsTogether, RowsMeet } from './run.ts'

// Each attempt that another transaction defeats is progress of that other one.
const MOST_ATTEMPTS = 12

// A key that is taken is mostly taken for good.
const MOST_ATTEMPTS_FOR_TAKEN = 3

/** Tries until an attempt succeeds, or fails for a reason that would stay. */
export async function attempts<T>(driver: Driver, attempt: (pace: Pace) => Promise<T>): Promise<T> {
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
      if (!isWorthAnother(error, n, driver)) throw error
      await pause(n)
    }
  }
}

function isWorthAnother(error: unknown, n: number, driver: Driver): boolean {
  if (!(error instanceof TreewrightError) || driver.isWithin === true) return false
  if (error.code === 'P2034') return n < MOST_ATTEMPTS
  if (!mayBeLostRace(error)) return false
  return n < (error.code === 'P2002' ? MOST_ATTEMPTS_FOR_TAKEN : MOST_ATTEMPTS)
}

/** Waits: longer each time, and never twice the same, so that two that met do not meet again. */
export function pause(n: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 ** n, 100)))
}
