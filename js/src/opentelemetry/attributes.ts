// What spans tell of operations, transactions and trips: OpenTelemetry's names where it has some, else ours.
//
// Of the caller's values they have none, but for the parameters of trips where those are asked for. Of an error they have its
// class, codes and place; its message stays with the program.

import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api'
import type { Account } from '../telemetry/account.ts'
import { errorFacts, type ErrorFacts } from '../telemetry/error-facts.ts'
import type { Trip } from '../telemetry/telemetry.ts'

/** What trips tell. */
export type Told = { readonly texts: 'ours' | 'all' | 'none'; readonly parameters: boolean }

const SYSTEM = { 'db.system.name': 'postgresql' }

/** The name of a span: `create User`. */
export function nameOf({ operation, verb, model }: Account): string {
  return model === null ? operation : `${verb} ${model}`
}

/** What is known when it begins, so that a sampler can go by it. */
export function startOf(account: Account): Attributes {
  const { kind, verb, model, table } = account
  if (kind === 'transaction') return SYSTEM
  return {
    ...SYSTEM,
    'db.operation.name': verb,
    'db.query.summary': nameOf(account),
    ...(table !== null && { 'db.collection.name': table }),
    ...(model !== null && { 'treewright.model': model }),
  }
}

/** Tells all that is known when it has ended. */
export function endOf(account: Account, span: Span): void {
  const { kind, error, retries, roundTrips, retried } = account
  span.setAttributes({
    'treewright.round_trips': roundTrips,
    'treewright.retries': retries,
    ...(kind === 'operation' ? operationEnd(account) : { 'treewright.operations': account.operations }),
  })
  for (const { at, retry, pause, error } of retried) {
    span.addEvent(
      'treewright.retry',
      { 'treewright.retry': retry, 'treewright.pause_ms': pause, ...errorOf(error) },
      at,
    )
  }
  if (error !== null) fail(span, errorFacts(error))
}

function operationEnd({
  shape,
  carriage,
  steps,
  isCached,
  statements,
  given,
  rows,
  times,
}: Account): Attributes {
  return {
    'treewright.shape': shape,
    'treewright.statements': statements,
    'treewright.rows_sent': given,
    'treewright.rows': rows,
    ...(statements > 1 && { 'db.operation.batch.size': statements }),
    ...(carriage !== null && { 'treewright.carriage': carriage }),
    ...(isCached !== null && { 'treewright.plan.steps': steps, 'treewright.plan.cached': isCached }),
    ...(times !== null && {
      'treewright.planning_ms': times.planning,
      ...(times.isWaitTold && { 'treewright.waiting_ms': times.waiting }),
      'treewright.database_ms': times.database,
      'treewright.decoding_ms': times.decoding,
    }),
  }
}

/** What is known when a trip begins. */
export function tripStartOf({ model }: Account, { calls }: Trip, { texts, parameters }: Told): Attributes {
  const hasTexts = texts === 'all' || (texts === 'ours' && model !== null)
  return {
    ...SYSTEM,
    ...(hasTexts && { 'db.query.text': calls.map(({ sql }) => sql).join(';\n') }),
    ...(calls.length > 1 && { 'db.operation.batch.size': calls.length }),
    ...(parameters && parametersOf(calls)),
  }
}

// Those of one statement by their places, those of several by the statement's place, too.
function parametersOf(calls: Trip['calls']): Attributes {
  const entries = calls.flatMap(({ params }, call) => {
    return params.map((param, at) => {
      const place = calls.length === 1 ? `${at}` : `${call}.${at}`
      return [`db.query.parameter.${place}`, param ?? 'NULL'] as const
    })
  })
  return Object.fromEntries(entries)
}

/** Tells what came of a trip. */
export function tripEndOf({ refusal }: Trip, span: Span): void {
  if (refusal === null) return
  const { state } = refusal
  fail(span, { type: state ?? 'connection', code: null, problem: null, path: '', state })
}

function fail(span: Span, facts: ErrorFacts): void {
  const { type, code, problem, path } = facts
  const codes = code === null ? type : problem === code || problem === null ? code : `${code} (${problem})`
  span.setAttributes(errorOf(facts))
  span.setStatus({ code: SpanStatusCode.ERROR, message: path === '' ? codes : `${codes} at ${path}` })
}

function errorOf({ type, code, problem, path, state }: ErrorFacts): Attributes {
  return {
    'error.type': type,
    ...(state !== null && { 'db.response.status_code': state }),
    ...(code !== null && { 'treewright.error.code': code }),
    ...(problem !== null && { 'treewright.error.problem': problem }),
    ...(path !== '' && { 'treewright.error.path': path }),
  }
}
