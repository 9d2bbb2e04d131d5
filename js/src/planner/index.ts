// The public names of `treewright/planner`: a schema and a request in, a plan or its problems out, with no database.

import type { Problem } from '../errors.ts'
import { USUAL_CHARACTERS } from '../host/calls.ts'
import { grammarOf } from '../host/grammar.ts'
import type { Path } from '../host/places.ts'
import { planCache } from '../host/prepared.ts'
import { checkRequest, planRequest, type Host, type Request } from '../host/request.ts'
import { fieldValues } from '../host/values.ts'
import type { OperationPlan } from '../operation.ts'
import type { SchemaDescription } from '../schema.ts'
import { unwatched } from '../telemetry/watch.ts'
import { schemaPlanner } from './bindings.ts'
import { expectedAt, type Expected } from './expected.ts'

export type { Problem } from '../errors.ts'
export type { OperationPlan } from '../operation.ts'
export type { SchemaDescription } from '../schema.ts'
export type { Expected } from './expected.ts'
export type * from './forms.ts'

/** A planner for one schema, for tools and previews. */
export type Planner = {
  /** The plan of a request; throws what is wrong with it. */
  plan(model: string, verb: string, args: unknown): OperationPlan
  /** Everything that is wrong with a request. */
  check(model: string, verb: string, args: unknown): readonly Problem[]
  /** What may stand at a place of the arguments, for editors; throws if there is no such model or verb. */
  expected(model: string, verb: string, path: Path): Expected
}

/** Makes a planner; throws what is wrong with the schema. */
export function createPlanner(schema: SchemaDescription): Planner {
  const planner = schemaPlanner(schema)
  const host: Host = {
    planner,
    grammar: grammarOf(planner),
    cache: planCache(planner, 0),
    reading: { depth: 10, nodes: 1_000_000 },
    values: fieldValues(schema, undefined),
    onStatement: () => {},
    onProgress: () => {},
    characters: USUAL_CHARACTERS,
    retries: 0,
    onRetry: () => {},
    watch: unwatched,
  }
  const request = (model: string, verb: string, args: unknown): Request => {
    return { name: `${model}.${verb}`, model, table: null, verb, args }
  }
  return {
    plan: (model, verb, args) => planRequest(host, undefined, request(model, verb, args)),
    check: (model, verb, args) => checkRequest(host, request(model, verb, args)),
    expected: (model, verb, path) => expectedAt(host.grammar, planner.context(verb, model), path),
  }
}
