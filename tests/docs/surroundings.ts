// What examples take for granted: the blog's tables and rows, from its own page, in PGlite and on a server; and some files.
//
// Knows nothing of claims. The server is where the environment says, so `new pg.Pool()` finds it as it does anywhere.

import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { treewright, type Client, type SchemaDescription } from 'treewright'
import { schemaJson } from 'treewright/introspect'
import { pg as overPg } from 'treewright/pg'
import { FILL, type Blog } from './blog.ts'
import { write } from './folder.ts'
import type { Example } from './pages.ts'
import { openPool, startServer, type Server } from '../postgres/server.ts'

export type Surroundings = {
  /** Goes to a page's folder, and puts the files there that pages speak of. */
  enter(folder: string): Promise<void>
  /** Makes tables and rows anew for an example: in PGlite, and on the server where the page speaks of one. */
  begin(example: Example, isOnServer: boolean): Promise<void>
  /** Ends the pools that examples have opened. */
  endPools(): Promise<void>
  close(): Promise<void>
}

type Described = {
  readonly schema: SchemaDescription
  readonly db: Client<SchemaDescription>
  readonly database: PGlite
}
type Filler = { fill(db: Client<SchemaDescription>): Promise<void> }

const EMPTY = 'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;'
const PRISMA = 'model User {\n  id    Int    @id @default(autoincrement())\n  email String @unique\n}\n'

/** Opens both databases; `folder` is where the modules are. */
export async function open(blog: Blog, folder: string): Promise<Surroundings> {
  const [server, { schema, db, database }] = await Promise.all([
    startServer(),
    imported<Described>(folder, blog.description.path),
  ])
  Object.assign(process.env, environment(server))
  const pool = openPool(server.address)
  const opened = watchPools()
  const { fill } = await imported<Filler>(folder, FILL)
  const remote = treewright({ schema, driver: overPg(pool) })
  return {
    async enter(page) {
      await write(page, 'schema.json', schemaJson(schema))
      await write(page, 'prisma/schema.prisma', PRISMA)
      process.chdir(page)
    },
    async begin({ mark }, isOnServer) {
      const tables = EMPTY + (mark?.kind === 'tables' ? mark.text : blog.tables)
      const fillWith = mark?.kind === 'tables' ? async () => {} : fill
      await database.exec(tables)
      await fillWith(db)
      if (!isOnServer) return
      await pool.query(tables)
      await fillWith(remote)
    },
    async endPools() {
      opened.delete(pool)
      for (const each of opened) await each.end()
      opened.clear()
    },
    async close() {
      await Promise.all([database.close(), pool.end()])
      await server.stop()
    },
  }
}

/** Imports a module of an example. */
export async function imported<M>(folder: string, path: string): Promise<M> {
  const module: M = await import(pathToFileURL(join(folder, path)).href)
  return module
}

function environment({ address, connectionString }: Server): Record<string, string> {
  const { host, port, user, database } = address
  const libpq = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database }
  return { ...libpq, DATABASE_URL: connectionString }
}

/** The pools that connect from now on: pages leave them open, as programs do. */
function watchPools(): Set<pg.Pool> {
  const opened = new Set<pg.Pool>()
  const { prototype } = pg.Pool
  const connect: (...args: unknown[]) => unknown = prototype.connect
  Object.assign(prototype, {
    connect(this: pg.Pool, ...args: unknown[]) {
      opened.add(this)
      return connect.apply(this, args)
    },
  })
  return opened
}
