// The verbs that read: their arguments and results.

import type { Operation } from 'treewright'
import { db, exactly } from './blog.js'

const { user, post } = db

/** What may be read. */
export async function reads(): Promise<void> {
  exactly<{ slug: string } | null>()(await post.findUnique({ where: { slug: 'a' }, select: { slug: true } }))
  exactly<{ slug: string }>()(
    await post.findFirstOrThrow({
      where: { title: 'a' },
      orderBy: { likes: 'desc' },
      select: { slug: true },
    }),
  )
  exactly<{ email: string; posts: { id: number }[] }[]>()(
    await user.findMany({
      where: { posts: { some: { likes: { gt: 3 } } } },
      orderBy: [
        { name: { sort: 'asc', nulls: 'last' } },
        { profile: { bio: 'asc' } },
        { posts: { _count: 'desc' } },
      ],
      take: -3,
      skip: 1,
      cursor: { id: 3 },
      distinct: ['email', 'name'],
      select: {
        email: true,
        posts: {
          where: { title: 'x' },
          orderBy: { id: 'asc' },
          take: 1,
          skip: 1,
          cursor: { slug: 'a' },
          distinct: 'title',
          select: { id: true },
        },
      },
    }),
  )
  exactly<number>()(await user.count())
  exactly<number>()(await user.count({ where: { name: null }, take: 3 }))
  exactly<{ _all: number; name: number }>()(
    await user.count({ select: { _all: true, name: true, email: false } }),
  )
  exactly<Operation<number>>()(post.count({ where: { author: { email: 'x' } } }))
  await post.findMany({
    where: { likes: { gt: post.fields.id, in: [1, 2] }, title: { startsWith: post.fields.slug } },
  })
  await user.updateMany({
    where: { posts: { some: { slug: { equals: post.fields.title } } } },
    data: { name: null },
  })
  const [first] = await post.findMany()
  first?.slug
}

// @ts-expect-error a key is needed
post.findUnique({ where: { title: 'a' } })
// @ts-expect-error there is no such direction
post.findMany({ orderBy: { likes: 'up' } })
// @ts-expect-error a field that is never null has no place for nulls
post.findMany({ orderBy: { likes: { sort: 'asc', nulls: 'last' } } })
// @ts-expect-error rows of many are ordered by how many they are
user.findMany({ orderBy: { posts: { likes: 'asc' } } })
// @ts-expect-error a cursor is a key
user.findMany({ cursor: { name: 'a' } })
// @ts-expect-error there is no such field to be distinct in
user.findMany({ distinct: ['nam'] })
// @ts-expect-error there is no such field to count
user.count({ select: { nam: true } })
// @ts-expect-error a number is not compared with a text
post.findMany({ where: { likes: { gt: post.fields.title } } })
// @ts-expect-error a value is in a list, not in a value
post.findMany({ where: { likes: { in: post.fields.id } } })
// @ts-expect-error a field stands in a condition, not for a value
post.findMany({ where: { likes: post.fields.id } })
// @ts-expect-error there is no such field
post.fields.nothing
// @ts-expect-error counting has no rows that could be alike
post.count({ distinct: 'title' })
// @ts-expect-error a unique read has one row
post.findUnique({ where: { slug: 'a' }, take: 1 })
