// Written by hand, fused: all of a workload in one statement, with data-modifying CTEs, sent alone and atomic by itself.
//
// It is the yardstick, and lets the tables check what they can: what is to be connected and is not there goes unnoticed.
// The answer comes as one JSON value where it is read back.

import type { Request } from '../requests.ts'
import { only, type Ask } from './ask.ts'
import { byHand, type Contender } from './contender.ts'
import { COMPANY, POST_WITH_TAGS, RETAGGED, USER, USER_CHANGED, USER_WITH_POSTS } from './fused-sql.ts'

type Order = readonly [sql: string, values: readonly unknown[]]

/** A contender that asks in one statement, prepared or not. */
export function fused(name: string, ask: Ask): Contender {
  const answer = async (client: Parameters<Ask>[0], [sql, values]: Order) => {
    return only(await ask(client, sql, values))['answer'] as unknown
  }
  return byHand(name, {
    W1: (client, request) => answer(client, one(request)),
    W2: (client, request) => answer(client, two(request)),
    W3: (client, request) => answer(client, three(request)),
    W4: async (client, request) => only(await ask(client, ...four(request))),
    W5: (client, request) => answer(client, five(request)),
    W6: (client, request) => answer(client, six(request)),
    W7: async (client, request) => only(await ask(client, ...seven(request))),
  })
}

function one({ data }: Request<'W1'>): Order {
  return [USER, [data.email, data.name, data.profile.create.bio, ...postArrays(data.posts.create)]]
}

function two({ data }: Request<'W2'>): Order {
  return [POST_WITH_TAGS, [data.slug, data.title, data.author.connect.email, tagNames(data.tags)]]
}

function three({ data }: Request<'W3'>): Order {
  const departments = data.departments.create
  const teams = departments.flatMap((one, at) => one.teams.create.map((team) => ({ ...team, at: at + 1 })))
  const members = teams.flatMap((one, at) => one.members.create.map((member) => ({ ...member, at: at + 1 })))
  return [
    COMPANY,
    [
      data.name,
      departments.map(({ name }) => name),
      teams.map(({ at }) => at),
      teams.map(({ name }) => name),
      members.map(({ at }) => at),
      members.map(({ name }) => name),
      members.map(({ email }) => email),
      members.map(({ level }) => level),
      members.map(({ role }) => role.connect.name),
    ],
  ]
}

function four({ data }: Request<'W4'>): Order {
  const posts = data.posts.create
  const comments = posts.flatMap((post, at) => post.comments.create.map(({ text }) => ({ at: at + 1, text })))
  const values = [data.email, data.name, ...postArrays(posts)]
  return [USER_WITH_POSTS, [...values, comments.map(({ at }) => at), comments.map(({ text }) => text)]]
}

function five({ where, data }: Request<'W5'>): Order {
  const { create, updateMany, deleteMany, connect, disconnect } = data.posts
  const { upsert } = data.profile
  const user = [where.email, data.name, upsert.create.bio, upsert.update.bio]
  const changed = [updateMany.where.title, updateMany.data.published, updateMany.data.views.increment]
  const [slugs, titles] = postArrays(create)
  return [USER_CHANGED, [...user, slugs, titles, ...changed, deleteMany.title, connect.slug, disconnect.slug]]
}

function six({ where, data }: Request<'W6'>): Order {
  return [RETAGGED, [where.slug, tagNames(data.tags)]]
}

function seven({ data }: Request<'W7'>): Order {
  return [USER_WITH_POSTS, [data.email, data.name, ...postArrays(data.posts.create), [], []]]
}

type NewPost = { readonly slug: string; readonly title: string; readonly body?: string }

function postArrays(posts: readonly NewPost[]): [string[], string[], (string | null)[]] {
  return [
    posts.map(({ slug }) => slug),
    posts.map(({ title }) => title),
    posts.map(({ body }) => body ?? null),
  ]
}

function tagNames({
  connectOrCreate,
}: {
  connectOrCreate: Request<'W2'>['data']['tags']['connectOrCreate']
}): string[] {
  return connectOrCreate.map(({ create }) => create.name)
}
