// One time that the database is waited for: counted, timed where somebody wants to know, followed by tracers, and with the
// comments that its calls are to carry.
//
// Knows nothing of drivers. What is refused is a reply like any other.

import type { Call, Connection, Reply } from '../driver.ts'
import type { Account, Times } from './account.ts'
import { inSightOf, type Telemetry, type Trip } from './telemetry.ts'

/** What happens to calls on their way. */
export type Sending = {
  /** The calls with their comments. */
  readonly commented: ((account: Account, calls: readonly Call[]) => readonly Call[]) | null
  /** Who follows each trip. */
  readonly followers: readonly Telemetry[]
}

/** Nothing happens to them. */
export const asTheyAre: Sending = { commented: null, followers: [] }

/** For whom, and how. */
export type On = { readonly account: Account; readonly sending: Sending }

export type Work<T> = (connection: Connection) => Promise<T>

/** Sends calls; `connected` is told when there is a connection. */
type Send = (calls: readonly Call[], connected?: () => void) => Promise<Reply>

/** Sends calls that are waited for so many times. */
export function trip(on: On, calls: readonly Call[], nTrips: number, send: Send): Promise<Reply> {
  if (calls.length === 0) return send(calls)
  const { account, sending } = on
  account.roundTrips += nTrips
  return sending.followers.length === 0 ? carry(on, calls, send) : follow(on, calls, send)
}

function carry({ account, sending }: On, calls: readonly Call[], send: Send): Promise<Reply> {
  const commented = sending.commented === null ? calls : sending.commented(account, calls)
  return account.times === null ? send(commented) : timedSend(account.times, commented, send)
}

function follow(on: On, calls: readonly Call[], send: Send): Promise<Reply> {
  const { account, sending } = on
  const trip: Trip = { calls, done: 0, refusal: null }
  const noted = async (): Promise<Reply> => {
    const reply = await carry(on, calls, send)
    trip.done = reply.rows.length
    trip.refusal = reply.refusal
    return reply
  }
  const followed = sending.followers.reduceRight((work, one) => {
    return () => inSightOf(one, (run) => one.trip?.(account, trip, run) ?? run(), work)
  }, noted)
  return followed()
}

async function timedSend(times: Times, calls: readonly Call[], send: Send): Promise<Reply> {
  const start = performance.now()
  let sent = start
  try {
    return await send(calls, () => {
      times.isWaitTold = true
      sent = performance.now()
    })
  } finally {
    times.waiting += sent - start
    times.database += performance.now() - sent
  }
}

/** Holds a connection while `work` runs; what goes before it and after it is the database's time. */
export async function timedHold<T>(
  times: Times,
  work: Work<T>,
  hold: (work: Work<T>, connected: () => void) => Promise<T>,
): Promise<T> {
  let since = performance.now()
  const passed = (): number => {
    const before = since
    since = performance.now()
    return since - before
  }
  const within: Work<T> = async (connection) => {
    times.database += passed()
    try {
      return await work(connection)
    } finally {
      since = performance.now()
    }
  }
  const connected = (): void => {
    times.isWaitTold = true
    times.waiting += passed()
  }
  try {
    return await hold(within, connected)
  } finally {
    times.database += passed()
  }
}
