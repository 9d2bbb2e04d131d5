// A database to read from: a server through node-postgres, or a folder that PGlite keeps.
//
// Both clients are optional to the package, and are those that the caller has installed: beside the program that is worked
// on, else beside this package. What a URL says is never repeated, because it may say a password.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Driver } from 'treewright/driver'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { exists } from './files.ts'
import { Misuse } from './outcome.ts'

/** Where a database is. */
export type Source = { readonly url: string } | { readonly pglite: string }

const MILLISECONDS_TO_CONNECT = 15_000

/** Lends a driver for a database while `use` runs. */
export async function withDatabase<T>(source: Source, use: (driver: Driver) => Promise<T>): Promise<T> {
  return 'url' in source ? await onServer(source.url, use) : await inFolder(source.pglite, use)
}

async function onServer<T>(url: string, use: (driver: Driver) => Promise<T>): Promise<T> {
  if (!isAddress(url)) {
    throw new Misuse(
      'the URL of the database is none',
      'it looks like postgres://user:password@host:5432/database',
    )
  }
  const help = 'npm install --save-dev pg, or give --pglite <folder>'
  const { Client } = installed<typeof import('pg')>('pg', `node-postgres is not installed`, help)
  const client = new Client({ connectionString: url, connectionTimeoutMillis: MILLISECONDS_TO_CONNECT })
  // A connection that breaks is told by the query that breaks with it.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Misuse(`the database does not answer: ${reasonOf(error)}`, 'see --url and DATABASE_URL')
  }
  try {
    return await use(pg(client))
  } finally {
    await client.end()
  }
}

async function inFolder<T>(folder: string, use: (driver: Driver) => Promise<T>): Promise<T> {
  if (!exists(join(folder, 'PG_VERSION'))) throw new Misuse(`${folder} is no data folder of PGlite`)
  const help = 'npm install --save-dev @electric-sql/pglite'
  const name = '@electric-sql/pglite'
  const { PGlite } = installed<typeof import('@electric-sql/pglite')>(name, 'PGlite is not installed', help)
  const db = await PGlite.create(folder).catch((error: unknown) => {
    throw new Misuse(`${folder} cannot be opened by PGlite: ${reasonOf(error)}`)
  })
  try {
    return await use(pglite(db))
  } finally {
    await db.close()
  }
}

function installed<M>(name: string, message: string, help: string): M {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    const require = createRequire(from)
    try {
      require.resolve(name)
    } catch {
      continue
    }
    return require(name) as M
  }
  throw new Misuse(message, help)
}

function isAddress(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url) && URL.canParse(url.replace(/@\//, '@localhost/'))
}

/** What a client says of a failure; of several attempts, what it says of the first. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== '' ? error.message : String(error)
}
