// A write that is done again because another transaction was in the way: how often, who hears of it, and what is thrown in the
// end.
//
// The database is a function that refuses as often as it is told to.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConflictError, defineSchema, treewright, type RetryEvent } from 'treewright'
import { queryDriver } from 'treewright/driver'

const schema = defineSchema({
  models: { Tag: { fields: { id: { type: 'Int', id: true }, name: 'String' } } },
})

function refusing(times: number, retries?: number) {
  let n_sent = 0
  const driver = queryDriver(async () => {
    n_sent += 1
    if (n_sent <= times)
      throw Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' })
    return [{ c0: '0', c1: '1', c2: '7' }]
  })
  const db = treewright({ schema, driver, ...(retries === undefined ? {} : { retries }) })
  const heard: RetryEvent[] = []
  db.$on('retry', (event) => heard.push(event))
  const create = async () => db.tag.create({ data: { id: 7, name: 'a' }, select: { id: true } })
  return { create, heard, sent: () => n_sent }
}

describe('a write that meets conflicts', () => {
  test('is done again, and each time is told', async () => {
    const { create, heard, sent } = refusing(3)
    assert.deepEqual(await create(), { id: 7 })
    assert.equal(sent(), 4)
    assert.deepEqual(
      heard.map(({ operation, retry }) => [operation, retry]),
      [1, 2, 3].map((retry) => ['tag.create', retry]),
    )
    assert.ok(heard.every(({ error, pause }) => error instanceof ConflictError && pause >= 0 && pause <= 100))
  })

  test('is given up after 12 attempts, with the conflict as its error', async () => {
    const { create, sent } = refusing(100)
    await assert.rejects(create, (error) => error instanceof ConflictError && error.code === 'P2034')
    assert.equal(sent(), 12)
  })

  test('is done again as often as is said, or never', async () => {
    const twice = refusing(100, 2)
    await assert.rejects(twice.create, ConflictError)
    assert.deepEqual([twice.sent(), twice.heard.length], [3, 2])
    const never = refusing(1, 0)
    await assert.rejects(never.create, ConflictError)
    assert.deepEqual([never.sent(), never.heard.length], [1, 0])
  })
})

test('a number of retries that is none is refused', () => {
  for (const retries of [-1, 1.5, Number.NaN, '3' as unknown as number]) {
    assert.throws(() => refusing(0, retries), /`retries` is a whole number from 0/)
  }
})
