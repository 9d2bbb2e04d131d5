// Everything that watches a client, as the one thing that its operations are run by: listeners, figures, tracers, channels,
// and the comments that their statements carry.
//
// Where nobody watches, an operation runs as if this were not there: no account is opened, and no time is taken.

import type { Driver } from '../driver.ts'
import { heardBy } from '../transactions/problems.ts'
import type { Scope } from '../transactions/scope.ts'
import { openAccount, type Account, type Subject } from './account.ts'
import type { Channels } from './channels.ts'
import { commentsOf, type Comments } from './comments.ts'
import { accountedDriver, accountedScope } from './driver.ts'
import { operationEvent, slowEvent, transactionEvent } from './events.ts'
import type { Figures } from './figures.ts'
import type { Listeners } from './listeners.ts'
import { inSightOf, type Telemetry } from './telemetry.ts'
import type { Sending } from './trips.ts'
import type { Events } from '../types/client.ts'

/** What operations and transactions are run by. */
export type Watch = {
  /** Runs an operation in its turn; throws the error that its caller gets. */
  operation<T>(
    scope: Scope,
    subject: Subject,
    carry: (driver: Driver, account: Account | null) => Promise<T>,
  ): Promise<T>
  /** Tells of an operation that is not to be carried out. */
  refused(scope: Scope, subject: Subject, error: unknown): void
  /** Runs a transaction, which throws the error that its caller gets. */
  transaction<T>(
    scope: Scope,
    name: string,
    carry: (scope: Scope, account: Account | null) => Promise<T>,
  ): Promise<T>
}

/** Those who watch. */
export type Watchers = {
  readonly listeners: Listeners<Events>
  readonly figures: Figures | null
  readonly telemetry: readonly Telemetry[]
  readonly channels: Channels
  readonly comments: Comments | null
  /** After how many milliseconds an operation is slow. */
  readonly slow: number
  /** An error of ours as the caller is to have it. */
  readonly asThrown: AsThrown
}

/** Makes an error what the caller is to have. */
export type AsThrown = (error: unknown) => unknown

/** Those of them that options name; throws what is wrong with the options. */
export function watchersIn(options: {
  readonly slow?: unknown
  readonly telemetry?: unknown
  readonly comments?: unknown
}): Pick<Watchers, 'telemetry' | 'comments' | 'slow'> {
  const { slow = USUAL_SLOW, telemetry = [], comments } = options
  if (typeof slow !== 'number' || !(slow >= 0)) {
    throw new TypeError(`\`slow\` is a number of milliseconds from 0, and not ${JSON.stringify(slow)}`)
  }
  const all: readonly unknown[] = Array.isArray(telemetry) ? telemetry : [telemetry]
  if (!all.every(isTelemetry))
    throw new TypeError('`telemetry` is what `openTelemetry()` gives, or a list of such')
  return { slow, telemetry: all, comments: commentsOf(comments, all) }
}

const USUAL_SLOW = 1_000

function isTelemetry(one: unknown): one is Telemetry {
  return typeof one === 'object' && one !== null && 'follow' in one && typeof one.follow === 'function'
}

/** Nobody watches. */
export const unwatched: Watch = {
  operation: (scope, subject, carry) => unwatchedOperation(scope, subject, carry, (error) => error),
  refused: () => {},
  transaction: (scope, _, carry) => carry(scope, null),
}

async function unwatchedOperation<T>(
  scope: Scope,
  { name }: Subject,
  carry: (driver: Driver, account: null) => Promise<T>,
  asThrown: AsThrown,
): Promise<T> {
  try {
    return await scope.enter(() => carry(scope.driver, null))
  } catch (thrown) {
    throw asThrown(heardBy(name, thrown))
  }
}

