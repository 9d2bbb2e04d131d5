// An operation: asked for, not yet run. It can be looked at without a database and runs when it is awaited.
//
// Knows nothing of plans beyond how they are shown.

import type { Call } from './driver.ts'
import type { Problem } from './errors.ts'
import type { Carriage } from './host/carriage.ts'
import type { Receipt } from './host/receipt.ts'
import type { Script, Statement } from './planner/forms.ts'
import type { Scope } from './transactions/scope.ts'

/** What an operation would do, to be read by people and programs. */
export type OperationPlan = {
  /**
   * How keys travel: on the server, in one statement or with all statements sent at once, or by way of the host, wave by
   * wave. Null where the driver has no way to carry it out.
   */
  readonly carriage: Carriage | null
  /** How often the host waits for the database, transaction included. */
  readonly roundTrips: number
  /**
   * The position of the statement that cannot be sent before others have come back, on any driver, or that cannot be part
   * of the one statement that this driver takes; null if all can.
   */
  readonly waits: number | null
  /** The whole as one statement, for drivers that take no more at a time; null if it cannot be. */
  readonly fused: string | null
  /** Whether a transaction is opened round the statements. */
  readonly inTransaction: boolean
  readonly statements: readonly Statement[]
  /** Which statements are sent together, by position. */
  readonly waves: Script['waves']
  /** The steps as text. */
  toString(): string
}

/** What was asked for, and runs when it is awaited. */
export interface Asked<T> extends PromiseLike<T> {
  /** Everything that is wrong with the arguments. Needs no database. */
  check(): readonly Problem[]
  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R>
  finally(onFinally?: (() => void) | null): Promise<T>
  readonly [Symbol.toStringTag]: string
}

/** An operation that was asked for. */
export interface Operation<T> extends Asked<T> {
  /** The plan; throws what is wrong with the arguments. Needs no database. */
  plan(): OperationPlan
  /** What it did, by the places of the request. Runs the operation, unless it has run. */
  receipt(): Promise<Receipt>
}

/** A statement of the caller's own that was asked for. */
export interface RawOperation<T> extends Asked<T> {
  /** What is sent; throws what is wrong with it. Needs no database. */
  call(): Call
}

/** What came of what was asked for. */
export type Ran<T> = { readonly value: T }

/** What came of an operation. */
export type Done<T> = Ran<T> & { readonly receipt: () => Receipt }

/** What everything that is asked for can do. */
type Actions<T, R extends Ran<T>> = {
  /** Where it runs when it is awaited. */
  readonly scope: Scope
  check(): readonly Problem[]
  /** Throws what is wrong with the arguments. */
  refuse(): void
  run(scope: Scope): Promise<R>
}

/** An operation as a list of operations sees it. */
export type Part = {
  readonly scope: Scope
  hasStarted(): boolean
  /** Throws what is wrong with its arguments; sends nothing. */
  refuse(): void
  /** Runs it somewhere else than where it was asked for. */
  run(scope: Scope): Promise<Ran<unknown>>
  /** Makes what comes of it what came of it in the list. */
  follow(outcome: Promise<Ran<unknown>>): void
}

/** Whatever can be part of a list. What a list sees of it is hidden from everybody else. */
class InLists {
  readonly #part: Part

  constructor(part: Part) {
    this.#part = part
  }

  static partOf(operation: object): Part | undefined {
    return #part in operation ? operation.#part : undefined
  }
}

/** The operation as a list sees it; undefined if it is none. */
export function partOf(operation: unknown): Part | undefined {
  return typeof operation === 'object' && operation !== null ? InLists.partOf(operation) : undefined
}

/** Makes an operation. */
export function operation<T>(actions: Actions<T, Done<T>> & Pick<Operation<T>, 'plan'>): Operation<T> {
  const { plan } = actions
  return asked(actions, 'Operation', (carry) => {
    return { plan, receipt: () => carry().then(({ receipt }) => receipt()) }
  })
}

/** Makes a statement of the caller's own wait to be awaited. */
export function rawOperation<T>(
  actions: Actions<T, Ran<T>> & Pick<RawOperation<T>, 'call'>,
): RawOperation<T> {
  const { call } = actions
  return asked(actions, 'RawOperation', () => ({ call }))
}

/** Makes what is asked for. It runs once, at the first `then`, however often it is awaited. */
function asked<T, R extends Ran<T>, More extends object>(
  { scope, check, refuse, run }: Actions<T, R>,
  tag: string,
  more: (carry: () => Promise<R>) => More,
): Asked<T> & More {
  let running: Promise<R> | undefined
  const carry = () => (running ??= run(scope))
  const start = (): Promise<T> => carry().then(({ value }) => value)
  const part: Part = {
    scope,
    hasStarted: () => running !== undefined,
    refuse,
    run,
    follow(outcome) {
      running = outcome as Promise<R>
      // Whoever asked for the list hears of it; the operation may never be awaited.
      running.catch(() => {})
    },
  }
  const actions: Asked<T> = {
    check,
    then: (onFulfilled, onRejected) => start().then(onFulfilled, onRejected),
    catch: (onRejected) => start().catch(onRejected),
    finally: (onFinally) => start().finally(onFinally),
    [Symbol.toStringTag]: tag,
  }
  return Object.assign(new InLists(part), more(carry), actions)
}
