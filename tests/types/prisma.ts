// The face for code that was written for Prisma: its client, its namespace, and its names for types.

import {
  JsonNull,
  type Asked,
  type Client,
  type Count,
  type Row,
  type StatementEvent,
  type TransactionClient,
} from 'treewright'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { driver, exactly, schema, type Blog } from './blog.js'

type User = Row<Blog, 'User'>

const prisma = new PrismaClient({
  schema,
  driver,
  log: ['error', { level: 'query', emit: 'event' }],
  transactionOptions: { timeout: 5 },
})

/** A class of the caller's, as frameworks want it. */
class Service extends PrismaClient<Blog> {
  constructor() {
    super({ schema, driver })
  }
  async begin(): Promise<User> {
    await this.$connect()
    return await this.user.create({ data: { email: 'a' } })
  }
}

export async function client(): Promise<void> {
  exactly<PrismaClient<Blog>>()(prisma)
  exactly<User>()(await prisma.user.create({ data: { email: 'a' } }))
  exactly<User>()(await new Service().begin())
  exactly<Count>()(
    await prisma.$transaction(async (tx) => {
      exactly<Prisma.TransactionClient<Blog>>()(tx)
      exactly<TransactionClient<Blog>>()(tx)
      return await tx.tag.deleteMany()
    }),
  )
  exactly<[Count, number]>()(
    await prisma.$transaction([prisma.tag.deleteMany(), prisma.$executeRaw`SELECT 1`]),
  )
  exactly<{ id: number }[]>()(
    await prisma.$queryRaw<{ id: number }[]>(Prisma.sql`SELECT ${Prisma.join([1])}`),
  )
  exactly<PrismaClient<Blog>>()(
    prisma
      .$on('query', ({ query, duration }) => `${query} ${duration}`)
      .$on('error', ({ message }) => message),
  )
  exactly<() => void>()(prisma.$on('statement', (event) => exactly<StatementEvent>()(event)))
  await prisma.user.create({ data: { email: 'a', config: Prisma.JsonNull } })
  exactly<typeof JsonNull>()(Prisma.JsonNull)
  class Decimal {
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const decimals = new PrismaClient({ schema, driver, decimal: Decimal })
  exactly<Decimal | null>()((await decimals.user.delete({ where: { id: 1 } })).balance)
}

export function errors(error: unknown): string | undefined {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    exactly<Record<string, unknown> | undefined>()(error.meta)
    return error.code
  }
  if (error instanceof Prisma.PrismaClientValidationError) return error.clientVersion
  return undefined
}

/** Functions that take our clients take this one. */
export function taken(
  rename: (db: Client<Blog> | TransactionClient<Blog>) => void,
  within: (tx: Prisma.TransactionClient<Blog>) => void,
): void {
  rename(prisma)
  within(prisma)
}

/** Names for types. */
export function types(
  data: Prisma.CreateInput<Blog, 'User'>,
  where: Prisma.WhereInput<Blog, 'User'>,
  key: Prisma.WhereUniqueInput<Blog, 'User'>,
  args: Prisma.Args<typeof prisma.user, 'update'>,
  many: Prisma.Args<typeof prisma.user, 'deleteMany'>,
): Prisma.PrismaPromise<unknown>[] {
  const include = Prisma.validator<Prisma.Include<Blog, 'User'>>()({ posts: { select: { slug: true } } })
  type Chosen = Prisma.GetPayload<Blog, 'User', { include: typeof include }>
  exactly<{ slug: string }[]>()({} as Chosen['posts'])
  exactly<'Profile' | 'Post' | 'User' | 'Tag' | 'Vote'>()({} as Prisma.ModelName<Blog>)
  const sort: Prisma.OrderByWithRelationInput<Blog, 'User'> = { email: Prisma.SortOrder.asc }
  void sort
  exactly<Asked<User>>()({} as Prisma.PrismaPromise<User>)
  return [
    prisma.user.upsert({ where: key, create: data, update: { email: 'a' } }),
    prisma.user.updateMany({ where, data: {} }),
    prisma.user.update(args),
    prisma.user.deleteMany(many),
  ]
}

// @ts-expect-error there is no such adapter here
void new PrismaClient({ schema, driver, adapter: {} })
// @ts-expect-error the database has to be given
void new PrismaClient({ schema })
// @ts-expect-error it has to be made with `new`
PrismaClient({ schema, driver })
// @ts-expect-error there is no such level
void new PrismaClient({ schema, driver, log: ['verbose'] })
// @ts-expect-error it is not there
void prisma.$extends({})
// @ts-expect-error it is not there
void prisma.user.groupBy({ by: ['email'] })
// @ts-expect-error a decimal library is the caller's to choose
void new Prisma.Decimal('1')
// @ts-expect-error there is no such field
Prisma.validator<Prisma.Select<Blog, 'User'>>()({ nam: true })
