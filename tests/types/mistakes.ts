// What is wrong does not compile, and the mistake is at the place that is wrong.

import { DbNull, JsonNull, treewright, type CreateInput } from 'treewright'
import { db, driver, schema, type Blog } from './blog.js'

const post = { slug: 'a', title: 'A' } as const
const where = { id: 1 }

// @ts-expect-error there is no such model
db.users
// @ts-expect-error there is no such verb
db.user.insert

// @ts-expect-error a field that every row needs is left out
db.user.create({ data: {} })
// @ts-expect-error there is no such field
db.user.create({ data: { email: 'a', emial: 'a' } })
// @ts-expect-error the value is of another type
db.user.create({ data: { email: 7 } })
// @ts-expect-error the field cannot be null
db.user.create({ data: { email: 'a', visits: null } })
// @ts-expect-error the enum has no such label
db.user.create({ data: { email: 'a', role: 'OWNER' } })
// @ts-expect-error a label of the database is not the name of the enum's
db.user.create({ data: { email: 'a', moods: ['froh'] } })
// @ts-expect-error a fraction may be a number, but a text is none
db.user.create({ data: { email: 'a', score: '1.5' } })
// @ts-expect-error the database computes the column
db.user.create({ data: { email: 'a', initials: 'A' } })
// @ts-expect-error the database counts the column
db.user.create({ data: { email: 'a', serial: 1 } })
// @ts-expect-error a row that is made has nothing to add to
db.user.create({ data: { email: 'a', visits: { increment: 1 } } })
// @ts-expect-error a function is no JSON value
db.user.create({ data: { email: 'a', settings: { a: () => 1 } } })
// @ts-expect-error the column cannot be null, JSON's null is JsonNull
db.user.create({ data: { email: 'a', config: DbNull } })
// @ts-expect-error the markers stand for whole values
db.user.create({ data: { email: 'a', config: { inside: JsonNull } } })
// @ts-expect-error a required relation needs a row or its key
db.post.create({ data: post })
// @ts-expect-error one of two required relations is left out
db.vote.create({ data: { stars: 1, userId: 1 } })
// @ts-expect-error there is no such argument
db.user.create({ data: { email: 'a' }, were: {} })
// @ts-expect-error one of the rows is wrong
db.tag.createMany({ data: [{ name: 'a' }, { nam: 'b' }] })

// @ts-expect-error the nested row needs a title
db.user.create({ data: { email: 'a', posts: { create: { slug: 'a' } } } })
// @ts-expect-error the nesting sets the relation
db.user.create({ data: { email: 'a', posts: { create: { ...post, author: { connect: where } } } } })
// @ts-expect-error the nesting sets the key
db.user.create({ data: { email: 'a', posts: { create: { ...post, authorId: 1 } } } })
// @ts-expect-error the other relation to the same model is not set by it
db.user.create({ data: { email: 'a', edited: { create: post } } })
// @ts-expect-error a relation to one row takes one
db.user.create({ data: { email: 'a', profile: { create: [{ bio: 'b' }] } } })
// @ts-expect-error a row that is made has nothing to update
db.user.create({ data: { email: 'a', posts: { update: { where, data: {} } } } })
// @ts-expect-error there is no such verb
db.user.create({ data: { email: 'a', posts: { add: post } } })
// @ts-expect-error rows are not made by createMany where a junction table joins them
db.post.create({ data: { ...post, authorId: 1, tags: { createMany: { data: [] } } } })
// @ts-expect-error connectOrCreate needs both
db.user.create({ data: { email: 'a', posts: { connectOrCreate: { where } } } })

