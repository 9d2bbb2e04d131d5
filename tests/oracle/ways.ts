// The ways in which Treewright carries a write, each on a database of its own that holds the seed's rows.
//
// Knows nothing of what is compared. What a way without transactions refuses is carried out wave by wave after it was
// looked at, so that the databases hold the same for what follows.

import { PGlite } from '@electric-sql/pglite'
import { Client, type Pool } from 'pg'
import { isDeepStrictEqual } from 'node:util'
import { queryDriver, type Driver } from 'treewright/driver'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { atOnce } from '../postgres/batch.ts'
import { freshDatabase, openPool, startServer, type Server } from '../postgres/server.ts'
import { carrier, type Carrier } from './carrier.ts'
import { ddl, groundOf, laidOn, type Ground, type SeenRow } from './laid.ts'
import type { Operation } from './operation.ts'
import type { Outcome, Trace } from './outcome.ts'
import { fullHabits, openOurs } from './ours.ts'

/** How an operation goes to the database. */
export type Way = {
  readonly name: string
  /** Whether it goes without a transaction: it may be refused for that, and the place of an error may be coarser. */
  readonly isWhole: boolean
  /** Lays the seed's rows and carries the operations out, one after the other. */
  run(operations: readonly Operation[]): Promise<readonly WayTrace[]>
}

/** What came of an operation, and what was only said of it before it was carried out otherwise. */
export type WayTrace = Trace & { readonly refusal?: { readonly outcome: Outcome; readonly left: boolean } }

export type Ways = { readonly all: readonly Way[]; close(): Promise<void> }

/** Starts a server and PGlite, with a database for each way; the first is what the others are compared with. */
export async function openWays(): Promise<Ways> {
  const server = await startServer()
  const local = await PGlite.create()
  await local.exec(ddl)
  const pools: Pool[] = []
  const ground = async () => {
    const pool = openPool(await freshDatabase(server, ddl), { max: 1 })
    pools.push(pool)
    return pool
  }
  const caller = new Client(await freshDatabase(server, ddl))
  await caller.connect()
  const all = [
    inWaves(await ground()),
    piped('pipelined', await ground()),
    // The second time, the texts are prepared on the connection.
    again(piped('prepared', await ground())),
    within('within a transaction', await ground()),
    withCaller('within the caller’s', caller),
    whole('as a batch', await ground(), true),
    whole('as one statement', await ground(), false),
    onPglite('PGlite', local),
  ]
  return { all, close: () => closeAll(server, local, [caller, ...pools]) }
}

async function closeAll(
  server: Server,
  local: PGlite,
  all: readonly { end(): Promise<void> }[],
): Promise<void> {
  await local.close()
  await Promise.all(all.map((one) => one.end()))
  await server.stop()
}

function inWaves(pool: Pool): Way {
  return wayOf('stepwise', groundOf(pool), wavesOn(pool).one)
}

function piped(name: string, pool: Pool): Way {
  return wayOf(name, groundOf(pool), carrierOn(pg(pool)).one)
}

function within(name: string, pool: Pool): Way {
  return wayOf(name, groundOf(pool), carrierOn(pg(pool)).oneWithin)
}

// All operations stand in one transaction, which the caller has begun by itself.
function withCaller(name: string, client: Client): Way {
  const { run, rows } = groundOf(client)
  const ground: Ground = { rows, run: (sql) => run(`COMMIT; ${sql}; BEGIN`) }
  return wayOf(name, ground, carrier(openOurs(pg(client)).$with(client), fullHabits).one)
}

function whole(name: string, pool: Pool, isBatching: boolean): Way {
  const batch = isBatching ? { batch: batchOn(pool) } : {}
  const driver = queryDriver((sql, params) => pool.query(sql, params), { name, ...batch })
  const [waves, { one }] = [wavesOn(pool), carrierOn(driver)]
  const laid = laidOn(groundOf(pool))
  return {
    name,
    isWhole: true,
    async run(operations) {
      await laid.lay()
      let { tables } = await laid.see()
      const traces: WayTrace[] = []
      for (const operation of operations) {
        const outcome = await one(operation)
        const seen = await laid.see()
        if (isRefused(outcome)) {
          const left = !isDeepStrictEqual(tables, seen.tables)
          const instead = await waves.one(operation)
          traces.push({ outcome: instead, ...(await laid.see()), refusal: { outcome, left } })
        } else traces.push({ outcome, ...seen })
        tables = traces.at(-1)?.tables ?? tables
      }
      return traces
    },
  }
}

/** Whether the driver has no way to carry it out. */
function isRefused(outcome: Outcome): boolean {
  return outcome.end === 'error' && outcome.faults?.[0]?.problem === 'TW613'
}

type BatchCalls = Parameters<typeof atOnce>[1]

function batchOn(pool: Pool): (calls: BatchCalls) => ReturnType<typeof atOnce> {
  return (calls) => atOnce(pool, calls)
}

function onPglite(name: string, db: PGlite): Way {
  const ground: Ground = {
    run: async (sql) => void (await db.exec(sql)),
    rows: async (sql) => (await db.query<SeenRow>(sql)).rows,
  }
  return wayOf(name, ground, carrierOn(pglite(db)).one)
}

function wavesOn(pool: Pool): Carrier {
  const { pipeline: _, ...driver } = pg(pool)
  return carrierOn(driver)
}

function carrierOn(driver: Driver): Carrier {
  return carrier(openOurs(driver), fullHabits)
}

function wayOf(name: string, ground: Ground, carry: Carrier['one']): Way {
  const laid = laidOn(ground)
  return {
    name,
    isWhole: false,
    async run(operations) {
      await laid.lay()
      const traces: Trace[] = []
      for (const operation of operations) {
        const outcome = await carry(operation)
        traces.push({ outcome, ...(await laid.see()) })
      }
      return traces
    },
  }
}

function again(way: Way): Way {
  return {
    ...way,
    async run(operations) {
      await way.run(operations)
      return way.run(operations)
    },
  }
}
