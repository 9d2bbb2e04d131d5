// The twin databases: the same tables and rows in both, Prisma on the one, Treewright on the other.
//
// Knows nothing of what is compared.

import type { Pool } from 'pg'
import { pg } from 'treewright/pg'
import { freshDatabase, openPool, startServer, type Server } from '../postgres/server.ts'
import { carrier, type Carrier } from './carrier.ts'
import { ddl, groundOf, laidOn } from './laid.ts'
import type { Operation } from './operation.ts'
import { habits, openOurs } from './ours.ts'
import type { Trace } from './outcome.ts'
import { openPrisma } from './prisma.ts'

/** What carries operations out on the seed's rows, and tells what the tables hold afterwards. */
export type Runner = { run(operation: Operation): Promise<Trace> }

/** One of the twins. Of several operations in one transaction the value is the list of their values. */
export type Side = Runner & {
  readonly name: 'prisma' | 'ours'
  runBatch(operations: readonly Operation[]): Promise<Trace>
  /** One after the other, in a function that has the transaction. */
  runInFunction(operations: readonly Operation[]): Promise<Trace>
}

/** Both sides, as far as one operation at a time is concerned. */
export type Twins = { readonly prisma: Runner; readonly ours: Runner }

export type World = { readonly prisma: Side; readonly ours: Side; close(): Promise<void> }

/** Starts a server and both sides. */
export async function openWorld(): Promise<World> {
  const server = await startServer()
  const [prisma, ours] = await Promise.all([prismaSide(server), ourSide(server)])
  return {
    prisma: prisma.side,
    ours: ours.side,
    async close() {
      await Promise.all([prisma.close(), ours.close()])
      await server.stop()
    },
  }
}

type Opened = { readonly side: Side; close(): Promise<void> }

async function prismaSide(server: Server): Promise<Opened> {
  const address = await freshDatabase(server, ddl)
  const { client, Decimal, close, ...rest } = await openPrisma(address)
  const pool = openPool(address, { max: 1 })
  const decimalText = (value: object) => (value instanceof Decimal ? value.toFixed() : undefined)
  return {
    side: sideOf('prisma', pool, carrier(client, { ...rest, decimalText })),
    close: async () => void (await Promise.all([close(), pool.end()])),
  }
}

async function ourSide(server: Server): Promise<Opened> {
  const pool = openPool(await freshDatabase(server, ddl), { max: 2 })
  return { side: sideOf('ours', pool, carrier(openOurs(pg(pool)), habits)), close: () => pool.end() }
}

function sideOf(name: Side['name'], pool: Pool, carrier: Carrier): Side {
  const { trace } = laidOn(groundOf(pool))
  return {
    name,
    run: (operation) => trace(() => carrier.one(operation)),
    runBatch: (operations) => trace(() => carrier.batch(operations)),
    runInFunction: (operations) => trace(() => carrier.inFunction(operations)),
  }
}
