// The figures of a client: what is counted, how near what is told of times is, and whether Prometheus can read it.
//
// The databases here are functions that answer, wait or refuse as they are told to.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { defineSchema, treewright, type ClientOptions, type ShapeFigures } from 'treewright'
import { queryDriver } from 'treewright/driver'
import { PrismaClient } from 'treewright/prisma'
import { addTime, BOUNDS, emptyHistogram, joinTimes, latencyOf } from '../../../js/src/telemetry/histogram.ts'
import { readExposition } from './exposition.ts'

const schema = defineSchema({
  models: {
    Tag: { fields: { id: { type: 'Int', id: true }, name: 'String' } },
    'Odd"\\\nName': { fields: { id: { type: 'Int', id: true } } },
  },
})

const SECRET = 'sentinel-81c0'

function counting(options: Partial<ClientOptions<typeof schema>> = {}, answer = async () => {}) {
  const driver = queryDriver(async () => {
    await answer()
    return [{ c0: '0', c1: '1', c2: '7' }]
  })
  return treewright({ schema, driver, metrics: true, ...options })
}

const refused = (code: string) => async () => {
  throw Object.assign(new Error(SECRET), { code, severity: 'ERROR', detail: SECRET })
}

describe('figures', () => {
  test('are counted by what operations do', async () => {
    const db = counting()
    for (let n = 0; n < 3; n += 1)
      await db.tag.create({ data: { id: n, name: SECRET }, select: { id: true } })
    await db.tag.count({ where: { name: SECRET } })
    await assert.rejects(async () => db.tag.create({ data: { name: 5 } as never }))
    const metrics = db.$metrics()
    const { latency, errors, ...create }: Partial<ShapeFigures> =
      metrics.shapes.find(({ shape }) => shape === 'tag.create') ?? {}
    assert.deepEqual(create, {
      operation: 'tag.create',
      shape: 'tag.create',
      rows: 3,
      given: 3,
      statements: 3,
      roundTrips: 3,
      retries: 0,
      cacheHits: 2,
      cacheMisses: 2,
    })
    assert.deepEqual(errors, { TW302: 1 })
    assert.equal(latency?.count, 4)
    assert.deepEqual([metrics.total.latency.count, metrics.active], [5, 0])
    assert.deepEqual(metrics.cache, db.$cache)
    assert.deepEqual(metrics.json(), JSON.parse(JSON.stringify(metrics.json())))
    assert.ok(![metrics.text(), metrics.prometheus(), JSON.stringify(metrics)].join().includes(SECRET))
  })

  test('have errors by their codes, retries, and what runs now', async () => {
    const db = counting({ retries: 2 }, refused('40001'))
    await assert.rejects(async () => db.tag.create({ data: { id: 1, name: 'a' } }), { code: 'P2034' })
    assert.deepEqual(db.$metrics().total.errors, { P2034: 1 })
    assert.deepEqual([db.$metrics().total.retries, db.$metrics().total.roundTrips], [2, 3])
    const waiting: (() => void)[] = []
    const slow = counting({}, () => new Promise((resolve) => waiting.push(resolve)))
    const running = slow.tag.count().then((n) => n)
    while (waiting.length === 0) await wait(1)
    assert.equal(slow.$metrics().active, 1)
    waiting[0]?.()
    await running
    assert.equal(slow.$metrics().active, 0)
  })

  test('are for so many shapes, and the others share one place', async () => {
    const db = counting({ metrics: { shapes: 2 } })
    await db.tag.count()
    await db.tag.findMany()
    await db.tag.findFirst()
    await db.tag.deleteMany()
    await db.tag.deleteMany()
    const { shapes } = db.$metrics()
    assert.deepEqual(shapes.map(({ shape, latency }) => [shape, latency.count]).toSorted(), [
      ['other', 3],
      ['tag.count', 1],
      ['tag.findMany', 1],
    ])
    for (const shapes of [0, -1, 1.5, '3' as never]) {
      assert.throws(() => counting({ metrics: { shapes } }), /`metrics\.shapes` is a whole number from 1/)
    }
  })

  test('begin anew when they are told to', async () => {
    const db = counting()
    await db.tag.count()
    db.$metrics.reset()
    assert.deepEqual(db.$metrics().shapes, [])
    await db.tag.count()
    assert.equal(db.$metrics().total.latency.count, 1)
  })

  test('are not there unless they are asked for, and say so', async () => {
    const db = counting({ metrics: false })
    await db.tag.count()
    assert.throws(() => db.$metrics(), /make the client with `treewright\(\{ metrics: true/)
    assert.throws(() => db.$metrics.reset(), TypeError)
  })

  test('are those of the client, whichever of its faces is used', async () => {
    const driver = queryDriver(async () => [{ c0: '0', c1: '1' }])
    const others = { slow: 5, comments: true, telemetry: [], pipeline: false, retries: 0 }
    const prisma = new PrismaClient({ schema, driver, metrics: true, ...others })
    await prisma.tag.count()
    assert.equal(prisma.$metrics().total.latency.count, 1)
  })

  test('are a table for people', async () => {
    const db = counting()
    await db.tag.count()
    const [head = '', ...lines] = String(db.$metrics()).split('\n')
    assert.match(
      head,
      /^operation +count +errors +p50 ms +p95 ms +p99 ms +max ms +rows +trips +retries +cache$/,
    )
    assert.match(lines[0] ?? '', /^tag\.count +1 +0 +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +1 +1 +0 +0%$/)
    assert.deepEqual(
      lines.map((line) => line.length),
      lines.map(() => head.length),
    )
  })
})

describe('times', () => {
  test('are told as near as the buckets are', () => {
    const times = fc.array(fc.double({ min: 0.001, max: 20_000, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    })
    fc.assert(
      fc.property(times, (times) => {
        const histogram = emptyHistogram()
        for (const time of times) addTime(histogram, time)
        const { count, min, max, p50, p95, p99, buckets } = latencyOf(histogram)
        const sorted = times.toSorted((one, next) => one - next)
        assert.deepEqual([count, min, max], [times.length, sorted[0], sorted.at(-1)])
        for (const [part, told] of [
          [0.5, p50],
          [0.95, p95],
          [0.99, p99],
        ] as const) {
          const exact = sorted[Math.ceil(part * times.length) - 1] ?? NaN
          const bucketOf = (time: number) => BOUNDS.findIndex((bound) => time <= bound + 1e-9)
          assert.equal(bucketOf(told ?? NaN), bucketOf(exact))
        }
        assert.equal(buckets.at(-1)?.count, times.length)
        assert.ok(buckets.every(({ count }, at) => count >= (buckets[at - 1]?.count ?? 0)))
      }),
    )
  })

  test('of nothing are null, and join as if they had been counted together', () => {
    const empty = latencyOf(emptyHistogram())
    assert.deepEqual([empty.count, empty.min, empty.p50, empty.mean], [0, null, null, null])
    const [one, other, both] = [emptyHistogram(), emptyHistogram(), emptyHistogram()]
    for (const [at, time] of [0.2, 7, 30, 12_000].entries()) {
      addTime(at % 2 === 0 ? one : other, time)
      addTime(both, time)
    }
    joinTimes(one, other)
    assert.deepEqual(one, both)
  })
})

test('Prometheus can read them', async () => {
  const db = counting({ metrics: { shapes: 3 } })
  const odd = db as unknown as Record<string, { count(): Promise<number> }>
  for (let n = 0; n < 4; n += 1) await db.tag.count()
  await assert.rejects(async () => db.tag.create({ data: {} as never }))
  await odd['odd"\\\nName']?.count()
  const families = readExposition(db.$metrics().prometheus())
  const duration = families.get('treewright_operation_duration_seconds')
  assert.equal(duration?.type, 'histogram')
  const of = (shape: string) => duration?.samples.filter(({ labels }) => labels['shape'] === shape) ?? []
  assert.equal(of('tag.count').find(({ name }) => name.endsWith('_count'))?.value, 4)
  assert.equal(of('odd"\\\nName.count').length, BOUNDS.length + 3)
  const errors = families.get('treewright_operation_errors_total')?.samples
  assert.deepEqual(errors, [
    {
      name: 'treewright_operation_errors_total',
      labels: { operation: 'tag.create', shape: 'tag.create', code: 'TW301' },
      value: 1,
    },
  ])
  assert.equal(families.get('treewright_operations_active')?.type, 'gauge')
  assert.ok(readExposition(counting().$metrics().prometheus()).size > 5)
  const labeled = readExposition(db.$metrics().prometheus({ client: 'a"\\\nb' }))
  for (const { samples } of labeled.values()) {
    assert.ok(samples.every(({ labels }) => labels['client'] === 'a"\\\nb'))
  }
  for (const name of ['le', 'shape', 'a-b', '', '0a', '__a']) {
    assert.throws(() => db.$metrics().prometheus({ [name]: 'x' }), /there can be no label/)
  }
  assert.throws(() => db.$metrics().prometheus({ a: 1 as never }), /the label "a" is no text/)
})
