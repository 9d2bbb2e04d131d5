// What may be written compiles: every verb at every kind of relation, and every form of a value.

import {
  AnyNull,
  DbNull,
  JsonNull,
  type Client,
  type CreateInput,
  type TransactionClient,
  type UniqueWhere,
} from 'treewright'
import { db, type Blog } from './blog.js'

const post = { slug: 'a', title: 'A' } as const
const where = { id: 1 }

/** In rows that are made. */
export async function creates(): Promise<void> {
  await db.user.create({
    data: {
      email: 'a',
      name: null,
      visits: undefined,
      big: 1n,
      balance: '1.5',
      joinedAt: '2026-01-31T12:00:00Z',
      settings: { fonts: ['mono', 1, null], deep: { er: true } },
      config: JsonNull,
      avatar: new Uint8Array(2),
      moods: ['GLAD'],
      profile: { create: { bio: 'b' } },
      posts: {
        create: [post, { ...post, tags: { connect: [{ id: 1 }, { name: 'x' }] } }],
        createMany: { data: [post], skipDuplicates: true },
        connect: { heading: { authorId: 1, title: 'A' } },
        connectOrCreate: { where: { slug: 'a' }, create: post },
      },
      edited: { create: { ...post, author: { connect: where } } },
      votes: { create: { stars: 1, post: { create: { ...post, authorId: 1 } } } },
    },
  })
  await db.user.create({
    data: { email: 'a', balance: 1n, big: 2, moods: { set: ['SO'] }, settings: DbNull },
  })
  await db.post.create({ data: { ...post, authorId: 1 } })
  await db.post.create({ data: { ...post, author: { create: { email: 'a' } } } })
  await db.post.create({ data: { ...post, author: { connect: { email: 'a' } }, editorId: 2 } })
  await db.vote.create({ data: { stars: 1, userId: 1, post: { connect: { slug: 'a' } } } })
  await db.tag.createMany({ data: [{ name: 'a', children: { create: { name: 'b' } } }] })
  await db.post.create({ data: { ...post, authorId: 1, tags: { create: { name: 'a' } }, editor: undefined } })
}

/** In rows that are there. */
export async function updates(): Promise<void> {
  await db.user.update({
    where: { email: 'a', visits: { gt: 1 } },
    data: {
      name: { set: null },
      visits: { increment: 1 },
      big: { multiply: 2n },
      balance: { divide: '1.1' },
      score: { set: null },
      moods: { push: ['GLAD', 'SO'] },
      role: { set: 'WRITER' },
      settings: { set: 1 },
      profile: { upsert: { create: { bio: 'b' }, update: { bio: { set: 'c' } }, where: { bio: 'x' } } },
      posts: {
        create: post,
        createMany: { data: post },
        connect: [],
        connectOrCreate: [],
        set: [{ id: 1 }],
        update: {
          where: { slug: 'a', title: { contains: 'x' } },
          data: { likes: 1, editor: { disconnect: true } },
        },
        upsert: [{ where, create: post, update: { title: 'x' } }],
        updateMany: { where: { likes: { lt: 3 }, OR: [{ title: 'x' }] }, data: { likes: { decrement: 1 } } },
        deleteMany: [{ title: 'x' }, {}],
        disconnect: { slug: 'a' },
        delete: [{ heading: { authorId: 1, title: 'A' }, slug: 'a' }],
      },
    },
  })
  await db.post.update({
    where,
    data: {
      author: { update: { email: 'b' } },
      editor: { update: { where: { name: 'x' }, data: { email: 'b' } }, delete: { name: 'x' } },
      tags: { set: [], create: { name: 'x' }, updateMany: { where: {}, data: { name: 'y' } } },
    },
  })
  await db.post.update({ where, data: { editor: { disconnect: { name: 'x' } }, authorId: 3 } })
  await db.profile.update({
    where: { userId: 1 },
    data: { user: { upsert: { create: { email: 'a' }, update: {} } } },
  })
  await db.vote.update({ where: { userId_postId: { userId: 1, postId: 1 }, stars: 3 }, data: { stars: 3 } })
  await db.tag.update({ where, data: { parent: { create: { name: 'x' } }, children: { deleteMany: {} } } })
}

/** In conditions. */
export async function conditions(): Promise<void> {
  await db.user.deleteMany({
    where: {
      AND: { id: 1 },
      OR: [{ name: null }, { name: { not: null, startsWith: 'x', mode: 'insensitive' } }],
      NOT: [{ role: { in: ['READER'] } }],
      email: { not: { contains: 'x' } },
      score: { in: null },
      joinedAt: { lt: new Date() },
      token: { in: ['x'] },
      moods: { has: 'GLAD', isEmpty: false },
      settings: { path: ['a'], equals: AnyNull },
      config: { string_contains: 'x' },
      profile: null,
      posts: { some: { author: { is: { email: 'x' } } }, none: {}, every: { editor: { isNot: null } } },
      votes: { some: { post: { slug: 'x' } } },
    },
    limit: 3,
  })
}

/** Functions over clients and rows. */
export function functions(client: Client<Blog>, tx: TransactionClient<Blog>): void {
  const rows: CreateInput<Blog, 'Post', 'author'>[] = [{ ...post }]
  const keys: UniqueWhere<Blog, 'Post'>[] = [{ id: 1 }, { heading: { authorId: 1, title: 'A' } }]
  client.user.create({ data: { email: 'a', posts: { create: rows, connect: keys } } })
  tx.user.delete({ where })
  client.$on('statement', ({ sql }) => sql.length)
  client.$on('slow', ({ plan, split }) => [plan?.length, split?.waiting?.toFixed()])
  client.$on('transaction', async ({ operations }) => void operations)
  tx.$metrics().shapes.map(({ latency: { p95 }, errors }) => [p95?.toFixed(), errors['P2002']])
}
