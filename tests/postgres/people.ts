// People and what they have: one relation of each kind, the tables they go into, and a look at all of their rows.
//
// Knows nothing of what is written to them.

import { defineSchema, type Client } from 'treewright'
import type { PlainRow, Place } from './places.ts'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const
const unique = { type: 'String', unique: true } as const

export const people = defineSchema({
  models: {
    User: {
      fields: { id, email: unique, name: 'String?', teamId: 'Int?' },
      relations: {
        posts: { many: 'Post', name: 'author' },
        reviews: { many: 'Post', name: 'reviewer' },
        notes: { many: 'Note' },
        profile: { one: 'Profile' },
        licence: { one: 'Licence' },
        team: { one: 'Team', fields: ['teamId'], references: ['id'] },
      },
    },
    Post: {
      fields: {
        id,
        slug: unique,
        title: { type: 'String', native: 'varchar(10)', default: { value: 't' } },
        rank: { type: 'Int?', unique: true },
        views: { type: 'Int', default: { value: 0 } },
        price: { type: 'Decimal?', native: 'numeric(5,2)' },
        body: 'String?',
        authorId: 'Int?',
        reviewerId: 'Int?',
      },
      relations: {
        author: { one: 'User', name: 'author', fields: ['authorId'], references: ['id'] },
        reviewer: { one: 'User', name: 'reviewer', fields: ['reviewerId'], references: ['id'] },
        tags: { many: 'Tag' },
      },
    },
    Tag: {
      fields: { id, name: unique, weight: { type: 'Int', default: { value: 0 } } },
      relations: { posts: { many: 'Post' } },
    },
    Note: {
      fields: { id, text: unique, stars: { type: 'Int', default: { value: 0 } }, userId: 'Int' },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'] } },
    },
    Profile: {
      fields: { id, bio: unique, userId: { type: 'Int?', unique: true } },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'] } },
    },
    Licence: {
      fields: { id, number: unique, userId: { type: 'Int', unique: true } },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'] } },
    },
    Team: { fields: { id, name: unique }, relations: { users: { many: 'User' } } },
  },
})

export type People = Client<typeof people>

export const peopleTables = `
  CREATE TABLE "Team" (id serial PRIMARY KEY, name text UNIQUE NOT NULL);
  CREATE TABLE "User" (
    id serial PRIMARY KEY, email text UNIQUE NOT NULL, name text,
    "teamId" int REFERENCES "Team" ON DELETE SET NULL);
  CREATE TABLE "Post" (
    id serial PRIMARY KEY, slug text UNIQUE NOT NULL, title varchar(10) NOT NULL DEFAULT 't', rank int UNIQUE,
    views int NOT NULL DEFAULT 0, price numeric(5,2), body text CHECK (body <> 'bad'),
    "authorId" int REFERENCES "User" ON DELETE SET NULL, "reviewerId" int REFERENCES "User" ON DELETE SET NULL);
  CREATE INDEX ON "Post" ("authorId");
  CREATE TABLE "Tag" (id serial PRIMARY KEY, name text UNIQUE NOT NULL, weight int NOT NULL DEFAULT 0);
  CREATE TABLE "_PostToTag" (
    "A" int NOT NULL REFERENCES "Post" ON DELETE CASCADE, "B" int NOT NULL REFERENCES "Tag" ON DELETE CASCADE,
    PRIMARY KEY ("A", "B"));
  CREATE INDEX ON "_PostToTag" ("B");
  CREATE TABLE "Note" (
    id serial PRIMARY KEY, text text UNIQUE NOT NULL, stars int NOT NULL DEFAULT 0,
    "userId" int NOT NULL REFERENCES "User");
  CREATE INDEX ON "Note" ("userId");
  CREATE TABLE "Profile" (
    id serial PRIMARY KEY, bio text UNIQUE NOT NULL, "userId" int UNIQUE REFERENCES "User" ON DELETE SET NULL);
  CREATE TABLE "Licence" (
    id serial PRIMARY KEY, number text UNIQUE NOT NULL, "userId" int UNIQUE NOT NULL REFERENCES "User");
`

const TABLES = ['Team', 'User', 'Post', 'Tag', '_PostToTag', 'Note', 'Profile', 'Licence']

/** Empties the tables; keys are counted from 1 again. */
export const emptyPeople = `TRUNCATE ${TABLES.map((table) => `"${table}"`).join(', ')} RESTART IDENTITY;`

/** All rows of all tables. */
export async function everybody(place: Pick<Place, 'rows'>): Promise<unknown> {
  const tables = TABLES.map(async (table) => {
    return [table, await place.rows(`SELECT * FROM "${table}" ORDER BY 1, 2`)] as const
  })
  return Object.fromEntries(await Promise.all(tables))
}

/** Posts as `slug title rank views author tags`, what is null or none left out. */
export function postsNow(place: Pick<Place, 'rows'>): Promise<string[]> {
  return said(
    place,
    `SELECT concat_ws(' ', slug, title, rank, views, u.email, r.email, (
      SELECT string_agg(t.name || ':' || t.weight, ',' ORDER BY t.name)
      FROM "_PostToTag" j JOIN "Tag" t ON t.id = j."B" WHERE j."A" = p.id)) AS said
    FROM "Post" p LEFT JOIN "User" u ON u.id = "authorId" LEFT JOIN "User" r ON r.id = "reviewerId" ORDER BY slug`,
  )
}

/** Tags as `name:weight`. */
export function tagsNow(place: Pick<Place, 'rows'>): Promise<string[]> {
  return said(place, `SELECT name || ':' || weight AS said FROM "Tag" ORDER BY name`)
}

/** Notes as `text stars owner`. */
export function notesNow(place: Pick<Place, 'rows'>): Promise<string[]> {
  return said(
    place,
    `SELECT concat_ws(' ', text, stars, email) AS said FROM "Note" n
    JOIN "User" u ON u.id = "userId" ORDER BY text`,
  )
}

async function said(place: Pick<Place, 'rows'>, sql: string): Promise<string[]> {
  return (await place.rows(sql)).map((row: PlainRow) => String(row['said']))
}
