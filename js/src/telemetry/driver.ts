// The same driver, which writes down in an account what is sent over it, how often, and how long that takes.
//
// Knows nothing of plans, and of calls only how many they are.

import type { Answer, Call, Connection, Driver, Refusal, Reply } from '../driver.ts'
import { isRefusal } from '../drivers/connection.ts'
import type { Scope } from '../transactions/scope.ts'
import type { Account } from './account.ts'
import { inSightOf, type Telemetry, type Trip } from './telemetry.ts'

/** What happens to calls on their way. */
export type Sending = {
  /** The calls with their comments. */
  commented(account: Account, calls: readonly Call[]): readonly Call[]
  /** Who follows each trip. */
  readonly followers: readonly Telemetry[]
}

/** Nothing happens to them. */
export const asTheyAre: Sending = { commented: (_, calls) => calls, followers: [] }

/** The same scope, for a transaction that begins in it. */
export function accountedScope(scope: Scope, account: Account): Scope {
  return {
    ...scope,
    driver: accountedDriver(scope.driver, account, asTheyAre),
    nest(work) {
      const on: On = { account, sending: asTheyAre }
      return scope.nest((connection) => work(accountedConnection(connection, on)))
    },
  }
}

/** The same driver with an account for one operation, or for all of a transaction. */
export function accountedDriver(driver: Driver, account: Account, sending: Sending): Driver {
  const on: On = { account, sending }
  const { pipeline, sendWhole } = driver
  return {
    name: driver.name,
    isWithin: driver.isWithin === true,
    withoutSavepoints: driver.withoutSavepoints === true,
    sendsSeveral: driver.sendsSeveral === true,
    holdsTransactions: driver.holdsTransactions !== false,
    // What begins and ends a transaction is waited for, too.
    transaction: (work) => held(on, work, driver.isWithin === true ? 0 : 2, driver.transaction.bind(driver)),
    connect: (work) => held(on, work, 0, driver.connect.bind(driver)),
    ...(pipeline && {
      pipeline: (calls) => trip(on, calls, 1, (calls, connected) => pipeline.call(driver, calls, connected)),
    }),
    ...(sendWhole && {
      sendWhole: (calls) => trip(on, calls, 1, (calls) => sendWhole.call(driver, calls)),
    }),
    within: (client) => driver.within(client),
    close: () => driver.close(),
  }
}

type On = { readonly account: Account; readonly sending: Sending }

type Work<T> = (connection: Connection) => Promise<T>

async function held<T>(
  on: On,
  work: Work<T>,
  nTrips: number,
  hold: (work: Work<T>, connected: () => void) => Promise<T>,
): Promise<T> {
  const { account } = on
  account.roundTrips += nTrips
  let since = performance.now()
  const passed = (): number => {
    const before = since
    since = performance.now()
    return since - before
  }
  try {
    return await hold(
      async (connection) => {
        account.database += passed()
        try {
          return await work(accountedConnection(connection, on))
        } finally {
          since = performance.now()
        }
      },
      () => {
        account.isWaitTold = true
        account.waiting += passed()
      },
    )
  } finally {
    account.database += passed()
  }
}

function accountedConnection(connection: Connection, on: On): Connection {
  const { ask, pipeline, cancel } = connection
  return {
    send: (calls) => trip(on, calls, calls.length, (calls) => connection.send(calls)),
    ...(ask && { ask: (call) => askOn(on, call, (call) => ask.call(connection, call)) }),
    ...(pipeline && {
      pipeline: (calls) => trip(on, calls, 1, (calls) => pipeline.call(connection, calls)),
    }),
    ...(cancel && { cancel: () => cancel.call(connection) }),
  }
}

async function askOn(
  on: On,
  call: Call,
  ask: (call: Call) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  let answer: Answer | Refusal | undefined
  await trip(on, [call], 1, async ([commented = call]): Promise<Reply> => {
    answer = await ask(commented)
    return isRefusal(answer) ? { rows: [], refusal: answer } : { rows: [answer.rows], refusal: null }
  })
  return answer as Answer | Refusal
}

async function trip(
  { account, sending }: On,
  calls: readonly Call[],
  nTrips: number,
  send: (calls: readonly Call[], connected: () => void) => Promise<Reply>,
): Promise<Reply> {
  if (calls.length === 0) return await send(calls, () => {})
  const timed = () =>
    timedTrip(account, nTrips, (connected) => send(sending.commented(account, calls), connected))
  const { followers } = sending
  if (followers.length === 0) return await timed()
  const trip: Trip = { calls, done: 0, refusal: null }
  const noted = async (): Promise<Reply> => {
    const reply = await timed()
    trip.done = reply.rows.length
    trip.refusal = reply.refusal
    return reply
  }
  const followed = followers.reduceRight((work, one) => {
    return () => inSightOf(one, (run) => one.trip?.(account, trip, run) ?? run(), work)
  }, noted)
  return await followed()
}

async function timedTrip(
  account: Account,
  nTrips: number,
  send: (connected: () => void) => Promise<Reply>,
): Promise<Reply> {
  const start = performance.now()
  let sent = start
  account.roundTrips += nTrips
  try {
    return await send(() => {
      account.isWaitTold = true
      sent = performance.now()
    })
  } finally {
    account.waiting += sent - start
    account.database += performance.now() - sent
  }
}
