// An operation: asked for, not yet run. It can be looked at without a database and runs when it is awaited.
//
// Knows nothing of plans beyond how they are shown.

import type { Problem } from './errors.ts'
import type { Receipt } from './host/receipt.ts'
import type { Script, Statement } from './planner/forms.ts'
import type { Scope } from './transactions/scope.ts'

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

/** What came of an operation. */
export type Ran<T> = { readonly value: T; readonly receipt: () => Receipt }

/** The things an operation can do. */
export type Actions<T> = {
  /** Where it runs when it is awaited. */
  readonly scope: Scope
  plan(): OperationPlan
  check(): readonly Problem[]
  run(scope: Scope): Promise<Ran<T>>
}

/** An operation as a list of operations sees it. */
export type Part = {
  readonly scope: Scope
  hasStarted(): boolean
  /** Runs it somewhere else than where it was asked for. */
  run(scope: Scope): Promise<Ran<unknown>>
  /** Makes what comes of it what came of it in the list. */
  follow(outcome: Promise<Ran<unknown>>): void
}

const parts = new WeakMap<object, Part>()

/** The operation as a list sees it; undefined if it is none. */
export function partOf(operation: unknown): Part | undefined {
  return typeof operation === 'object' && operation !== null ? parts.get(operation) : undefined
}

/** Makes an operation. It runs once, at the first `then`, however often it is awaited. */
export function operation<T>({ scope, plan, check, run }: Actions<T>): Operation<T> {
  let running: Promise<Ran<T>> | undefined
  const carry = () => (running ??= run(scope))
  const start = (): Promise<T> => carry().then(({ value }) => value)
  const made: Operation<T> = {
    plan,
    check,
    receipt: () => carry().then(({ receipt }) => receipt()),
    then: (onFulfilled, onRejected) => start().then(onFulfilled, onRejected),
    catch: (onRejected) => start().catch(onRejected),
    finally: (onFinally) => start().finally(onFinally),
    [Symbol.toStringTag]: 'Operation',
  }
  parts.set(made, {
    scope,
    hasStarted: () => running !== undefined,
    run,
    follow(outcome) {
      running = outcome as Promise<Ran<T>>
      // Whoever asked for the list hears of it; the operation may never be awaited.
      running.catch(() => {})
    },
  })
  return made
}
