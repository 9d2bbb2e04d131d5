// Lists of operations in one transaction, on each database: all or none, or each by itself.
//
// Knows nothing of functions that run in a transaction; those are in transactions.test.ts.

import assert from 'node:assert/strict'
import { treewright, TreewrightError, UniqueConstraintError, ValidationError } from 'treewright'
import { thrownBy } from '../js/thrown.ts'
import { onBoth, tag } from './in-transactions.ts'
import { people, tagsNow } from './people.ts'

const heavier = { where: { name: 'x' }, data: { weight: { increment: 1 } } }

onBoth('a list runs in order and gives each result', async (db, place) => {
  const operations = [
    db.tag.create(tag('x')),
    db.tag.update(heavier),
    db.tag.updateMany({ data: { weight: { multiply: 10 } } }),
  ] as const
  const [made, changed, counted] = await db.$transaction(operations)
  assert.deepEqual([made.weight, changed.weight, counted.count], [0, 1, 1])
  assert.deepEqual(await tagsNow(place), ['x:10'])
  assert.deepEqual(await operations[1], changed)
  assert.deepEqual((await operations[0].receipt()).created.length, 1)
  assert.deepEqual(await db.$transaction([]), [])
  assert.deepEqual(await db.$batch([db.tag.deleteMany()]), [{ count: 1 }])
})

onBoth('a list that fails keeps nothing, and none of its operations has a result', async (db, place) => {
  const operations = [db.tag.create(tag('x')), db.tag.create(tag('x')), db.tag.create(tag('y'))]
  for (const run of [
    () => db.$transaction(operations),
    () => db.$batch([db.tag.create(tag('x')), db.tag.create(tag('x'))]),
    () => db.$batch([db.tag.create(tag('x')), db.tag.create(tag('x'))], { atomic: true }),
    () => db.$transaction([db.tag.create(tag('x')), db.tag.create(tag('x'))], { savepoints: false }),
  ]) {
    const error = await thrownBy(run())
    assert.ok(error instanceof UniqueConstraintError)
    assert.match(error.message, /^tag\.create: P2002 \(TW601\) at data\.name: /)
    assert.deepEqual(await tagsNow(place), [])
  }
  for (const operation of operations) {
    assert.ok((await thrownBy(operation)) instanceof UniqueConstraintError)
  }
})

onBoth('a batch that is not atomic keeps each operation by itself', async (db, place) => {
  const last = db.tag.create(tag('y'))
  const ends = await db.$batch(
    [
      db.tag.create(tag('x')),
      db.post.create({ data: { slug: 'p', tags: { create: [{ name: 'z' }, { name: 'x' }] } } }),
      db.tag.update({ where: { name: 'nobody' }, data: { weight: 1 } }),
      db.tag.update(heavier),
      db.tag.create({ data: { name: 7 as unknown as string } }),
      last,
    ],
    { atomic: false, isolationLevel: 'RepeatableRead' },
  )
  assert.deepEqual(
    ends.map((end) =>
      end.status === 'fulfilled'
        ? end.value
        : [(end.reason as TreewrightError).code, (end.reason as TreewrightError).pathText],
    ),
    [
      { id: 1, name: 'x', weight: 0 },
      ['P2002', 'data.tags.create[1].name'],
      ['P2025', 'where'],
      { id: 1, name: 'x', weight: 1 },
      ['TW302', 'data.name'],
      await last,
    ],
  )
  assert.deepEqual(await tagsNow(place), ['x:1', 'y:0'])
  assert.deepEqual(await db.post.deleteMany(), { count: 0 })
})

onBoth('only operations that wait, of this client, can be in a list', async (db, place) => {
  const started = db.tag.create(tag('x'))
  await started
  const twice = db.tag.create(tag('y'))
  const other = treewright({ schema: people, driver: place.driver })
  const wrong: [unknown, string, string][] = [
    [[db.tag.create(tag('z')), started], 'TW711', 'operations[1]'],
    [[twice, twice], 'TW711', 'operations[1]'],
    [[other.tag.create(tag('z'))], 'TW712', 'operations[0]'],
    [[db.tag.create(tag('z')), Promise.resolve(1)], 'TW710', 'operations[1]'],
    [[undefined], 'TW710', 'operations[0]'],
    ['everything', 'TW713', ''],
  ]
  for (const [list, code, path] of wrong) {
    for (const run of [db.$transaction, db.$batch]) {
      const error = await thrownBy(run(list as []))
      assert.ok(error instanceof ValidationError)
      assert.deepEqual([error.code, error.pathText], [code, path])
    }
  }
  await db.$transaction(async (tx) => {
    const error = await thrownBy(tx.$transaction([db.tag.create(tag('z'))]))
    assert.equal((error as TreewrightError).code, 'TW712')
  })
  await place.inTransaction(async (client) => {
    const error = await thrownBy(db.$transaction([db.$with(client).tag.create(tag('z'))]))
    assert.equal((error as TreewrightError).code, 'TW712')
  })
  const unsafe = { atomic: false, savepoints: false } as const
  assert.equal(((await thrownBy(db.$batch([], unsafe))) as TreewrightError).pathText, 'options.savepoints')
  assert.equal(
    ((await thrownBy(db.$batch([], { atomic: 1 as unknown as true }))) as TreewrightError).pathText,
    'options.atomic',
  )
  assert.deepEqual(await twice, { id: 2, name: 'y', weight: 0 })
  assert.deepEqual(await tagsNow(place), ['x:0', 'y:0'])
})
