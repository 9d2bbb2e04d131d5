// Transactions: what a function and a list of operations give, and what they cannot be given.

import {
  TransactionIsolationLevel,
  treewright,
  type BatchOptions,
  type Client,
  type Count,
  type LooseRow,
  type Operation,
  type Row,
  type SchemaDescription,
  type TransactionClient,
  type TransactionOptions,
} from 'treewright'
import { db, driver, exactly, schema, type Blog } from './blog.js'

type User = Row<Blog, 'User'>

const data = { email: 'a' }
const where = { id: 1 }

/** A helper that writes inside of a transaction, and in none. */
async function rename(client: Client<Blog> | TransactionClient<Blog>, name: string): Promise<User> {
  return await client.user.update({ where, data: { name } })
}

export async function functions(): Promise<void> {
  const given = await db.$transaction(
    async (tx) => {
      exactly<TransactionClient<Blog>>()(tx)
      exactly<User>()(await tx.user.create({ data }))
      exactly<number>()(await tx.$transaction(async (inner) => (await inner.tag.deleteMany()).count))
      exactly<{ name: string | null }>()(await tx.user.delete({ where, select: { name: true } }))
      exactly<User>()(await rename(tx, 'a'))
      return 7 as const
    },
    { isolationLevel: 'Serializable', maxWait: 1, timeout: 2, retries: 3, savepoints: false },
  )
  exactly<7>()(given)
  exactly<Count>()(await db.$transaction((tx) => tx.user.deleteMany()))
  exactly<string>()(await db.$transaction(() => 'at once'))
  exactly<void>()(await db.$transaction(async () => {}, { timeout: undefined }))
  const level: TransactionIsolationLevel = TransactionIsolationLevel.RepeatableRead
  const options: TransactionOptions = { isolationLevel: level }
  await db.$with({}, { savepoints: false }).$transaction(async () => {}, options)
}

export async function lists(): Promise<void> {
  const [user, count, post] = await db.$transaction(
    [
      db.user.create({ data }),
      db.tag.deleteMany(),
      db.post.delete({ where, select: { slug: true, author: { select: { id: true } } } }),
    ],
    { isolationLevel: 'ReadCommitted' },
  )
  exactly<User>()(user)
  exactly<Count>()(count)
  exactly<{ slug: string; author: { id: number } }>()(post)
  exactly<[User, Count]>()(await db.$batch([db.user.create({ data }), db.tag.deleteMany()]))
  exactly<[Count]>()(await db.$batch([db.tag.deleteMany()], { atomic: true }))
  exactly<[]>()(await db.$transaction([]))

  const many = [1, 2].map((id) => db.user.delete({ where: { id } }))
  exactly<Operation<User>[]>()(many)
  exactly<User[]>()(await db.$transaction(many))
  const fixed = [db.tag.deleteMany(), db.user.create({ data })] as const
  exactly<[Count, User]>()(await db.$transaction(fixed))

  const [first, second] = await db.$batch([db.user.create({ data }), db.tag.deleteMany()], {
    atomic: false,
    timeout: 5,
  })
  exactly<PromiseSettledResult<User>>()(first)
  if (second.status === 'fulfilled') exactly<Count>()(second.value)
  else exactly<unknown>()(second.reason as unknown)
  const options: BatchOptions = { atomic: false }
  // @ts-expect-error whether each is kept by itself has to be known
  await db.$batch([], options)
}

export function decimals(): void {
  class Decimal {
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const client = treewright({ schema, driver, decimal: Decimal, transactionOptions: { maxWait: 5 } })
  void client.$transaction(async (tx) => {
    exactly<Decimal | null>()((await tx.user.delete({ where })).balance)
  })
}

export async function notConstant(description: SchemaDescription): Promise<void> {
  const client = treewright({ schema: description, driver })
  const row = await client.$transaction(async (tx) => tx['user']?.create({ data }))
  exactly<LooseRow | undefined>()(row)
}

export function mistakes(): void {
  // @ts-expect-error there is no such level
  void db.$transaction(async () => {}, { isolationLevel: 'Serialisable' })
  // @ts-expect-error there is no such option
  void db.$transaction(async () => {}, { timeOut: 5 })
  // @ts-expect-error a promise has started already
  void db.$transaction([Promise.resolve(1)])
  // @ts-expect-error what is no list cannot be run
  void db.$transaction('everything')
  // @ts-expect-error inside, the arguments are checked too
  void db.$transaction((tx) => tx.user.create({ data: { emial: 'a' } }))
  // @ts-expect-error in a list, too
  void db.$transaction([db.user.create({ data: { emial: 'a' } })])
  // @ts-expect-error a transaction does not end its driver
  void db.$transaction(async (tx) => tx.$disconnect())
  // @ts-expect-error there is no such option
  db.$with({}, { savepoint: false })
}