/** What operations are run by, for those who watch. */
export function watchBy(watchers: Watchers): Watch {
  const { figures, telemetry, channels, comments, asThrown } = watchers
  const isFixed = figures !== null || telemetry.length > 0 || comments !== null
  const sending: Sending = { commented: comments, followers: withTrips(telemetry) }
  const { isHeard, operationEnds, transactionEnds, planAfter } = endsFor(watchers)
  return {
    operation(scope, subject, carry) {
      const follower = channels.follower('operation')
      const isTimed = follower !== null || telemetry.length > 0 || isHeard()
      if (!isTimed && !isFixed) return unwatchedOperation(scope, subject, carry, asThrown)
      const account = openAccount('operation', subject, scope, isTimed, planAfter())
      if (account.of !== null) account.of.operations += 1
      figures?.begin()
      const driver = accountedDriver(scope.driver, account, sending)
      const carried = () =>
        ended(account, operationEnds, asThrown, () => inTurn(scope, driver, account, carry))
      return followed(followers(telemetry, follower), account, carried)
    },
    refused(scope, subject, refusal) {
      const error = asThrown(refusal)
      if (!isFixed && !isHeard()) return
      figures?.begin()
      operationEnds(openAccount('operation', subject, scope, false), error)
    },
    transaction(scope, name, carry) {
      const follower = channels.follower('transaction')
      if (follower === null && !isFixed && !watchers.listeners.hears('transaction')) return carry(scope, null)
      const subject = { name, model: null, table: null, verb: name }
      const account = openAccount('transaction', subject, scope, false)
      const inner = accountedScope(scope, account)
      const carried = () => ended(account, transactionEnds, asThrown, () => carry(inner, account))
      return followed(followers(telemetry, follower), account, carried)
    },
  }
}

/** Closes an account, and tells of it. */
type Ends = (account: Account, error: unknown) => void

function endsFor({ listeners, figures, slow }: Watchers) {
  const close: Ends = (account, error) => {
    account.milliseconds = performance.now() - account.start
    account.error = error
    figures?.add(account)
  }
  const operationEnds: Ends = (account, error) => {
    close(account, error)
    if (listeners.hears('operation')) listeners.tell('operation', operationEvent(account))
    if (account.milliseconds >= slow && listeners.hears('slow')) listeners.tell('slow', slowEvent(account))
  }
  const transactionEnds: Ends = (account, error) => {
    close(account, error)
    if (listeners.hears('transaction')) listeners.tell('transaction', transactionEvent(account))
  }
  const isHeard = (): boolean => listeners.hears('operation') || listeners.hears('slow')
  const planAfter = (): number => (listeners.hears('slow') ? slow : Infinity)
  return { isHeard, operationEnds, transactionEnds, planAfter }
}

// The error is the one that the caller gets.
async function ended<T>(account: Account, end: Ends, asThrown: AsThrown, work: () => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (thrown) {
    const error = asThrown(heardBy(account.operation, thrown))
    end(account, error)
    throw error
  }
  end(account, null)
  return result
}

function followed<T>(followers: readonly Telemetry[], account: Account, work: () => Promise<T>): Promise<T> {
  if (followers.length === 0) return work()
  const all = followers.reduceRight((work, one) => {
    return () => inSightOf(one, (run) => one.follow(account, run), work)
  }, work)
  return all()
}

function followers(telemetry: readonly Telemetry[], follower: Telemetry | null): readonly Telemetry[] {
  return follower === null ? telemetry : [...telemetry, follower]
}

function withTrips(telemetry: readonly Telemetry[]): readonly Telemetry[] {
  return telemetry.filter(({ trip }) => trip !== undefined)
}

// In a transaction operations wait for each other.
function inTurn<T>(
  scope: Scope,
  driver: Driver,
  account: Account,
  carry: (driver: Driver, account: Account) => Promise<T>,
): Promise<T> {
  return scope.enter(() => {
    if (account.isWithin && account.times !== null) {
      account.times.isWaitTold = true
      account.times.waiting += performance.now() - account.start
    }
    return carry(driver, account)
  })
}
