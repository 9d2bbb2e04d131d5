// The databases that the ways write to: one for each way, made empty for each schema, on a server and in PGlite.
//
// Knows nothing of ways.

import { PGlite } from '@electric-sql/pglite'
import { Client, type Pool } from 'pg'
import postgres from 'postgres'
import { freshDatabase, openPool, startServer, type Address } from '../../postgres/server.ts'
import type { Ground } from './state.ts'

/** A database of a server, with the clients that speak to it. */
export type ServerGround = Ground & {
  readonly address: Address
  pool(): Pool
  client(): Promise<Client>
  postgresJs(): postgres.Sql
}

export type LocalGround = Ground & { readonly db: PGlite }

export type Grounds = {
  /** The n-th database, without tables but those of `ddl`. */
  server(n: number, ddl: string): Promise<ServerGround>
  local(ddl: string): Promise<LocalGround>
  /** Ends all clients. */
  clear(): Promise<void>
  close(): Promise<void>
}

const EMPTY = 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;'

/** Starts a server, and PGlite when it is asked for. */
export async function openGrounds(): Promise<Grounds> {
  const server = await startServer()
  let local: Promise<PGlite> | undefined
  const addresses: Address[] = []
  let open: { end(): Promise<void> }[] = []
  const kept = <T extends { end(): Promise<void> }>(one: T): T => (open.push(one), one)
  const clear = async () => {
    const all = open
    open = []
    await Promise.all(all.map((one) => one.end()))
  }
  return {
    async server(n, ddl) {
      const address = (addresses[n] ??= await freshDatabase(server))
      const own = kept(new Client(address).on('error', () => {}))
      await own.connect()
      await own.query(EMPTY + ddl)
      return {
        address,
        run: async (sql) => void (await own.query(sql)),
        rows: async (sql) => (await own.query({ name: 'snapshot', text: sql })).rows,
        pool: () => kept(openPool(address, { max: 1 })),
        async client() {
          const client = kept(new Client(address).on('error', () => {}))
          await client.connect()
          return client
        },
        postgresJs: () => kept(postgres({ ...address, max: 1, onnotice: () => {} })),
      }
    },
    async local(ddl) {
      const db = await (local ??= openLocal())
      await db.exec(EMPTY + ddl)
      return {
        db,
        run: async (sql) => void (await db.exec(sql)),
        rows: async (sql) => (await db.query<{ n: number; cells: (string | null)[] }>(sql)).rows,
      }
    },
    clear,
    async close() {
      await clear()
      await (await local)?.close()
      await server.stop()
    },
  }
}

async function openLocal(): Promise<PGlite> {
  const db = await PGlite.create()
  await db.exec(`SET timezone = 'UTC'; SET client_min_messages = warning`)
  return db
}
