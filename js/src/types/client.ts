// A client as a type: the models by their names with a small first letter, and what stands beside them.
//
// Knows nothing of how a client is made.

import type { CacheFigures } from '../host/prepared.ts'
import type { RetryEvent } from '../host/attempts.ts'
import type { ProgressEvent, StatementEvent } from '../host/run.ts'
import type { SchemaDescription } from '../schema.ts'
import type { OperationEvent, SlowEvent, TransactionEvent } from '../telemetry/events.ts'
import type { ReadMetrics } from '../telemetry/metrics.ts'
import type { Accessor } from './accessor.ts'
import type { ModelName } from './fields.ts'
import type { LooseAccessor } from './loose.ts'
import type { Raw } from './raw.ts'
import type { Transactions } from './transactions.ts'

/** What can be listened to. */
export type Events = {
  /** A statement was carried out. */
  readonly statement: StatementEvent
  /** An operation ended, well or not. */
  readonly operation: OperationEvent
  /** An operation ended, and had taken longer than the option `slow` says. */
  readonly slow: SlowEvent
  /** A transaction ended, well or not: `$transaction`, `$batch`. */
  readonly transaction: TransactionEvent
  /** Something is done again, because another transaction was in the way. */
  readonly retry: RetryEvent
  /** A write that waits for the database more than once has come so far. */
  readonly progress: ProgressEvent
}

/** How to write within a transaction of the caller's. */
export type WithOptions = {
  /** Whether the transaction can go on after a write has failed; true if not said. Costs two round trips a write. */
  readonly savepoints?: boolean | undefined
}

/** What a client offers beside its models. */
export interface ClientFace<S extends SchemaDescription, D = string> extends Transactions<S, D>, Raw {
  /** The same client on a connection or transaction that the caller already holds. */
  $with(client: unknown, options?: WithOptions): Client<S, D>
  /** Calls `listener` for each event; gives a function that stops it. What a listener throws reaches nobody. */
  $on<E extends keyof Events>(event: E, listener: (event: Events[E]) => void): () => void
  /** What the plan cache has done so far. */
  readonly $cache: CacheFigures
  /** What operations have cost, by what they do; for clients made with `metrics: true`. */
  readonly $metrics: ReadMetrics
  /** Takes a connection and gives it back, so that what is wrong with it is told at once. Nothing needs it. */
  $connect(): Promise<void>
  /** Ends what the driver itself opened. */
  $disconnect(): Promise<void>
}

/** What can be done with a model: by its description, as far as that is known when the program is compiled. */
export type ModelAccessor<
  M extends ModelName<S>,
  S extends SchemaDescription,
  D = string,
> = string extends keyof S['models'][M]['fields'] ? LooseAccessor : Accessor<M, S, D>

/** The models of a client. */
export type Models<S extends SchemaDescription, D = string> = {
  readonly [M in ModelName<S> as Uncapitalize<M>]: ModelAccessor<M, S, D>
}

/** A client; `D` is what decimals become. */
export type Client<S extends SchemaDescription, D = string> = Models<S, D> & ClientFace<S, D>

/** A client inside of a transaction. */
export type TransactionClient<S extends SchemaDescription, D = string> = Models<S, D> &
  Omit<ClientFace<S, D>, '$connect' | '$disconnect'>
