// What every contender is: a name, and a way to carry out the workloads on a database.

import type { Client } from 'pg'
import pg from 'pg'
import type { Address } from '../../../tests/postgres/server.ts'
import type { Name, Request } from '../requests.ts'

/** One way to write. */
export type Contender = {
  readonly name: string
  /** Opens one connection to a database. */
  open(address: Address): Promise<Runner>
}

/** A contender that is connected. */
export type Runner = {
  /** Carries out a request of a workload and gives the answer. */
  run(workload: Name, request: object): Promise<unknown>
  close(): Promise<void>
}

/** What a hand writes: a function for each workload. */
export type ByHand = {
  readonly [N in Name]: (client: Client, request: Request<N>) => Promise<unknown>
}

/** A contender whose functions are written by hand on a client of node-postgres. */
export function byHand(name: string, work: ByHand): Contender {
  return {
    name,
    async open(address) {
      const client = new pg.Client(address)
      await client.connect()
      return {
        run: (workload, request) => work[workload](client, request as never),
        close: () => client.end(),
      }
    },
  }
}

/** Runs work in a transaction that is kept if it resolves. */
export async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
