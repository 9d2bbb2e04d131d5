// What comes back has exactly the type that the arguments choose.

import {
  treewright,
  type Bytes,
  type Count,
  type CreateInput,
  type JsonValue,
  type LooseRow,
  type Operation,
  type Result,
  type Row,
  type SchemaDescription,
} from 'treewright'
import { db, driver, exactly, schema, type Blog } from './blog.js'

type User = {
  id: number
  email: string
  name: string | null
  visits: number
  big: bigint
  score: number | null
  balance: string | null
  active: boolean
  role: 'READER' | 'WRITER'
  moods: ('GLAD' | 'SO')[]
  joinedAt: Date
  settings: JsonValue | null
  config: JsonValue
  avatar: Bytes | null
  token: string
  initials: string | null
  serial: number
}
type Profile = { id: number; bio: string; userId: number }

const data = { email: 'a' }
const where = { id: 1 }

export async function results(): Promise<void> {
  exactly<User>()(await db.user.create({ data }))
  exactly<User>()(await db.user.upsert({ where, create: data, update: {} }))
  exactly<User[]>()(await db.user.createManyAndReturn({ data: [data] }))
  exactly<Count>()(await db.user.createMany({ data }))
  exactly<Count>()(await db.user.deleteMany())
  exactly<Operation<Count>>()(db.user.updateMany({ data: {} }))

  exactly<{ id: number; name: string | null }>()(
    await db.user.update({ where, data: {}, select: { id: true, name: true, email: false } }),
  )
  exactly<{ posts: { slug: string; author: Pick<User, 'id'>; editor: Pick<User, 'email'> | null }[] }>()(
    await db.user.delete({
      where,
      select: {
        posts: {
          select: { slug: true, author: { select: { id: true } }, editor: { select: { email: true } } },
        },
      },
    }),
  )
  exactly<{ title: string; author: { email: string; profile: Profile | null } }[]>()(
    await db.post.updateManyAndReturn({
      data: {},
      select: { title: true, author: { select: { email: true, profile: true } } },
    }),
  )

  const profile = await db.profile.create({ data: { bio: 'b', userId: 1 }, include: { user: true } })
  exactly<{ id: number; bio: string; userId: number; user: User }>()(profile)
  exactly<{ id: number; user: User }>()(
    await db.profile.update({ where, data: {}, include: { user: true }, omit: { bio: true, userId: true } }),
  )
  exactly<{ name: string; parent: { id: number; name: string; parentId: number | null } | null }>()(
    await db.tag.delete({
      where,
      include: { parent: true, posts: false },
      omit: { id: true, parentId: true },
    }),
  )

  exactly<{ _count: { posts: number; edited: number; votes: number } }>()(
    await db.user.update({ where, data: {}, select: { _count: true } }),
  )
  exactly<{ id: number; _count: { posts: number } }>()(
    await db.user.update({
      where,
      data: {},
      select: { id: true, _count: { select: { posts: { where: { likes: { gt: 1 } } }, votes: false } } },
    }),
  )

  const stated: Result<Blog, 'Tag', { select: { children: { include: { parent: true } } } }> =
    await db.tag.update({ where, data: {}, select: { children: { include: { parent: true } } } })
  exactly<Row<Blog, 'Tag'> | null>()(stated.children[0]!.parent)

  // Arguments of a name of their own keep their type with `as const`, or where they are written.
  const args = { data, include: { posts: { select: { slug: true } } } } as const
  exactly<{ slug: string }[]>()((await db.user.create(args)).posts)
}

/** All that is touched comes back, at any depth. */
export async function touched(): Promise<void> {
  const user = await db.user.create({
    data: {
      email: 'a',
      posts: {
        create: [
          { slug: 'a', title: 'A', tags: { connect: { id: 1 } } },
          { slug: 'b', title: 'B' },
        ],
      },
      profile: { create: { bio: 'x' } },
    },
    returning: 'touched',
  })
  exactly<string>()(user.email)
  exactly<Row<Blog, 'Tag'>[]>()(user.posts[0]!.tags)
  exactly<string | undefined>()(user.profile?.bio)
  // @ts-expect-error what is not touched does not come back
  user.votes

  const post = await db.post.upsert({
    where,
    create: {
      slug: 'a',
      title: 'A',
      author: { connectOrCreate: { where, create: { email: 'a', edited: {} } } },
    },
    update: { votes: { updateMany: { where: {}, data: { stars: 3 } } } },
    returning: 'touched',
  })
  exactly<Row<Blog, 'Vote'>[]>()(post.votes)
  exactly<Row<Blog, 'Post'>[]>()(post.author.edited)

  const unknownData: CreateInput<Blog, 'Tag'> = { name: 'a' }
  const tag = await db.tag.create({ data: unknownData, returning: 'touched' })
  exactly<string>()(tag.name)
  const children: object[] | undefined = tag.children
  void children

  exactly<Row<Blog, 'Tag'>>()(await db.tag.create({ data: { name: 'a' }, returning: 'touched' }))
  exactly<{ id: number }>()(
    await db.tag.create({ data: { name: 'a' }, returning: 'row', select: { id: true } }),
  )
  // @ts-expect-error nothing else is chosen beside it
  db.tag.create({ data: { name: 'a' }, returning: 'touched', select: { id: true } })
  // @ts-expect-error a row that is gone touches nothing
  db.tag.delete({ where, returning: 'touched' })
}

/** Decimals are what the option makes of them, at any depth. */
export async function decimals(): Promise<void> {
  class Decimal {
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const client = treewright({ schema, driver, decimal: Decimal })
  const { author } = await client.post.delete({ where, include: { author: true } })
  exactly<Decimal | null>()(author.balance)
  exactly<Decimal | null>()((await client.$with({}).user.delete({ where })).balance)
}

/** A description that is not a constant gives a client that takes anything. */
export async function notConstant(description: SchemaDescription): Promise<void> {
  const client = treewright({ schema: description, driver })
  const data = { anything: 1, posts: { create: [] } }
  const row = await client['user']?.create({ data, include: { posts: { include: { tags: true } } } })
  exactly<LooseRow | undefined>()(row)
  const known = await client['user']?.update<{ id: number }>({ where: { id: 1 }, data: {} })
  exactly<{ id: number } | undefined>()(known)
}
