// Writes by many clients through a pooler that gives each transaction whichever of its few connections is free.
//
// Nothing may be left on a connection for the next client to trip over, and nothing may be expected there that an earlier
// transaction has left.

import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { Pool } from 'pg'
import { treewright, UniqueConstraintError } from 'treewright'
import { pg, type PgOptions } from 'treewright/pg'
import { people, peopleTables, type People } from '../postgres/people.ts'
import { freshDatabase, openPool, startServer } from '../postgres/server.ts'
import { startPooler } from './pgbouncer.ts'

const program = process.env['PGBOUNCER']
if (program === undefined) throw new Error('PGBOUNCER has to say where the program is')

const N_CLIENTS = 8
const server = await startServer()
const address = await freshDatabase(server, peopleTables)
const pooler = await startPooler(program, address, 2)
const direct = openPool(address, { max: 1 })
const pools: Pool[] = []
after(async () => {
  await Promise.all([...pools, direct].map((pool) => pool.end()))
  await pooler.stop()
  await server.stop()
})

beforeEach(() => direct.query('TRUNCATE "User", "Post", "Tag" RESTART IDENTITY CASCADE'))

/** A client as each of many programs has one: a pool of its own, and what it has prepared. */
function client(options?: PgOptions): People {
  const pool = openPool(pooler.address, { max: 1 })
  pools.push(pool)
  return treewright({ schema: people, driver: pg(pool, options) })
}

const user = (email: string) => ({
  data: {
    email,
    posts: {
      create: ['a', 'b'].map((name) => ({
        slug: `${email}.${name}`,
        tags: {
          connectOrCreate: ['x', 'y'].map((tag) => ({ where: { name: tag }, create: { name: tag } })),
        },
      })),
    },
  },
  include: { posts: { include: { tags: true } } },
})

/** Every client writes so often, all of them at once; gives what each write answered. */
function all<T>(
  clients: readonly People[],
  times: number,
  work: (db: People, name: string) => PromiseLike<T>,
) {
  return Promise.all(
    clients.map(async (db, position) => {
      const answers: T[] = []
      for (let turn = 0; turn < times; turn += 1) answers.push(await work(db, `${position}.${turn}`))
      return answers
    }),
  )
}

for (const [how, options] of [
  ['prepared', undefined],
  ['not prepared', { prepare: false }],
] as const) {
  test(`many clients write trees at once, ${how}`, async () => {
    const clients = Array.from({ length: N_CLIENTS }, () => client(options))
    const answers = await all(clients, 12, (db, name) => db.user.create(user(name)))
    for (const answer of answers.flat()) {
      assert.deepEqual(
        answer.posts.map(({ slug, tags }) => [slug, tags.map(({ name }) => name).sort()]),
        ['a', 'b'].map((name) => [`${answer.email}.${name}`, ['x', 'y']]),
      )
    }
    const { rows } = await direct.query(`SELECT
      (SELECT count(*)::int FROM "User") AS users, (SELECT count(*)::int FROM "Post") AS posts,
      (SELECT count(*)::int FROM "Tag") AS tags, (SELECT count(*)::int FROM "_PostToTag") AS pairs`)
    const n_users = N_CLIENTS * 12
    assert.deepEqual(rows, [{ users: n_users, posts: 2 * n_users, tags: 2, pairs: 4 * n_users }])
  })

  test(`what is refused is placed, and nothing of it stays on the connection, ${how}`, async () => {
    const clients = Array.from({ length: N_CLIENTS }, () => client(options))
    await clients[0]?.post.create({ data: { slug: 'taken' } })
    await all(clients, 6, async (db, name) => {
      const posts = { create: [{ slug: `${name}.new` }, { slug: 'taken' }] }
      await assert.rejects(
        async () => db.user.create({ data: { email: name, posts } }),
        (error) => error instanceof UniqueConstraintError && error.pathText === 'data.posts.create[1].slug',
      )
      await db.user.create({ data: { email: name } })
    })
    const { rows } = await direct.query('SELECT slug FROM "Post"')
    assert.deepEqual(rows, [{ slug: 'taken' }])
  })

  test(`transactions of several writes keep to one connection, ${how}`, async () => {
    const clients = Array.from({ length: N_CLIENTS }, () => client(options))
    await all(clients, 4, (db, name) =>
      db.$transaction(async (tx) => {
        const { id } = await tx.user.create(user(name))
        await assert.rejects(async () => tx.user.create(user(name)), UniqueConstraintError)
        await tx.user.update({ where: { id }, data: { name: 'after', posts: { deleteMany: {} } } })
        const found = await tx.user.findUniqueOrThrow({ where: { id }, include: { posts: true } })
        assert.deepEqual([found.name, found.posts], ['after', []])
      }),
    )
    assert.equal(await clients[0]?.user.count({ where: { name: 'after' } }), N_CLIENTS * 4)
    assert.equal(await clients[0]?.post.count(), 0)
  })
}

test('no setting of a write is left on a connection', async () => {
  const db = client()
  for (let turn = 0; turn < 4; turn += 1) await db.user.create(user(`${turn}`))
  const pool = pools.at(-1)
  for (let turn = 0; turn < 4; turn += 1) {
    const found = await pool?.query(
      `SELECT name, setting FROM pg_settings WHERE name LIKE 'treewright.%' AND setting <> ''`,
    )
    assert.deepEqual(found?.rows, [])
  }
})
