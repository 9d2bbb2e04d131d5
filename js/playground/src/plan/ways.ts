// The ways in which keys can travel, side by side: what each sends, how often it waits, or why it cannot be gone.
//
// Knows no page. What is sent the recorder has found out.

import type { Call } from 'treewright/driver'
import type { OperationPlan, Parameter, Statement } from 'treewright/planner'
import type { Sent } from './sent.ts'

/** The name of a way. */
export type WayName = 'pipelined' | 'stepwise' | 'fused'

/** A statement as a way sends it. */
export type Shown = {
  readonly title: string
  /** The step it is for; null for what holds the transaction, or stands for all steps. */
  readonly step: number | null
  readonly sql: string
  readonly parameters: readonly ShownParameter[]
}

/** A parameter as it is sent, or where it will come from. */
export type ShownParameter = { readonly text: string; readonly isKnown: boolean }

/** One way. */
export type Way = {
  readonly name: WayName
  readonly about: string
  /** Statements in groups that are sent together; null if the way cannot be gone. */
  readonly groups: readonly (readonly Shown[])[] | null
  readonly roundTrips: number | null
  readonly statements: number | null
  /** Why it cannot be gone, or what else there is to know. */
  readonly note: string | null
}

/** All three ways for a plan. `stepOf` gives the step of a statement. */
export function waysOf(
  plan: OperationPlan,
  stepOf: (statement: number) => number,
  sent: { readonly pipelined: Sent; readonly fused: Sent },
): readonly Way[] {
  return [pipelined(plan, stepOf, sent.pipelined), fused(sent.fused), stepwise(plan, stepOf)]
}

function pipelined(plan: OperationPlan, stepOf: (statement: number) => number, { calls }: Sent): Way {
  const base = { name: 'pipelined', about: 'All statements at once; keys pass on the server.' } as const
  const groups = calls === null ? null : [pipelinedCalls(plan, stepOf, calls)]
  const waits = plan.waits === null ? null : stepOf(plan.waits)
  const why =
    waits === null
      ? 'rows of this write meet each other, so they go one after the other'
      : `step ${waits} cannot be sent before others have come back`
  return groups === null
    ? { ...base, groups, roundTrips: null, statements: null, note: why }
    : { ...base, groups, roundTrips: 1, statements: calls?.length ?? 0, note: null }
}

function pipelinedCalls(
  plan: OperationPlan,
  stepOf: (statement: number) => number,
  calls: readonly Call[],
): readonly Shown[] {
  return calls.map(({ sql, params }, at) => {
    // Where as many are sent as there are statements, each is one of them.
    const statement = calls.length === plan.statements.length ? plan.statements[at] : undefined
    const step = statement === undefined ? null : stepOf(at)
    return { title: titleOf(statement, step, at), step, sql, parameters: params.map(known) }
  })
}

function fused({ calls, why }: Sent): Way {
  const base = {
    name: 'fused',
    about: 'One statement for the whole, for drivers that take no more.',
  } as const
  if (calls === null) return { ...base, groups: null, roundTrips: null, statements: null, note: why }
  const shown = calls.map(({ sql, params }): Shown => {
    return { title: 'The whole write', step: null, sql, parameters: params.map(known) }
  })
  return { ...base, groups: [shown], roundTrips: calls.length, statements: calls.length, note: null }
}

function stepwise(
  { statements, waves, inTransaction }: OperationPlan,
  stepOf: (statement: number) => number,
): Way {
  const groups = waves
    .map((wave) => wave.flatMap((at) => shownStatement(statements[at], stepOf(at))))
    .filter((wave) => wave.length > 0)
  const end = (sql: string): Shown[] => [{ title: sql, step: null, sql, parameters: [] }]
  const n = statements.length + (inTransaction ? 2 : 0)
  return {
    name: 'stepwise',
    about: 'One statement after the other; keys pass through the program.',
    groups: inTransaction ? [end('BEGIN'), ...groups, end('COMMIT')] : groups,
    roundTrips: n,
    statements: n,
    note: 'Statements that turn out to be for no rows are not sent.',
  }
}

function shownStatement(statement: Statement | undefined, step: number): Shown[] {
  if (statement === undefined) return []
  const { sql, parameters } = statement
  return [{ title: titleOf(statement, step, 0), step, sql, parameters: parameters.map(described) }]
}

function titleOf(statement: Statement | undefined, step: number | null, at: number): string {
  if (statement === undefined || step === null) return `Statement ${at + 1}`
  return `${step}  ${statement.kind} ${statement.model}`
}

function known(text: string | null): ShownParameter {
  return { text: text ?? 'NULL', isKnown: true }
}

// Where a parameter comes from that is only known when earlier steps have come back.
function described(parameter: Parameter): ShownParameter {
  return { text: sourceText(parameter), isKnown: false }
}

function sourceText(parameter: Parameter): string {
  switch (parameter.is) {
    case 'values': {
      const { model, field } = parameter.coder
      const from = new Set(parameter.sources.flat().map(sourceName))
      return `${model}.${field}, one for each row: ${[...from].join(' or ')}`
    }
    case 'single':
      return `${parameter.coder.model}.${parameter.coder.field}: from the request`
    case 'lent':
      return `keys of step ${numbers(parameter.of.map(({ step }) => step))}`
    case 'place':
      return `for each row, which row of step ${parameter.step + 1} it belongs to`
    case 'span':
      return `which rows of step ${numbers(parameter.of.map(({ step }) => step))} are meant`
    case 'around':
      return `for each row of step ${numbers(parameter.of.map(({ step }) => step))}, the row around it`
    case 'has':
      return 'for each row, whether the request has a value there'
    case 'positions':
      return 'for each row, which of these rows it takes values from'
    case 'count':
      return 'how many rows there are'
    case 'number':
      return 'a number from the request'
  }
}

function sourceName(source: Extract<Parameter, { is: 'values' }>['sources'][number][number]): string {
  if (typeof source === 'string')
    return { default: 'the default', now: 'the time of now', null: 'NULL' }[source]
  if ('key' in source) return `the key of step ${source.key.step + 1}`
  if ('sent' in source) return `what step ${source.sent.step + 1} was sent`
  if ('made' in source) return `a new ${source.made.generator}`
  return 'from the request'
}

function numbers(steps: readonly number[]): string {
  return [...new Set(steps.map((step) => step + 1))].join(', ')
}
