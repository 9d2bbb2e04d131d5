// Transactions as types: what a function or a list of operations gives.
//
// Knows nothing of how they run.

import type { Asked } from '../operation.ts'
import type { SchemaDescription } from '../schema.ts'
import type { BatchOptions, TransactionOptions } from '../transactions/terms.ts'
import type { TransactionClient } from './client.ts'

/** Operations that have not been awaited. */
export type Operations = readonly Asked<unknown>[]

/** What operations give, in their order. */
export type Results<Ops extends Operations> = { -readonly [I in keyof Ops]: Awaited<Ops[I]> }

/** What became of operations that are kept or not each by itself, in their order. */
export type Settled<Ops extends Operations> = {
  -readonly [I in keyof Ops]: PromiseSettledResult<Awaited<Ops[I]>>
}

/** What a client offers for doing several things in one transaction. */
export interface Transactions<S extends SchemaDescription, D = string> {
  /** Runs operations in order, all or none. */
  $transaction<const Ops extends Operations>(
    operations: Ops,
    options?: TransactionOptions,
  ): Promise<Results<Ops>>
  /** Runs a function whose writes by `tx` are kept if it resolves, and none of them if it throws. */
  $transaction<T>(
    work: (tx: TransactionClient<S, D>) => PromiseLike<T> | T,
    options?: TransactionOptions,
  ): Promise<T>
  /** Runs operations in order in one transaction, and keeps each that does not fail. */
  $batch<const Ops extends Operations>(
    operations: Ops,
    options: BatchOptions & { readonly atomic: false },
  ): Promise<Settled<Ops>>
  /** Runs operations in order, all or none. */
  $batch<const Ops extends Operations>(
    operations: Ops,
    options?: BatchOptions & { readonly atomic?: true | undefined },
  ): Promise<Results<Ops>>
}
