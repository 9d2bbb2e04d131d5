// What ported code finds in `Prisma`: errors, nulls, pieces of SQL, constants and types.
//
// Knows nothing of clients. What Prisma generates from a schema is a type of the schema here; see types.ts.

import { notHere } from './not-here.ts'

export { AnyNull, DbNull, JsonNull } from '../values.ts'
export { empty, join, raw, sql } from '../raw/sql.ts'
export { TransactionIsolationLevel } from '../transactions/terms.ts'
export {
  PrismaClientInitializationError,
  PrismaClientKnownRequestError,
  PrismaClientRustPanicError,
  PrismaClientUnknownRequestError,
  PrismaClientValidationError,
} from './errors.ts'
export type * from './types.ts'

/** How rows are ordered. */
export const SortOrder = { asc: 'asc', desc: 'desc' } as const

/** Where nulls go. */
export const NullsOrder = { first: 'first', last: 'last' } as const

/** Whether texts are compared with regard to case. */
export const QueryMode = { default: 'default', insensitive: 'insensitive' } as const

/** Holds a value to a type, and keeps its own: `Prisma.validator<Prisma.Select<typeof schema, 'User'>>()({ id: true })`. */
export function validator<V>(): <const A extends V>(value: A) => A {
  return (value) => value
}

/** Not there: a decimal library is many times the weight of this package, and the caller's to choose. */
export const Decimal: () => never = notHere(
  'Prisma.Decimal',
  'import it from decimal.js, which Prisma has it from, and make the client with `decimal: Decimal`',
)

/** Not there, as `$extends` is not. */
export const defineExtension: (extension: never) => never = notHere(
  'Prisma.defineExtension',
  'put functions of your own around the client',
)
