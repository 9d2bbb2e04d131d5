// Treewright on node-postgres, by the carriages that it has.

import { readFileSync } from 'node:fs'
import { treewright, type SchemaDescription } from 'treewright'
import { queryDriver } from 'treewright/driver'
import { pg as overPg } from 'treewright/pg'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import type { AnyClient } from '../../../tests/oracle/prisma.ts'
import { atOnce } from '../../../tests/postgres/batch.ts'
import { openPool } from '../../../tests/postgres/server.ts'
import { workloads } from '../workloads.ts'
import type { Contender } from './contender.ts'

/** The tables as Treewright knows them. */
export const schema: SchemaDescription = {
  postgres: 18,
  ...schemaFromPrisma(readFileSync(new URL('../schema.prisma', import.meta.url), 'utf8')),
}

/** How Treewright writes. */
export type Way = {
  /** Whether writes go by functions that hold no transaction. */
  readonly byFunction?: true
  /** Whether connections keep what they have read. */
  readonly prepare?: boolean
  /** Whether statements are sent at once. */
  readonly pipeline?: false
}

/** A contender that is Treewright in one of its ways. */
export function ours(name: string, { byFunction, prepare = true, ...options }: Way = {}): Contender {
  return {
    name,
    async open(address) {
      const pool = openPool(address, { max: 1 })
      const byQuery = queryDriver((sql, params) => pool.query(sql, params), {
        batch: (calls) => atOnce(pool, calls),
      })
      const driver = byFunction === true ? byQuery : overPg(pool, { prepare })
      const client = treewright({ schema, driver, ...options })
      await client.$connect()
      const verbs = new Map(workloads.map(({ name, model, verb }) => [name, { model, verb }]))
      return {
        async run(workload, request) {
          const { model = '', verb = '' } = verbs.get(workload) ?? {}
          return await (client as unknown as AnyClient)[model]?.[verb]?.(request)
        },
        close: () => pool.end(),
      }
    },
  }
}
