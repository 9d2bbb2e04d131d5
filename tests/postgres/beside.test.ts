// Writes in transactions that other libraries hold: what each side sees of the other, what stays, and what is refused.
//
// Knows nothing of plans. Every library is the real one, and each is put through the same.

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzleOnPg } from 'drizzle-orm/node-postgres'
import { integer, pgTable, serial, text, type PgDatabase, type PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzleOnPglite } from 'drizzle-orm/pglite'
import { drizzle as drizzleOnPostgresJs } from 'drizzle-orm/postgres-js'
import { Kysely, PostgresDialect, type Generated, type Transaction } from 'kysely'
import postgres from 'postgres'
import { defineSchema, treewright, UniqueConstraintError } from 'treewright'
import type { Driver } from 'treewright/driver'
import { pg, poolForKysely } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { postgresJs } from 'treewright/postgres-js'
import { connectionString, freshDatabase, openPool, startServer } from './server.ts'

const DDL = `
  CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE NOT NULL);
  CREATE TABLE posts (id serial PRIMARY KEY, title text UNIQUE NOT NULL, author_id int NOT NULL REFERENCES users);`
const EMPTY = 'TRUNCATE users, posts RESTART IDENTITY'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const
const schema = defineSchema({
  models: {
    users: {
      fields: { id, email: { type: 'String', unique: true } },
      relations: { posts: { many: 'posts' } },
    },
    posts: {
      fields: { id, title: { type: 'String', unique: true }, author_id: 'Int' },
      relations: { author: { one: 'users', fields: ['author_id'], references: ['id'] } },
    },
  },
})

const users = pgTable('users', { id: serial().primaryKey(), email: text().notNull() })
const posts = pgTable('posts', {
  id: serial().primaryKey(),
  title: text().notNull(),
  author_id: integer().notNull(),
})
type Tables = {
  users: { id: Generated<number>; email: string }
  posts: { id: Generated<number>; title: string; author_id: number }
}

/** A transaction of another library. */
type Held = {
  /** What `$with` takes. */
  readonly transaction: unknown
  insertUser(email: string): Promise<unknown>
  titles(): Promise<readonly string[]>
  /** Runs `work` in a savepoint of the library's own. */
  within(work: (held: Held) => Promise<void>): Promise<void>
}

/** A library beside us. */
type Library = {
  readonly name: string
  readonly driver: Driver
  transaction(work: (held: Held) => Promise<void>): Promise<void>
}

const server = await startServer()
const address = await freshDatabase(server, DDL)
const pool = openPool(address, { max: 4 })
const sql = postgres(connectionString(address), { max: 2, onnotice: () => {} })
const local = await PGlite.create()
await local.exec(DDL)
const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolForKysely(pool) }) })
after(async () => {
  await Promise.all([pool.end(), sql.end(), local.close()])
  await server.stop()
})
beforeEach(async () => {
  await pool.query(EMPTY)
  await local.exec(EMPTY)
})

type AnyDrizzle = PgDatabase<PgQueryResultHKT>

function inDrizzle(tx: AnyDrizzle): Held {
  return {
    transaction: tx,
    insertUser: async (email) => await tx.insert(users).values({ email }),
    titles: async () => (await tx.select().from(posts).orderBy(posts.title)).map(({ title }) => title),
    within: (work) => tx.transaction((inner) => work(inDrizzle(inner))),
  }
}

function inKysely(trx: Transaction<Tables>): Held {
  return {
    transaction: trx,
    insertUser: (email) => trx.insertInto('users').values({ email }).execute(),
    titles: async () =>
      (await trx.selectFrom('posts').select('title').orderBy('title').execute()).map(({ title }) => title),
    within: (work) => work(inKysely(trx)),
  }
}

function drizzle(name: string, driver: Driver, database: AnyDrizzle): Library {
  return { name, driver, transaction: (work) => database.transaction((tx) => work(inDrizzle(tx))) }
}

const LIBRARIES: readonly Library[] = [
  drizzle('Drizzle on node-postgres', pg(pool), drizzleOnPg(pool)),
  drizzle('Drizzle on postgres.js', postgresJs(sql), drizzleOnPostgresJs(sql)),
  drizzle('Drizzle on PGlite', pglite(local), drizzleOnPglite(local)),
  {
    name: 'Kysely',
    driver: pg(pool),
    transaction: (work) => kysely.transaction().execute((trx) => work(inKysely(trx))),
  },
  {
    name: 'Kysely, a controlled transaction',
    driver: pg(pool),
    async transaction(work) {
      const trx = await kysely.startTransaction().execute()
      try {
        await work(inKysely(trx))
        await trx.commit().execute()
      } catch (error) {
        await trx.rollback().execute()
        throw error
      }
    },
  },
]