// @ts-expect-error a title is no key
db.post.update({ where: { title: 'A' }, data: {} })
// @ts-expect-error no key at all
db.post.update({ where: {}, data: {} })
// @ts-expect-error a condition on a key does not name a row
db.post.update({ where: { id: { gt: 1 } }, data: {} })
// @ts-expect-error half a key
db.vote.update({ where: { userId_postId: { userId: 1 } }, data: {} })
// @ts-expect-error a key with a name of its own has no other
db.post.update({ where: { authorId_title: { authorId: 1, title: 'A' } }, data: {} })
// @ts-expect-error an update needs a where
db.post.update({ data: {} })
// @ts-expect-error two things to do with one number
db.post.update({ where, data: { likes: { increment: 1, multiply: 2 } } })
// @ts-expect-error a text cannot be reckoned with
db.post.update({ where, data: { title: { increment: 1 } } })
// @ts-expect-error only lists are pushed to
db.post.update({ where, data: { title: { push: 'x' } } })
// @ts-expect-error a required relation cannot be let go
db.post.update({ where, data: { author: { disconnect: true } } })
// @ts-expect-error update has no form without data
db.post.update({ where, data: { author: { update: true } } })
// @ts-expect-error of many rows, one has to be named
db.user.update({ where, data: { posts: { delete: true } } })
// @ts-expect-error a relation to one row has no set
db.post.update({ where, data: { editor: { set: [] } } })
// @ts-expect-error the nesting sets the key of rows that are there, too
db.user.update({ where, data: { posts: { updateMany: { where: {}, data: { authorId: 1 } } } } })
// @ts-expect-error a nested updateMany takes conditions on fields only
db.user.update({ where, data: { posts: { updateMany: { where: { author: {} }, data: {} } } } })
// @ts-expect-error updateMany writes fields only
db.post.updateMany({ data: { tags: { set: [] } } })

// @ts-expect-error numbers contain nothing
db.post.deleteMany({ where: { likes: { contains: '1' } } })
// @ts-expect-error a uuid takes no part of a text
db.user.deleteMany({ where: { token: { startsWith: 'x' } } })
// @ts-expect-error the field is never null
db.user.deleteMany({ where: { email: null } })
// @ts-expect-error the relation is never null
db.post.deleteMany({ where: { author: null } })
// @ts-expect-error of many rows, some, none or every
db.user.deleteMany({ where: { posts: { title: 'A' } } })
// @ts-expect-error of one row, is or isNot
db.post.deleteMany({ where: { author: { some: {} } } })
// @ts-expect-error a condition on JSON is an object with a word
db.user.deleteMany({ where: { settings: 'x' } })
// @ts-expect-error deep in a condition, too
db.user.deleteMany({ where: { OR: [{ posts: { some: { author: { is: { emial: 'x' } } } } }] } })

// @ts-expect-error there is no such field to select
db.user.delete({ where, select: { id: true, emial: true } })
// @ts-expect-error there is no such field to select in a relation
db.user.delete({ where, include: { posts: { select: { tilte: true, id: true } } } })
// @ts-expect-error fields are not included
db.user.delete({ where, include: { email: true } })
// @ts-expect-error relations are not omitted
db.user.delete({ where, omit: { posts: true } })
// @ts-expect-error select or include
db.user.delete({ where, select: { id: true }, include: { posts: true } })
// @ts-expect-error select or include, in relations as well
db.user.delete({ where, include: { posts: { select: { id: true }, omit: { title: true } } } })
// @ts-expect-error a relation to one row has no order
db.post.delete({ where, include: { author: { orderBy: { id: 'asc' } } } })
// @ts-expect-error rows of a relation to one are not counted
db.post.delete({ where, include: { _count: { select: { author: true } } } })

/** What was not chosen is not there. */
export async function notChosen(): Promise<void> {
  const user = await db.user.delete({ where, select: { id: true, posts: { select: { slug: true } } } })
  // @ts-expect-error it was not selected
  user.email
  // @ts-expect-error it was not selected in the relation
  user.posts[0]?.title
  const { posts } = await db.user.delete({ where, include: { posts: true }, omit: { email: true } })
  // @ts-expect-error relations of a relation come only if they are asked for
  posts[0]?.tags
  const post = await db.post.delete({ where, include: { author: true, editor: true } })
  post.author.email
  // @ts-expect-error there may be no editor
  post.editor.email
  // @ts-expect-error createMany gives a count
  ;(await db.tag.createMany({ data: [] })).name
}

// @ts-expect-error the row needs an author, because nothing sets it
export const row: CreateInput<Blog, 'Post'> = { ...post }
// @ts-expect-error there is no such model
export type Nothing = CreateInput<Blog, 'Pots'>
// @ts-expect-error there is no such option
treewright({ schema, driver, limit: 1 })
// @ts-expect-error there is no such event
db.$on('sql', () => {})
// @ts-expect-error an operation's event has no plan, only that of a slow one has
db.$on('operation', ({ plan }) => plan)
// @ts-expect-error a tag is a text, a number or a boolean
treewright({ schema, driver, comments: () => ({ tags: [] }) })
// @ts-expect-error tracers follow
treewright({ schema, driver, telemetry: {} })
// @ts-expect-error figures only change by what is done
db.$metrics().total.rows = 0
