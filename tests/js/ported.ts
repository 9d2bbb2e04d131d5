// Clients of `treewright/prisma` whose driver answers without a database.
//
// Knows nothing of what is expected of them.

import type { Connection, Driver } from 'treewright/driver'
import { PrismaClient } from 'treewright/prisma'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'

/** A driver that refuses every write, or gives nothing. */
function driverThat(refuses: boolean): Driver {
  const cause = Object.assign(new Error('duplicate key'), {
    severity: 'ERROR',
    code: '23505',
    table: 'Tag',
    constraint: 'Tag_name_key',
  })
  const none = { detail: null, schema: null, column: null, where: null }
  const refusal = { ...none, state: '23505', message: cause.message, table: 'Tag', constraint: 'k', cause }
  const connection: Connection = {
    async send(calls) {
      const isWrite = calls.some(({ sql }) => /INSERT/.test(sql))
      if (refuses && isWrite) return { rows: [], refusal }
      return {
        rows: calls.map(({ sql }) => (/^(WITH|INSERT|UPDATE|DELETE)/.test(sql) ? [['1']] : [])),
        refusal: null,
      }
    },
    ask: async () => ({ columns: [], rows: [], touched: 0 }),
  }
  const lend: Driver['connect'] = (work) => work(connection)
  const driver: Driver = {
    ...untouched,
    transaction: lend,
    connect: lend,
    within: () => ({ ...driver, isWithin: true }),
  }
  return driver
}

/** A client on such a driver. */
export function clientThat(refuses: boolean, options: object = {}): PrismaClient<typeof blog> {
  return new PrismaClient({ schema: blog, driver: driverThat(refuses), ...options })
}

/** Arguments of a write. */
export const tags = { data: [{ name: 'x' }] }
