// `treewright/prisma` without a database: what a client takes, what it refuses, its errors and its log.
//
// Knows nothing of what operations do; those of our own client are passed through.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, mock, test } from 'node:test'
import {
  NotFoundError,
  SchemaError,
  treewright,
  TreewrightError,
  UniqueConstraintError,
  ValidationError,
  type SchemaDescription,
} from 'treewright'
import type { Connection, Driver } from 'treewright/driver'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'

const { version } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('treewright/package.json'), 'utf8'),
) as { version: string }

/** A driver that refuses every write, or gives nothing. */
function driverThat(refuses: boolean): Driver {
  const cause = Object.assign(new Error('duplicate key'), {
    severity: 'ERROR',
    code: '23505',
    table: 'Tag',
    constraint: 'Tag_name_key',
  })
  const none = { detail: null, schema: null, column: null, where: null }
  const refusal = { ...none, state: '23505', message: cause.message, table: 'Tag', constraint: 'k', cause }
  const connection: Connection = {
    async send(calls) {
      const isWrite = calls.some(({ sql }) => /INSERT/.test(sql))
      if (refuses && isWrite) return { rows: [], refusal }
      return {
        rows: calls.map(({ sql }) => (/^(WITH|INSERT|UPDATE|DELETE)/.test(sql) ? [['1']] : [])),
        refusal: null,
      }
    },
    ask: async () => ({ columns: [], rows: [], touched: 0 }),
  }
  const lend: Driver['connect'] = (work) => work(connection)
  const driver: Driver = {
    ...untouched,
    transaction: lend,
    connect: lend,
    within: () => ({ ...driver, isWithin: true }),
  }
  return driver
}

function clientThat(refuses: boolean, options: object = {}) {
  return new PrismaClient({ schema: blog, driver: driverThat(refuses), ...options })
}

async function thrownBy(work: PromiseLike<unknown>): Promise<unknown> {
  return await work.then(
    () => assert.fail('nothing was thrown'),
    (error: unknown) => error,
  )
}

const tags = { data: [{ name: 'x' }] }

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
      [() => prisma['$metrics']?.(), /TW812/],
      [
        () => prisma['user']?.['groupBy']?.(),
        /user\.groupBy: TW812: .*\n {2}help: write it with `\$queryRaw`/,
      ],
      [() => prisma['user']?.['aggregate']?.(), /TW812/],
      [() => prisma['user']?.['fields'], /user\.fields: TW812/],
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

describe('an error', () => {
  test("is of Prisma's class and of ours, with the name and the version", async () => {
    const error = await thrownBy(clientThat(true).tag.createMany(tags))
    assert.ok(error instanceof Prisma.PrismaClientKnownRequestError)
    assert.ok(error instanceof UniqueConstraintError)
    assert.deepEqual(
      [error.name, error.code, error.clientVersion, error.pathText],
      ['PrismaClientKnownRequestError', 'P2002', version, 'data[0]'],
    )
    assert.ok(!((error as Error) instanceof Prisma.PrismaClientValidationError))
    assert.ok(!((error as Error) instanceof Prisma.PrismaClientRustPanicError))
  })
  test('of arguments that are wrong is a validation error', async () => {
    const prisma = clientThat(false)
    const wrong = [
      prisma.tag.createMany({ data: { nope: 1 } as never }),
      prisma.$queryRaw('SELECT 1' as never),
      prisma.$transaction([1 as never]),
      prisma.$transaction(async (tx) => await tx.tag.createMany({ data: { nope: 1 } as never })),
      prisma.$batch([1 as never]),
    ]
    for (const work of wrong) {
      const error = await thrownBy(work)
      assert.ok(error instanceof Prisma.PrismaClientValidationError && error instanceof TreewrightError)
      assert.deepEqual([error.name, error.clientVersion], ['PrismaClientValidationError', version])
    }
    const level = prisma.$transaction([], { isolationLevel: 'Odd' as never })
    assert.ok((await thrownBy(level)) instanceof Prisma.PrismaClientKnownRequestError)
  })
  test('of the schema is an initialization error, of a lost connection an unknown one', async () => {
    const broken: SchemaDescription = { models: { User: { fields: {} } } }
    assert.throws(
      () => new PrismaClient({ schema: broken, driver: untouched }),
      (error) => error instanceof Prisma.PrismaClientInitializationError && error instanceof SchemaError,
    )
    const connect = () => Promise.reject(new Error('gone'))
    const prisma = new PrismaClient({ schema: blog, driver: { ...untouched, connect } })
    for (const work of [prisma.$connect(), prisma.tag.createMany(tags), prisma.$queryRaw`SELECT 1`]) {
      const error = await thrownBy(work)
      assert.ok(error instanceof Prisma.PrismaClientUnknownRequestError)
      assert.deepEqual([error.name, error.clientVersion], ['PrismaClientUnknownRequestError', version])
    }
  })
  test("of the caller's own is thrown as it is", async () => {
    const unhappy = new Error('unhappy')
    const prisma = clientThat(false)
    assert.equal(
      await thrownBy(
        prisma.$transaction(async () => {
          throw unhappy
        }),
      ),
      unhappy,
    )
    assert.equal(unhappy.name, 'Error')
    assert.ok(!(unhappy instanceof Prisma.PrismaClientUnknownRequestError))
  })
  test('can be made, as programs do in tests', () => {
    const meta = { target: ['email'] }
    const known = new Prisma.PrismaClientKnownRequestError('no', { code: 'P2002', clientVersion: '7', meta })
    assert.ok(known instanceof Prisma.PrismaClientKnownRequestError && known instanceof Error)
    assert.ok(!((known as Error) instanceof Prisma.PrismaClientUnknownRequestError))
    assert.deepEqual(
      [known.name, known.message, known.code, known.meta, known.clientVersion],
      ['PrismaClientKnownRequestError', 'no', 'P2002', meta, '7'],
    )
    class Own extends Prisma.PrismaClientKnownRequestError {}
    assert.ok(!((known as Error) instanceof Own))
    assert.ok(
      new Own('no', { code: 'P2025', clientVersion: '7' }) instanceof Prisma.PrismaClientKnownRequestError,
    )
    assert.ok(!(new NotFoundError('x', []) instanceof Own))
    const others = [
      new Prisma.PrismaClientUnknownRequestError('no', { clientVersion: '7' }),
      new Prisma.PrismaClientValidationError('no', { clientVersion: '7' }),
      new Prisma.PrismaClientInitializationError('no', '7', 'P1001'),
      new Prisma.PrismaClientRustPanicError('no', '7'),
    ]
    for (const error of others)
      assert.ok(Prisma[error.name as 'PrismaClientValidationError'] === error.constructor)
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
