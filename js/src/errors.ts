// TreewrightError and its kinds: the errors that operations throw. A room that throws one of its own makes it of these.
//
// Knows no wording beyond how several problems are listed; the planner has said each of them.

import { pathText, type Path } from './host/places.ts'
import type { ErrorClass, Words } from './planner/forms.ts'

/** One thing that is wrong, and where. */
export type Problem = {
  /** Our own stable code: `TW201`. */
  readonly problem: string
  /** Prisma's code where it has one, else ours. */
  readonly code: string
  readonly path: Path
  readonly message: string
  /** The next thing to try, where it can be named. */
  readonly help: string | null
}

/** What an error knows beside its problems. */
export type ErrorFacts = {
  readonly model?: string | null
  readonly meta?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** Anything that can go wrong with an operation. */
export class TreewrightError extends Error {
  /** Prisma's code where it has one, else ours. */
  readonly code: string
  /** Our own stable code. */
  readonly problem: string
  /** Where in the arguments, from the outermost level inwards. */
  readonly path: Path
  readonly model: string | null
  /** Facts for programs: `target` has the names of the fields. */
  readonly meta: Readonly<Record<string, unknown>>
  /** The next thing to try, where it can be named. */
  readonly help: string | null
  /** Everything that is wrong; the properties above speak of the first. */
  readonly problems: readonly Problem[]

  constructor(operation: string, problems: readonly Problem[], facts: ErrorFacts = {}) {
    super(messageOf(operation, problems), 'cause' in facts ? { cause: facts.cause } : undefined)
    const [first] = problems
    this.name = new.target.name
    this.code = first?.code ?? 'TW904'
    this.problem = first?.problem ?? 'TW904'
    this.path = first?.path ?? []
    this.model = facts.model ?? null
    this.meta = facts.meta ?? {}
    this.help = first?.help ?? null
    this.problems = problems
  }

  /** The place as text: `data.posts.create[1].slug`. */
  get pathText(): string {
    return pathText(this.path)
  }
}

/** The description of the schema is wrong. */
export class SchemaError extends TreewrightError {}

/** The arguments are wrong; nothing was sent. */
export class ValidationError extends TreewrightError {}

/** The arguments go round in a circle, or deeper than the limit. */
export class CircularRelationError extends ValidationError {}

/** Something a write needs is not there. */
export class NotFoundError extends TreewrightError {}

/** A unique constraint stands against it. */
export class UniqueConstraintError extends TreewrightError {}

/** A foreign key stands against it. */
export class ForeignKeyError extends TreewrightError {}

/** A required relation would break. */
export class RequiredRelationError extends TreewrightError {}

/** Another transaction was in the way. */
export class ConflictError extends TreewrightError {}

const CLASSES: Record<ErrorClass, typeof TreewrightError> = {
  schema: SchemaError,
  validation: ValidationError,
  circular: CircularRelationError,
  notFound: NotFoundError,
  unique: UniqueConstraintError,
  foreignKey: ForeignKeyError,
  requiredRelation: RequiredRelationError,
  conflict: ConflictError,
  database: TreewrightError,
  internal: TreewrightError,
}

/** The error of some problems: of the kind they share, or of arguments that are wrong in several ways. */
export function errorOf(
  operation: string,
  located: readonly { readonly words: Words; readonly path: Path }[],
  facts: ErrorFacts = {},
): TreewrightError {
  const problems = located.map(({ words, path }) => problemOf(words, path))
  const classes = new Set(located.map(({ words }) => words.class))
  const [only = 'internal'] = classes
  const Kind = classes.size === 1 ? CLASSES[only] : ValidationError
  const meta = { ...(located[0]?.words.meta ?? {}), ...(facts.meta ?? {}) }
  return new Kind(operation, problems, { ...facts, meta })
}

/** A problem in words at its place. */
export function problemOf(words: Words, path: Path): Problem {
  const { problem, code, message, help } = words
  return { problem, code: code ?? problem, path, message, help }
}

function messageOf(operation: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ problem, code, path, message, help }) => {
    const codes = code === problem ? problem : `${code} (${problem})`
    const place = path.length === 0 ? '' : ` at ${pathText(path)}`
    return `${codes}${place}: ${message}${help === null ? '' : `\n  help: ${help}`}`
  })
  if (lines.length === 1) return `${operation}: ${lines[0]}`
  return `${operation}: ${problems.length} problems\n${lines.join('\n')}`
}
