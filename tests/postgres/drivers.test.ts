// What every driver promises, held against each: transactions, refusals, and text that arrives as it was sent.
//
// Knows nothing of plans. What only node-postgres can get wrong is in pg-driver.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { types } from 'pg'
import { pg } from 'treewright/pg'
import { pglite } from 'treewright/pglite'
import { refusalOf, type Call, type Driver, type Rows } from 'treewright/driver'
import { openDrivers } from './every-driver.ts'
import { faithful } from './texts.ts'

const ddl = `
  CREATE TABLE note (id int PRIMARY KEY, body text NOT NULL);
  CREATE TABLE reply (id int PRIMARY KEY, note_id int REFERENCES note DEFERRABLE INITIALLY DEFERRED);
  CREATE FUNCTION fail() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = 'TW001'; END $$;
  CREATE TYPE mood AS ENUM ('glad', 'not "so" glad');
`
const empty = 'TRUNCATE note, reply'

// A program may read types in its own way; what a driver gives must not depend on it.
types.setTypeParser(20, Number)
types.setTypeParser(25, (text) => text.toUpperCase())

const { drivers, pool, client, db } = await openDrivers(ddl, {
  parsers: { 25: (text) => text.toUpperCase() },
})

for (const [name, driver] of Object.entries(drivers)) {
  describe(name, () => {
    promisesOfATransaction(driver)
    promisesOfAConnection(driver)
    promisesOfARefusal(driver)
    promisesOfText(driver)
  })
}

describe("the caller's own transaction", () => {
  test('pg leaves it open and undoes nothing', async () => {
    await reset(pg(client))
    await client.query('BEGIN')
    await leavesItOpen(pg(pool).within(client))
    await client.query('ROLLBACK')
    assert.deepEqual(await notes(pg(client)), [])
  })

  test('pglite leaves it open and undoes nothing', async () => {
    await reset(pglite(db))
    await db.transaction(async (transaction) => {
      await leavesItOpen(pglite(db).within(transaction))
      await transaction.rollback()
    })
    assert.deepEqual(await notes(pglite(db)), [])
  })

  test('a pool and a database are none', () => {
    assert.throws(() => pg(pool).within(pool), /a pool holds no transaction/)
    assert.throws(() => pglite(db).within(db), /a database is no transaction/)
    assert.throws(() => pg(pool).within(undefined), /no node-postgres client/)
    assert.throws(() => pglite(db).within(42), /no PGlite transaction/)
  })
})

async function leavesItOpen(within: Driver): Promise<void> {
  const order: string[] = []
  const writes = ['1', '2'].map((id) =>
    within.transaction(async (connection) => {
      order.push(`${id} begins`)
      await connection.send([insert(id), insert(`${id}0`)])
      order.push(`${id} ends`)
    }),
  )
  await Promise.all(writes)
  assert.deepEqual(order, ['1 begins', '1 ends', '2 begins', '2 ends'])
  const unhappy = new Error('unhappy')
  await assert.rejects(
    within.transaction(() => Promise.reject(unhappy)),
    unhappy,
  )
  assert.deepEqual(await notes(within), [['1'], ['2'], ['10'], ['20']])
}

function promisesOfATransaction(driver: Driver): void {
  test('commits what resolves, and gives its result', async () => {
    await reset(driver)
    const result = await driver.transaction(async (connection) => {
      assert.deepEqual(await connection.send([insert('1'), insert('2')]), {
        rows: [[['1']], [['2']]],
        refusal: null,
      })
      return 'done'
    })
    assert.equal(result, 'done')
    assert.deepEqual(await notes(driver), [['1'], ['2']])
  })

  test('rolls back what rejects, and rejects with the same error', async () => {
    await reset(driver)
    const unhappy = { not: 'even an Error' }
    const write = driver.transaction(async (connection) => {
      await connection.send([insert('1')])
      throw unhappy
    })
    assert.equal(await write.catch((error: unknown) => error), unhappy)
    assert.deepEqual(await notes(driver), [])
  })

  test('rolls back what throws before it has a promise', async () => {
    const unhappy = new Error('unhappy')
    const write = driver.transaction(() => {
      throw unhappy
    })
    await assert.rejects(write, unhappy)
    assert.deepEqual(await notes(driver), [])
  })

  test('does not call a transaction committed that the database rolled back', async () => {
    await reset(driver)
    const write = driver.transaction((connection) => connection.send([insert('1'), insert('1')]))
    const error = await write.catch((thrown: unknown) => thrown)
    assert.equal(refusalOf(error).state, '25P02')
    assert.deepEqual(await notes(driver), [])
  })

  test('rejects with what the database says when it commits', async () => {
    await reset(driver)
    const orphan = { sql: 'INSERT INTO reply VALUES (1, $1)', params: ['7'] }
    const error = await driver
      .transaction((connection) => connection.send([orphan]))
      .catch((thrown: unknown) => thrown)
    const { state, table, constraint, detail } = refusalOf(error)
    assert.deepEqual([state, table, constraint], ['23503', 'reply', 'reply_note_id_fkey'])
    assert.match(detail ?? '', /\(note_id\)=\(7\)/)
    assert.deepEqual(await rowsOf(driver, 'SELECT id FROM reply'), [])
  })

  test('keeps operations that start together apart', async () => {
    await reset(driver)
    const ids = ['1', '2', '3', '4', '5']
    const writes = ids.map((id) =>
      driver.transaction(async (connection) => {
        await connection.send([insert(id)])
        if (id === '3') throw new Error('unhappy')
        await connection.send([insert(`${id}0`)])
      }),
    )
    const ends = await Promise.allSettled(writes)
    assert.deepEqual(
      ends.map((end) => end.status === 'fulfilled'),
      [true, true, false, true, true],
    )
    assert.deepEqual(await notes(driver), [['1'], ['2'], ['4'], ['5'], ['10'], ['20'], ['40'], ['50']])
  })
}

