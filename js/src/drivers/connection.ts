// The part of a Connection that is the same on every client: calls go one after another, and operations one at a time.
//
// Knows nothing of transactions, and of the client only how to run one call on it.

import type { Call, Connection, Reply, Rows } from '../driver.ts'
import { refusalOf } from './refusal.ts'

/** Carries one call to a client; rejects with whatever the client throws. */
export type Run = (call: Call) => Promise<Rows>

/** Stops the call that a client runs; resolves when no later call can be stopped by it. Never rejects. */
export type Stop = () => Promise<void>

/**
 * Gives `work` a connection that ends with it.
 *
 * What `work` sends at once goes one after another. A call sent later is turned away: by then the client may serve
 * somebody else.
 */
export async function lend<T>(
  run: Run,
  work: (connection: Connection) => Promise<T>,
  stop?: Stop,
): Promise<T> {
  let hasEnded = false
  let isRunning = false
  let stopped: Promise<void> | undefined
  async function sendWhileLent(calls: readonly Call[]): Promise<Reply> {
    const rows: Rows[] = []
    for (const call of calls) {
      await stopped
      if (hasEnded) throw new Error('a call was sent on a connection whose work is over')
      isRunning = true
      try {
        rows.push(await run(call))
      } catch (error) {
        return { rows, refusal: refusalOf(error) }
      } finally {
        isRunning = false
      }
    }
    return { rows, refusal: null }
  }
  const connection: Connection = {
    send: (calls) => inLine(connection, () => sendWhileLent(calls)),
    ...(stop && {
      async cancel() {
        if (isRunning) await (stopped = stop())
      },
    }),
  }
  try {
    return await work(connection)
  } finally {
    hasEnded = true
    await inLine(connection, idle)
    await stopped
  }
}

// Waits here for a call that `work` left behind.
async function idle(): Promise<void> {}

/**
 * Starts `operation` once every earlier operation on the same `resource` has ended, however it ended.
 *
 * An operation that starts another on its own resource and awaits it would wait for itself.
 */
export function inLine<T>(resource: object, operation: () => Promise<T>): Promise<T> {
  const earlier = lines.get(resource) ?? Promise.resolve()
  const outcome = earlier.then(operation)
  const pass = () => {}
  lines.set(resource, outcome.then(pass, pass))
  return outcome
}

// The last operation in line for each resource. Weak, because a client is the caller's to keep or drop.
const lines = new WeakMap<object, Promise<void>>()
