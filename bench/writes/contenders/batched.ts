// Written by hand, batched: one statement for each table, its rows as arrays, in a transaction. Keys come back by a value
// that is unique in what is written. The server keeps every statement prepared under its name.

import type { Client } from 'pg'
import type { Request } from '../requests.ts'
import { one, prepared, type Row } from './ask.ts'
import { byHand, inTransaction } from './contender.ts'

const USER = `INSERT INTO "User" (email, name) VALUES ($1, $2) RETURNING *`
const PROFILE = `INSERT INTO "Profile" (bio, "userId") VALUES ($1, $2) RETURNING *`
const POST = `INSERT INTO "Post" (slug, title, "authorId") VALUES ($1, $2, $3) RETURNING *`
const POSTS = `
  INSERT INTO "Post" (slug, title, body, "authorId")
  SELECT slug, title, body, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS post (slug, title, body)`
const COMMENTS = `
  INSERT INTO "Comment" (text, "postId") SELECT * FROM unnest($1::text[], $2::int[])`
const NEW_TAGS = `
  INSERT INTO "Tag" (name)
  SELECT name FROM unnest($1::text[]) AS name WHERE name NOT IN (SELECT name FROM "Tag" WHERE name = ANY ($1))
  ORDER BY name ON CONFLICT (name) DO NOTHING`
const TAG_LINKS = `INSERT INTO "_PostToTag" ("A", "B") SELECT $1, unnest($2::int[]) ON CONFLICT DO NOTHING`
const DEPARTMENTS = `
  INSERT INTO "Department" (name, "companyId") SELECT unnest($1::text[]), $2 RETURNING *`
const TEAMS = `
  INSERT INTO "Team" (name, "departmentId") SELECT * FROM unnest($1::text[], $2::int[]) RETURNING *`
const MEMBERS = `
  INSERT INTO "Member" (name, email, level, "teamId", "roleId")
  SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[]) RETURNING *`

export const batched = byHand('by hand, batched', {
  W1: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await one(client, USER, [data.email, data.name])
      const profile = await one(client, PROFILE, [data.profile.create.bio, user.id])
      const posts = await prepared(client, `${POSTS} RETURNING *`, postValues(data.posts.create, user.id))
      return { ...user, profile, posts }
    }),

  W2: (client, { data }) =>
    inTransaction(client, async () => {
      const author = await one(client, `SELECT * FROM "User" WHERE email = $1`, [data.author.connect.email])
      const post = await one(client, POST, [data.slug, data.title, author.id])
      return { ...post, author, tags: await tagged(client, post.id, data.tags.connectOrCreate) }
    }),

  W3: (client, request) => inTransaction(client, () => company(client, request)),

  W4: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await one(client, USER, [data.email, data.name])
      const posts = data.posts.create
      const made = await prepared(client, `${POSTS} RETURNING id, slug`, postValues(posts, user.id))
      const ids = new Map(made.map(({ id, slug }) => [slug, id]))
      const comments = posts.flatMap((post) => post.comments.create.map(({ text }) => ({ text, post })))
      const values = [comments.map(({ text }) => text), comments.map(({ post }) => ids.get(post.slug))]
      await prepared(client, COMMENTS, values)
      return user
    }),

  W5: (client, { where, data }) =>
    inTransaction(client, async () => {
      const renamed = `UPDATE "User" SET name = $2 WHERE email = $1 RETURNING *`
      const user = await one(client, renamed, [where.email, data.name])
      const { create, update } = data.profile.upsert
      const upsert = `
        INSERT INTO "Profile" (bio, "userId") VALUES ($1, $2) ON CONFLICT ("userId") DO UPDATE SET bio = $3
        RETURNING *`
      const profile = await one(client, upsert, [create.bio, user.id, update.bio])
      await prepared(client, POSTS, postValues(data.posts.create, user.id))
      await changePosts(client, user.id, data.posts)
      const posts = await prepared(client, `SELECT * FROM "Post" WHERE "authorId" = $1`, [user.id])
      return { ...user, profile, posts }
    }),

  W6: (client, { where, data }) =>
    inTransaction(client, async () => {
      const post = await one(client, `SELECT * FROM "Post" WHERE slug = $1`, [where.slug])
      await prepared(client, `DELETE FROM "_PostToTag" WHERE "A" = $1`, [post.id])
      return { ...post, tags: await tagged(client, post.id, data.tags.connectOrCreate) }
    }),

  W7: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await one(client, USER, [data.email, data.name])
      await prepared(client, POSTS, postValues(data.posts.create, user.id))
      return user
    }),
})

