// Written by hand, row by row: what a program does that walks its tree and awaits one statement for each row, in a
// transaction. The server keeps every statement prepared under its name.

import type { Client } from 'pg'
import type { Request } from '../requests.ts'
import { one, prepared, type Row } from './ask.ts'
import { byHand, inTransaction } from './contender.ts'

const INSERT = {
  user: `INSERT INTO "User" (email, name) VALUES ($1, $2) RETURNING *`,
  profile: `INSERT INTO "Profile" (bio, "userId") VALUES ($1, $2) RETURNING *`,
  post: `INSERT INTO "Post" (slug, title, body, "authorId") VALUES ($1, $2, $3, $4) RETURNING *`,
  comment: `INSERT INTO "Comment" (text, "postId") VALUES ($1, $2) RETURNING *`,
  tag: `INSERT INTO "Tag" (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING *`,
  postTag: `INSERT INTO "_PostToTag" ("A", "B") VALUES ($1, $2) ON CONFLICT DO NOTHING`,
  company: `INSERT INTO "Company" (name) VALUES ($1) RETURNING *`,
  department: `INSERT INTO "Department" (name, "companyId") VALUES ($1, $2) RETURNING *`,
  team: `INSERT INTO "Team" (name, "departmentId") VALUES ($1, $2) RETURNING *`,
  member: `INSERT INTO "Member" (name, email, level, "teamId", "roleId") VALUES ($1, $2, $3, $4, $5) RETURNING *`,
}

export const rowByRow = byHand('by hand, row by row', {
  W1: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await insert(client, 'user', [data.email, data.name])
      const profile = await insert(client, 'profile', [data.profile.create.bio, user.id])
      const posts = await postsOf(client, data.posts.create, user.id)
      return { ...user, profile, posts }
    }),

  W2: (client, { data }) =>
    inTransaction(client, async () => {
      const author = await find(client, 'User', 'email', data.author.connect.email)
      const post = await insert(client, 'post', [data.slug, data.title, null, author.id])
      return { ...post, author, tags: await tagged(client, post.id, data.tags.connectOrCreate) }
    }),

  W3: (client, { data }) =>
    inTransaction(client, async () => {
      const company = await insert(client, 'company', [data.name])
      const departments = []
      for (const { name, teams } of data.departments.create) {
        const department = await insert(client, 'department', [name, company.id])
        departments.push({ ...department, teams: await teamsOf(client, department.id, teams.create) })
      }
      return { ...company, departments }
    }),

  W4: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await insert(client, 'user', [data.email, data.name])
      for (const { slug, title, body, comments } of data.posts.create) {
        const { id } = await insert(client, 'post', [slug, title, body, user.id])
        for (const { text } of comments.create) await insert(client, 'comment', [text, id])
      }
      return user
    }),

  W5: (client, { where, data }) =>
    inTransaction(client, async () => {
      const user = await one(client, `UPDATE "User" SET name = $2 WHERE email = $1 RETURNING *`, [
        where.email,
        data.name,
      ])
      const profile = await upsertProfile(client, user.id, data.profile.upsert)
      await postsOf(client, data.posts.create, user.id)
      await changePosts(client, user.id, data.posts)
      const posts = await prepared(client, `SELECT * FROM "Post" WHERE "authorId" = $1`, [user.id])
      return { ...user, profile, posts }
    }),

  W6: (client, { where, data }) =>
    inTransaction(client, async () => {
      const post = await find(client, 'Post', 'slug', where.slug)
      await prepared(client, `DELETE FROM "_PostToTag" WHERE "A" = $1`, [post.id])
      return { ...post, tags: await tagged(client, post.id, data.tags.connectOrCreate) }
    }),

  W7: (client, { data }) =>
    inTransaction(client, async () => {
      const user = await insert(client, 'user', [data.email, data.name])
      await postsOf(client, data.posts.create, user.id)
      return user
    }),
})

type NewPost = { readonly slug: string; readonly title: string; readonly body?: string }

async function postsOf(client: Client, posts: readonly NewPost[], authorId: number): Promise<Row[]> {
  const made = []
  for (const { slug, title, body = null } of posts) {
    made.push(await insert(client, 'post', [slug, title, body, authorId]))
  }
  return made
}

type WantedTags = Request<'W2'>['data']['tags']['connectOrCreate']

async function tagged(client: Client, postId: number, wanted: WantedTags): Promise<Row[]> {
  const tags = []
  for (const { create } of wanted) {
    const [found] = await prepared(client, `SELECT * FROM "Tag" WHERE name = $1`, [create.name])
    const tag = found ?? (await insert(client, 'tag', [create.name]))
    await prepared(client, INSERT.postTag, [postId, tag.id])
    tags.push(tag)
  }
  return tags
}

type NewTeams = Request<'W3'>['data']['departments']['create'][number]['teams']['create']

async function teamsOf(client: Client, departmentId: number, teams: NewTeams): Promise<object[]> {
  const made = []
  for (const { name, members } of teams) {
    const team = await insert(client, 'team', [name, departmentId])
    const ofTeam = []
    for (const { name, email, level, role } of members.create) {
      const known = await find(client, 'Role', 'name', role.connect.name)
      const member = await insert(client, 'member', [name, email, level, team.id, known.id])
      ofTeam.push({ ...member, role: known })
    }
    made.push({ ...team, members: ofTeam })
  }
  return made
}

type Upsert = Request<'W5'>['data']['profile']['upsert']

async function upsertProfile(client: Client, userId: number, { create, update }: Upsert): Promise<Row> {
  const changed = `UPDATE "Profile" SET bio = $2 WHERE "userId" = $1 RETURNING *`
  const [found] = await prepared(client, changed, [userId, update.bio])
  return found ?? (await insert(client, 'profile', [create.bio, userId]))
}

type PostChanges = Request<'W5'>['data']['posts']

async function changePosts(client: Client, userId: number, changes: PostChanges): Promise<void> {
  const { updateMany, deleteMany, connect, disconnect } = changes
  await prepared(
    client,
    `UPDATE "Post" SET published = $3, views = views + $4 WHERE "authorId" = $1 AND title = $2`,
    [userId, updateMany.where.title, updateMany.data.published, updateMany.data.views.increment],
  )
  await prepared(client, `DELETE FROM "Post" WHERE "authorId" = $1 AND title = $2`, [
    userId,
    deleteMany.title,
  ])
  const joined = `UPDATE "Post" SET "authorId" = $1 WHERE slug = $2 RETURNING id`
  await one(client, joined, [userId, connect.slug])
  const left = `UPDATE "Post" SET "authorId" = NULL WHERE "authorId" = $1 AND slug = $2`
  await prepared(client, left, [userId, disconnect.slug])
}

function insert(client: Client, table: keyof typeof INSERT, values: readonly unknown[]): Promise<Row> {
  return one(client, INSERT[table], values)
}

function find(client: Client, table: string, column: string, value: string): Promise<Row> {
  return one(client, `SELECT * FROM "${table}" WHERE ${column} = $1`, [value])
}
