// What every driver promises that sends calls at once, held against each: all or nothing, the call that was refused, texts
// as they were sent, and its turn among others.
//
// Knows nothing of plans. How often a wire waits is for pipeline.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { pglite } from 'treewright/pglite'
import { refusalOf, type Call, type Driver, type Reply } from 'treewright/driver'
import { openDrivers } from './every-driver.ts'
import { faithful } from './texts.ts'

const ddl = `
  CREATE TABLE note (id int PRIMARY KEY, body text NOT NULL);
  CREATE TABLE reply (id int PRIMARY KEY, note_id int REFERENCES note DEFERRABLE INITIALLY DEFERRED);
  CREATE TYPE mood AS ENUM ('glad', 'not "so" glad');
`
const { drivers, db } = await openDrivers(ddl)

for (const [name, driver] of Object.entries(drivers)) {
  describe(name, () => promises(driver))
}

function promises(driver: Driver): void {
  test('keeps all, and gives the rows of each', async () => {
    await reset(driver)
    const reply = await atOnce(driver, [insert('1'), insert('2'), all, { sql: '', params: [] }])
    assert.deepEqual(reply, { rows: [[['1']], [['2']], [['1'], ['2']], []], refusal: null })
    assert.deepEqual(await notes(driver), [['1'], ['2']])
  })

  test('keeps nothing of what is refused, says which call it was, and can be used again', async () => {
    await reset(driver)
    const wrong: readonly [Call, string][] = [
      [insert('1'), '23505'],
      [{ sql: 'SELEC 1', params: [] }, '42601'],
      [{ sql: 'SELECT 1; SELECT 2', params: [] }, '42601'],
      [{ sql: 'SELECT $1::int', params: ['one'] }, '22P02'],
      [{ sql: 'SELECT $1::int', params: [] }, '08P01'],
      [{ sql: 'SELECT 1 / $1::int', params: ['0'] }, '22012'],
    ]
    for (const [call, state] of wrong) {
      const { rows, refusal } = await atOnce(driver, [insert('1'), insert('2'), call, insert('3')])
      assert.deepEqual([rows, refusal?.state], [[[['1']], [['2']]], state])
      assert.ok(refusal?.cause instanceof Error)
      assert.deepEqual(await notes(driver), [])
    }
  })

  test('tells all that the database says of a refusal', async () => {
    await reset(driver)
    const { refusal } = await atOnce(driver, [insert('1'), insert('1')])
    const { detail, schema, table, constraint, message } = refusal ?? assert.fail('it was kept')
    assert.deepEqual([detail, schema], ['Key (id)=(1) already exists.', 'public'])
    assert.deepEqual([table, constraint], ['note', 'note_pkey'])
    assert.equal(message, 'duplicate key value violates unique constraint "note_pkey"')
  })

  test('keeps nothing of what is refused in the end', async () => {
    await reset(driver)
    const orphan = { sql: 'INSERT INTO reply VALUES (1, $1)', params: ['7'] }
    const { rows, refusal } = await atOnce(driver, [insert('1'), orphan])
    assert.deepEqual([rows.length, refusal?.state], [2, '23503'])
    assert.deepEqual(await notes(driver), [])
  })

  test('goes one after another with what else is asked of it', async () => {
    await reset(driver)
    const transaction = driver.transaction(async (connection) => {
      await connection.send([insert('1')])
      await new Promise((resolve) => setTimeout(resolve, 5))
      await connection.send([insert('1')])
    })
    const [outcome, ...replies] = await Promise.all([
      transaction.catch(() => 'rolled back'),
      atOnce(driver, [insert('2'), insert('20')]),
      atOnce(driver, [insert('3'), insert('3')]),
      driver.connect((connection) => connection.send([insert('4')])),
      atOnce(driver, [insert('5'), insert('50')]),
    ])
    assert.equal(outcome, 'rolled back')
    assert.deepEqual(
      replies.map(({ refusal }) => refusal?.state),
      [undefined, '23505', undefined, undefined],
    )
    assert.deepEqual(await notes(driver), [['2'], ['4'], ['5'], ['20'], ['50']])
  })

  test('sends at once in a transaction as well, which a refusal fails', async () => {
    await reset(driver)
    const write = driver.transaction(async (connection) => {
      const first = await connection.pipeline?.([insert('1'), all])
      assert.deepEqual(first, { rows: [[['1']], [['1']]], refusal: null })
      await connection.send([insert('2')])
      const second = await connection.pipeline?.([insert('3'), insert('1'), insert('4')])
      assert.deepEqual([second?.rows.length, second?.refusal?.state], [1, '23505'])
      const third = await connection.pipeline?.([insert('5')])
      assert.deepEqual([third?.rows.length, third?.refusal?.state], [0, '25P02'])
    })
    assert.equal(refusalOf(await write.catch((error: unknown) => error)).state, '25P02')
    assert.deepEqual(await notes(driver), [])
    const kept = await driver.transaction(async (connection) => {
      await connection.pipeline?.([insert('1'), insert('2')])
      return connection
    })
    assert.deepEqual(await notes(driver), [['1'], ['2']])
    await assert.rejects(async () => kept.pipeline?.([insert('3')]), /whose work is over/)
  })

  test('settings are gone with the transaction', async () => {
    const keep = { sql: `SELECT set_config('treewright.kept', $1, true)`, params: ['one'] }
    const look = { sql: `SELECT current_setting('treewright.kept', true)`, params: [] }
    const { rows } = await atOnce(driver, [keep, look])
    assert.deepEqual(rows[1], [['one']])
    assert.notDeepEqual((await atOnce(driver, [look])).rows[0], [['one']])
  })

  test('texts arrive and return as written', async () => {
    for (const { type, texts } of faithful) {
      const sql = `SELECT $1::${type}, convert_to(format('%s', $1::${type}), 'UTF8')`
      const { rows, refusal } = await atOnce(
        driver,
        texts.map(([given]) => ({ sql, params: [given] })),
      )
      assert.equal(refusal, null, type)
      for (const [at, [given, expected = given]] of texts.entries()) {
        const [row] = rows[at] ?? []
        assert.equal(row?.[0], expected)
        assert.equal(Buffer.from(row?.[1]?.slice(2) ?? '', 'hex').toString(), expected)
      }
    }
  })

  test('null is null, no text is, and a text may be large', async () => {
    const large = 'ä€😀'.repeat(300_000)
    const { rows } = await atOnce(driver, [
      { sql: 'SELECT $1::text, $2::text, length($3)', params: [null, '', large] },
      { sql: 'SELECT $1::text', params: [large] },
    ])
    assert.deepEqual(rows[0], [[null, '', '900000']])
    assert.ok(rows[1]?.[0]?.[0] === large)
  })
}

