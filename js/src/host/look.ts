// Arguments -> what is to be carried out: read, prepared, and everything that is wrong with them.
//
// Knows nothing of connections.

import type { Fault } from '../coders/fault.ts'
import { errorOf } from '../errors.ts'
import type { PreparedShape, SchemaPlanner } from '../planner/bindings.ts'
import type { CoderForm, Script, Words } from '../planner/forms.ts'
import type { Subject } from '../telemetry/account.ts'
import type { Grammar } from './grammar.ts'
import { locate, MOST_PROBLEMS, type Located } from './locate.ts'
import type { PlanCache } from './prepared.ts'
import { read, type Pace, type ReadOptions } from './reader.ts'
import type { Reading } from './reading.ts'
import { relateRows, type Relate } from './relate.ts'
import type { FieldValues } from './values.ts'
import { writeSlots, type CoderWords, type Written } from './write.ts'

/** What requests are looked at with. */
export type Looking = {
  readonly planner: SchemaPlanner
  readonly grammar: Grammar
  readonly cache: PlanCache
  readonly reading: ReadOptions
  readonly values: FieldValues
}

/** What is asked: a verb of a model, with its arguments. */
export type Request = Subject & {
  readonly model: string
  readonly args: unknown
}

/** A request that was read and looked at. */
export type Looked = {
  readonly name: string
  readonly reading: Reading
  readonly relate: Relate
  readonly prepared: PreparedShape
  /** Whether the plan was known already. */
  readonly isKnown: boolean
  readonly written: Written
  readonly located: readonly Located[]
}

/** Reads the arguments at the fastest pace that their plan allows. The second part gives the plan back. */
export function look(host: Looking, request: Request, pace: Pace = 'atOnce'): readonly [Looked, () => void] {
  const [looked, end] = lookAt(host, request, pace)
  const { reading, prepared } = looked
  const groups = pace === 'atOnce' ? (prepared.script?.oneByOne ?? []) : []
  if (!groups.some((group) => (reading.groups[group]?.parents.length ?? 0) > 1)) return [looked, end]
  end()
  return lookAt(host, request, 'oneByOne')
}

// Reads the arguments and finds everything that is wrong with them. The second part gives the plan back.
function lookAt(
  host: Looking,
  { name, model, verb, args }: Request,
  pace: Pace,
): readonly [Looked, () => void] {
  const context = host.planner.context(verb, model)
  const reading = read(host.grammar, context, args, { ...host.reading, pace })
  const relate = relateRows(reading)
  const loan = host.cache.lend(reading.shape)
  const { prepared, isKnown } = loan
  const { faults, rules } = prepared.form
  const wordsOf: CoderWords = (coder, fault) => coderWords(host, coder, fault)
  const written = writeSlots(prepared.form, reading, host.values, wordsOf)
  const ofRows = locate([...faults, ...rules], reading, relate)
  const located = [...ofRows, ...notTold(written.problems, ofRows)].slice(0, MOST_PROBLEMS)
  // A value that is something else each time it is asked is wrong nowhere that could be named.
  if (located.length === 0) located.push(...faults.slice(0, 1).map(({ words }) => ({ words, path: [] })))
  return [{ name, reading, relate, prepared, isKnown, written, located }, () => host.cache.giveBack(loan)]
}

// A value that cannot be written is told once.
function notTold(problems: readonly Located[], told: readonly Located[]): readonly Located[] {
  if (problems.length === 0 || told.length === 0) return problems
  const paths = new Set(told.map(({ path }) => JSON.stringify(path)))
  return problems.filter(({ path }) => !paths.has(JSON.stringify(path)))
}

/** Why a value cannot be written, in words. */
export function coderWords(host: Looking, { model, field }: CoderForm, { fault, at, detail }: Fault): Words {
  const parts = [at, detail].filter((part) => part !== undefined)
  return host.planner.coderWords(fault, model, field, parts.length === 0 ? undefined : parts.join(': '))
}

/** What is to be carried out; throws what is wrong instead. */
export function scriptOf({ name, prepared, located }: Looked): Script {
  const { script } = prepared
  if (located.length === 0 && script !== null) return script
  throw errorOf(name, located)
}
