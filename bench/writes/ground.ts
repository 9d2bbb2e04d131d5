// The database that is written to: emptied, given the rows a workload needs, and read as a whole.
//
// Knows nothing of who writes. Its tables are those that Prisma's migrations would make.

import { readFileSync } from 'node:fs'
import pg from 'pg'
import { prismaDdl } from '../../tests/js/prisma-ddl.ts'
import { freshDatabase, startServer, type Address } from '../../tests/postgres/server.ts'
import type { Workload } from './workloads.ts'

/** A database on a server of its own. */
export type Ground = {
  readonly address: Address
  /** What the server says it is. */
  readonly version: string
  clear(): Promise<void>
  /** Makes the rows that turns from the first to before the end find. */
  seed(workload: Workload, first: number, end: number): Promise<void>
  /** Every row there is, by names in place of keys. */
  rows(): Promise<unknown>
  close(): Promise<void>
}

const TABLES = [
  'User',
  'Profile',
  'Post',
  'Comment',
  'Tag',
  'Role',
  'Company',
  'Department',
  'Team',
  'Member',
]
  .map((name) => `"${name}"`)
  .join(', ')

const EVERYTHING = [
  `SELECT email, name FROM "User"`,
  `SELECT bio, email FROM "Profile" JOIN "User" u ON u.id = "userId"`,
  `SELECT slug, title, body, published, views, email FROM "Post" LEFT JOIN "User" u ON u.id = "authorId"`,
  `SELECT text, slug FROM "Comment" JOIN "Post" p ON p.id = "postId"`,
  `SELECT name FROM "Tag"`,
  `SELECT slug, name FROM "_PostToTag" JOIN "Post" p ON p.id = "A" JOIN "Tag" t ON t.id = "B"`,
  `SELECT c.name, d.name AS department, t.name AS team, m.name AS member, m.email, m.level, r.name AS role
   FROM "Company" c LEFT JOIN "Department" d ON d."companyId" = c.id LEFT JOIN "Team" t ON t."departmentId" = d.id
     LEFT JOIN "Member" m ON m."teamId" = t.id LEFT JOIN "Role" r ON r.id = m."roleId"`,
]

/** Starts a server with a database for the workloads. */
export async function openGround(): Promise<Ground> {
  const server = await startServer()
  const schema = readFileSync(new URL('schema.prisma', import.meta.url), 'utf8')
  const address = await freshDatabase(server, await prismaDdl(schema))
  const client = new pg.Client(address)
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  return {
    address,
    version: rows[0]?.server_version ?? '',
    clear: async () => void (await client.query(`TRUNCATE ${TABLES} RESTART IDENTITY CASCADE`)),
    seed: async (workload, first, end) => void (await client.query(workload.seed(first, end))),
    rows: () => everyRow(client),
    async close() {
      await client.end()
      await server.stop()
    },
  }
}

async function everyRow(client: pg.Client): Promise<unknown> {
  const tables = []
  for (const sql of EVERYTHING) {
    const ordered = `SELECT * FROM (${sql}) AS one ORDER BY one::text COLLATE "C"`
    tables.push((await client.query({ text: ordered, rowMode: 'array' })).rows)
  }
  return tables
}
