// Prisma's client for the oracle's schema, made ready for one database.
//
// Knows nothing of Treewright.

import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import type { Address } from '../postgres/server.ts'
import { generatedClient } from './generated-client.ts'
import type { Own } from './operation.ts'

/** A client of either side: models by name, and verbs of each. */
export type AnyClient = {
  readonly [model: string]: { readonly [verb: string]: (args: unknown) => PromiseLike<unknown> }
}

/** A client of either side that begins transactions. */
export type TransactingClient = AnyClient & {
  $transaction(list: readonly PromiseLike<unknown>[]): Promise<readonly unknown[]>
  $transaction<T>(work: (tx: AnyClient) => Promise<T>): Promise<T>
}

/** What the generated module has that the oracle uses. */
type Generated = {
  readonly PrismaClient: new (options: {
    adapter: unknown
    log: unknown
  }) => TransactingClient & { $disconnect(): Promise<void> }
  readonly Prisma: {
    readonly DbNull: unknown
    readonly JsonNull: unknown
    readonly AnyNull: unknown
    readonly Decimal: new (value: unknown) => DecimalLike
    readonly PrismaClientKnownRequestError: new (...args: never[]) => Error & { code: string }
    readonly PrismaClientValidationError: new (...args: never[]) => Error
  }
}

/** A decimal of Prisma's library. */
export type DecimalLike = { toFixed(): string }

export type PrismaSide = {
  readonly client: TransactingClient
  /** What the generated module calls `Prisma`. */
  readonly namespace: object
  readonly nulls: Pick<Own, 'dbNull' | 'jsonNull' | 'anyNull'>
  readonly Decimal: Generated['Prisma']['Decimal']
  isValidation(error: unknown): boolean
  codeOf(error: unknown): string | undefined
  close(): Promise<void>
}

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

/** A client on a database, with no more than two connections, or on a pool. */
export async function openPrisma(place: Address | Pool): Promise<PrismaSide> {
  const generated = await generatedClient(here)
  const { PrismaClient, Prisma } = require(generated) as Generated
  const adapter = new PrismaPg(place instanceof Pool ? place : { ...place, max: 2 })
  const client = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] })
  return {
    client,
    namespace: Prisma,
    nulls: { dbNull: Prisma.DbNull, jsonNull: Prisma.JsonNull, anyNull: Prisma.AnyNull },
    Decimal: Prisma.Decimal,
    // Some wrong arguments make Prisma stumble before it says what is wrong.
    isValidation: (error) =>
      error instanceof Prisma.PrismaClientValidationError || error instanceof TypeError,
    codeOf: (error) => (error instanceof Prisma.PrismaClientKnownRequestError ? error.code : undefined),
    close: () => client.$disconnect(),
  }
}
