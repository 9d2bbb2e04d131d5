// What a command comes to: a text for people, data for programs, and whether anything was found wrong.
//
// Knows nothing of commands, nor of where the texts go.

import { pathText, type Path } from '../host/places.ts'

/** What a command has done. */
export type Outcome = {
  /** Whether nothing was found wrong. */
  readonly isFine: boolean
  /** For standard output. */
  readonly text: string
  /** What a person should know beside it, for standard error. */
  readonly notes?: readonly string[]
  /** The same for programs. */
  readonly data: { readonly [entry: string]: unknown }
}

/** A line and a column of a text, counted from 1. */
export type Place = { readonly line: number; readonly column: number }

/** One thing that is wrong with what was given. */
export type Finding = {
  /** The stable code; null for what is found before the planner is asked. */
  readonly problem: string | null
  readonly path: Path
  readonly message: string
  readonly help: string | null
  readonly file: string
  readonly place: Place | null
}

/** What was given was read, and is wrong. */
export class Found extends Error {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(findings.map(findingText).join('\n'))
    this.findings = findings
  }
}

/** The command could not do its work: it was called wrongly, a file is not there, a database does not answer. */
export class Misuse extends Error {
  readonly help: string | null

  constructor(message: string, help: string | null = null) {
    super(message)
    this.help = help
  }
}

/** A single thing that is wrong with a file. */
export function foundIn(
  file: string,
  message: string,
  more: { place?: Place | null; path?: Path; help?: string } = {},
): Found {
  const { place = null, path = [], help = null } = more
  return new Found([{ problem: null, path, message, help, file, place }])
}

/** A finding as a compiler would print it: `schema.ts:3:7: TW107 at models.User.fields.id: ...`. */
export function findingText({ problem, path, message, help, file, place }: Finding): string {
  const where = place === null ? file : `${file}:${place.line}:${place.column}`
  const at = path.length === 0 ? '' : `${problem === null ? '' : ' '}at ${pathText(path)}`
  const what = `${problem ?? ''}${at}`
  return `${where}: ${what === '' ? '' : `${what}: `}${message}${help === null ? '' : `\n  help: ${help}`}`
}

/** A finding for programs. */
export function findingData({ problem, path, message, help, file, place }: Finding): object {
  return { problem, path, message, help, file, line: place?.line ?? null, column: place?.column ?? null }
}
