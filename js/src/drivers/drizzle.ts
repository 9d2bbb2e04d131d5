// What a transaction of Drizzle holds: the client that it runs on.
//
// Knows nothing of what the client is, and imports nothing from Drizzle: its objects are known by the mark of their class.

/** By this, classes of Drizzle know each other. */
const MARK = Symbol.for('drizzle:entityKind')

/** The client of a Drizzle transaction; anything else as it is. */
export function outOfDrizzle(given: unknown): unknown {
  if (!isOfDrizzle(given)) return given
  if (!('rollback' in given)) {
    throw new Error('a Drizzle database holds no transaction: give the `tx` that its `transaction` gave')
  }
  const { session } = given as { readonly session?: { readonly client?: unknown } }
  if (session?.client === undefined) throw new Error('this transaction of Drizzle has no client of its own')
  return session.client
}

function isOfDrizzle(given: unknown): given is object {
  if (typeof given !== 'object' || given === null) return false
  return typeof given.constructor === 'function' && MARK in given.constructor
}
