// The typed face of the wasm: JSON read, handles freed, thrown lists turned into errors.
//
// Knows nothing of values or connections.

import { errorOf } from '../errors.ts'
import type { SchemaDescription } from '../schema.ts'
import type {
  ErrorForm,
  Failure,
  Fused,
  Meaning,
  PreparedForm,
  RefusalForm,
  ReplyForm,
  Script,
  Turn,
  Words,
} from './forms.ts'
import { loadPlanner } from './load.ts'

/** One entry that an object may have. */
export type EntryForm = {
  readonly name: string
  readonly mode: 'leaf' | 'list' | 'rows' | 'leafOrRow' | 'each' | 'choice' | 'choiceOrRow' | 'names'
  readonly next: number | null
  readonly plain: number | null
  readonly deepens: boolean
  readonly alike: 'all' | 'same' | 'sameWhere'
  readonly strict: boolean
  readonly ordered: boolean
  readonly words: readonly [string, string] | null
  readonly signed: boolean
}

/** A planner for one schema. */
export type SchemaPlanner = {
  /** The context in which the arguments of a verb are read. */
  context(verb: string, model: string): number
  entries(context: number): readonly EntryForm[]
  prepare(shape: string): PreparedShape
  /** Why the database said no outside of a session. */
  place(refusal: RefusalForm): Failure
  /** Why a coder could not write a value. */
  coderWords(fault: string, model: string, field: string, detail: string | undefined): Words
}

/** What became of a shape. */
export type PreparedShape = {
  readonly form: PreparedForm
  /** The script, unless something is certainly wrong. */
  readonly script: Script | null
  /** The script as one statement. */
  fused(): Fused
  /** What a refusal means of statements that were sent all at once; of which one, where that is known. */
  meaning(statement: number | undefined, refusal: RefusalForm): Meaning
  /** The plan as text. */
  text(): string
  start(): PlanSession
  /** Gives the memory back; nothing of it can be used afterwards. */
  free(): void
}

/** A plan being carried out. */
export type PlanSession = {
  turn(): Turn
  next(reply: ReplyForm): Turn
  free(): void
}

/** Makes a planner; throws what is wrong with the description. */
export function schemaPlanner(description: SchemaDescription): SchemaPlanner {
  const glue = loadPlanner()
  const planner = orThrow(() => new glue.Planner(description))
  const contexts = new Map<string, number>()
  return {
    context(verb, model) {
      const name = `${model}.${verb}`
      const known = contexts.get(name) ?? orThrow(() => planner.arguments(verb, model))
      contexts.set(name, known)
      return known
    },
    entries: (context) => planner.entries(context),
    prepare(shape) {
      const prepared = orThrow(() => planner.prepare(shape))
      const script = prepared.script()
      let fused: Fused | undefined
      return {
        form: JSON.parse(prepared.form()),
        script: script === undefined ? null : JSON.parse(script),
        fused() {
          fused ??= JSON.parse(orThrow(() => prepared.fused()) ?? NOT_FUSED) as Fused
          return fused
        },
        meaning: (statement, refusal) => prepared.meaning(statement, refusal),
        text: () => prepared.text() ?? '',
        start() {
          const session = prepared.start()
          if (session === undefined) throw new Error('a rejected shape cannot be carried out')
          return {
            turn: () => session.turn(),
            next: (reply) => session.next(reply),
            free: () => session.free(),
          }
        },
        free: () => prepared.free(),
      }
    },
    place: (refusal) => planner.place(refusal),
    coderWords: (fault, model, field, detail) => glue.coderWords(fault, model, field, detail),
  }
}

const NOT_FUSED = JSON.stringify({ call: null, apart: null, calls: null } satisfies Fused)

// The planner throws its errors as a list.
function orThrow<T>(call: () => T): T {
  try {
    return call()
  } catch (thrown) {
    if (!Array.isArray(thrown)) throw thrown
    throw errorOf('schema', thrown as readonly ErrorForm[])
  }
}
