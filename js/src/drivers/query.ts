// The driver for anything that runs one statement at a time and holds no transaction: a function that is given a text and
// its parameters, as edge and HTTP clients offer it.
//
// A whole operation is one statement then, or several where the function for several makes one transaction of them. What
// comes back is text by the statement's own doing, so it does not matter how the client reads types.

import type { Call, Driver, Reply, Rows } from '../driver.ts'
import { refusalOf } from './refusal.ts'

/** Rows as a client gives them: each a list of columns in order, or an object that has them in order. */
export type QueryRows = readonly (readonly unknown[] | { readonly [column: string]: unknown })[]

/** What a client gives for one statement: its rows, by themselves or as `rows`. */
export type QueryResult = QueryRows | { readonly rows: QueryRows }

/** Runs one statement, which commits by itself. */
export type Query = (sql: string, params: (string | null)[]) => Promise<QueryResult>

/** What a client can do beside running one statement. */
export type QueryDriverOptions = {
  /** The name for messages; `query` if not said. */
  readonly name?: string
  /** Runs several statements as one transaction, in order: all of them are kept, or none. */
  readonly batch?: (
    calls: readonly { readonly sql: string; readonly params: (string | null)[] }[],
  ) => Promise<readonly QueryResult[]>
  /** Ends what has to be ended; nothing if not said. */
  readonly close?: () => Promise<void>
}

/** The driver for a function that runs one statement. */
export function queryDriver(query: Query, options: QueryDriverOptions = {}): Driver {
  const { name = 'query', batch, close = async () => {} } = options
  const noTransactions = async () => {
    throw new Error(`the driver ${JSON.stringify(name)} holds no transaction open between statements`)
  }
  return {
    name,
    holdsTransactions: false,
    sendsSeveral: batch !== undefined,
    async sendWhole(calls) {
      const [first, ...others] = calls.map(({ sql, params }) => ({ sql, params: [...params] }))
      if (first === undefined) return { rows: [], refusal: null }
      if (others.length > 0 && batch === undefined) return noTransactions()
      return replyTo(calls, async () => {
        if (others.length === 0 || batch === undefined) return [await query(first.sql, first.params)]
        return batch([first, ...others])
      })
    },
    transaction: noTransactions,
    connect: (work) => work({ send: (calls) => oneByOne(query, calls) }),
    within() {
      throw new Error(`the driver ${JSON.stringify(name)} has no transactions to write in`)
    },
    close,
  }
}

async function replyTo(calls: readonly Call[], send: () => Promise<readonly QueryResult[]>): Promise<Reply> {
  let results
  try {
    results = await send()
  } catch (error) {
    return { rows: [], refusal: refusalOf(error) }
  }
  if (results.length !== calls.length) {
    const message = `${calls.length} statements were sent, and ${results.length} results came`
    return { rows: [], refusal: refusalOf(new Error(message)) }
  }
  return { rows: results.map(rowsOf), refusal: null }
}

async function oneByOne(query: Query, calls: readonly Call[]): Promise<Reply> {
  const rows: Rows[] = []
  for (const call of calls) {
    const reply = await replyTo([call], async () => [await query(call.sql, [...call.params])])
    rows.push(...reply.rows)
    if (reply.refusal !== null) return { rows, refusal: reply.refusal }
  }
  return { rows, refusal: null }
}

function rowsOf(result: QueryResult): Rows {
  const rows = 'rows' in result ? result.rows : result
  return rows.map((row) => Object.values(row).map((value) => (value === null ? null : String(value))))
}
