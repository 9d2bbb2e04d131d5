// What is wrong with a Prisma schema: gathered with its places, and thrown all at once.
//
// Knows nothing of the language. The numbers are those of docs/errors.md.

import { SchemaError, type Problem } from '../errors.ts'
import type { Place } from './tree.ts'

/** The texts of a schema, each with the name of its file where there is one. */
export type Source = { readonly file: string | null; readonly text: string }

/** One thing that is wrong with a Prisma schema, and where. */
export type PrismaProblem = Problem & {
  /** The file's name, where the texts were given by name; else the text's position, counted from 1. */
  readonly file: string | number
  readonly line: number
  readonly column: number
}

/** The Prisma schema cannot be read, or says what cannot be described. */
export class PrismaSchemaError extends SchemaError {
  declare readonly problems: readonly PrismaProblem[]
}

/** The kinds of problem, with their codes. */
const CODES = {
  /** The text is not of the language. */
  syntax: 'TW150',
  /** The database is none that we speak to. */
  provider: 'TW151',
  /** An attribute, a function or one of their arguments is not as it should be. */
  attribute: 'TW152',
  /** A name stands for nothing, or twice. */
  name: 'TW153',
  /** The language can say it, a description cannot. */
  beyond: 'TW154',
} as const

/** A problem as it is found. */
export type Finding = {
  readonly kind: keyof typeof CODES
  readonly place: Place
  readonly message: string
  readonly help?: string
}

/** Gathers problems. */
export type Report = {
  add(finding: Finding): void
  /** Throws everything that was found, in the order of the texts. */
  settle(): void
}

/** A report on some texts. */
export function reportOn(sources: readonly Source[]): Report {
  const findings: Finding[] = []
  return {
    add: (finding) => void findings.push(finding),
    settle() {
      if (findings.length === 0) return
      const problems = [...findings].sort(byPlace).map((finding) => problemOf(finding, sources))
      throw new PrismaSchemaError('schemaFromPrisma', problems)
    },
  }
}

function byPlace({ place: one }: Finding, { place: other }: Finding): number {
  return one.source - other.source || one.line - other.line || one.column - other.column
}

function problemOf({ kind, place, message, help }: Finding, sources: readonly Source[]): PrismaProblem {
  const { line, column } = place
  const file = sources[place.source]?.file ?? place.source + 1
  return {
    problem: CODES[kind],
    code: CODES[kind],
    path: [],
    message: `${placeText(file, place, sources.length)}: ${message}`,
    help: help ?? null,
    file,
    line,
    column,
  }
}

function placeText(file: string | number, { line, column }: Place, nSources: number): string {
  if (typeof file === 'string') return `${file}:${line}:${column}`
  return `${nSources === 1 ? '' : `text ${file}, `}line ${line}, column ${column}`
}
