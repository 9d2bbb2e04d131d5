// Raw statements without a database: pieces of SQL, when they run, and what is refused before anything is sent.
//
// Knows no types of columns; those are in tests/postgres/raw-values.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { join as joinOfPrisma, sqltag as sqlOfPrisma } from '@prisma/client/runtime/client'
import {
  AnyNull,
  empty,
  join,
  raw,
  sql,
  treewright,
  TreewrightError,
  ValidationError,
  type RawOperation,
} from 'treewright'
import type { Call, Connection, Driver } from 'treewright/driver'
import { blog } from './blog.ts'
import { fakeDriver, untouched } from './fake-driver.ts'

/** A client whose driver answers every call with no rows, and the calls that it was sent. */
function recording(options: { prismaCompat?: boolean } = {}) {
  const calls: Call[] = []
  const connection: Connection = {
    async send(all) {
      calls.push(...all)
      return { rows: all.map(() => []), refusal: null }
    },
    async ask(call) {
      calls.push(call)
      return { columns: [], rows: [], touched: 0 }
    },
  }
  const lend: Driver['connect'] = (work) => work(connection)
  const driver: Driver = { ...untouched, transaction: lend, connect: lend, within: () => driver }
  return { db: treewright({ schema: blog, driver, ...options }), calls }
}

const db = treewright({ schema: blog, driver: untouched })

async function refusedFor(operation: RawOperation<unknown>): Promise<[string, string][]> {
  const error: unknown = await operation.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof ValidationError)
  return error.problems.map(({ problem, path }) => [problem, path.join('.')])
}

describe('a piece of SQL', () => {
  test('numbers its values, those of pieces inside of it too', () => {
    const piece = sql`a = ${1} AND ${sql`b IN (${join([2, sql`${3} + ${4}`])})`}${empty} ${raw('-- end')}`
    assert.equal(piece.text, 'a = $1 AND b IN ($2,$3 + $4) -- end')
    assert.equal(piece.sql, 'a = ? AND b IN (?,? + ?) -- end')
    assert.equal(piece.statement, 'a = :1 AND b IN (:2,:3 + :4) -- end')
    assert.deepEqual(piece.values, [1, 2, 3, 4])
    assert.deepEqual(join([1, 2], ' or ', '(', ')').text, '($1 or $2)')
    assert.deepEqual([empty.text, empty.values], ['', []])
  })
  test('is the same as that of the library that Prisma uses, which may stand in it', () => {
    const theirs = sqlOfPrisma`x = ${1} OR y IN (${joinOfPrisma([2, 3])})`
    const ours = sql`x = ${1} OR y IN (${join([2, 3])})`
    assert.deepEqual([ours.strings, ours.values], [theirs.strings, theirs.values])
    for (const form of ['text', 'sql', 'statement'] as const) assert.equal(ours[form], theirs[form])
    assert.equal(sql`SELECT ${0} WHERE ${theirs}`.text, 'SELECT $1 WHERE x = $2 OR y IN ($3,$4)')
    assert.deepEqual(db.$queryRaw(theirs).call().params, ['1', '2', '3'])
  })
  test('is not made of what is none', () => {
    for (const make of [
      () => sql('DROP TABLE x' as never),
      () => sql(['DROP TABLE x'] as never),
      () => join('x' as never),
      () => join([]),
      () => raw(1 as never),
    ]) {
      assert.throws(make, (error) => error instanceof ValidationError && error.code === 'TW802')
    }
  })
})