type NewPost = { readonly slug: string; readonly title: string; readonly body?: string }

function postValues(posts: readonly NewPost[], authorId: number): unknown[] {
  return [
    posts.map(({ slug }) => slug),
    posts.map(({ title }) => title),
    posts.map(({ body }) => body ?? null),
    authorId,
  ]
}

type WantedTags = Request<'W2'>['data']['tags']['connectOrCreate']

async function tagged(client: Client, postId: number, wanted: WantedTags): Promise<Row[]> {
  const names = wanted.map(({ create }) => create.name)
  await prepared(client, NEW_TAGS, [names])
  const tags = await prepared(client, `SELECT * FROM "Tag" WHERE name = ANY ($1) FOR KEY SHARE`, [names])
  await prepared(client, TAG_LINKS, [postId, tags.map(({ id }) => id)])
  return tags
}

async function company(client: Client, { data }: Request<'W3'>): Promise<object> {
  const company = await one(client, `INSERT INTO "Company" (name) VALUES ($1) RETURNING *`, [data.name])
  const departments = data.departments.create
  const newTeams = departments.flatMap(({ name, teams }) =>
    teams.create.map((team) => ({ team, department: name })),
  )
  const newMembers = newTeams.flatMap(({ team }) =>
    team.members.create.map((member) => ({ member, team: team.name })),
  )
  const names = departments.map(({ name }) => name)
  const ofCompany = await prepared(client, DEPARTMENTS, [names, company.id])
  const ofDepartments = await prepared(client, TEAMS, [
    newTeams.map(({ team }) => team.name),
    newTeams.map(({ department }) => named(ofCompany, department).id),
  ])
  const wanted = [...new Set(newMembers.map(({ member }) => member.role.connect.name))]
  const roles = await prepared(client, `SELECT * FROM "Role" WHERE name = ANY ($1)`, [wanted])
  const ofTeams = await prepared(client, MEMBERS, [
    newMembers.map(({ member }) => member.name),
    newMembers.map(({ member }) => member.email),
    newMembers.map(({ member }) => member.level),
    newMembers.map(({ team }) => named(ofDepartments, team).id),
    newMembers.map(({ member }) => named(roles, member.role.connect.name).id),
  ])
  const members = ofTeams.map((member) => ({
    ...member,
    role: roles.find(({ id }) => id === member['roleId']),
  }))
  return { ...company, departments: nested(ofCompany, nested(ofDepartments, members, 'team'), 'department') }
}

type Parent = 'team' | 'department'

/** Parents with the children that name them. */
function nested(parents: readonly Row[], children: readonly object[], parent: Parent): object[] {
  const list = parent === 'team' ? 'members' : 'teams'
  const key = `${parent}Id`
  const idOf = (child: object) => (child as Row)[key] as number
  return parents.map((one) => ({ ...one, [list]: children.filter((child) => idOf(child) === one.id) }))
}

function named(rows: readonly Row[], name: string): Row {
  const found = rows.find((row) => row['name'] === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

type PostChanges = Request<'W5'>['data']['posts']

async function changePosts(client: Client, userId: number, changes: PostChanges): Promise<void> {
  const { updateMany, deleteMany, connect, disconnect } = changes
  const { published, views } = updateMany.data
  await prepared(
    client,
    `UPDATE "Post" SET published = $3, views = views + $4 WHERE "authorId" = $1 AND title = $2`,
    [userId, updateMany.where.title, published, views.increment],
  )
  await prepared(client, `DELETE FROM "Post" WHERE "authorId" = $1 AND title = $2`, [
    userId,
    deleteMany.title,
  ])
  await one(client, `UPDATE "Post" SET "authorId" = $1 WHERE slug = $2 RETURNING id`, [userId, connect.slug])
  const left = `UPDATE "Post" SET "authorId" = NULL WHERE "authorId" = $1 AND slug = $2`
  await prepared(client, left, [userId, disconnect.slug])
}
