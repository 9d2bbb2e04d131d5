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
import { accountedDriver, accountedScope, asTheyAre, type Sending } from './driver.ts'
import { operationEvent, slowEvent, transactionEvent } from './events.ts'
import type { Figures } from './figures.ts'
import type { Listeners } from './listeners.ts'
import { inSightOf, type Telemetry } from './telemetry.ts'
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
  refused(subject: Subject, error: unknown): void
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
}

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
  operation: (scope, { name }, carry) => heard(name, () => scope.enter(() => carry(scope.driver, null))),
  refused: () => {},
  transaction: (scope, _, carry) => carry(scope, null),
}

/** What operations are run by, for those who watch. */
export function watchBy(watchers: Watchers): Watch {
  const { listeners, figures, telemetry, channels, comments, slow } = watchers
  const isFixed = figures !== null || telemetry.length > 0 || comments !== null
  const sending: Sending = { commented: comments ?? asTheyAre.commented, followers: withTrips(telemetry) }
  const isHeard = () => listeners.hears('operation') || listeners.hears('slow')
  const planAfter = () => (listeners.hears('slow') ? slow : Infinity)

  function end(account: Account, error: unknown): void {
    account.milliseconds = performance.now() - account.start
    account.error = error
    figures?.add(account)
    if (listeners.hears('operation')) listeners.tell('operation', operationEvent(account))
    if (account.milliseconds >= slow && listeners.hears('slow')) listeners.tell('slow', slowEvent(account))
  }

  return {
    async operation(scope, subject, carry) {
      const { name } = subject
      const follower = channels.follower('operation')
      if (!isFixed && follower === null && !isHeard()) return await unwatched.operation(scope, subject, carry)
      const account = openAccount('operation', subject, { ...around(scope), planAfter: planAfter() })
      if (account.of !== null) account.of.operations += 1
      const driver = accountedDriver(scope.driver, account, sending)
      const carried = () => heard(name, () => inTurn(scope, account, () => carry(driver, account)))
      figures?.begin()
      return await followed(followers(telemetry, follower), account, carried, end)
    },
    refused(subject, error) {
      if (!isFixed && !isHeard()) return
      figures?.begin()
      end(openAccount('operation', subject, { of: null, isWithin: false, planAfter: Infinity }), error)
    },
    async transaction(scope, name, carry) {
      const follower = channels.follower('transaction')
      const isWatched = follower !== null || isFixed || listeners.hears('transaction')
      if (!isWatched) return await carry(scope, null)
      const subject = { name, model: null, verb: name }
      const account = openAccount('transaction', subject, { ...around(scope), planAfter: Infinity })
      const inner = accountedScope(scope, account)
      return await followed(
        followers(telemetry, follower),
        account,
        () => carry(inner, account),
        (account, error) => {
          account.milliseconds = performance.now() - account.start
          account.error = error
          figures?.add(account)
          if (!listeners.hears('transaction')) return
          listeners.tell('transaction', transactionEvent(account))
        },
      )
    },
  }
}

function around({ of = null, driver }: Scope): Pick<Account, 'of' | 'isWithin'> {
  return { of, isWithin: driver.isWithin === true }
}

/** Runs what everybody follows, and closes its account before they hear of its end. */
async function followed<T>(
  followers: readonly Telemetry[],
  account: Account,
  carry: () => Promise<T>,
  end: (account: Account, error: unknown) => void,
): Promise<T> {
  const ended = async (): Promise<T> => {
    let result: T
    try {
      result = await carry()
    } catch (error) {
      end(account, error)
      throw error
    }
    end(account, null)
    return result
  }
  if (followers.length === 0) return await ended()
  const all = followers.reduceRight((work, one) => {
    return () => inSightOf(one, (run) => one.follow(account, run), work)
  }, ended)
  return await all()
}

function followers(telemetry: readonly Telemetry[], follower: Telemetry | null): readonly Telemetry[] {
  return follower === null ? telemetry : [...telemetry, follower]
}

function withTrips(telemetry: readonly Telemetry[]): readonly Telemetry[] {
  return telemetry.filter(({ trip }) => trip !== undefined)
}

// In a transaction operations wait for each other.
function inTurn<T>(scope: Scope, account: Account, work: () => Promise<T>): Promise<T> {
  if (scope.driver.isWithin !== true) return scope.enter(work)
  return scope.enter(() => {
    account.isWaitTold = true
    account.waiting += performance.now() - account.start
    return work()
  })
}

async function heard<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw heardBy(name, thrown)
  }
}