describe('a raw statement', () => {
  test('waits until it is awaited, and runs once', async () => {
    const { db, calls } = recording()
    const operation = db.$queryRaw`SELECT ${1}`
    assert.equal(String(operation), '[object RawOperation]')
    await new Promise(setImmediate)
    assert.equal(calls.length, 0)
    assert.deepEqual(operation.call(), { sql: 'SELECT $1', params: ['1'] })
    assert.deepEqual(operation.check(), [])
    await Promise.all([operation, operation.finally(() => {}), operation.catch(() => {})])
    assert.equal(calls.length, 1)
  })
  test('needs no template for a text that is said to be unsafe', () => {
    const operation = db.$executeRawUnsafe('UPDATE x SET y = $1, z = $2', [1, 'a b'], null)
    assert.deepEqual(operation.call().params, ['{"1","a b"}', null])
  })
  test('is no text, and nothing that JSON can make', async () => {
    const forged: unknown[] = [
      'SELECT 1',
      ['SELECT 1'],
      undefined,
      JSON.parse('{"raw": ["SELECT 1"], "0": "SELECT 1", "length": 1}'),
      JSON.parse('{"sql": "SELECT 1", "text": "SELECT 1", "strings": ["SELECT 1"], "values": []}'),
      JSON.parse('{"__proto__": {"text": ""}, "strings": ["SELECT 1"], "values": []}'),
    ]
    for (const query of forged) {
      for (const run of [db.$queryRaw, db.$executeRaw]) {
        assert.deepEqual(await refusedFor(run(query as never)), [['TW802', '']])
      }
    }
    const said = await db.$queryRaw('SELECT 1' as never).then(String, String)
    assert.match(said, /\$queryRaw: TW802: this is no template.*\n {2}help: write \$queryRaw`SELECT/)
    assert.deepEqual(await refusedFor(db.$queryRawUnsafe(sql`SELECT 1` as never)), [['TW802', '']])
    assert.deepEqual(await refusedFor(db.$queryRaw(sql`SELECT ${1}`, 2)), [['TW802', 'values']])
  })
  test('takes what JSON made as a value, whatever it looks like', () => {
    const forged: unknown = JSON.parse('{"strings": ["1; DROP TABLE x"], "values": []}')
    assert.deepEqual(db.$queryRaw`SELECT ${forged}`.call(), {
      sql: 'SELECT $1',
      params: [JSON.stringify(forged)],
    })
  })
  test('tells every value that cannot be sent, before anything is sent', async () => {
    const circle: unknown[] = []
    circle.push(circle)
    const json: Record<string, unknown> = {}
    json['self'] = json
    const wrong = [
      undefined,
      () => 1,
      Symbol('x'),
      new Date(NaN),
      'a\0b',
      ['\ud800'],
      json,
      circle,
      AnyNull,
      [undefined],
      [[1], 2],
    ]
    const told = wrong.map((_, at): [string, string] => ['TW803', `values.${at}`])
    assert.deepEqual(await refusedFor(db.$queryRawUnsafe('SELECT 1', ...wrong)), told)
    assert.equal(db.$queryRawUnsafe('SELECT 1', ...wrong).check().length, wrong.length)
    const hostile = {
      get toJSON(): never {
        throw new Error('no')
      },
    }
    assert.deepEqual(await refusedFor(db.$queryRaw`SELECT ${hostile}`), [['TW803', 'values.0']])
  })
  test('takes undefined for NULL where the client reads as Prisma does', () => {
    const { db } = recording({ prismaCompat: true })
    assert.deepEqual(db.$queryRaw`SELECT ${undefined}, ${[1, undefined]}`.call().params, [null, '{1,NULL}'])
  })
  test('neither begins nor ends a transaction', async () => {
    for (const text of [
      'BEGIN',
      ' commit;',
      '-- x\nROLLBACK',
      '/* x */ start\ttransaction',
      'END',
      'abort work',
    ]) {
      assert.deepEqual(await refusedFor(db.$executeRawUnsafe(text)), [['TW804', '']], text)
    }
    const { db: recorded, calls } = recording()
    const long = `${'/* x */'.repeat(10_000)}(SELECT 1)`
    const fine = [
      'beginning()',
      'SELECT begin',
      'SET LOCAL x = 1',
      "COMMIT PREPARED 'x'",
      '/* BEGIN',
      '',
      long,
    ]
    for (const text of fine) await recorded.$executeRawUnsafe(text)
    assert.equal(calls.length, fine.length)
  })
  test('runs in a savepoint within a transaction, unless it is one or wants none', async () => {
    const { db, calls } = recording()
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`
      await tx.$executeRaw`SAVEPOINT x`
      await tx.$executeRaw`SET TRANSACTION READ ONLY`
    })
    await db.$transaction([db.$queryRaw`SELECT 2`], { savepoints: false })
    await db.$queryRaw`SELECT 3`
    assert.deepEqual(
      calls.map(({ sql }) => sql),
      [
        'SAVEPOINT treewright',
        'SELECT 1',
        'RELEASE SAVEPOINT treewright',
        'SAVEPOINT x',
        'SET TRANSACTION READ ONLY',
        'SELECT 2',
        'SELECT 3',
      ],
    )
  })
  test('asks for a driver that tells the types of columns', async () => {
    const { driver } = fakeDriver(() => [])
    const client = treewright({ schema: blog, driver })
    const error: unknown = await client.$queryRaw`SELECT 1`.catch((thrown: unknown) => thrown)
    assert.ok(error instanceof TreewrightError)
    assert.match(error.message, /TW805: the driver fake has no `ask`/)
  })
  test('says that a connection was lost', async () => {
    const lost: Driver['connect'] = (work) =>
      work({ ...silent, ask: () => Promise.reject(new Error('gone')) })
    for (const connect of [lost, () => Promise.reject(new Error('gone'))]) {
      const client = treewright({ schema: blog, driver: { ...untouched, connect } })
      const error: unknown = await client.$queryRaw`SELECT 1`.catch((thrown: unknown) => thrown)
      assert.ok(error instanceof TreewrightError)
      assert.deepEqual([error.code, (error.cause as Error).message], ['TW612', 'gone'])
    }
  })
})

const silent: Connection = { send: () => assert.fail('a call was sent') }
