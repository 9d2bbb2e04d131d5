// Several operations in one transaction, on each database: what is kept, what comes back, and what is refused when.
//
// Knows nothing of other connections, which are in transactions-seen.test.ts, nor of transactions inside of others.

import assert from 'node:assert/strict'
import {
  TransactionError,
  treewright,
  UniqueConstraintError,
  ValidationError,
  type TransactionClient,
} from 'treewright'
import { codes, thrownBy } from '../js/thrown.ts'
import { onBoth, places, tag } from './in-transactions.ts'
import { people, tagsNow } from './people.ts'

type Tx = TransactionClient<typeof people>

onBoth(
  'a function: what it writes is kept when it resolves, and it gives what it gives',
  async (db, place) => {
    const given = await db.$transaction(async (tx) => {
      const { id } = await tx.user.create({ data: { email: 'ada' } })
      const made = await tx.post.create({
        data: { slug: 'a', authorId: id, tags: { create: { name: 'x' } } },
      })
      return made.slug
    })
    assert.equal(given, 'a')
    assert.deepEqual(await tagsNow(place), ['x:0'])
    assert.equal(await db.$transaction(async () => 7), 7)
    assert.deepEqual(await db.$transaction((tx) => tx.tag.deleteMany()), { count: 1 })
  },
)

onBoth('a function: nothing is kept when it throws, and its very error is thrown', async (db, place) => {
  const unhappy = { not: 'even an Error' }
  const thrown = await thrownBy(
    db.$transaction(async (tx) => {
      await tx.tag.create(tag('x'))
      throw unhappy
    }),
  )
  assert.equal(thrown, unhappy)
  const ownError = await thrownBy(
    db.$transaction(async (tx) => {
      await tx.tag.create(tag('x'))
      await tx.tag.create(tag('x'))
    }),
  )
  assert.ok(ownError instanceof UniqueConstraintError)
  assert.equal(ownError.pathText, 'data.name')
  const atOnce = () => {
    throw unhappy
  }
  assert.equal(await thrownBy(db.$transaction(atOnce)), unhappy)
  assert.deepEqual(await tagsNow(place), [])
})

onBoth('a write that fails and is caught leaves nothing, and the transaction goes on', async (db, place) => {
  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    const write = tx.post.create({ data: { slug: 'a', tags: { create: [{ name: 'y' }, { name: 'x' }] } } })
    assert.deepEqual(codes(await thrownBy(write)), ['P2002', 'TW601'])
    await tx.tag.create(tag('z'))
  })
  assert.deepEqual(await tagsNow(place), ['x:0', 'z:0'])
  assert.deepEqual(await db.post.deleteMany(), { count: 0 })
})

onBoth('without savepoints it cannot go on, and costs no more than its statements', async (db, place) => {
  const refused: string[] = []
  const failure = await thrownBy(
    db.$transaction(
      async (tx) => {
        await tx.tag.create(tag('x'))
        refused.push(...codes(await thrownBy(tx.tag.create(tag('x')))))
        refused.push(...codes(await thrownBy(tx.tag.create(tag('y')))))
      },
      { savepoints: false },
    ),
  )
  assert.deepEqual(refused, ['P2002', 'TW601', 'P2039', 'TW699'])
  assert.deepEqual(codes(failure), ['P2039', 'TW699'])
  assert.deepEqual(await tagsNow(place), [])

  // What has to start again one by one is taken back all the same.
  const { tags } = await db.$transaction(
    (tx) =>
      tx.post.create({
        data: {
          slug: 'p',
          tags: { connectOrCreate: ['x', 'x', 'y'].map((name) => ({ where: { name }, create: { name } })) },
        },
        include: { tags: true },
      }),
    { savepoints: false },
  )
  assert.deepEqual(
    tags.map(({ name }) => name),
    ['x', 'y'],
  )
  await place.inTransaction(async (client) => {
    const within = db.$with(client, { savepoints: false })
    await within.tag.create(tag('z'))
    await within.$transaction(async (tx) => void (await tx.tag.create(tag('w'))))
  })
  assert.deepEqual(await tagsNow(place), ['w:0', 'x:0', 'y:0', 'z:0'])
})

onBoth('operations that are asked for at once go one after another', async (db, place) => {
  await db.$transaction(async (tx) => {
    const names = ['a', 'b', 'b', 'c']
    const ends = await Promise.allSettled(names.map((name) => tx.tag.create(tag(name))))
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    )
  })
  assert.deepEqual(await tagsNow(place), ['a:0', 'b:0', 'c:0'])
})

