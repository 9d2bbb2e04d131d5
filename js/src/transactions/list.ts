// Lists of operations that run in one transaction: which may be in one, and how they go one after another.
//
// Knows nothing of how a transaction begins and ends.

import { partOf, type Part, type Ran } from '../operation.ts'
import { hasStarted, notAList, notAnOperation, ofAnotherClient } from './problems.ts'
import type { Scope } from './scope.ts'

/** The operations of a list, if they can all run in a transaction of that scope. */
export function partsOf(list: unknown, scope: Scope): readonly Part[] {
  if (!Array.isArray(list)) throw notAList()
  const seen = new Set<Part>()
  for (const [index, operation] of Array.from<unknown>(list).entries()) {
    const part = partOf(operation)
    if (part === undefined) throw notAnOperation(index)
    if (part.hasStarted() || seen.has(part)) throw hasStarted(index)
    if (part.scope !== scope) throw ofAnotherClient(index)
    seen.add(part)
  }
  return [...seen]
}

/** Throws what is wrong with the arguments of the first that has something wrong; then nothing is begun. */
export function refuseWrong(parts: readonly Part[]): void {
  for (const part of parts) part.refuse()
}

/** Runs all, each after the one before it; throws at the first that fails. */
export async function runAll(parts: readonly Part[], scope: Scope): Promise<readonly Ran<unknown>[]> {
  const ran: Ran<unknown>[] = []
  for (const part of parts) ran.push(await part.run(scope))
  return ran
}

/** Runs all, each after the one before it, whatever became of that. */
export async function runEach(
  parts: readonly Part[],
  scope: Scope,
): Promise<readonly PromiseSettledResult<Ran<unknown>>[]> {
  const ended: PromiseSettledResult<Ran<unknown>>[] = []
  for (const part of parts) ended.push(...(await Promise.allSettled([part.run(scope)])))
  return ended
}

/** Lets awaited operations have what came of them in their list, which is not known yet. */
export function followAll<R>(
  parts: readonly Part[],
  outcome: Promise<readonly R[]>,
  ranOf: (one: R) => Ran<unknown>,
): void {
  for (const [index, part] of parts.entries()) {
    part.follow(
      outcome.then((all) => all.slice(index, index + 1).map(ranOf)).then(([ran]) => ran as Ran<unknown>),
    )
  }
}
