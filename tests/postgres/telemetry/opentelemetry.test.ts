// Spans of operations on real databases: one each, in their places, with what they cost, and with no value of the caller's.
//
// Knows the attributes by name.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base'
import { treewright, UniqueConstraintError } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { openTelemetry, type OpenTelemetryOptions } from 'treewright/opentelemetry'
import { openDrivers } from '../every-driver.ts'
import { people, peopleTables } from '../people.ts'
import { inSpan, keepSpans, TRIP, withContexts } from './spans.ts'

withContexts()
const { drivers, pool, db: local } = await openDrivers(peopleTables)
const others: Record<string, Driver> = drivers
const whole = queryDriver((sql, params) => pool.query(sql, params))
const all: Record<string, Driver> = { ...others, 'a function': whole }

const SECRET = 'sentinel-7d1f'
const user = (email: string, slugs: readonly string[]) => ({
  data: { email, name: SECRET, posts: { create: slugs.map((slug) => ({ slug, body: SECRET })) } },
})

function clientOf(driver: Driver, options: OpenTelemetryOptions & { pipeline?: boolean } = {}) {
  const kept = keepSpans()
  const { pipeline = true, ...own } = options
  const telemetry = openTelemetry({ tracer: kept.tracer, ...own })
  return { kept, db: treewright({ schema: people, driver, telemetry, pipeline }) }
}

async function empty() {
  const tables = Object.keys(people.models).map((name) => `"${name}"`)
  const sql = `TRUNCATE ${tables.join(', ')} RESTART IDENTITY CASCADE`
  await Promise.all([pool.query(sql), local.exec(sql)])
}

for (const [name, driver] of Object.entries(all)) {
  describe(name, () => {
    test('one span an operation, with what it cost, and one a trip', async () => {
      await empty()
      const { kept, db } = clientOf(driver)
      await db.user.create({ ...user('a', ['a', 'b']), include: { posts: true } })
      await db.user.findMany({ where: { name: SECRET }, include: { posts: true } })
      assert.deepEqual(kept.tree(), ['create User < -', 'findMany User < -'])
      const { 'treewright.carriage': carriage, ...create } = kept.attributes('create User')
      assert.equal(carriage, name === 'a function' ? 'fused' : 'pipelined')
      assert.equal('treewright.waiting_ms' in create, name !== 'a function')
      const times = /_ms$/
      const plain = Object.fromEntries(Object.entries(create).filter(([key]) => !times.test(key)))
      const statements = plain['treewright.statements'] as number
      assert.deepEqual(plain, {
        'db.system.name': 'postgresql',
        'db.operation.name': 'create',
        'db.query.summary': 'create User',
        'db.collection.name': 'User',
        ...(statements > 1 && { 'db.operation.batch.size': statements }),
        'treewright.model': 'User',
        'treewright.shape': 'user.create(posts.create)',
        'treewright.plan.steps': 2,
        'treewright.plan.cached': false,
        'treewright.statements': carriage === 'fused' ? 1 : 2,
        'treewright.round_trips': 1,
        'treewright.retries': 0,
        'treewright.rows_sent': 3,
        'treewright.rows': 3,
      })
      const read = kept.attributes('findMany User')
      assert.equal(read['treewright.shape'], 'user.findMany(posts)')
      assert.equal(kept.of('create User').kind, SpanKind.CLIENT)
      const trips = kept.spans().filter((span) => span.name === TRIP)
      assert.equal(trips.length, 2)
      assert.equal(trips[0]?.parentSpanContext?.spanId, kept.of('create User').spanContext().spanId)
      assert.match(String(trips[0]?.attributes['db.query.text']), /INSERT INTO "User"[^]*INSERT INTO "Post"/)
      assert.ok(!kept.told().includes(SECRET))
    })

    test('what is refused is told by its codes and its place, and by no value', async () => {
      await empty()
      const { kept, db } = clientOf(driver)
      await db.user.create(user('a', [SECRET]))
      kept.reset()
      await assert.rejects(async () => db.user.create(user('b', ['c', SECRET])), UniqueConstraintError)
      await assert.rejects(async () => db.user.create({ data: { email: 7 as never, name: SECRET } }))
      const [, refused] = kept.tree()
      assert.equal(refused, 'create User < -')
      const span = kept.of('create User')
      assert.equal(span.status.code, SpanStatusCode.ERROR)
      assert.equal(span.attributes['error.type'], 'UniqueConstraintError')
      assert.equal(span.attributes['treewright.error.code'], 'P2002')
      assert.equal(span.attributes['treewright.error.problem'], 'TW601')
      assert.match(String(span.attributes['treewright.error.path']), /^data\.posts\.create/)
      assert.equal(span.attributes['db.response.status_code'], '23505')
      const failed = kept
        .spans()
        .filter((span) => span.name === TRIP && span.status.code === SpanStatusCode.ERROR)
      assert.ok(failed.length > 0)
      assert.ok(!kept.told().includes(SECRET))
    })

    test('many at once have their own parents', async () => {
      await empty()
      const { kept, db } = clientOf(driver)
      const names = Array.from({ length: 12 }, (_, n) => `request ${n}`)
      const work = names.map((name, n) => {
        return inSpan(kept, name, async () => {
          await db.user.create(user(`u${n}`, [`p${n}`]))
          await db.user.count({ where: { email: `u${n}` } })
        })
      })
      await Promise.all(work)
      const expected = names.flatMap((name) => [
        `${name} < -`,
        `create User < ${name}`,
        `count User < ${name}`,
      ])
      assert.deepEqual(kept.tree().toSorted(), expected.toSorted())
    })
  })
}

