// Asks a database for its catalog, through any driver.
//
// Knows nothing of what is in it, but for the schemas that were asked for: one that is not there is a mistake.

import type { Driver } from '../driver.ts'
import type { Catalog } from './catalog.ts'
import { arrayLiteral } from '../coders/arrays.ts'
import { CATALOG_QUERY } from './query.ts'

/** Reads the catalog of these schemas, or of those on the search path. */
export async function readCatalog(driver: Driver, schemas: readonly string[] | undefined): Promise<Catalog> {
  const names = schemas === undefined ? null : arrayLiteral([...new Set(schemas)])
  const { rows, refusal } = await driver.connect((connection) => {
    return connection.send([{ sql: CATALOG_QUERY, params: [names] }])
  })
  if (refusal !== null) {
    throw new Error(`the database's catalog could not be read: ${refusal.message}`, { cause: refusal.cause })
  }
  const text = rows[0]?.[0]?.[0]
  if (typeof text !== 'string') throw new Error(`the driver ${driver.name} gave no row for a query of one`)
  const catalog = JSON.parse(text) as Catalog
  const missing = (schemas ?? []).find((name) => !catalog.schemas.includes(name))
  if (missing !== undefined) throw new Error(`the database has no schema ${JSON.stringify(missing)}`)
  return catalog
}
