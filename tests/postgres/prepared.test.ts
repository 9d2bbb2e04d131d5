// Texts that connections of node-postgres keep: when they do, what a pooler may do to them, and what stays of it.
//
// Knows nothing of the statements.

import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { treewright, UniqueConstraintError } from 'treewright'
import { pg, type PgOptions } from 'treewright/pg'
import { people, peopleTables, type People } from './people.ts'
import { freshDatabase, openPool, startServer } from './server.ts'
import { layWire } from './wire.ts'

const server = await startServer()
const wire = await layWire(await freshDatabase(server, peopleTables))
const pool = openPool(wire.address, { max: 1 })
after(async () => {
  await pool.end()
  await wire.close()
  await server.stop()
})

const on = (options?: PgOptions): People => treewright({ schema: people, driver: pg(pool, options) })
const user = (email: string, slugs: string[]) => ({
  data: { email, posts: { create: slugs.map((slug) => ({ slug })) } },
})

async function kept(): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::int FROM pg_prepared_statements WHERE name LIKE 'treewright%'`,
  )
  return (rows as { count: number }[])[0]?.count ?? 0
}

async function tripsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const start = wire.trips()
  await work()
  return wire.trips() - start
}

beforeEach(async () => {
  await pool.query('TRUNCATE "User", "Post" RESTART IDENTITY CASCADE; DEALLOCATE ALL')
})

test('what comes again is kept, for writes and reads', async () => {
  const db = on()
  await db.user.create(user('a', ['a']))
  assert.equal(await kept(), 0)
  await db.user.create(user('b', ['b']))
  assert.equal(await kept(), 2)
  assert.equal(await tripsOf(() => db.user.create(user('c', ['c', 'd']))), 1)
  assert.equal(await kept(), 2)
  for (let n = 0; n < 3; n += 1) assert.equal((await db.post.findMany({ orderBy: { id: 'asc' } })).length, 4)
  assert.equal(await kept(), 3)
})

test('nothing is kept that is not to be, and nothing for many rows', async () => {
  const db = on({ prepare: false })
  for (const email of ['a', 'b', 'c']) await db.user.create(user(email, [email]))
  const many = (from: string) => Array.from({ length: 500 }, (_, n) => `${from}${n}`)
  const others = on()
  for (const email of ['d', 'e', 'f']) await others.user.create(user(email, many(email)))
  // The user's own statement is kept, the posts' is not.
  assert.equal(await kept(), 1)
  assert.equal(await db.post.count(), 1503)
})

test('what is refused is placed as ever, and the next write goes on', async () => {
  const db = on()
  for (const email of ['a', 'b', 'c']) await db.user.create(user(email, [email]))
  for (let n = 0; n < 3; n += 1) {
    await assert.rejects(
      async () => db.user.create(user(`x${n}`, ['new', 'a'])),
      (error) => error instanceof UniqueConstraintError && error.pathText === 'data.posts.create[1].slug',
    )
  }
  // A text that was refused before the connection said that it had read it.
  const tag = { data: { name: 't' } }
  await db.tag.deleteMany()
  await db.tag.create(tag)
  for (let n = 0; n < 3; n += 1) await assert.rejects(async () => db.tag.create(tag), UniqueConstraintError)
  await db.tag.deleteMany()
  for (const name of ['u', 'v']) await db.tag.create({ data: { name } })
  await db.user.create(user('z', ['z']))
  assert.equal(await db.user.count(), 4)
})

test('names that get lost are found out, and cost one trip more', async () => {
  const db = on()
  for (const email of ['a', 'b']) await db.user.create(user(email, [email]))
  await pool.query('DEALLOCATE ALL')
  assert.equal(await tripsOf(() => db.user.create(user('c', ['c']))), 2)
  assert.equal(await db.user.count(), 3)
  // A name that is there already, as behind a pooler that lends a connection of somebody else's.
  const { rows } = await pool.query(`SELECT 1 AS one`)
  assert.equal(rows.length, 1)
  const other = on()
  for (const email of ['d', 'e']) await other.user.create(user(email, [email]))
  for (const email of ['f', 'g']) await on().user.create(user(email, [email]))
  assert.equal(await db.user.count(), 7)
})

test('where they get lost again and again, nothing is kept any more', async () => {
  const db = on()
  for (let n = 0; n < 9; n += 1) {
    await db.user.create(user(`u${n}`, [`s${n}`]))
    await pool.query('DEALLOCATE ALL')
  }
  assert.equal(await tripsOf(() => db.user.create(user('last', ['last']))), 1)
  assert.equal(await kept(), 0)
  assert.equal(await db.user.count(), 10)
})

test('a column of another type is read anew', async () => {
  const db = on()
  for (const email of ['a', 'b']) await db.user.create(user(email, [email]))
  await pool.query('ALTER TABLE "User" ALTER COLUMN name TYPE varchar(40)')
  await db.user.create(user('c', ['c']))
  await pool.query('ALTER TABLE "User" ALTER COLUMN name TYPE text')
  assert.equal(await db.user.count(), 3)
})

test('a hundred texts are kept at most', async () => {
  const db = on()
  const fields = ['id', 'slug', 'title', 'rank', 'views', 'price', 'body'] as const
  for (let bits = 1; bits < 2 ** fields.length; bits += 1) {
    const select = Object.fromEntries(
      fields.filter((_, at) => (bits >> at) % 2 === 1).map((name) => [name, true]),
    )
    for (let n = 0; n < 2; n += 1) await db.post.findMany({ select })
  }
  assert.ok((await kept()) <= 100)
  assert.ok((await kept()) > 90)
})
