// The two databases that suites write to, PGlite and a real server, behind one face.
//
// Knows nothing of what is written. Each test starts with tables of its own and nothing else.

import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { queryDriver, type Driver } from 'treewright/driver'
import { atOnce } from './batch.ts'
import { freshDatabase, openPool, startServer } from './server.ts'

/** A row as plain SQL gives it. */
export type PlainRow = { readonly [column: string]: unknown }

/** A database. */
export type Place = {
  readonly name: 'pglite' | 'server'
  readonly driver: Driver
  /** The same through functions that hold no transaction, as HTTP clients offer them. */
  readonly whole?: Driver
  /** Runs statements of the suite's own. */
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly PlainRow[]>
  /** Gives `work` a client in a transaction, which is kept if `work` resolves. */
  inTransaction<T>(work: (client: object) => Promise<T>): Promise<T>
}

const EMPTY =
  'DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA public;'

/** Opens both, until the suite ends. */
export async function openPlaces(): Promise<readonly Place[]> {
  const [local, remote] = await Promise.all([openPglite(), openServer()])
  return [local, remote]
}

/** A test on each database, with the tables of `ddl` and nothing else. */
export function onEach(
  places: readonly Place[],
  name: string,
  ddl: string,
  work: (place: Place) => Promise<void>,
): void {
  for (const place of places) {
    test(`${name}, ${place.name}`, async () => {
      await place.run(EMPTY + ddl)
      await work(place)
    })
  }
}

async function openPglite(): Promise<Place> {
  const db = await PGlite.create()
  after(() => db.close())
  return {
    name: 'pglite',
    driver: pglite(db),
    run: async (sql) => void (await db.exec(sql)),
    rows: async (sql) => (await db.query<PlainRow>(sql)).rows,
    inTransaction: (work) => db.transaction(work),
  }
}

async function openServer(): Promise<Place> {
  const server = await startServer()
  const pool = openPool(await freshDatabase(server), { max: 4 })
  after(async () => {
    await pool.end()
    await server.stop()
  })
  return {
    name: 'server',
    driver: pg(pool),
    whole: queryDriver((sql, params) => pool.query(sql, params), { batch: (calls) => atOnce(pool, calls) }),
    run: async (sql) => void (await pool.query(sql)),
    rows: async (sql) => (await pool.query<PlainRow>(sql)).rows,
    async inTransaction(work) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
  }
}
