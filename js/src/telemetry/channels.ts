// Node's diagnostics channels: `treewright:operation` and `treewright:transaction` as tracing channels, `treewright:statement`
// and `treewright:retry` as plain ones.
//
// The module is asked for by its name while the program runs, and never imported: where it is not there, as in browsers,
// there are no channels. What is published holds no values: no parameters, no results, no messages of errors, and no text of
// a statement of the caller's own. Whether anybody subscribes is asked each time, and nothing is made where nobody does.

import type { RetryEvent } from '../host/attempts.ts'
import type { StatementEvent } from '../host/run.ts'
import type { Account } from './account.ts'
import { errorFacts, type ErrorFacts } from './error-facts.ts'
import { operationEvent, transactionEvent, type OperationEvent, type TransactionEvent } from './events.ts'
import type { Telemetry } from './telemetry.ts'

/** What is published of an operation or a transaction: first its names alone, and when it has ended all there is to know. */
export type ChannelMessage = {
  readonly operation: string
  readonly model: string | null
  readonly verb: string
  /** The name of the transaction that it is a part of, if that is watched; null if none. */
  readonly of: ChannelMessage | null
  /** What listeners hear, but for the error; undefined until it has ended. */
  ended?: Told
}

/** What listeners hear, but for the error. */
type Told = Omit<OperationEvent, 'error'> | Omit<TransactionEvent, 'error'>

/** The channels of a program. */
export type Channels = {
  /** Who publishes on a tracing channel; null if nobody subscribes to it. */
  follower(name: 'operation' | 'transaction'): Telemetry | null
  statement(event: StatementEvent): void
  retry(event: RetryEvent): void
}

/** What we ask of a plain channel. */
type Channel = { readonly hasSubscribers: boolean; publish(message: unknown): void }

/** What we ask of a tracing channel. */
type TracingChannel = {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel
  tracePromise(work: () => Promise<void>, message: unknown): Promise<void>
}

/** What we ask of the module. */
type Diagnostics = {
  channel(name: string): Channel
  tracingChannel(name: string): TracingChannel
}

const NO_CHANNELS: Channels = { follower: () => null, statement: () => {}, retry: () => {} }

let found: Channels | undefined

/** The channels of this program; none that anybody hears where there is no such module. */
export function channelsHere(): Channels {
  return (found ??= channelsOf(diagnostics()))
}

function channelsOf(module: Diagnostics | undefined): Channels {
  if (module === undefined) return NO_CHANNELS
  const operations = followerOn(module.tracingChannel('treewright:operation'))
  const transactions = followerOn(module.tracingChannel('treewright:transaction'))
  const statements = module.channel('treewright:statement')
  const retries = module.channel('treewright:retry')
  return {
    follower: (name) => (name === 'operation' ? operations() : transactions()),
    statement(event) {
      if (!statements.hasSubscribers) return
      const { parameters: _, sql, ...facts } = event
      statements.publish({ ...facts, sql: event.operation.startsWith('$') ? null : sql })
    },
    retry(event) {
      if (retries.hasSubscribers) retries.publish({ ...event, error: errorFacts(event.error) })
    },
  }
}

// What was said of what has begun, on either channel.
const messages = new WeakMap<Account, ChannelMessage>()

function followerOn(channel: TracingChannel): () => Telemetry | null {
  const { start, end, asyncStart, asyncEnd, error } = channel
  const parts = [start, asyncEnd, asyncStart, error, end]
  const follower: Telemetry = {
    async follow(account, run) {
      const { operation, model, verb } = account
      const of = account.of === null ? null : (messages.get(account.of) ?? null)
      const message: ChannelMessage = { operation, model, verb, of }
      messages.set(account, message)
      const traced = async () => {
        await run()
        message.ended = endOf(account)
        if (account.error !== null) throw new ToldError(errorFacts(account.error))
      }
      await channel.tracePromise(traced, message).catch(() => {})
    },
  }
  return () => (parts.some(({ hasSubscribers }) => hasSubscribers) ? follower : null)
}

/** What is told of an error in place of the error itself, whose cause may speak of values. */
class ToldError extends Error {
  readonly facts: ErrorFacts

  constructor(facts: ErrorFacts) {
    const { type, code, problem, path } = facts
    super(
      [code ?? type, problem !== null && problem !== code ? `(${problem})` : '', path && `at ${path}`]
        .join(' ')
        .trim(),
    )
    this.name = type
    this.facts = facts
  }
}

function endOf(account: Account): Told {
  const { error: _, ...facts } =
    account.kind === 'operation' ? operationEvent(account) : transactionEvent(account)
  return facts as Told
}

function diagnostics(): Diagnostics | undefined {
  try {
    const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }
    const module = process?.getBuiltinModule?.('node:diagnostics_channel') as Partial<Diagnostics> | undefined
    return typeof module?.tracingChannel === 'function' ? (module as Diagnostics) : undefined
  } catch {
    return undefined
  }
}
