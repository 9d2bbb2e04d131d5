// What stands on the other side of Neon's HTTP client: a statement, or several as one transaction, for each request.
//
// Speaks the client's own JSON, so that the client that people use can be used here. Every request is counted. Runtimes that are
// processes of their own reach it by HTTP, with their client told the address.

import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Client, Pool } from 'pg'
import { neon, neonConfig } from '@neondatabase/serverless'

type Query = { readonly query: string; readonly params: unknown[] }
type Asked = Query | { readonly queries: readonly Query[] }

/** Neon's client on a pool of ours, and how often it asked. */
export type NeonSql = { readonly sql: ReturnType<typeof neon>; requests(): number }

/** Neon's client, whose requests go to a pool. */
export function neonOn(pool: Pool): NeonSql {
  let n_requests = 0
  neonConfig.fetchFunction = async (_: string, { body }: { body: string }): Promise<Response> => {
    n_requests += 1
    return await respond(pool, body)
  }
  return { sql: neon('postgresql://user:password@db.example/main'), requests: () => n_requests }
}

/** The same as an HTTP server; gives its address, for `neonConfig.fetchEndpoint`, and what ends it. */
export async function serveNeon(pool: Pool): Promise<{ readonly address: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const answer = await respond(pool, await text(request))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: addressOf(server), close: () => void server.close() }
}

function addressOf(server: HttpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`
}

async function respond(pool: Pool, body: string): Promise<Response> {
  try {
    return json(200, await answerTo(pool, JSON.parse(body) as Asked))
  } catch (error) {
    return json(400, { ...(error as object), message: (error as Error).message })
  }
}

async function answerTo(pool: Pool, asked: Asked): Promise<unknown> {
  const client = await pool.connect()
  try {
    if ('query' in asked) return await run(client, asked)
    await client.query('BEGIN')
    const results = []
    for (const query of asked.queries) results.push(await run(client, query))
    await client.query('COMMIT')
    return { results }
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

async function run(client: Pick<Client, 'query'>, { query, params }: Query): Promise<unknown> {
  const asText = { getTypeParser: () => (text: string) => text }
  const given = await client.query({ text: query, values: params, rowMode: 'array', types: asText })
  const { command, rowCount, rows } = given
  const fields = given.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }))
  return { command, rowCount, rows, fields, rowAsArray: true }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
