// Sixteen callers that write the same rows at once, round after round, each with the round's keys in an order of its own.
//
// Knows nothing of what they write.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { treewright, TreewrightError } from 'treewright'
import { pg } from 'treewright/pg'
import { emptyPeople, people, peopleTables } from './people.ts'
import { freshDatabase, openPool, startServer } from './server.ts'

const server = await startServer()
// Every row takes its time to be written, so that callers do meet.
const slow = `
  CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.0005); RETURN coalesce(NEW, OLD); END $$;
  ${['User', 'Post', 'Tag', 'Note']
    .map(
      (table) => `CREATE TRIGGER slow BEFORE INSERT OR UPDATE OR DELETE ON "${table}"
    FOR EACH ROW EXECUTE FUNCTION slow();`,
    )
    .join('\n')}
`
export const pool = openPool(await freshDatabase(server, peopleTables + slow), {
  max: 16,
  options: '-c deadlock_timeout=50ms',
})
after(async () => {
  await pool.end()
  await server.stop()
})
/** A client on sixteen connections. */
export const db = treewright({ schema: people, driver: pg(pool) })

export const CALLERS = 16
export const ROUNDS = 6
export const KEYS = 6

type Call = (caller: number, keys: readonly string[]) => PromiseLike<unknown>

async function rows(sql: string): Promise<readonly { readonly [column: string]: unknown }[]> {
  return (await pool.query<{ [column: string]: unknown }>(sql)).rows
}

/** The rows of a query of one column. */
export async function column(sql: string): Promise<unknown[]> {
  return (await rows(sql)).flatMap((row) => Object.values(row))
}

// From a seed, so that a failure comes again; Knuth's multiplicative generator.
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const left = [...all]
  const mixed: T[] = []
  for (
    let state = (seed * 2_654_435_761) >>> 0;
    left.length > 0;
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
  ) {
    mixed.push(...left.splice((state >>> 8) % left.length, 1))
  }
  return mixed
}

/** Rounds in which every caller makes its call at once, each with the round's keys in another order. */
export function rounds(
  name: string,
  seed: string,
  call: Call,
  look: (keys: readonly string[]) => Promise<void>,
): void {
  test(name, async () => {
    await pool.query(emptyPeople + seed)
    for (let round = 0; round < ROUNDS; round += 1) {
      const keys = Array.from({ length: KEYS }, (_, key) => `r${round}k${key}`)
      const calls = Array.from({ length: CALLERS }, (_, caller) => {
        return Promise.resolve(call(caller, shuffled(keys, round * CALLERS + caller + 1)))
      })
      const lost = (await Promise.allSettled(calls)).flatMap((one) =>
        one.status === 'rejected' ? [one.reason] : [],
      )
      assert.deepEqual(lost.map(said), [], `round ${round}`)
      await look(keys)
    }
  })
}

export function said(error: unknown): string {
  return error instanceof TreewrightError
    ? `${error.code} at ${error.pathText}: ${error.message}`
    : String(error)
}

export const users = `INSERT INTO "User" (email) SELECT 'u' || n FROM generate_series(0, ${CALLERS - 1}) n;`
export const posts = `INSERT INTO "Post" (slug, "authorId") SELECT 'p' || n, n + 1 FROM generate_series(0, ${CALLERS - 1}) n;`
export const ofKeys = (keys: readonly string[]) => `(${keys.map((key) => `'${key}'`).join(', ')})`
export const eachOnce = async (table: string, field: string, keys: readonly string[]) => {
  const sql = `SELECT ${field} FROM "${table}" WHERE ${field} IN ${ofKeys(keys)} ORDER BY 1`
  assert.deepEqual(await column(sql), [...keys].sort())
}
