// Every way in which Treewright carries an operation, for one schema, each on a database of its own.
//
// Knows nothing of what is compared. What a way without transactions refuses is carried out wave by wave after it was
// looked at, so that all databases hold the same for what follows.

import type { SchemaDescription } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { postgresJs } from 'treewright/postgres-js'
import { atOnce } from '../../postgres/batch.ts'
import { carrier, type Carrier, type Habits } from '../carrier.ts'
import type { Operation } from '../operation.ts'
import { fullHabits, openOurs } from '../ours.ts'
import type { Outcome } from '../outcome.ts'
import type { Grounds, ServerGround } from './grounds.ts'
import { pulledLike } from './pulled.ts'
import type { Ground } from './state.ts'

/** A way, on the database that it writes to. */
export type Route = {
  readonly name: string
  /** Whether it goes without a transaction: it may be refused for that, and the place of an error may be coarser. */
  readonly isWhole: boolean
  /** Whether each operation is carried out a second time on the same rows, and only that is looked at. */
  readonly isTwice: boolean
  readonly ground: Ground
  one(operation: Operation): Promise<Outcome>
  /** Carries out what the way itself has refused. */
  instead(operation: Operation): Promise<Outcome>
}

type Terms = { readonly grounds: Grounds; readonly ddl: string; readonly schema: SchemaDescription }

/** All ways; the first is what the others are compared with. */
export async function openRoutes(terms: Terms): Promise<readonly Route[]> {
  const makers: ((ground: ServerGround, terms: Terms) => Promise<Route> | Route)[] = [
    inWaves,
    (ground, { schema }) => routeOf('pipelined', ground, carrierOn(pg(ground.pool()), schema).one),
    (ground, { schema }) => ({
      ...routeOf('prepared', ground, carrierOn(pg(ground.pool()), schema).one),
      isTwice: true,
    }),
    (ground, { schema }) =>
      routeOf('within a transaction', ground, carrierOn(pg(ground.pool()), schema).oneWithin),
    withCaller,
    (ground, { schema }) => whole('as a batch', ground, schema, true),
    (ground, { schema }) => whole('as one statement', ground, schema, false),
    (ground, { schema }) =>
      routeOf('postgres.js', ground, carrierOn(postgresJs(ground.postgresJs()), schema).one),
    asPulled,
  ]
  const local = onPglite(terms)
  const onServer = makers.map(async (make, n) => make(await terms.grounds.server(n, terms.ddl), terms))
  return [...(await Promise.all(onServer)), await local]
}

/** One more way, by a driver that is wrapped: to see that what is broken is found. */
export async function openWrapped(
  { grounds, ddl, schema }: Terms,
  n: number,
  wrap: (driver: Driver) => Driver,
): Promise<Route> {
  const ground = await grounds.server(n, ddl)
  return routeOf('broken', ground, carrierOn(wrap(pg(ground.pool())), schema).one)
}

export function inWaves(ground: ServerGround, { schema }: Pick<Terms, 'schema'>): Route {
  return routeOf('stepwise', ground, wavesOn(ground, schema).one)
}

// All operations stand in one transaction, which the caller has begun by itself.
async function withCaller(ground: ServerGround, { schema }: Terms): Promise<Route> {
  const client = await ground.client()
  const { one } = carrier(openOurs(pg(client), schema).$with(client), told)
  const inTransaction = async (operation: Operation) => {
    await client.query('BEGIN')
    const outcome = await one(operation)
    await client.query('COMMIT')
    return outcome
  }
  return routeOf('within the caller’s', ground, inTransaction)
}

function whole(name: string, ground: ServerGround, schema: SchemaDescription, isBatching: boolean): Route {
  const pool = ground.pool()
  const batch = isBatching ? { batch: (calls: Parameters<typeof atOnce>[1]) => atOnce(pool, calls) } : {}
  const driver = queryDriver((sql, params) => pool.query(sql, params), { name, ...batch })
  const instead = wavesOn(ground, schema).one
  return { ...routeOf(name, ground, carrierOn(driver, schema, fullHabits).one), isWhole: true, instead }
}

async function asPulled(ground: ServerGround, { schema }: Terms): Promise<Route> {
  const driver = pg(ground.pool())
  const pulled = await pulledLike(driver, schema)
  return routeOf('as pulled', ground, carrierOn(driver, pulled).one)
}

async function onPglite({ grounds, ddl, schema }: Terms): Promise<Route> {
  const ground = await grounds.local(ddl)
  return routeOf('PGlite', ground, carrierOn(pglite(ground.db), schema).one)
}

function wavesOn(ground: ServerGround, schema: SchemaDescription): Carrier {
  const { pipeline: _, ...driver } = pg(ground.pool())
  return carrierOn(driver, schema)
}

function carrierOn(driver: Driver, schema: SchemaDescription, habits: Habits = told): Carrier {
  return carrier(openOurs(driver, schema), habits)
}

/** Which way there is, is asked only where there may be none: it takes a plan of its own. */
const { carriageOf: _, ...told } = fullHabits

function routeOf(name: string, ground: Ground, one: Carrier['one']): Route {
  return { name, isWhole: false, isTwice: false, ground, one, instead: one }
}
