// Treewright on node-postgres, by the carriages that it has.

import { readFileSync } from 'node:fs'
import { treewright, type SchemaDescription } from 'treewright'
import { pg as overPg } from 'treewright/pg'
import { schemaFromPrisma } from 'treewright/schema-prisma'
import type { AnyClient } from '../../../tests/oracle/prisma.ts'
import { openPool } from '../../../tests/postgres/server.ts'
import { workloads } from '../workloads.ts'
import type { Contender } from './contender.ts'

/** The tables as Treewright knows them. */
export const schema: SchemaDescription = {
  postgres: 18,
  ...schemaFromPrisma(readFileSync(new URL('../schema.prisma', import.meta.url), 'utf8')),
}

/** A contender that is Treewright with some options. */
export function ours(name: string, options: { readonly pipeline?: false } = {}): Contender {
  return {
    name,
    async open(address) {
      const pool = openPool(address, { max: 1 })
      const client = treewright({ schema, driver: overPg(pool), ...options })
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
