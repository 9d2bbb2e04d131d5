// What the program of the page gives, wherever it runs, and what is in the database then.
//
// Knows nothing of runtimes.

import assert from 'node:assert/strict'
import { Client } from 'pg'
import { freshDatabase, type Address, type Server } from '../postgres/server.ts'
import { tables } from './page.ts'

type Signed = { readonly plan: string; readonly users: unknown; readonly mistake: string }

const math = { id: 1, name: 'math' }
const users = [
  {
    id: 1,
    email: 'ada@example.com',
    posted: 0,
    posts: [
      { id: 1, slug: 'notes', title: 'Notes', authorId: 1, tags: [math] },
      { id: 2, slug: 'letters', title: 'Letters', authorId: 1, tags: [] },
    ],
  },
]
const STEPS = /^ +1 +insert User /

/** Holds what `signUp` gave to be what it has to give. */
export function checkSigned(given: unknown): void {
  const { plan, ...rest } = given as Signed
  assert.match(plan, STEPS)
  assert.deepEqual(rest, { users, mistake: 'P2002 at data.posts.create[1].slug' })
}

/** The same of a list of what `signUp` and `publish` gave. */
export function checkBoth(given: unknown): void {
  const [signed, published, ...more] = given as unknown[]
  checkSigned(signed)
  assert.deepEqual([published, more], [{ id: 1, email: 'ada@example.com', posted: 1 }, []])
}

/** A database with the tables of the page. */
export function openTables(server: Server): Promise<Address> {
  return freshDatabase(server, tables)
}

/** Holds the rows of a database to be those that are left, as another client sees them. */
export async function checkRows(address: Address, { isPublished }: { isPublished: boolean }): Promise<void> {
  const client = new Client(address)
  await client.connect()
  try {
    const { rows } = await client.query(`
      SELECT email, posted, slug, title, array_remove(array_agg(name), NULL) AS tags FROM "User"
      LEFT JOIN "Post" ON "authorId" = "User".id LEFT JOIN "_PostToTag" ON "A" = "Post".id LEFT JOIN "Tag" ON "B" = "Tag".id
      GROUP BY email, posted, slug, title ORDER BY slug`)
    const ada = { email: 'ada@example.com', posted: isPublished ? 1 : 0 }
    const letters = isPublished
      ? { title: 'Letters, collected', tags: ['math'] }
      : { title: 'Letters', tags: [] }
    assert.deepEqual(rows, [
      { ...ada, slug: 'letters', ...letters },
      { ...ada, slug: 'notes', title: 'Notes', tags: ['math'] },
    ])
  } finally {
    await client.end()
  }
}