for (const { name, driver, transaction } of LIBRARIES) {
  const db = treewright({ schema, driver })
  const ours = (held: Held) => db.$with(held.transaction)
  const write = (...titles: readonly string[]) => {
    return { where: { email: 'ada' }, data: { posts: { create: titles.map((title) => ({ title })) } } }
  }
  const left = async () => (await db.posts.findMany({ orderBy: { title: 'asc' } })).map(({ title }) => title)

  describe(name, () => {
    test('each side sees what the other wrote, and both stay', async () => {
      await transaction(async (held) => {
        await held.insertUser('ada')
        const user = await ours(held).users.update({ ...write('One', 'Two'), include: { posts: true } })
        assert.equal(user.posts.length, 2)
        assert.deepEqual(await held.titles(), ['One', 'Two'])
      })
      assert.deepEqual(await left(), ['One', 'Two'])
    })

    test('what the other undoes is undone for us', async () => {
      const undone = transaction(async (held) => {
        await held.insertUser('ada')
        await ours(held).users.update(write('One'))
        throw new Error('not these')
      })
      await assert.rejects(undone, /not these/)
      assert.deepEqual(await left(), [])
    })

    test('a write of ours that fails leaves nothing, and the transaction goes on', async () => {
      await transaction(async (held) => {
        await held.insertUser('ada')
        await ours(held).users.update(write('One'))
        const failing = async () => await ours(held).users.update(write('Two', 'One'))
        await assert.rejects(failing, (error: unknown) => {
          assert.ok(error instanceof UniqueConstraintError)
          assert.equal(error.pathText, 'data.posts.create[1].title')
          return true
        })
        assert.deepEqual(await held.titles(), ['One'])
      })
      assert.deepEqual(await left(), ['One'])
    })

    test('inside of its savepoint, and in a transaction of ours', async () => {
      await transaction(async (held) => {
        await held.insertUser('ada')
        await held.within(async (inner) => void (await ours(inner).users.update(write('One'))))
        await ours(held).$transaction(async (tx) => {
          await tx.users.update(write('Two'))
          assert.deepEqual(await held.titles(), ['One', 'Two'])
        })
      })
      assert.deepEqual(await left(), ['One', 'Two'])
    })
  })
}

describe('what is refused', () => {
  const db = treewright({ schema, driver: pg(pool) })

  test('what holds no transaction', () => {
    assert.throws(
      () => db.$with(drizzleOnPg(pool)),
      /^Error: a Drizzle database holds no transaction: give the `tx`/,
    )
    assert.throws(() => db.$with(kysely), /^Error: a Kysely holds no transaction: give the `trx`/)
    const overPostgres = treewright({ schema, driver: postgresJs(sql) })
    assert.throws(
      () => overPostgres.$with(drizzleOnPostgresJs(sql)),
      /a Drizzle database holds no transaction/,
    )
    const overPglite = treewright({ schema, driver: pglite(local) })
    assert.throws(() => overPglite.$with(drizzleOnPglite(local)), /a Drizzle database holds no transaction/)
  })

  test('what holds a client of another kind', async () => {
    await drizzleOnPglite(local).transaction(async (tx) => {
      assert.throws(() => db.$with(tx), /this is no node-postgres client/)
    })
  })

  test('what is nothing of the kind', () => {
    for (const nothing of [undefined, null, 7, 'tx', {}, Object.create(null), { constructor: null }]) {
      assert.throws(() => db.$with(nothing), /^Error: this is no node-postgres client$/)
    }
  })

  test('a transaction of Kysely whose pool does not tell', async () => {
    const silent = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    await silent.transaction().execute(async (trx) => {
      const failing = async () => await db.$with(trx).users.count()
      await assert.rejects(
        failing,
        /does not tell its client: make its dialect with `pool: poolForKysely\(pool\)`/,
      )
    })
  })

  test('a controlled transaction of Kysely that has ended', async () => {
    const trx = await kysely.startTransaction().execute()
    await trx.commit().execute()
    await assert.rejects(async () => await db.$with(trx).users.count(), /[Tt]ransaction is already committed/)
  })
})
