// Treewright's clients for the oracle's schema, and what is special about them.
//
// Knows nothing of databases.

import {
  AnyNull,
  DbNull,
  JsonNull,
  TreewrightError,
  ValidationError,
  treewright,
  type Operation as Asked,
  type SchemaDescription,
} from 'treewright'
import type { Driver } from 'treewright/driver'
import type { Habits } from './carrier.ts'
import type { TransactingClient } from './prisma.ts'
import { schema } from './schema.ts'

export const habits: Habits = {
  nulls: { dbNull: DbNull, jsonNull: JsonNull, anyNull: AnyNull },
  decimalText: (value) => (value instanceof DecimalText ? value.text : undefined),
  isValidation: (error) => error instanceof ValidationError,
  codeOf: (error) => (error instanceof TreewrightError ? error.code : undefined),
}

/** The same, with all that only we tell: what is wrong where, and what was done. */
export const fullHabits: Habits = {
  ...habits,
  faultsOf(error) {
    if (!(error instanceof TreewrightError)) return undefined
    // The other row of two that collide has a place too, which is told where the first one's is.
    const {
      model,
      meta: { partner: _, ...meta },
    } = error
    return error.problems.map(({ problem, path, ...words }) => ({
      problem,
      path,
      words: { ...words, model, meta },
    }))
  },
  receiptOf: (asked) => (asked as Asked<unknown>).receipt(),
  carriageOf(asked) {
    const operation = asked as Asked<unknown>
    return operation.check().length > 0 ? undefined : operation.plan().carriage
  },
}

/** A client that also writes in transactions that its callers have begun. */
export type OurClient = TransactingClient & { $with(client: object): TransactingClient }

/** A busy machine is no reason for an error. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 }

/** A client on a driver; for the oracle's database, if none is described. */
export function openOurs(driver: Driver, described: SchemaDescription = schema): OurClient {
  return treewright({
    schema: described,
    driver,
    transactionOptions,
    decimal: DecimalText,
  }) as unknown as OurClient
}

/** A decimal as the text of its number, without the zeros that only the column's scale asks for. */
class DecimalText {
  readonly text: string
  constructor(value: unknown) {
    this.text = shortDecimal(String(value))
  }
}

function shortDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