onBoth('operations that nobody awaited are whole or not there', async (db, place) => {
  const made: PromiseLike<unknown>[] = []
  await db.$transaction(async (tx) => {
    const write = { data: { slug: 'p', tags: { create: [{ name: 'x' }, { name: 'y' }] } } }
    made.push(tx.post.create(write).then((post) => post))
  })
  await Promise.all(made)
  assert.deepEqual(await tagsNow(place), ['x:0', 'y:0'])
})

onBoth('after its end a transaction takes nothing more', async (db, place) => {
  let kept: Tx | undefined
  let late: PromiseLike<unknown> | undefined
  await db.$transaction(async (tx) => {
    kept = tx
    late = tx.tag.create(tag('late'))
  })
  for (const work of [
    late ?? [],
    kept?.tag.create(tag('x')) ?? [],
    kept?.$transaction(async () => {}) ?? [],
  ]) {
    const error = await thrownBy(work as PromiseLike<unknown>)
    assert.ok(error instanceof TransactionError)
    assert.deepEqual(codes(error), ['P2028', 'TW703'])
    assert.match(error.message, /^(tag\.create|\$transaction): P2028 \(TW703\): the transaction is over: /)
  }
  await thrownBy(
    db.$transaction(async (tx) => {
      kept = tx
      throw new Error('unhappy')
    }),
  )
  assert.deepEqual(codes(await thrownBy(kept?.tag.create(tag('x')) ?? assert.fail())), ['P2028', 'TW703'])
  assert.deepEqual(await tagsNow(place), [])
})

onBoth('a transaction whose time is up between two calls is rolled back, and says so', async (db, place) => {
  let goOn = () => {}
  const rolledBack = new Promise<void>((resolve) => (goOn = resolve))
  let heard: (error: unknown) => void = () => {}
  const late = new Promise((resolve) => (heard = resolve))
  const outcome = db.$transaction(
    async (tx) => {
      await tx.tag.create(tag('x'))
      await rolledBack
      heard(await thrownBy(tx.tag.create(tag('y'))))
    },
    { timeout: 100 },
  )
  const error = await thrownBy(outcome)
  assert.ok(error instanceof TransactionError)
  assert.deepEqual(codes(error), ['P2028', 'TW702'])
  assert.match(error.message, /^\$transaction: P2028 \(TW702\): the transaction took longer than its 100 ms/)
  assert.equal(error.meta['timeout'], 100)
  assert.deepEqual(await tagsNow(place), [])
  goOn()
  assert.deepEqual(codes(await late), ['P2028', 'TW702'])
  assert.deepEqual(await tagsNow(place), [])
})

onBoth('a transaction that lets no timer ring is ended all the same', async (db, place) => {
  const outcome = db.$transaction(
    async (tx) => {
      await tx.tag.create(tag('x'))
      for (const start = performance.now(); performance.now() - start < 30;);
      await tx.tag.create(tag('y'))
    },
    { timeout: 20 },
  )
  assert.deepEqual(codes(await thrownBy(outcome)), ['P2028', 'TW702'])
  const busyToTheEnd = async () => {
    for (const start = performance.now(); performance.now() - start < 30;);
  }
  assert.deepEqual(codes(await thrownBy(db.$transaction(busyToTheEnd, { timeout: 20 }))), ['P2028', 'TW702'])
  assert.deepEqual(await tagsNow(place), [])
})

onBoth('options that are none are told with their place', async (db) => {
  const never = () => assert.fail('it ran')
  const wrong: [object | null, string, string][] = [
    [{ isolationLevel: 'Serialisable' }, 'P2023', 'options.isolationLevel'],
    [{ timeout: 0 }, 'TW714', 'options.timeout'],
    [{ maxWait: '5' }, 'TW714', 'options.maxWait'],
    [{ retries: 1.5 }, 'TW714', 'options.retries'],
    [{ savepoints: 1 }, 'TW714', 'options.savepoints'],
    [{ timeOut: 5 }, 'TW715', 'options.timeOut'],
    [null, 'TW714', 'options'],
  ]
  for (const [options, code, path] of wrong) {
    const error = await thrownBy(db.$transaction(never, options as object))
    assert.ok(error instanceof ValidationError)
    assert.deepEqual([error.code, error.pathText], [code, path])
  }
  const options = { schema: people, driver: places[0]?.driver ?? assert.fail() }
  assert.throws(() => treewright({ ...options, transactionOptions: { timeout: -1 } }), /TW714/)
  assert.equal(await db.$transaction(async () => 1, { timeout: Infinity, maxWait: undefined }), 1)
  await db.$transaction(async (tx) => {
    for (const options of [{ isolationLevel: 'Serializable' }, { retries: 1 }] as const) {
      assert.deepEqual(codes(await thrownBy(tx.$transaction(never, options)))[1], 'TW717')
    }
    assert.equal(await tx.$transaction(async () => 1, { maxWait: 5, timeout: 1_000 }), 1)
  })
})
