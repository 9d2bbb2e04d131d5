// Transactions inside of others, on each database: savepoints, each kept or not by itself.
//
// Knows nothing of the outermost ones; those are in transactions.test.ts.

import assert from 'node:assert/strict'
import { codes, thrownBy } from '../js/thrown.ts'
import { onBoth, tag } from './in-transactions.ts'
import { tagsNow } from './people.ts'

onBoth('inner transactions are kept or not each by itself', async (db, place) => {
  const unhappy = new Error('unhappy')
  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('1'))
    await tx.$transaction(async (inner) => {
      await inner.tag.create(tag('2'))
      const innermost = inner.$transaction(async (deep) => {
        await deep.tag.create(tag('3'))
        await thrownBy(deep.tag.create(tag('3')))
        throw unhappy
      })
      assert.equal(await thrownBy(innermost), unhappy)
      await inner.tag.create(tag('4'))
    })
    const second = tx.$transaction(async (inner) => {
      await inner.tag.create(tag('5'))
      await inner.$transaction((deep) => deep.tag.create(tag('6')))
      throw unhappy
    })
    assert.equal(await thrownBy(second), unhappy)
    await tx.$transaction([tx.tag.create(tag('7')), tx.tag.create(tag('8'))])
    await tx.$batch([tx.tag.create(tag('7')), tx.tag.create(tag('9'))], { atomic: false })
  })
  assert.deepEqual(await tagsNow(place), ['1:0', '2:0', '4:0', '7:0', '8:0', '9:0'])
})

onBoth(
  'while an inner transaction is open, the outer one says so instead of waiting for itself',
  async (db, place) => {
    await db.$transaction(async (tx) => {
      await tx.$transaction(async (inner) => {
        await inner.tag.create(tag('in'))
        assert.deepEqual(codes(await thrownBy(tx.tag.create(tag('out')))), ['P2028', 'TW704'])
        assert.deepEqual(codes(await thrownBy(tx.$transaction(async () => {}))), ['P2028', 'TW704'])
        await inner.tag.create(tag('in too'))
      })
      await tx.tag.create(tag('out'))
    })
    await place.inTransaction(async (client) => {
      await db.$with(client).$transaction(async (inner) => {
        assert.deepEqual(codes(await thrownBy(db.$with(client).tag.create(tag('no')))), ['P2028', 'TW704'])
        await inner.tag.create(tag('within'))
      })
      await db.$with(client).tag.create(tag('yes'))
    })
    assert.deepEqual(await tagsNow(place), ['in:0', 'in too:0', 'out:0', 'within:0', 'yes:0'])
  },
)

onBoth("within the caller's transaction, `$transaction` is a savepoint of it", async (db, place) => {
  const unhappy = new Error('unhappy')
  const outcome = place.inTransaction(async (client) => {
    const within = db.$with(client)
    await within.$transaction(async (tx) => void (await tx.tag.create(tag('x'))))
    const failing = within.$transaction(async (tx) => {
      await tx.tag.create(tag('y'))
      throw unhappy
    })
    assert.equal(await thrownBy(failing), unhappy)
    await within.$transaction([within.tag.create(tag('z'))])
    assert.deepEqual(await within.tag.updateMany({ data: { weight: 1 } }), { count: 2 })
    throw unhappy
  })
  assert.equal(await thrownBy(outcome), unhappy)
  assert.deepEqual(await tagsNow(place), [])
})

onBoth('an inner transaction may have a time of its own', async (db, place) => {
  await db.$transaction(async (tx) => {
    await tx.tag.create(tag('x'))
    const inner = tx.$transaction(
      async (deep) => {
        await deep.tag.create(tag('y'))
        await new Promise(() => {})
      },
      { timeout: 50 },
    )
    assert.deepEqual(codes(await thrownBy(inner)), ['P2028', 'TW702'])
    await tx.tag.create(tag('z'))
  })
  assert.deepEqual(await tagsNow(place), ['x:0', 'z:0'])
})