function promisesOfAConnection(driver: Driver): void {
  test('commits each call by itself without a transaction', async () => {
    await reset(driver)
    const reply = await driver.connect((connection) =>
      connection.send([insert('1'), insert('1'), insert('2')]),
    )
    assert.equal(reply.refusal?.state, '23505')
    assert.deepEqual(await notes(driver), [['1']])
  })

  test('tells names, types and how many rows, if asked', async () => {
    await reset(driver)
    const asked = await driver.connect(async (connection) => [
      await connection.ask?.({ sql: "SELECT $1::int AS a, 'x' AS b", params: ['1'] }),
      await connection.ask?.(insert('1')),
      await connection.ask?.(insert('1')),
    ])
    const [told, made, refused] = asked
    const columns = [
      { name: 'a', type: 23 },
      { name: 'b', type: 25 },
    ]
    assert.deepEqual(told, { columns, rows: [['1', 'x']], touched: 1 })
    assert.ok(made !== undefined && 'touched' in made && made.touched === 1)
    assert.ok(refused !== undefined && 'state' in refused && refused.state === '23505')
  })

  test('turns away a call sent when the work is over', async () => {
    await reset(driver)
    const kept = await driver.transaction(async (connection) => connection)
    await assert.rejects(kept.send([insert('1')]), /whose work is over/)
    await assert.rejects(async () => await kept.ask?.(insert('1')), /whose work is over/)
    assert.deepEqual(await notes(driver), [])
  })
}

function promisesOfARefusal(driver: Driver): void {
  test('stops at the refused call, after the rows of the calls before it', async () => {
    await reset(driver)
    const calls = [insert('1'), insert('2'), insert('1'), insert('3')]
    const { rows, refusal } = await driver.connect((connection) => connection.send(calls))
    assert.deepEqual(rows, [[['1']], [['2']]])
    assert.ok(refusal?.cause instanceof Error)
    assert.deepEqual(
      { ...refusal, cause: null },
      {
        state: '23505',
        message: 'duplicate key value violates unique constraint "note_pkey"',
        detail: 'Key (id)=(1) already exists.',
        schema: 'public',
        table: 'note',
        column: null,
        constraint: 'note_pkey',
        where: null,
        cause: null,
      },
    )
  })

  test('names the column, and where in a function', async () => {
    const bodiless = { sql: 'INSERT INTO note VALUES ($1, $2)', params: ['1', null] }
    const failing = { sql: 'SELECT fail()', params: [] }
    const [first, second] = await driver.connect(async (connection) => [
      await connection.send([bodiless]),
      await connection.send([failing]),
    ])
    assert.deepEqual([first?.refusal?.state, first?.refusal?.column], ['23502', 'body'])
    assert.deepEqual([second?.refusal?.state, second?.refusal?.message], ['TW001', 'no'])
    assert.match(second?.refusal?.where ?? '', /fail\(\) line 1/)
  })

  test('answers a call that cannot be understood', async () => {
    const calls = ['SELEC 1', 'SELECT 1; SELECT 2', 'SELECT $1::int'].map((sql) => ({ sql, params: [] }))
    const states = await driver.connect((connection) =>
      Promise.all(calls.map(async (call) => (await connection.send([call])).refusal?.state)),
    )
    assert.deepEqual(states, ['42601', '42601', '08P01'])
  })
}

function promisesOfText(driver: Driver): void {
  for (const { type, texts } of faithful) {
    test(`${type} arrives and returns as written`, async () => {
      // The second column is the server's own reading of the parameter, in a form that no parser has a taste for.
      const sql = `SELECT $1::${type}, convert_to(format('%s', $1::${type}), 'UTF8')`
      for (const [given, expected = given] of texts) {
        const [row] = await rowsOf(driver, sql, [given])
        assert.equal(row?.[0], expected)
        assert.equal(Buffer.from(row?.[1]?.slice(2) ?? '', 'hex').toString(), expected)
      }
    })
  }

  test('null is null, and no text is', async () => {
    const sql = `SELECT $1::text, $2::int[], $3::text IS NULL, $4::text`
    assert.deepEqual(await rowsOf(driver, sql, [null, null, '', 'null']), [[null, null, 'f', 'null']])
  })

  test('columns of the same name stay apart, and rows may have none', async () => {
    assert.deepEqual(await rowsOf(driver, 'SELECT 1 AS a, 2 AS a'), [['1', '2']])
    assert.deepEqual(await rowsOf(driver, 'SELECT FROM generate_series(1, 2)'), [[], []])
    assert.deepEqual(await rowsOf(driver, 'UPDATE note SET id = 1 WHERE false'), [])
  })
}

function insert(id: string): Call {
  return { sql: 'INSERT INTO note VALUES ($1, $2) RETURNING id', params: [id, 'a'] }
}

async function rowsOf(driver: Driver, sql: string, params: (string | null)[] = []): Promise<Rows> {
  const { rows, refusal } = await driver.connect((connection) => connection.send([{ sql, params }]))
  if (refusal !== null) throw refusal.cause
  return rows[0] ?? []
}

const notes = (driver: Driver) => rowsOf(driver, 'SELECT id FROM note ORDER BY id')

async function reset(driver: Driver): Promise<void> {
  await rowsOf(driver, empty)
}
