// What a tracer has to be to follow operations while they run, and how one is asked so that it cannot harm them.
//
// Knows no tracer. None of them is given what comes back.

import type { Call, Refusal } from '../driver.ts'
import type { Account } from './account.ts'
import { complain } from './listeners.ts'

/** One time that the database is waited for. */
export type Trip = {
  /** What is sent, comments left out. The parameters are the caller's values. */
  readonly calls: readonly Call[]
  /** How many of them were carried out; known when it has ended. */
  done: number
  /** What the database refused; null if nothing. */
  refusal: Refusal | null
}

/** Somebody who follows operations while they run. */
export type Telemetry = {
  /**
   * Follows an operation or a transaction: awaits `run`, which gives nothing and never rejects. The account is complete then.
   */
  follow(account: Account, run: () => Promise<void>): Promise<void>
  /** Follows one time that an operation waits for the database, in the same way. */
  trip?(account: Account, trip: Trip, run: () => Promise<void>): Promise<void>
  /** What the first statement of a trip is to tell the server, as a comment: where a trace goes on. */
  comment?(account: Account): Readonly<Record<string, string>>
}

/** Does work in sight of somebody, who cannot change what comes of it, nor keep it from beginning. */
export async function inSightOf<T>(
  who: Telemetry,
  follow: (run: () => Promise<void>) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  let outcome: Promise<T> | undefined
  const once = (): Promise<T> => (outcome ??= work())
  try {
    await follow(async () => {
      await once().catch(() => {})
    })
  } catch (error) {
    complain(who, 'telemetry', error)
  }
  return await once()
}
