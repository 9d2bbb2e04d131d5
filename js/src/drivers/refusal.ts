// Reads what a database client threw as a Refusal.
//
// Knows of no client more than how it names PostgreSQL's fields on its errors; whatever lacks them did not come from the
// database.

import type { Refusal } from '../driver.ts'

/** The fields of PostgreSQL's error message, as clients put them on the error they throw. */
type ErrorFields = {
  readonly severity: string
  readonly code: string
  readonly detail?: unknown
  readonly where?: unknown
} & { readonly [name in Name | `${Name}_name`]?: unknown }

/** What an error names: `table`, or `table_name` as postgres.js has it. */
type Name = 'schema' | 'table' | 'column' | 'constraint'

/** What a client threw, as the database's no; without a state when the database did not say it. */
export function refusalOf(error: unknown): Refusal {
  const fields = errorFields(error)
  return {
    state: fields?.code ?? null,
    message: messageOf(error),
    detail: textOrNull(fields?.detail),
    schema: nameIn(fields, 'schema'),
    table: nameIn(fields, 'table'),
    column: nameIn(fields, 'column'),
    constraint: nameIn(fields, 'constraint'),
    where: textOrNull(fields?.where),
    cause: error,
  }
}

/** Whether nothing more can be asked of the connection that gave this error. */
export function endsConnection(error: unknown): boolean {
  const fields = errorFields(error)
  if (fields === null) return true
  return fields.severity === 'FATAL' || fields.severity === 'PANIC' || endingState.test(fields.code)
}

// The states behind which the server hangs up. The severity says so too, but in the server's own language.
const endingState = /^(08...|57P0[1-5]|25P0[34])$/

function nameIn(fields: ErrorFields | null, name: Name): string | null {
  return textOrNull(fields?.[name] ?? fields?.[`${name}_name`])
}

// The severity tells the database's errors from the system's: `EPIPE` has the length of an SQL state.
function errorFields(error: unknown): ErrorFields | null {
  if (typeof error !== 'object' || error === null) return null
  const { severity, code } = error as Partial<ErrorFields>
  const isFromDatabase = typeof severity === 'string' && typeof code === 'string' && code.length === 5
  return isFromDatabase ? (error as ErrorFields) : null
}

// An AggregateError of several failed addresses has no message of its own, only a code.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as { code?: unknown }
  return error.message || textOrNull(code) || error.name
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
