// What the suites of transactions have in common: a case on each database, and a tag to be made.
//
// Knows nothing of transactions.

import { treewright } from 'treewright'
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
