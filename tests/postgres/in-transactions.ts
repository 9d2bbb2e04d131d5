// What the suites of transactions have in common: a case on each database, a tag to be made, and what is thrown.
//
// Knows nothing of transactions.

import assert from 'node:assert/strict'
import { treewright, TreewrightError } from 'treewright'
import { people, peopleTables, type People } from './people.ts'
import { onEach, openPlaces, type Place } from './places.ts'

/** The databases. */
export const places = await openPlaces()

/** A case on each database, with a client. */
export function onBoth(name: string, work: (db: People, place: Place) => Promise<void>): void {
  onEach(places, name, peopleTables, (place) => {
    return work(treewright({ schema: people, driver: place.driver }), place)
  })
}

/** A tag to be made. */
export const tag = (name: string, weight = 0) => ({ data: { name, weight } })

/** What is thrown; fails if nothing is. */
export async function thrownBy(work: PromiseLike<unknown> | (() => PromiseLike<unknown>)): Promise<unknown> {
  try {
    await (typeof work === 'function' ? work() : work)
  } catch (error) {
    return error
  }
  assert.fail('nothing was thrown')
}

/** The error's codes; fails on anything but an error of ours. */
export function codes(error: unknown): [string, string] {
  assert.ok(error instanceof TreewrightError, String(error))
  return [error.code, error.problem]
}
