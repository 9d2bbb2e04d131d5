// The text of writes -> what is asked: `db.user.create({ data: { ... } })`, read as data with the place of every part.
//
// Runs nothing: a text that somebody was sent in a link is looked at, and no more. Knows no schema.

import { parse, type Expression, type ModuleDeclaration, type Program, type Statement } from 'acorn'
import { wordAt, type Finding, type Range, type TextName } from '../finding.ts'
import { evaluate } from './evaluate.ts'
import type { Places } from './places.ts'

/** One write that a text asks for. */
export type Written = Range & {
  /** The model as an accessor: `user`. */
  readonly accessor: string
  readonly verb: string
  readonly args: unknown
  readonly places: Places
  /** Where the accessor and the verb stand. */
  readonly named: { readonly accessor: Range; readonly verb: Range }
}

/** The writes of a text, and what is wrong with it. */
export type Parsed = { readonly writes: readonly Written[]; readonly findings: readonly Finding[] }

/** Longer texts are not read: a page has to stay quick. */
export const MOST_LETTERS = 400_000

/** How many writes a seed may have. */
export const MOST_WRITES = 500

const HELP = 'a write looks so: `db.user.create({ data: { ... } })`'

/** Reads the writes of a text. `models` says which model an accessor stands for. */
export function parseWrites(
  text: string,
  name: TextName,
  models?: (accessor: string) => string | undefined,
): Parsed {
  const findings: Finding[] = []
  const tell = (range: Range, message: string, help: string | null = null) => {
    findings.push({ ...range, text: name, code: null, place: '', message, help })
  }
  if (text.length > MOST_LETTERS) {
    tell({ from: 0, to: 1 }, `this text is longer than ${MOST_LETTERS} letters, so it is not read here`)
    return { writes: [], findings }
  }
  const program = programOf(text, tell)
  const writes: Written[] = []
  for (const statement of program?.body ?? []) {
    if (writes.length >= MOST_WRITES) {
      tell({ from: statement.start, to: statement.start + 1 }, `there are more than ${MOST_WRITES} writes`)
      break
    }
    const call = callOf(statement)
    if (call === 'nothing') continue
    if (call === undefined) tell({ from: statement.start, to: statement.end }, 'this is no write', HELP)
    else writes.push(writtenOf(call, tell, models))
  }
  return { writes, findings }
}

type Tell = (range: Range, message: string, help?: string | null) => void

function programOf(text: string, tell: Tell): Program | undefined {
  try {
    return parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
    })
  } catch (error) {
    const isDeep = error instanceof Error && /stack/.test(error.message)
    if (!isDeep && error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number') {
      const message = error.message.replace(/ \(\d+:\d+\)$/, '')
      const from = Math.min(error.pos, Math.max(0, text.length - 1))
      tell(wordAt(text, from), message.charAt(0).toLowerCase() + message.slice(1))
    } else {
      tell({ from: 0, to: 1 }, 'this cannot be read: it is nested too deep')
    }
    return undefined
  }
}

type Called = {
  readonly callee: Range
  readonly accessor: Range & { readonly name: string }
  readonly verb: Range & { readonly name: string }
  readonly given: readonly (Expression | { readonly type: 'SpreadElement' })[]
  readonly whole: Range
}

function callOf(statement: Statement | ModuleDeclaration): Called | 'nothing' | undefined {
  if (statement.type === 'EmptyStatement' || statement.type === 'ImportDeclaration') return 'nothing'
  const expression = expressionOf(statement)
  if (expression?.type !== 'CallExpression') return undefined
  const { callee, arguments: given } = expression
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'MemberExpression') return undefined
  const { object, property } = callee.object
  if (callee.computed || callee.object.computed) return undefined
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return undefined
  if (callee.property.type !== 'Identifier') return undefined
  return {
    callee: rangeOf(callee),
    accessor: { ...rangeOf(property), name: property.name },
    verb: { ...rangeOf(callee.property), name: callee.property.name },
    given,
    whole: rangeOf(statement),
  }
}

function expressionOf(statement: Statement | ModuleDeclaration): Expression | undefined {
  let found: Expression | null | undefined
  if (statement.type === 'ExpressionStatement') found = statement.expression
  if (statement.type === 'VariableDeclaration' && statement.declarations.length === 1) {
    found = statement.declarations[0]?.init
  }
  if (found?.type === 'AwaitExpression') found = found.argument
  return found ?? undefined
}

function writtenOf(call: Called, tell: Tell, models?: (accessor: string) => string | undefined): Written {
  const { accessor, verb, given, whole } = call
  const [first, second] = given
  const base = { ...whole, accessor: accessor.name, verb: verb.name, named: { accessor, verb } }
  if (second !== undefined) tell(call.callee, 'a verb takes one object', HELP)
  if (first === undefined) return { ...base, args: undefined, places: new Map() }
  if (first.type === 'SpreadElement') {
    tell(call.callee, 'nothing can be spread here', HELP)
    return { ...base, args: undefined, places: new Map() }
  }
  const { value, places, odds } = evaluate(first, models)
  for (const { message, help, ...range } of odds) tell(range, message, help)
  return { ...base, args: value, places }
}

function rangeOf({ start, end }: { readonly start: number; readonly end: number }): Range {
  return { from: start, to: end }
}
