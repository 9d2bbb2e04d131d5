// A write as two callers ask for it: on a client of its own, and within a transaction that the caller holds.
//
// Knows nothing of what is written; both must leave the same rows, or the same error and none.

import assert from 'node:assert/strict'
import { treewright, TreewrightError } from 'treewright'
import { emptyPeople, everybody, people, peopleTables, type People } from './people.ts'
import { onEach, type Place } from './places.ts'

/** What a write left, or how it was refused. */
export type Seen = { readonly [what: string]: unknown }

/** A write that must leave these rows. */
export function leaves(
  places: readonly Place[],
  name: string,
  seed: string,
  write: (db: People) => PromiseLike<unknown>,
  expected: { readonly [key: string]: readonly string[] },
  looks: { readonly [key: string]: (place: Place) => Promise<readonly string[]> },
): void {
  onEach(places, name, peopleTables + seed, async (place) => {
    const db = treewright({ schema: people, driver: place.driver })
    const look = async () => {
      const found = Object.keys(expected).map(async (key) => [key, await looks[key]?.(place)] as const)
      return Object.fromEntries(await Promise.all(found))
    }
    const answer = await write(db)
    assert.deepEqual(await look(), expected)
    await place.run(emptyPeople + seed)
    const within = await place.inTransaction(async (client) => write(db.$with(client)))
    assert.deepEqual(await look(), expected, "within the caller's transaction")
    assert.deepEqual(within, answer, "within the caller's transaction")
  })
}

/** A write that must be refused so and leave nothing, not even a transaction that is of no use any more. */
export function refuses(
  places: readonly Place[],
  name: string,
  seed: string,
  write: (db: People) => PromiseLike<unknown>,
  expected: { readonly code: string; readonly at: string; readonly meta?: object },
): void {
  onEach(places, name, peopleTables + seed, async (place) => {
    const db = treewright({ schema: people, driver: place.driver })
    const before = await everybody(place)
    assertRefused(await errorOf(write(db)), expected)
    assert.deepEqual(await everybody(place), before)
    await place.inTransaction(async (client) => {
      const within = db.$with(client)
      await within.user.create({ data: { email: 'before' } })
      assertRefused(await errorOf(write(within)), expected)
      await within.user.create({ data: { email: 'after' } })
    })
    const { query, deletes } = { query: `DELETE FROM "User" WHERE email IN ('before', 'after')`, deletes: 2 }
    assert.equal((await place.rows(`${query} RETURNING id`)).length, deletes)
    assert.deepEqual(await everybody(place), before, "within the caller's transaction")
  })
}

/** The error of a write that must fail. */
export async function errorOf(write: PromiseLike<unknown>): Promise<TreewrightError> {
  const error: unknown = await Promise.resolve(write).then(
    () => assert.fail('it was carried out'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TreewrightError)) throw error
  return error
}

/** Asserts what an error says, without its words. */
export function assertRefused(
  error: TreewrightError,
  { code, at, meta }: { readonly code: string; readonly at: string; readonly meta?: object },
): void {
  assert.deepEqual([error.code, error.pathText], [code, at], error.message)
  if (meta === undefined) return
  const names = Object.keys(meta)
  const found = Object.fromEntries(names.map((name) => [name, error.meta[name]]))
  assert.deepEqual(found, meta)
}
