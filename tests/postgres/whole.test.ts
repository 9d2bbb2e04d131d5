// Writes through functions that hold no transaction: what goes as one statement, what as several, what is refused before
// anything is sent, and what an error still tells.
//
// That rows and answers are those of other ways is for the case suite. Knows nothing of the statements.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { treewright, TreewrightError } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { neonOn } from './neon.ts'
import { people, peopleTables, type People } from './people.ts'
import { freshDatabase, openPool, startServer } from './server.ts'

const server = await startServer()
const pool = openPool(await freshDatabase(server, peopleTables), { max: 8 })
after(async () => {
  await pool.end()
  await server.stop()
})

let sent: string[] = []
const alone = queryDriver(
  (sql, params) => {
    sent.push(sql)
    return pool.query(sql, params)
  },
  { name: 'http' },
)
const neon = neonOn(pool)
const batching = queryDriver((sql, params) => neon.sql.query(sql, params), {
  name: 'neon',
  batch: (calls) => neon.sql.transaction(calls.map(({ sql, params }) => neon.sql.query(sql, params))),
})

const post = {
  slug: 'one',
  price: '1.50',
  author: { connect: { email: 'ada@x.io' } },
  tags: {
    connectOrCreate: ['a', 'b', 'c'].map((name) => ({ where: { name }, create: { name } })),
  },
}

const on = (driver: Driver): People => treewright({ schema: people, driver })
const errorOf = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => null,
    (e) => e,
  )

beforeEach(async () => {
  sent = []
  await pool.query(
    'TRUNCATE "User", "Post", "Tag", "Note", "Profile", "Licence", "Team" RESTART IDENTITY CASCADE',
  )
  await pool.query(`INSERT INTO "User" (email) VALUES ('ada@x.io'); INSERT INTO "Tag" (name) VALUES ('b')`)
})

for (const [name, driver, count] of [
  ['one statement', alone, () => sent.length],
  ['one request of Neon’s client', batching, neon.requests],
] as const) {
  describe(name, () => {
    const db = on(driver)

    test('is a tree, with what it connects and makes', async () => {
      const start = count()
      const made = await db.post.create({ data: post })
      assert.equal(count() - start, 1)
      assert.deepEqual([made.slug, made.price, made.authorId], ['one', '1.50', 1])
      const { rows } = await pool.query('SELECT name FROM "Tag" JOIN "_PostToTag" ON "B" = id ORDER BY name')
      assert.deepEqual(rows, [{ name: 'a' }, { name: 'b' }, { name: 'c' }])
    })

    test('is a tree of a thousand rows that all come back', async () => {
      const slugs = Array.from({ length: 1_000 }, (_, n) => `s${n}`)
      const start = count()
      const { posts } = await db.user.create({
        data: { email: 'eve@x.io', posts: { create: slugs.map((slug) => ({ slug })) } },
        include: { posts: true },
      })
      assert.equal(count() - start, 1)
      assert.deepEqual(
        posts.map(({ slug }) => slug),
        slugs,
      )
    })

    test('is a read with what it includes', async () => {
      await db.post.create({ data: post })
      const start = count()
      const found = await db.post.findMany({ include: { tags: { orderBy: { name: 'desc' } }, author: true } })
      assert.equal(count() - start, 1)
      assert.deepEqual(
        found.map(({ tags, author }) => [author?.email, tags.map(({ name }) => name)]),
        [['ada@x.io', ['c', 'b', 'a']]],
      )
      assert.equal(await db.tag.count(), 3)
      assert.deepEqual(await errorOf(db.tag.findUniqueOrThrow({ where: { id: 99 } })).then(codeOf), [
        'P2025',
        'where',
      ])
    })

    test('is refused with a path, and nothing of it stays', async () => {
      const start = count()
      const twice = { data: { ...post, tags: { create: [{ name: 'x' }, { name: 'b' }] } } }
      assert.deepEqual(codeOf(await errorOf(db.post.create(twice))), ['P2002', 'data.tags.create[1].name'])
      const nobody = { data: { ...post, author: { connect: { id: 42 } } } }
      assert.deepEqual(codeOf(await errorOf(db.post.create(nobody))), ['P2025', 'data.author.connect'])
      assert.equal(count() - start, 2)
      assert.equal((await pool.query('SELECT FROM "Post"')).rowCount, 0)
    })

    test('is nothing at all where there are no rows', async () => {
      const start = count()
      assert.deepEqual(await db.tag.createManyAndReturn({ data: [] }), [])
      assert.equal(count() - start, 0)
    })

    test('loses no race', async () => {
      const writers = Array.from({ length: 8 }, (_, n) =>
        db.post.create({ data: { ...post, slug: `s${n}` } }),
      )
      await Promise.all(writers)
      assert.equal((await pool.query('SELECT FROM "Tag"')).rowCount, 3)
    })
  })
}

