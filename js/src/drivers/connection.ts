// The part of a Connection that is the same on every client: calls go one after another, and operations one at a time.
//
// Knows nothing of transactions, and of the client only how to run one call on it.

import type { Answer, Call, Connection, Refusal, Reply, Rows } from '../driver.ts'
import { refusalOf } from './refusal.ts'

/** What a client gives for one call, in the words that clients share. */
export type Given = {
  readonly rows: readonly unknown[]
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  /** How many rows were touched; null where the command counts none. */
  readonly rowCount?: number | null
  /** The same of a command that writes, where the client has no `rowCount`. */
  readonly affectedRows?: number
}

/** Carries one call to a client; rejects with whatever the client throws. */
export type Run = (call: Call) => Promise<Given>

/** Carries several calls to a client at once, as a part of the transaction that is open on it. */
export type RunAtOnce = (calls: readonly Call[]) => Promise<Reply>

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
  { stop, runAtOnce }: { readonly stop?: Stop; readonly runAtOnce?: RunAtOnce | undefined } = {},
): Promise<T> {
  let hasEnded = false
  let isRunning = false
  let stopped: Promise<void> | undefined
  async function whileLent<R>(running: () => Promise<R>): Promise<R> {
    await stopped
    if (hasEnded) throw new Error('a call was sent on a connection whose work is over')
    isRunning = true
    try {
      return await running()
    } finally {
      isRunning = false
    }
  }
  function runWhileLent<R>(call: Call, read: (given: Given) => R): Promise<R | Refusal> {
    return whileLent(async () => {
      try {
        return read(await run(call))
      } catch (error) {
        return refusalOf(error)
      }
    })
  }
  const sendWhileLent = (calls: readonly Call[]) =>
    oneByOne(calls, (call) => runWhileLent(call, (given) => given.rows as Rows))
  const connection: Connection = {
    send: (calls) => inLine(connection, () => sendWhileLent(calls)),
    ask: (call) => inLine(connection, () => runWhileLent(call, answerOf)),
    ...(runAtOnce && {
      pipeline: (calls) => inLine(connection, () => whileLent(() => runAtOnce(calls))),
    }),
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

/** Runs calls in order, and stops at the first that is refused. */
export async function oneByOne(
  calls: readonly Call[],
  run: (call: Call) => Promise<Rows | Refusal>,
): Promise<Reply> {
  const rows: Rows[] = []
  for (const call of calls) {
    const given = await run(call)
    if (isRefusal(given)) return { rows, refusal: given }
    rows.push(given)
  }
  return { rows, refusal: null }
}

/** Whether it is the database's no. */
export function isRefusal<A extends object>(answer: A | Refusal): answer is Refusal {
  return 'state' in answer
}

function answerOf({ rows, fields, rowCount, affectedRows }: Given): Answer {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }))
  return { columns, rows: rows as Rows, touched: rowCount ?? (affectedRows || rows.length) }
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
