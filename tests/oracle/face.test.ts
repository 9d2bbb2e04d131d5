// One program, written for Prisma 7, run by Prisma's client and by the face that `treewright/prisma` has, on one pool.
//
// Knows no expectation of its own: both must give the same, errors included.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { pg } from 'treewright/pg'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { freshDatabase, openPool, startServer } from '../postgres/server.ts'
import { openPrisma } from './prisma.ts'
import { schema } from './schema.ts'

type Ours = PrismaClient<typeof schema>
type Namespace = Pick<
  typeof Prisma,
  | 'DbNull'
  | 'JsonNull'
  | 'PrismaClientKnownRequestError'
  | 'PrismaClientUnknownRequestError'
  | 'PrismaClientValidationError'
  | 'QueryMode'
  | 'SortOrder'
  | 'TransactionIsolationLevel'
  | 'empty'
  | 'join'
  | 'raw'
  | 'sql'
>

const ddl = readFileSync(new URL('schema.sql', import.meta.url), 'utf8')
const server = await startServer()
const pool = openPool(await freshDatabase(server, ddl), { max: 4 })
const prisma = await openPrisma(pool)
const ours = new PrismaClient({ schema, driver: pg(pool), decimal: prisma.Decimal })
after(async () => {
  await prisma.close()
  await pool.end()
  await server.stop()
})

/** The program; gives all that it has seen. */
async function program(db: Ours, names: Namespace): Promise<unknown[]> {
  const seen: unknown[] = []
  const see = (value: unknown) => void seen.push(value)
  const failing = async (work: PromiseLike<unknown>) => {
    see(await Promise.resolve(work).then(String, (error: unknown) => facts(error, names)))
  }
  const queries: Prisma.QueryEvent[] = []
  db.$on('query', (event) => queries.push(event))
  await db.$connect()
  const user = db['user'] as NonNullable<(typeof db)['user']>
  const chosen = { select: { email: true, balance: true, visits: true, settings: true } } as const
  see(await user.create({ data: { email: 'ada', balance: '1.10', settings: names.JsonNull }, ...chosen }))
  see(await user.create({ data: { email: 'bob', visits: 7n, settings: names.DbNull }, ...chosen }))
  await failing(user.create({ data: { email: 'ada' } }))
  await failing(user.update({ where: { email: 'nobody' }, data: { name: 'x' } }))
  await failing(user.create({ data: { email: 'cyd', nope: 1 } }))
  await failing(db.$executeRaw`INSERT INTO users (email, updated_at) VALUES (${'ada'}, now())`)
  await failing(db.$queryRaw('SELECT 1' as never))
  await failing(
    user.updateMany({ data: { name: 'x' }, where: { email: undefined, id: -1 } }).then(JSON.stringify),
  )
  const order = names.SortOrder.desc
  see(
    await db.$queryRaw(
      names.sql`SELECT email, balance, visits FROM users WHERE email IN (${names.join(['ada', 'bob'])}) ${names.empty}
        ORDER BY email ${names.raw(order)}`,
    ),
  )
  see(
    await db.$transaction(
      [
        user.updateMany({
          where: { email: { equals: 'ADA', mode: names.QueryMode.insensitive } },
          data: { name: 'Ada' },
        }),
        db.$executeRaw`UPDATE users SET visits = visits + ${1}`,
      ],
      { isolationLevel: names.TransactionIsolationLevel.Serializable },
    ),
  )
  await failing(
    db.$transaction(async (tx) => {
      await tx.$executeRaw`DELETE FROM users`
      throw new RangeError('not these')
    }),
  )
  see(await db.$transaction(async (tx) => await tx.$queryRaw`SELECT name, visits FROM users ORDER BY email`))
  const said = queries.find(({ query }) => query.startsWith('UPDATE users SET visits'))
  see([said?.query, said?.params.replaceAll('"', ''), typeof said?.duration, said?.timestamp instanceof Date])
  await db.$executeRaw`DELETE FROM users`
  return seen
}

function facts(error: unknown, names: Namespace): unknown {
  const { name, code } = error as { name: string; code?: string }
  const classes = [
    names.PrismaClientKnownRequestError,
    names.PrismaClientUnknownRequestError,
    names.PrismaClientValidationError,
  ]
  // Where Prisma has a code, so have we.
  const known = error instanceof names.PrismaClientKnownRequestError ? code : undefined
  return [name, known, classes.map((one) => error instanceof one)]
}

test('a program for Prisma sees the same', async () => {
  const theirs = await program(prisma.client as unknown as Ours, prisma.namespace as Namespace)
  assert.deepEqual(await program(ours, Prisma), theirs)
})