describe('what looks at rows that it has written', () => {
  const change = (db: People) =>
    db.user.update({
      where: { email: 'ada@x.io' },
      data: { name: 'Ada', posts: { create: { slug: 'new' } } },
      include: { posts: true },
    })

  test('goes as several statements in one request', async () => {
    const start = neon.requests()
    const plan = change(on(batching)).plan()
    assert.deepEqual([plan.carriage, plan.roundTrips, plan.waits], ['pipelined', 1, null])
    const { name, posts } = await change(on(batching))
    assert.deepEqual([name, posts.map(({ slug }) => slug)], ['Ada', ['new']])
    assert.equal(neon.requests() - start, 1)
  })

  test('is refused where there is but one, before it is sent', async () => {
    const plan = change(on(alone)).plan()
    assert.equal(plan.carriage, null)
    assert.equal(plan.statements[plan.waits ?? -1]?.kind, 'read')
    const error = await errorOf(change(on(alone)))
    assert.ok(error instanceof TreewrightError)
    assert.equal(error.problem, 'TW613')
    assert.match(error.message, /"http" holds no transaction, and this needs one: step 3 \(read User/)
    assert.deepEqual(sent, [])
  })
})

describe('rows that meet', () => {
  const tag = { where: { name: 'n' }, create: { name: 'n' } }
  const twice = { data: { slug: 'two', tags: { connectOrCreate: [tag, tag] } } }

  test('are taken one by one, in one request', async () => {
    const start = neon.requests()
    await on(batching).post.create(twice)
    assert.equal(neon.requests() - start, 1)
    assert.equal((await pool.query(`SELECT FROM "Tag" WHERE name = 'n'`)).rowCount, 1)
  })

  test('are refused where one would have to see what another has made', async () => {
    assert.deepEqual(codeOf(await errorOf(on(alone).post.create(twice))), ['TW613', ''])
    assert.deepEqual(sent, [])
  })
})

test('a row that others point at is not deleted, whichever of several deletes it was', async () => {
  await pool.query(`INSERT INTO "Team" (name) VALUES ('t'); UPDATE "User" SET "teamId" = 1;
    INSERT INTO "User" (email, name, "teamId") VALUES ('bo@x.io', 'Bo', 1);
    INSERT INTO "Note" (text, "userId") SELECT 'keeps', id FROM "User" WHERE email = 'bo@x.io'`)
  const users = { delete: { email: 'ada@x.io' }, deleteMany: { name: 'Bo' } }
  const error = await errorOf(on(batching).team.update({ where: { name: 't' }, data: { users } }))
  assert.ok(error instanceof TreewrightError)
  assert.deepEqual([error.problem, ...codeOf(error)], ['TW614', 'P2003', 'data.users'])
  assert.match(error.message, /still points at the row of User/)
  assert.equal((await pool.query('SELECT FROM "User"')).rowCount, 2)
})

test('a key that changes under a row that points at it is refused where the key is written', async () => {
  await on(batching).licence.create({ data: { number: 'L', user: { connect: { email: 'ada@x.io' } } } })
  const data = { id: 50, licence: { connect: { number: 'L' } } }
  const moved = on(batching).user.update({ where: { email: 'ada@x.io' }, data })
  assert.deepEqual(codeOf(await errorOf(moved)), ['P2003', 'data'])
})

describe('what needs a transaction of its own', () => {
  before(() => (sent = []))

  test('is refused by name', async () => {
    const db = on(alone)
    assert.match(String(await errorOf(db.$transaction(async () => {}))), /"http" holds no transaction/)
    assert.throws(() => db.$with({}), /"http" has no transactions to write in/)
    assert.deepEqual(codeOf(await errorOf(db.$queryRaw`SELECT 1`)).slice(0, 1), ['TW805'])
    assert.deepEqual(sent, [])
  })
})

test('a function that fails by itself has lost the connection', async () => {
  const broken = queryDriver(async () => Promise.reject(new Error('fetch failed')))
  const error = await errorOf(on(broken).tag.create({ data: { name: 'x' } }))
  assert.ok(error instanceof TreewrightError)
  assert.equal(error.problem, 'TW612')
  assert.match(error.message, /fetch failed/)
})

function codeOf(error: unknown): [string, string] {
  assert.ok(error instanceof TreewrightError, String(error))
  return [error.code, error.pathText]
}