describe('pglite', () => {
  const own = pglite(db)

  test('is no part of a transaction that somebody else has open', async () => {
    await reset(own)
    let reply: Promise<Reply> | undefined
    await db.transaction(async (transaction) => {
      reply = atOnce(own, [insert('1'), insert('2')])
      await transaction.query(`INSERT INTO note VALUES (3, 'c')`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      await transaction.query(`INSERT INTO note VALUES (4, 'd')`)
      await transaction.rollback()
    })
    assert.equal((await reply)?.refusal, null)
    assert.deepEqual(await notes(own), [['1'], ['2']])
  })

  test('goes statement by statement in a transaction of another database', async () => {
    await reset(own)
    const other = await PGlite.create()
    await other.exec(ddl)
    await db
      .transaction(() =>
        other.transaction(async (transaction) => {
          const within = own.within(transaction)
          assert.equal((await atOnce(within, [insert('1'), insert('2')])).refusal, null)
          const { rows, refusal } = await within.transaction(
            async (connection) => (await connection.pipeline?.([insert('3'), insert('1')])) ?? assert.fail(),
          )
          assert.deepEqual([rows, refusal?.state], [[[['3']]], '23505'])
        }),
      )
      .catch(() => {})
    await other.transaction(async (transaction) => {
      assert.equal((await atOnce(own.within(transaction), [insert('1'), insert('2')])).refusal, null)
    })
    assert.deepEqual(await notes(pglite(other)), [['1'], ['2']])
    assert.deepEqual(await notes(own), [])
    await other.close()
  })

  test('says when the transaction is over', async () => {
    let over: Driver | undefined
    await db.transaction(async (transaction) => {
      over = own.within(transaction)
      assert.equal((await atOnce(over, [insert('7')])).refusal, null)
    })
    const { rows, refusal } = await atOnce(over ?? assert.fail(), [insert('8')])
    assert.deepEqual([rows, refusal?.message], [[], 'Transaction is closed'])
    assert.deepEqual(await notes(own), [['7']])
  })

  test('waits for a database that is about to be ready, and says when one is closed', async () => {
    const young = new PGlite()
    const { rows } = await atOnce(pglite(young), [{ sql: 'SELECT 1', params: [] }])
    assert.deepEqual(rows, [[['1']]])
    await young.close()
    const { rows: none, refusal } = await atOnce(pglite(young), [{ sql: 'SELECT 1', params: [] }])
    assert.deepEqual([none, refusal?.state], [[], null])
    assert.match(refusal?.message ?? '', /closed/)
  })

  test('a database that takes no messages has none', () => {
    const { parsers } = db
    const wrapped = {
      parsers,
      query: db.query.bind(db) as never,
      transaction: db.transaction.bind(db) as never,
    }
    assert.equal(pglite(wrapped).pipeline, undefined)
  })
})

const all: Call = { sql: 'SELECT id FROM note ORDER BY id', params: [] }

function insert(id: string): Call {
  return { sql: 'INSERT INTO note VALUES ($1, $2) RETURNING id', params: [id, 'a'] }
}

async function atOnce(driver: Driver, calls: readonly Call[]): Promise<Reply> {
  return (await driver.pipeline?.(calls)) ?? assert.fail('it sends nothing at once')
}

async function notes(driver: Driver): Promise<Reply['rows'][number] | undefined> {
  return (await driver.connect((connection) => connection.send([all]))).rows[0]
}

async function reset(driver: Driver): Promise<void> {
  const { refusal } = await driver.connect((connection) =>
    connection.send([{ sql: 'TRUNCATE note, reply', params: [] }]),
  )
  assert.equal(refusal, null)
}
