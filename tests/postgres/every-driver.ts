// Every driver on a database that holds tables of the suite's own: one for each way to use each client.
//
// Knows nothing of what is asked of them.

import { after } from 'node:test'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { Client } from 'pg'
import postgres from 'postgres'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { postgresJs } from 'treewright/postgres-js'
import { freshDatabase, openPool, startServer } from './server.ts'

/** Opens all clients, until the suite ends; with `ddl`, on the server and in PGlite. */
export async function openDrivers(ddl: string, options: PGliteOptions = {}) {
  const server = await startServer()
  const address = await freshDatabase(server, ddl)
  const pool = openPool(address, { max: 2 })
  const pipelined = openPool(address, { max: 2, pipeline: true })
  const client = new Client(address)
  await client.connect()
  const sql = postgres({ ...address, max: 2 })
  const db = await PGlite.create(options)
  await db.exec(ddl)
  await db.refreshArrayTypes()
  after(async () => {
    await Promise.all([pool.end(), pipelined.end(), client.end(), sql.end(), db.close()])
    await server.stop()
  })
  const drivers = {
    'pg with a Pool': pg(pool),
    'pg with a pipelined Pool': pg(pipelined),
    'pg with a Client': pg(client),
    pglite: pglite(db),
    'postgres.js': postgresJs(sql),
  }
  return { drivers, address, pool, pipelined, client, sql, db }
}
