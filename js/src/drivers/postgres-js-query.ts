// One call as a query of postgres.js: texts in, texts out, sent without waiting.
//
// Knows nothing of transactions. Given arguments, postgres.js first asks the server for their types and waits for them, then
// writes each in its own way. Parameters that a query has already are sent with it as the texts they are.

import type { Call } from '../driver.ts'
import type { Given } from './connection.ts'

/** What we ask of whatever runs queries. */
export interface PostgresJsSession {
  unsafe(text: string, args: never[], options: PostgresJsOptions): { raw(): PostgresJsQuery }
}

/** How a query is sent. */
export type PostgresJsOptions = {
  readonly prepare: false
  readonly simple: false
  /** Told of the connection that a query goes to; says that the next one may be sent. */
  readonly onexecute?: (connection: { onclose?: ((error: unknown) => void) | null }) => boolean
}

/** One query. It is sent when it is awaited. */
export interface PostgresJsQuery extends PromiseLike<PostgresJsResult> {
  catch(listener: (error: unknown) => void): unknown
  parameters?: (string | null)[]
  /** Whether the server is at it. */
  readonly active?: boolean
  readonly canceller?: ((query: PostgresJsQuery) => Promise<void>) | null
}

/** Rows of bytes, and what is told of them. */
export type PostgresJsResult = readonly (readonly ({ toString(): string } | null)[])[] & {
  readonly columns?: readonly { readonly name: string; readonly type: number }[] | null
  readonly count: number | null
  readonly command: string | null
}

/** A call as a query; `lost` is told if the connection is lost before it is given back. */
export function queryOn(
  session: PostgresJsSession,
  { sql, params }: Call,
  lost: (() => void) | null,
): PostgresJsQuery {
  const query = session
    .unsafe(sql, [], {
      prepare: false,
      simple: false,
      ...(lost !== null && {
        onexecute(connection) {
          connection.onclose = lost
          return true
        },
      }),
    })
    .raw()
  query.parameters = [...params]
  // The client's own transaction listens so; what is refused is ours to settle.
  query.catch = () => query
  return query
}

/** What a query gave, in the words that clients share. */
export function givenBy(result: PostgresJsResult): Given & { readonly command: string | null } {
  const { columns, count, command } = result
  // On a connection that was lost in the middle of rows, the first ones that come on the next one leave their places empty.
  const rows = Array.from(result).filter((row) => row !== undefined)
  return {
    rows: rows.map((row) => row.map((value) => (value === null ? null : value.toString()))),
    fields: (columns ?? []).map(({ name, type }) => ({ name, dataTypeID: type })),
    rowCount: count,
    command,
  }
}
