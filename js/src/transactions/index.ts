// `$transaction` and `$batch`: what a client offers for doing several things at once, or not at all.
//
// Knows nothing of models. What runs in a transaction has a client of its own, which its caller makes.

import { refusalOf } from '../driver.ts'
import { TreewrightError } from '../errors.ts'
import { pause, type RetryEvent } from '../host/attempts.ts'
import { mayBeLostRace } from '../host/failures.ts'
import type { Part } from '../operation.ts'
import { retriesTo } from '../telemetry/notes.ts'
import type { Watch } from '../telemetry/watch.ts'
import { begin, Refused, type Work } from './begin.ts'
import { followAll, partsOf, refuseWrong, runAll, runEach } from './list.ts'
import { heardBy } from './problems.ts'
import type { Scope } from './scope.ts'
import { batchOptions, termsInside, termsOf, USUAL_FOR_FUNCTIONS, type Terms } from './terms.ts'

/** What transactions need of the client that begins them. */
export type Ground<Tx> = {
  readonly scope: Scope
  /** The client's options for all of its transactions. */
  readonly usual: unknown
  clientOn(scope: Scope): Tx
  readonly onRetry: (event: RetryEvent) => void
  readonly watch: Watch
  /** What a database client threw at beginning or committing, as an error. */
  refused(cause: unknown): Error
}

/** `$transaction` and `$batch`, of which only the caller knows the types. */
export type Begins<Tx> = {
  $transaction(work: ((tx: Tx) => unknown) | readonly unknown[], options?: unknown): Promise<unknown>
  $batch(operations: readonly unknown[], options?: unknown): Promise<unknown>
}

/** What a client offers on its ground. */
export function transactionsOn<Tx>(ground: Ground<Tx>): Begins<Tx> {
  const { scope, usual, clientOn } = ground
  const termsFrom = (options: unknown, forAll: unknown): Terms => {
    if (scope.driver.isWithin !== true) return termsOf(options, forAll, usual)
    return termsInside(options, { savepoints: scope.driver.withoutSavepoints !== true })
  }
  const runList = async (name: string, operations: unknown, options: unknown): Promise<unknown> => {
    const terms = termsFrom(options, {})
    const parts = partsOf(operations, scope)
    const outcome = runChecked(ground, name, terms, parts)
    followAll(parts, outcome, (ran) => ran)
    return (await outcome).map(({ value }) => value)
  }
  return {
    async $transaction(work, options) {
      if (typeof work !== 'function') return await runList('$transaction', work, options)
      const terms = termsFrom(options, USUAL_FOR_FUNCTIONS)
      return await run(ground, '$transaction', terms, async (inner) => await work(clientOn(inner)))
    },
    async $batch(operations, options) {
      const { atomic, others } = batchOptions(options)
      if (atomic) return await runList('$batch', operations, others)
      const terms = { ...termsFrom(others, {}), savepoints: true }
      const parts = partsOf(operations, scope)
      const outcome = run(ground, '$batch', terms, (inner) => runEach(parts, inner))
      followAll(parts, outcome, valueOf)
      return (await outcome).map((one) =>
        one.status === 'rejected' ? one : { status: one.status, value: one.value.value },
      )
    },
  }
}

// All are looked at before the first one runs: nothing is begun for arguments that are wrong.
async function runChecked<Tx>(ground: Ground<Tx>, name: string, terms: Terms, parts: readonly Part[]) {
  refuseWrong(parts)
  return await run(ground, name, terms, (inner) => runAll(parts, inner))
}

/** Runs work in a transaction, and again as often as its terms allow if another transaction was in the way. */
async function run<T, Tx>(ground: Ground<Tx>, name: string, terms: Terms, work: Work<T>): Promise<T> {
  const { refused } = ground
  const { retries } = terms
  return await ground.watch.transaction(ground.scope, name, async (scope, account) => {
    const inside: Work<T> = account === null ? work : (inner) => work({ ...inner, of: account })
    const onRetry = account === null ? ground.onRetry : retriesTo(account, ground.onRetry)
    for (let n = 1; ; n += 1) {
      try {
        return await begin(scope, terms, inside)
      } catch (thrown) {
        const error = thrown instanceof Refused ? refused(thrown.cause) : heardBy('$transaction', thrown)
        if (n > retries || !isLostRace(error)) throw error
        await pause(n, { operation: '$transaction', retries, onRetry }, error)
      }
    }
  })
}

// Work may have sent statements of its own, so what the database client threw counts too.
function isLostRace(error: unknown): boolean {
  const isOurs = error instanceof TreewrightError
  if (isOurs && (error.code === 'P2034' || mayBeLostRace(error))) return true
  const { state } = refusalOf(isOurs ? error.cause : error)
  return state === '40001' || state === '40P01'
}

function valueOf<T>(ended: PromiseSettledResult<T>): T {
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}
