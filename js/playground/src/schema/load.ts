// The text of a schema -> its description, or what is wrong with it at its place. It is a schema.prisma or a description of
// ours, as JSON or as the object that `defineSchema` is given.
//
// Runs nothing of it. What a description may say is the planner's to know.

import { parse, parseExpressionAt, type Expression } from 'acorn'
import { SchemaError, type SchemaDescription } from 'treewright'
import { createPlanner, type Planner } from 'treewright/planner'
import { PrismaSchemaError, schemaFromPrisma } from 'treewright/schema-prisma'
import { positionOf, wordAt, type Finding, type Range } from '../finding.ts'
import { dotted, evaluate } from '../write/evaluate.ts'
import { markOf, nameOf, pathText, type Path } from '../write/places.ts'
import { factsOf, type SchemaFacts } from './facts.ts'
import { placeInPrisma } from './prisma-places.ts'

/** In which language a schema is written. */
export type SchemaKind = 'prisma' | 'description'

/** What became of a schema. */
export type Loaded = {
  readonly kind: SchemaKind
  readonly ready: ReadySchema | null
  readonly findings: readonly Finding[]
}

/** A schema that is fit to plan with. */
export type ReadySchema = {
  readonly description: SchemaDescription
  readonly planner: Planner
  readonly facts: SchemaFacts
}

/** Longer texts are not read: a page has to stay quick. */
export const MOST_LETTERS = 400_000

/** The server that writes are planned for: the one that runs in the page. */
export const POSTGRES = 18

/** Tells the language of a schema by how it begins. */
export function kindOf(text: string): SchemaKind {
  const start = text.replace(/^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/, '')
  return /^(?:[{(]|(?:export|import|const|let|defineSchema)\b)/.test(start) ? 'description' : 'prisma'
}

/** Reads a schema. */
export function loadSchema(text: string): Loaded {
  const kind = kindOf(text)
  if (text.length > MOST_LETTERS) {
    const message = `this text is longer than ${MOST_LETTERS} letters, so it is not read here`
    return { kind, ready: null, findings: [found({ from: 0, to: 1 }, message)] }
  }
  return kind === 'prisma' ? fromPrisma(text) : fromDescription(text)
}

function fromPrisma(text: string): Loaded {
  let description: SchemaDescription
  try {
    description = { postgres: POSTGRES, ...schemaFromPrisma(text) }
  } catch (error) {
    return { kind: 'prisma', ready: null, findings: prismaFindings(text, error) }
  }
  return { kind: 'prisma', ...planned(description, (path) => placeInPrisma(text, path)) }
}

function prismaFindings(text: string, error: unknown): Finding[] {
  if (!(error instanceof PrismaSchemaError)) return [found({ from: 0, to: 1 }, messageOf(error))]
  return error.problems.map(({ problem, message, help, line, column }) => ({
    ...wordAt(text, positionOf(text, line, column)),
    text: 'schema',
    code: problem,
    place: '',
    message: message.replace(/^line \d+, column \d+: /, ''),
    help,
  }))
}

function fromDescription(text: string): Loaded {
  const kind = 'description'
  let expression: Expression | Range
  try {
    expression = descriptionIn(text)
  } catch (error) {
    const at = error instanceof SyntaxError && 'pos' in error ? Number(error.pos) : 0
    const range = wordAt(text, Math.min(at, Math.max(0, text.length - 1)))
    return { kind, ready: null, findings: [found(range, messageOf(error).replace(/ \(\d+:\d+\)$/, ''))] }
  }
  if (!('type' in expression)) return { kind, ready: null, findings: [found(expression, NO_DESCRIPTION)] }
  const { value, places, odds } = evaluate(expression)
  if (odds.length > 0) {
    return { kind, ready: null, findings: odds.map(({ message, help, ...at }) => found(at, message, help)) }
  }
  const description = { postgres: POSTGRES, ...(value as SchemaDescription) }
  const placeOf = (path: Path, isName: boolean) =>
    (isName ? nameOf(places, path) : markOf(places, path)) ?? {
      from: expression.start,
      to: expression.start + 1,
    }
  return { kind, ...planned(description, placeOf) }
}

const NO_DESCRIPTION =
  'there is no description here: write `defineSchema({ models: { ... } })`, or the object alone'

// The object itself, or the first argument of `defineSchema`, exported or not.
function descriptionIn(text: string): Expression | Range {
  const start = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/.exec(text)?.[0].length ?? 0
  if (text.charAt(start) === '{') {
    const object = parseExpressionAt(text, start, OPTIONS)
    const rest = text.slice(object.end).replace(/\/\/[^\n]*/g, '')
    const odd = /[^\s;]/.exec(rest)
    return odd === null ? object : wordAt(text, object.end + rest.indexOf(odd[0]))
  }
  for (const statement of parse(text, OPTIONS).body) {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    const expression =
      inner?.type === 'VariableDeclaration'
        ? inner.declarations[0]?.init
        : inner?.type === 'ExpressionStatement'
          ? inner.expression
          : statement.type === 'ExportDefaultDeclaration'
            ? (statement.declaration as Expression)
            : null
    if (expression?.type === 'ObjectExpression') return expression
    if (expression?.type !== 'CallExpression' || dotted(expression.callee) !== 'defineSchema') continue
    const [first] = expression.arguments
    if (first !== undefined && first.type !== 'SpreadElement') return first
  }
  return { from: 0, to: Math.max(1, text.trimEnd().length) }
}

const OPTIONS = { ecmaVersion: 'latest', sourceType: 'module' } as const

type PlaceOf = (path: Path, isName: boolean) => Range

function planned(description: SchemaDescription, placeOf: PlaceOf): Omit<Loaded, 'kind'> {
  try {
    const planner = createPlanner(description)
    return { ready: { description, planner, facts: factsOf(description) }, findings: [] }
  } catch (error) {
    if (!(error instanceof SchemaError)) {
      return { ready: null, findings: [found(placeOf([], false), messageOf(error))] }
    }
    const findings = error.problems.map(({ problem, path, message, help }): Finding => {
      const place = pathText(path)
      return { ...placeOf(path, NAMES.has(problem)), text: 'schema', code: problem, place, message, help }
    })
    return { ready: null, findings }
  }
}

// What is wrong there is the name of an entry, not what it says.
const NAMES: ReadonlySet<string> = new Set(['TW102', 'TW110', 'TW111'])

function found(range: Range, message: string, help: string | null = null): Finding {
  return { ...range, text: 'schema', code: null, place: '', message, help }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
