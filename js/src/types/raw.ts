// Statements of the caller's own, as types: what comes back is what the caller says it is.
//
// Knows nothing of how they run.

import type { RawOperation } from '../operation.ts'
import type { Sql } from '../raw/sql.ts'

/** What a client offers for statements of the caller's own. */
export interface Raw {
  /** The rows of a statement: `` db.$queryRaw<{ id: number }[]>`SELECT id FROM "User" WHERE email = ${email}` ``. */
  $queryRaw<T = unknown>(query: TemplateStringsArray | Sql, ...values: readonly unknown[]): RawOperation<T>
  /** How many rows a statement touched. */
  $executeRaw(query: TemplateStringsArray | Sql, ...values: readonly unknown[]): RawOperation<number>
  /** The rows of a text with `$1`, which must not come from a user. */
  $queryRawUnsafe<T = unknown>(query: string, ...values: readonly unknown[]): RawOperation<T>
  /** How many rows a text with `$1` touched, which must not come from a user. */
  $executeRawUnsafe(query: string, ...values: readonly unknown[]): RawOperation<number>
}
