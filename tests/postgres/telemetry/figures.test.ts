// Events and figures of real databases: what is counted is what a wire sees, and the time is where it was spent.
//
// Knows nothing of how they are counted.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { treewright, type OperationEvent, type SlowEvent, type TransactionEvent } from 'treewright'
import { pg } from 'treewright/pg'
import { onEach, openPlaces } from '../places.ts'
import { people, peopleTables } from '../people.ts'
import { freshDatabase, openPool, startServer } from '../server.ts'
import { layWire } from '../wire.ts'

const places = await openPlaces()
const server = await startServer()
const wire = await layWire(await freshDatabase(server, peopleTables))
const pool = openPool(wire.address, { max: 1 })
after(async () => {
  await pool.end()
  await wire.close()
  await server.stop()
})

const SECRET = 'sentinel-09ee'
const user = (email: string, slugs: readonly string[]) => ({
  data: { email, name: SECRET, posts: { create: slugs.map((slug) => ({ slug })) } },
})

test('round trips are those of the wire', async () => {
  for (const pipeline of [true, false]) {
    await pool.query('TRUNCATE "User", "Post" CASCADE')
    const db = treewright({ schema: people, driver: pg(pool), pipeline, metrics: true })
    const operations: OperationEvent[] = []
    const transactions: TransactionEvent[] = []
    db.$on('operation', (event) => operations.push(event))
    db.$on('transaction', (event) => transactions.push(event))
    const tripsOf = async (work: () => PromiseLike<unknown>) => {
      const before = wire.trips()
      await Promise.resolve(work()).catch(() => {})
      return wire.trips() - before
    }
    const works: (() => PromiseLike<unknown>)[] = [
      () => db.user.create(user('a', ['a', 'b'])),
      () => db.user.findMany({ include: { posts: true } }),
      () =>
        db.user.update({ where: { email: 'a' }, data: { posts: { deleteMany: {}, create: { slug: 'c' } } } }),
      () => db.user.create(user('b', ['c'])),
      () => db.$queryRaw`SELECT 1`,
    ]
    for (const work of works) {
      const trips = await tripsOf(work)
      assert.equal(operations.at(-1)?.roundTrips, trips, operations.at(-1)?.shape)
    }
    const trips = await tripsOf(() => {
      return db.$transaction(
        async (tx) => {
          await tx.user.create(user('d', ['d']))
          await tx.$transaction((inner) => inner.user.count())
        },
        { isolationLevel: 'Serializable' },
      )
    })
    assert.equal(transactions.at(-1)?.roundTrips, trips)
    assert.equal(db.$metrics().total.errors['P2002'], 1)
    assert.equal(db.$metrics().transactions[0]?.latency.count, 2)
  }
})

test('waiting for a connection is told apart from the database', async () => {
  const db = treewright({ schema: people, driver: pg(pool) })
  const operations: OperationEvent[] = []
  db.$on('operation', (event) => operations.push(event))
  const held = await pool.connect()
  const counting = db.user.count().then((n) => n)
  await new Promise((resolve) => setTimeout(resolve, 120))
  held.release()
  await counting
  const [{ split, milliseconds } = {}] = operations
  assert.ok((split?.waiting ?? 0) >= 100, `${split?.waiting}`)
  const { waiting = 0, database = 0, planning = 0, decoding = 0 } = split ?? {}
  assert.ok((waiting ?? 0) + database + planning + decoding <= (milliseconds ?? 0) + 0.5)
  await db.$queryRaw`SELECT pg_sleep(0.15)`
  assert.ok((operations[1]?.split?.database ?? 0) >= 140)
})

onEach(
  places,
  'what is slow is told with its plan and without values',
  peopleTables,
  async ({ driver, inTransaction }) => {
    const db = treewright({ schema: people, driver, slow: 0, metrics: true })
    const slow: SlowEvent[] = []
    const operations: OperationEvent[] = []
    db.$on('slow', (event) => slow.push(event))
    db.$on('operation', (event) => operations.push(event))
    await db.user.create(user('a', [SECRET]))
    await inTransaction(async (client) => void (await db.$with(client).user.create(user('b', ['b']))))
    await db.$transaction([db.user.create(user('c', ['c']))])
    assert.equal(slow.length, 3)
    assert.ok(slow.every(({ plan }) => /insert User[^]*insert Post/.test(plan ?? '')))
    const { latency, ...total } = db.$metrics().total
    assert.equal(latency.count, 3)
    assert.deepEqual([total.rows, total.given, total.cacheHits, total.cacheMisses], [6, 6, 2, 1])
    assert.equal(db.$metrics().shapes[0]?.shape, 'user.create(posts.create)')
    const refused: unknown = await db.user.create(user('d', [SECRET])).catch((error: unknown) => error)
    assert.equal(operations.at(-1)?.error, refused)
    const told = JSON.stringify([slow, operations.map(({ error: _, ...facts }) => facts), db.$metrics()])
    assert.ok(!(told + db.$metrics().prometheus() + String(db.$metrics())).includes(SECRET))
  },
)