for (const [name, driver] of Object.entries(others)) {
  describe(`${name}, in transactions`, () => {
    test('operations are parts of them, those inside of others, too', async () => {
      await empty()
      const { kept, db } = clientOf(driver)
      await inSpan(kept, 'request', async () => {
        await db.$transaction(async (tx) => {
          await tx.user.create(user('a', ['a']))
          await tx.$transaction(async (inner) => void (await inner.user.count()))
          await tx.$queryRaw`SELECT 1`
        })
        await db.$transaction([db.user.create(user('b', ['b'])), db.tag.deleteMany()])
      })
      assert.deepEqual(kept.tree(), [
        'request < -',
        '$transaction < request',
        'create User < $transaction',
        '$transaction < $transaction',
        'count User < $transaction',
        '$queryRaw < $transaction',
        '$transaction < request',
        'create User < $transaction',
        'deleteMany Tag < $transaction',
      ])
      const lengths = kept.spans().flatMap(({ attributes }) => attributes['treewright.operations'] ?? [])
      assert.deepEqual(lengths.toSorted(), [1, 2, 2])
    })

    test('several at once keep apart', async () => {
      await empty()
      const { kept, db } = clientOf(driver)
      const work = Array.from({ length: 6 }, (_, n) => {
        return inSpan(kept, `request ${n}`, () => {
          return db.$transaction(
            async (tx) => {
              await tx.user.create(user(`u${n}`, [`p${n}`]))
              await tx.post.findMany({ where: { slug: `p${n}` } })
            },
            { maxWait: 20_000, timeout: 20_000 },
          )
        })
      })
      await Promise.all(work)
      const byId = new Map(kept.spans().map((span) => [span.spanContext().spanId, span]))
      for (const span of kept.spans().filter((span) => span.name !== TRIP)) {
        const parent = byId.get(span.parentSpanContext?.spanId ?? '')
        const wanted = {
          $transaction: /^request/,
          'create User': /^\$transaction$/,
          'findMany Post': /^\$transaction$/,
        }
        const pattern = wanted[span.name as keyof typeof wanted]
        if (pattern !== undefined) assert.match(parent?.name ?? '', pattern)
        if (parent !== undefined) assert.equal(span.spanContext().traceId, parent.spanContext().traceId)
      }
      assert.equal(new Set(kept.spans().map((span) => span.spanContext().traceId)).size, 6)
    })

    test('statement by statement there is a trip for each', async () => {
      await empty()
      const { kept, db } = clientOf(driver, { pipeline: false })
      await db.user.create(user('a', ['a', 'b']))
      const attributes = kept.attributes('create User')
      assert.equal(attributes['treewright.carriage'], 'stepwise')
      assert.equal(attributes['treewright.round_trips'], 4)
      assert.equal(kept.spans().filter((span) => span.name === TRIP).length, 2)
    })
  })
}

