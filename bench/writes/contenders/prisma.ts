// Prisma 7 with its adapter for node-postgres.

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { generatedClient } from '../../../tests/oracle/generated-client.ts'
import type { AnyClient } from '../../../tests/oracle/prisma.ts'
import { workloads } from '../workloads.ts'
import type { Contender } from './contender.ts'

type Generated = {
  readonly PrismaClient: new (options: object) => AnyClient & {
    $connect(): Promise<void>
    $disconnect(): Promise<void>
  }
}

// Thousands of statements over a long wire take longer than Prisma lets a transaction take otherwise.
const transactionOptions = { maxWait: 600_000, timeout: 600_000 }

export const prisma: Contender = {
  name: 'Prisma 7',
  async open(address) {
    const folder = await generatedClient(fileURLToPath(new URL('..', import.meta.url)))
    const { PrismaClient } = createRequire(import.meta.url)(folder) as Generated
    const client = new PrismaClient({ adapter: new PrismaPg({ ...address, max: 1 }), transactionOptions })
    await client.$connect()
    const verbs = new Map(workloads.map(({ name, model, verb }) => [name, { model, verb }]))
    return {
      async run(workload, request) {
        const { model = '', verb = '' } = verbs.get(workload) ?? {}
        return await client[model]?.[verb]?.(request)
      },
      close: () => client.$disconnect(),
    }
  },
}
