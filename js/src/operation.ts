// An operation: asked for, not yet run. It can be looked at without a database and runs when it is awaited.
//
// Knows nothing of plans beyond how they are shown.

import type { Problem } from './errors.ts'
import type { Receipt } from './host/receipt.ts'
import type { Script, Statement } from './planner/forms.ts'

/** What an operation would do, to be read by people and programs. */
export type OperationPlan = {
  /** How keys travel. */
  readonly carriage: 'stepwise'
  /** How often the host waits for the database, transaction included. */
  readonly roundTrips: number
  /** Whether a transaction is opened round the statements. */
  readonly inTransaction: boolean
  readonly statements: readonly Statement[]
  /** Which statements are sent together, by position. */
  readonly waves: Script['waves']
  /** The steps as text. */
  toString(): string
}

/** An operation that was asked for. */
export interface Operation<T> extends PromiseLike<T> {
  /** The plan; throws what is wrong with the arguments. Needs no database. */
  plan(): OperationPlan
  /** Everything that is wrong with the arguments. Needs no database. */
  check(): readonly Problem[]
  /** What it did, by the places of the request. Runs the operation, unless it has run. */
  receipt(): Promise<Receipt>
  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R>
  finally(onFinally?: (() => void) | null): Promise<T>
  readonly [Symbol.toStringTag]: string
}

/** The three things an operation can do. */
export type Actions<T> = {
  plan(): OperationPlan
  check(): readonly Problem[]
  run(): Promise<{ readonly value: T; readonly receipt: () => Receipt }>
}

/** Makes an operation. It runs once, at the first `then`, however often it is awaited. */
export function operation<T>({ plan, check, run }: Actions<T>): Operation<T> {
  let running: ReturnType<Actions<T>['run']> | undefined
  const carry = () => (running ??= run())
  const start = (): Promise<T> => carry().then(({ value }) => value)
  return {
    plan,
    check,
    receipt: () => carry().then(({ receipt }) => receipt()),
    then: (onFulfilled, onRejected) => start().then(onFulfilled, onRejected),
    catch: (onRejected) => start().catch(onRejected),
    finally: (onFinally) => start().finally(onFinally),
    [Symbol.toStringTag]: 'Operation',
  }
}
