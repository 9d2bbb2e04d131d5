// How a hand asks the server: with statements that it keeps prepared under a name, or that it parses each time.

import type { Client, QueryResultRow } from 'pg'

/** A row of any table. */
export type Row = QueryResultRow & { readonly id: number }

/** Sends one statement and gives its rows. */
export type Ask = (client: Client, text: string, values: readonly unknown[]) => Promise<Row[]>

/** Prepared once for each connection. */
export const prepared: Ask = async (client, text, values) =>
  (await client.query<Row>({ name: nameOf(text), text, values: [...values] })).rows

/** Parsed and planned each time. */
export const unprepared: Ask = async (client, text, values) =>
  (await client.query<Row>(text, [...values])).rows

/** The one row that a statement gives; that it gives none is an error. */
export async function one(client: Client, text: string, values: readonly unknown[]): Promise<Row> {
  return only(await prepared(client, text, values))
}

/** The first row. */
export function only(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('there is no row')
  return row
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const name = names.get(text) ?? `statement_${names.size}`
  names.set(text, name)
  return name
}
