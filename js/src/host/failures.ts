// Failures as errors to throw: with the row that each speaks of, and whether another attempt may do better.
//
// Knows nothing of connections, and makes no attempt itself.

import { errorOf, TreewrightError } from '../errors.ts'
import type { Failure } from '../planner/forms.ts'
import { place } from './place.ts'
import type { Run } from './run.ts'

/** The error of a failure, with the row that it speaks of. */
export function failed(run: Run, failure: Failure, detail: string | null, cause: unknown): TreewrightError {
  const { path, partner, isOpen } = place(failure, detail, run)
  const error = failureError(run.operation, failure, path, partner, cause)
  if (isOpen && cause !== undefined) openFailures.set(error, failure)
  const races = failure.statement !== null && run.script.statements[failure.statement]?.races === true
  const isTaken = failure.words.class === 'unique' && races
  const isGone = failure.words.class === 'foreignKey' && hasFound(run)
  if (failure.again || isTaken || isGone) lostRaces.add(error)
  if (MEETING.has(failure.words.class) && (hasTogether(run) || mayBeMade(run, failure)))
    ofRowsTogether.add(error)
  return error
}

// Whether the plan relies on rows that it has found, which another transaction may have deleted since.
function hasFound({ script }: Run): boolean {
  return script.statements.some(({ kind }) => kind === 'find')
}

const openFailures = new WeakMap<object, Failure>()

/** The failure behind an error that may speak of any of several rows. */
export function openFailureOf(error: unknown): Failure | undefined {
  return typeof error === 'object' && error !== null ? openFailures.get(error) : undefined
}

// What may be wrong only because rows were taken together: one frees a key that the next one takes, or makes what the
// next one looks for.
const MEETING: ReadonlySet<string> = new Set(['unique', 'notFound'])

// Whether rows that are there were looked for together, to be changed in ways that may hang on each other.
function hasTogether({ script, results, binder, isAhead = false }: Run): boolean {
  const nRows = (step: number) => (isAhead ? binder.nRows(step) : (results[step]?.length ?? 0))
  return script.statements.some(({ once }, step) => once?.found === true && nRows(step) > 1)
}

// Whether what was looked for in vain may be made by an element before the one that looks for it.
function mayBeMade({ script }: Run, { words, statement }: Failure): boolean {
  const looked = script.statements[statement ?? -1]
  const isMade = (model: string) =>
    script.statements.some((one) => one.kind === 'insert' && one.model === model)
  return words.class === 'notFound' && looked?.kind === 'find' && isMade(looked.model)
}

const ofRowsTogether = new WeakSet<object>()

/** Whether an error may be no more than rows having been taken together. */
export function mayBeOfRowsTogether(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ofRowsTogether.has(error)
}

const lostRaces = new WeakSet<TreewrightError>()

/** Whether an error may be no more than another transaction being faster. */
export function mayBeLostRace(error: unknown): boolean {
  return error instanceof TreewrightError && lostRaces.has(error)
}

/** A failure as an error to throw. */
export function failureError(
  operation: string,
  failure: Failure,
  path: Failure['path'],
  partner: Failure['path'] | null,
  cause: unknown,
): TreewrightError {
  const { words, model, target, constraint } = failure
  const meta = {
    ...(words.meta ?? {}),
    ...(model === null ? {} : { modelName: model }),
    ...(target.length === 0 ? {} : { target }),
    ...(constraint === null ? {} : { constraint }),
    ...(partner === null ? {} : { partner }),
  }
  return errorOf(operation, [{ words, path }], { model, meta, ...(cause === undefined ? {} : { cause }) })
}
