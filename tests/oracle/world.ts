// The twin databases: the same tables and rows in both, Prisma on the one, Treewright on the other.
//
// Knows nothing of what is compared. After each operation only the tables that it changed are laid anew.

import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { TreewrightError, AnyNull, DbNull, JsonNull, ValidationError, treewright } from 'treewright'
import { pg } from 'treewright/pg'
import { freshDatabase, openPool, startServer, type Server } from '../postgres/server.ts'
import { models } from './facts.ts'
import { accessorName, copyFor, type Operation, type Own } from './operation.ts'
import { VALIDATION, plainResult, type Outcome, type Table, type Trace } from './outcome.ts'
import { openPrisma, type AnyClient, type PrismaSide, type TransactingClient } from './prisma.ts'
import { schema } from './schema.ts'
import { layingTables, pairs, restarting } from './seed.ts'

/** What carries operations out on the seed's rows, and tells what the tables hold afterwards. */
export type Runner = { run(operation: Operation): Promise<Trace> }

/** One of the twins. Of several operations in one transaction the value is the list of their values. */
export type Side = Runner & {
  readonly name: 'prisma' | 'ours'
  runBatch(operations: readonly Operation[]): Promise<Trace>
  /** One after the other, in a function that has the transaction. */
  runInFunction(operations: readonly Operation[]): Promise<Trace>
}

/** Both sides, as far as one operation at a time is concerned. */
export type Twins = { readonly prisma: Runner; readonly ours: Runner }

export type World = { readonly prisma: Side; readonly ours: Side; close(): Promise<void> }

/** Starts a server and both sides. */
export async function openWorld(): Promise<World> {
  const server = await startServer()
  const ddl = readFileSync(new URL('schema.sql', import.meta.url), 'utf8')
  const [prisma, ours] = await Promise.all([prismaSide(server, ddl), ourSide(server, ddl)])
  return {
    prisma: prisma.side,
    ours: ours.side,
    async close() {
      await Promise.all([prisma.close(), ours.close()])
      await server.stop()
    },
  }
}

type Opened = { readonly side: Side; close(): Promise<void> }

async function prismaSide(server: Server, ddl: string): Promise<Opened> {
  const address = await freshDatabase(server, ddl)
  const { client, nulls, Decimal, codeOf, isValidation, close } = await openPrisma(address)
  const pool = openPool(address, { max: 1 })
  const ways = carrier(client, nulls, (value) => (value instanceof Decimal ? value.toFixed() : undefined), {
    isValidation,
    codeOf,
  })
  return {
    side: sideOf('prisma', pool, ways),
    close: async () => void (await Promise.all([close(), pool.end()])),
  }
}

async function ourSide(server: Server, ddl: string): Promise<Opened> {
  const address = await freshDatabase(server, ddl)
  const pool = openPool(address, { max: 2 })
  const client = treewright({
    schema,
    driver: pg(pool),
    decimal: DecimalText,
  }) as unknown as TransactingClient
  const nulls = { dbNull: DbNull, jsonNull: JsonNull, anyNull: AnyNull }
  const ways = carrier(client, nulls, (value) => (value instanceof DecimalText ? value.text : undefined), {
    isValidation: (error) => error instanceof ValidationError,
    codeOf: (error) => (error instanceof TreewrightError ? error.code : undefined),
  })
  return { side: sideOf('ours', pool, ways), close: () => pool.end() }
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

type Errors = Pick<PrismaSide, 'isValidation' | 'codeOf'>

/** The three ways to have operations carried out. */
type Carrier = {
  one(operation: Operation): Promise<Outcome>
  batch(operations: readonly Operation[]): Promise<Outcome>
  inFunction(operations: readonly Operation[]): Promise<Outcome>
}

function carrier(
  client: TransactingClient,
  own: Pick<Own, 'dbNull' | 'jsonNull' | 'anyNull'>,
  isDecimal: (value: object) => string | undefined,
  { isValidation, codeOf }: Errors,
): Carrier {
  const all: Own = {
    ...own,
    reference: ({ model, field }) => {
      return (client[accessorName(model)] as unknown as { fields: Record<string, unknown> }).fields[field]
    },
  }

  function ask(client: AnyClient, { model, verb, args }: Operation): PromiseLike<unknown> {
    const call = client[accessorName(model)]?.[verb]
    if (call === undefined) throw new AbsentVerb()
    return call(copyFor(all, args))
  }

  async function outcomeOf(work: () => PromiseLike<unknown>): Promise<Outcome> {
    try {
      return { end: 'value', value: plainResult(await work(), isDecimal) }
    } catch (error) {
      if (error instanceof AbsentVerb) return { end: 'absent' }
      const message = error instanceof Error ? error.message : String(error)
      const code = isValidation(error) ? VALIDATION : codeOf(error)
      return { end: 'error', code: code ?? `thrown ${(error as Error).name}`, message }
    }
  }

  return {
    one: (operation) => outcomeOf(() => ask(client, operation)),
    batch: (operations) =>
      outcomeOf(() => client.$transaction(operations.map((operation) => ask(client, operation)))),
    inFunction: (operations) =>
      outcomeOf(() =>
        client.$transaction(async (tx) => {
          const values: unknown[] = []
          for (const operation of operations) values.push(await ask(tx, operation))
          return values
        }),
      ),
  }
}

/** Thrown for a verb that a client does not have. */
class AbsentVerb extends Error {}

function sideOf(name: Side['name'], pool: Pool, carrier: Carrier): Side {
  const all = tableNames()
  const seeded = new Map<string, string>()
  let soiled: readonly string[] = all

  async function trace(carry: () => Promise<Outcome>): Promise<Trace> {
    await pool.query(`${soiled.length === 0 ? '' : layingTables(soiled)}\n${restarting}`)
    if (seeded.size === 0)
      for (const table of await snapshot(pool)) seeded.set(table.name, JSON.stringify(table.rows))
    soiled = all
    const outcome = await carry()
    const tables = await snapshot(pool)
    soiled = tables
      .filter(({ name, rows }) => seeded.get(name) !== JSON.stringify(rows))
      .map(({ name }) => name)
    return { outcome, tables, changed: soiled }
  }

  return {
    name,
    run: (operation) => trace(() => carrier.one(operation)),
    runBatch: (operations) => trace(() => carrier.batch(operations)),
    runInFunction: (operations) => trace(() => carrier.inFunction(operations)),
  }
}

function tableNames(): readonly string[] {
  return [...[...models.values()].map(({ table }) => table), ...Object.keys(pairs)]
}

const columnsOf = new Map<string, readonly string[]>([
  ...[...models.values()].map(({ table, fields }) => [table, fields.map(({ column }) => column)] as const),
  ...Object.keys(pairs).map((table) => [table, ['A', 'B']] as const),
])

const SNAPSHOT = [...columnsOf]
  .map(([table, columns], n) => {
    const cells = columns.map((column) => `"${column}"::text`).join(', ')
    return `SELECT ${n} AS n, ARRAY[${cells}] AS cells FROM "${table}"`
  })
  .join('\nUNION ALL\n')

/** What all tables hold, in an order of its own. */
async function snapshot(pool: Pool): Promise<readonly Table[]> {
  const { rows } = await pool.query<{ n: number; cells: (string | null)[] }>({
    name: 'snapshot',
    text: SNAPSHOT,
  })
  return [...columnsOf].map(([name, columns], n) => ({
    name,
    columns,
    rows: rows
      .filter((row) => row.n === n)
      .map(({ cells }) => cells)
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  }))
}