test('what is asked for is told, and no more', async () => {
  await empty()
  const driver = drivers['pg with a Pool']
  const raw = `SELECT '${SECRET}' AS own`
  const said = async (options: OpenTelemetryOptions) => {
    const { kept, db } = clientOf(driver, options)
    await db.user.count({ where: { name: SECRET } })
    await db.$queryRawUnsafe(raw)
    const trips = kept.spans().filter((span) => span.name === TRIP)
    const has = (name: string) => trips.map(({ attributes }) => attributes[name] !== undefined)
    return { n: trips.length, texts: has('db.query.text'), secrets: kept.told().split(SECRET).length - 1 }
  }
  assert.deepEqual(await said({}), { n: 2, texts: [true, false], secrets: 0 })
  assert.deepEqual(await said({ texts: 'none' }), { n: 2, texts: [false, false], secrets: 0 })
  assert.deepEqual(await said({ texts: 'all' }), { n: 2, texts: [true, true], secrets: 1 })
  assert.deepEqual(await said({ parameters: true }), { n: 2, texts: [true, false], secrets: 1 })
  assert.deepEqual(await said({ trips: false }), { n: 0, texts: [], secrets: 0 })
  const { kept, db } = clientOf(driver, { attributes: { 'server.address': 'db1' } })
  await db.user.count()
  assert.deepEqual(
    kept.spans().map(({ attributes }) => attributes['server.address']),
    ['db1', 'db1'],
  )
})

test('retries are events of the operation', async () => {
  await empty()
  let n = 0
  const driver = drivers['pg with a Pool']
  const losing: Driver = {
    ...driver,
    async pipeline(calls, connected) {
      n += 1
      if (n > 2) return (await driver.pipeline?.(calls, connected)) ?? { rows: [], refusal: null }
      return (
        (await driver.pipeline?.([
          { sql: `DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40001'; END $$`, params: [] },
        ])) ?? {
          rows: [],
          refusal: null,
        }
      )
    },
  }
  const { kept, db } = clientOf(losing)
  await db.user.create(user('a', ['a']))
  const span = kept.of('create User')
  assert.equal(span.attributes['treewright.retries'], 2)
  assert.equal(span.attributes['treewright.round_trips'], 3)
  assert.deepEqual(
    span.events.map(({ name, attributes }) => [
      name,
      attributes?.['treewright.retry'],
      attributes?.['treewright.error.code'],
    ]),
    [
      ['treewright.retry', 1, 'P2034'],
      ['treewright.retry', 2, 'P2034'],
    ],
  )
  assert.equal(span.status.code, SpanStatusCode.UNSET)
})

test('the server is told the trace, of what is sampled alone', async () => {
  await empty()
  const driver = drivers['pg with a Pool']
  const look = async (kept: ReturnType<typeof keepSpans>) => {
    const telemetry = openTelemetry({ tracer: kept.tracer })
    const db = treewright({ schema: people, driver, telemetry, comments: true })
    const [row] = await db.$queryRaw<
      { query: string }[]
    >`SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()`
    return row?.query ?? ''
  }
  const kept = keepSpans()
  const text = await look(kept)
  const { traceId, spanId } = kept.of('$queryRaw').spanContext()
  assert.ok(
    text.endsWith(`/*action='%24queryRaw',db_driver='treewright',traceparent='00-${traceId}-${spanId}-01'*/`),
    text,
  )
  assert.match(
    await look(keepSpans(new AlwaysOffSampler())),
    /\(\) \/\*action='%24queryRaw',db_driver='treewright'\*\/$/,
  )
})

test('a tracer that fails harms nothing', async (context) => {
  await empty()
  context.mock.method(console, 'error', () => {})
  const tracer = { startSpan: () => assert.fail('no span today'), startActiveSpan: () => assert.fail('none') }
  const telemetry = openTelemetry({ tracer: tracer as never })
  const db = treewright({ schema: people, driver: drivers.pglite, telemetry })
  assert.equal((await db.user.create(user('a', ['a'])))['email'], 'a')
  assert.equal(await db.$transaction((tx) => tx.user.count()), 1)
})
