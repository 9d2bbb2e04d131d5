// `treewright/prisma` without a database: what a client takes, what it refuses, its events and its log.
//
// Knows nothing of what operations do; those of our own client are passed through.

import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import { treewright, ValidationError } from 'treewright'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'
import { clientThat, tags } from './ported.ts'
import { thrownBy } from './thrown.ts'

describe('a client', () => {
  test('has what ours has, its accessors as they are', async () => {
    const prisma = clientThat(false)
    const ours = treewright({ schema: blog, driver: untouched })
    for (const name of Object.keys(ours)) assert.ok(name in prisma, name)
    for (const verb of Object.keys(ours.user)) assert.ok(Object.keys(prisma.user).includes(verb), verb)
    assert.deepEqual(Object.keys(prisma.user), Object.keys(ours.user))
    assert.match(String(prisma.user.create({ data: { email: 'a' } }).plan()), /insert User/)
    assert.equal(prisma.$cache.misses, 1)
    await prisma.$connect()
    await prisma.$disconnect()
    assert.ok(prisma instanceof PrismaClient)
  })
  test('may be extended', () => {
    class Service extends PrismaClient<typeof blog> {
      constructor() {
        super({ schema: blog, driver: untouched })
      }
      named(name: string) {
        return this.tag.deleteMany({ where: { name } })
      }
    }
    assert.deepEqual(new Service().named('x').check(), [])
  })
  test('reads its arguments as Prisma does, unless told otherwise', () => {
    const where = { name: undefined }
    assert.deepEqual(
      clientThat(false)
        .tag.deleteMany({ where } as object)
        .check(),
      [],
    )
    const strict = clientThat(false, { prismaCompat: false })
    assert.deepEqual(
      strict.tag
        .deleteMany({ where } as object)
        .check()
        .map(({ problem }) => problem),
      ['TW313'],
    )
  })
  test('says all that is wrong with its options, and what to write instead', () => {
    const options = {
      adapter: {},
      datasourceUrl: 'postgres://x',
      omit: {},
      errorFormat: 'pretty',
      nope: 1,
      log: ['verbose', { level: 'query', emit: 'paper' }],
    }
    const make = () => new PrismaClient(options as never)
    assert.throws(make, (error) => {
      assert.ok(error instanceof ValidationError && error instanceof Prisma.PrismaClientValidationError)
      assert.deepEqual(
        error.problems.map(({ path, problem }) => [problem, path.join('.')]),
        [
          'adapter',
          'datasourceUrl',
          'omit',
          'errorFormat',
          'nope',
          'schema',
          'driver',
          'log.0',
          'log.1.emit',
        ].map((path) => ['TW811', path]),
      )
      assert.match(error.message, /adapter.*\n {2}help: give `driver`: `pg\(pool\)`/)
      return true
    })
    assert.throws(() => new PrismaClient(undefined as never), /TW811/)
  })
  test('says of what is not there what to do instead', () => {
    const prisma = clientThat(false) as unknown as Record<
      string,
      Record<string, () => unknown> & (() => unknown)
    >
    const absent: [() => unknown, RegExp][] = [
      [() => prisma['$extends']?.(), /\$extends: TW812: `\$extends` is not there\n {2}help: put functions/],
      [() => prisma['$use']?.(), /TW812/],
      [
        () => prisma['user']?.['groupBy']?.(),
        /user\.groupBy: TW812: .*\n {2}help: write it with `\$queryRaw`/,
      ],
      [() => prisma['user']?.['aggregate']?.(), /TW812/],
      [
        () => new (Prisma.Decimal as unknown as new () => object)(),
        /Prisma\.Decimal: TW812.*\n.*decimal\.js/,
      ],
      [() => Prisma.defineExtension({} as never), /TW812/],
      [() => clientThat(false).$on('beforeExit' as 'query', () => {}), /TW812/],
    ]
    for (const [call, words] of absent) {
      assert.throws(
        call,
        (error) => error instanceof Prisma.PrismaClientValidationError && words.test(error.message),
      )
    }
  })
})

describe('what a client tells', () => {
  test("Prisma's events in their shape, and ours", async () => {
    const prisma = clientThat(true)
    const queries: Prisma.QueryEvent[] = []
    const errors: Prisma.LogEvent[] = []
    const operations: string[] = []
    const given = prisma
      .$on('query', (event) => queries.push(event))
      .$on('error', (event) => errors.push(event))
      .$on('info', () => assert.fail('nobody says anything'))
    assert.equal(given, prisma)
    const stop = prisma.$on('operation', ({ operation }) => operations.push(operation))
    await prisma.$executeRaw`SELECT ${1}, ${'x'}`
    const error = await thrownBy(prisma.$transaction((tx) => tx.tag.createMany(tags)))
    stop()
    await prisma.$executeRaw`SELECT 1`
    const [{ timestamp, duration, ...query } = assert.fail()] = queries
    assert.deepEqual(query, { query: 'SELECT $1, $2', params: '["1","x"]', target: 'treewright' })
    assert.ok(timestamp instanceof Date && duration >= 0)
    assert.deepEqual(
      errors.map(({ message }) => message),
      [(error as Error).message],
    )
    assert.deepEqual([queries.length, operations], [2, ['$executeRaw', 'tag.createMany']])
    assert.throws(() => prisma.$on('nope' as 'query', () => {}), /there is no event "nope"/)
  })
  test('prints what `log` asks for, and nothing else', async () => {
    const print = mock.method(console, 'log', () => {})
    try {
      const prisma = clientThat(true, { log: ['query', 'warn', { level: 'error', emit: 'stdout' }] })
      await prisma.$executeRaw`SELECT 1`
      const error = await thrownBy(prisma.tag.createMany(tags))
      const silent = clientThat(true, { log: [{ level: 'query', emit: 'event' }] })
      await silent.$executeRaw`SELECT 2`
      assert.deepEqual(
        print.mock.calls.map(({ arguments: [text] }) => text as unknown),
        ['prisma:query SELECT 1', `prisma:error ${(error as Error).message}`],
      )
    } finally {
      print.mock.restore()
    }
  })
  test('within a transaction and on what the caller holds, too', async () => {
    const prisma = clientThat(false)
    const heard: string[] = []
    await prisma.$transaction(async (tx) => {
      assert.throws(() => (tx as unknown as { $extends(): void }).$extends(), /TW812/)
      assert.throws(() => (tx.tag as unknown as { groupBy(): void }).groupBy(), /TW812/)
      await tx.$transaction((inner) => inner.$executeRaw`SELECT 1`)
    })
    const held = prisma.$with({})
    held.$on('query', ({ query }) => heard.push(query))
    await held.$executeRaw`SELECT 2`
    assert.deepEqual(heard, ['SELECT 2'])
  })
})
