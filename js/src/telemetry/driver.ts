// The same driver, which writes down in an account what is sent over it and how often the database is waited for.
//
// Knows nothing of plans. One is made for each operation that is watched, so it is a few functions and nothing else.

import type { Answer, Call, Connection, Driver, Refusal, Reply } from '../driver.ts'
import { isRefusal } from '../drivers/connection.ts'
import type { Scope } from '../transactions/scope.ts'
import type { Account } from './account.ts'
import { asTheyAre, timedHold, trip, type On, type Sending, type Work } from './trips.ts'

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

// What is left out and what is undefined is one to those who ask.
type Parts<T> = { readonly [K in keyof T]: T[K] | undefined }

/** The same driver with an account for one operation, or for all of a transaction. */
export function accountedDriver(driver: Driver, account: Account, sending: Sending): Driver {
  const on: On = { account, sending }
  const { pipeline, sendWhole } = driver
  const accounted: Parts<Driver> = {
    name: driver.name,
    isWithin: driver.isWithin,
    withoutSavepoints: driver.withoutSavepoints,
    sendsSeveral: driver.sendsSeveral,
    holdsTransactions: driver.holdsTransactions,
    // What begins and ends a transaction is waited for, too.
    transaction: (work) => held(on, work, driver.isWithin === true ? 0 : 2, driver.transaction.bind(driver)),
    connect: (work) => held(on, work, 0, driver.connect.bind(driver)),
    pipeline: pipeline && ((calls) => trip(on, calls, 1, pipeline.bind(driver))),
    sendWhole: sendWhole && ((calls) => trip(on, calls, 1, sendWhole.bind(driver))),
    within: (client) => driver.within(client),
    close: () => driver.close(),
  }
  return accounted as Driver
}

function held<T>(
  on: On,
  work: Work<T>,
  nTrips: number,
  hold: (work: Work<T>, connected?: () => void) => Promise<T>,
): Promise<T> {
  const { account } = on
  account.roundTrips += nTrips
  const accounted: Work<T> = (connection) => work(accountedConnection(connection, on))
  return account.times === null ? hold(accounted) : timedHold(account.times, accounted, hold)
}

function accountedConnection(connection: Connection, on: On): Connection {
  const { ask, pipeline, cancel } = connection
  const accounted: Parts<Connection> = {
    send: (calls) => trip(on, calls, calls.length, connection.send.bind(connection)),
    ask: ask && ((call) => askOn(on, call, ask.bind(connection))),
    pipeline: pipeline && ((calls) => trip(on, calls, 1, pipeline.bind(connection))),
    cancel: cancel?.bind(connection),
  }
  return accounted as Connection
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
