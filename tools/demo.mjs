// The program that `npm start` ends with: one nested write, planned and carried out on an embedded PostgreSQL.

import { PGlite } from '@electric-sql/pglite'
import { defineSchema, treewright } from 'treewright'
import { pglite } from 'treewright/pglite'

const schema = defineSchema({
  models: {
    User: {
      fields: {
        id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
        email: { type: 'String', unique: true },
        name: 'String?',
        joinedAt: { type: 'DateTime', native: 'timestamptz', default: { fn: 'now' } },
      },
      relations: { posts: { many: 'Post' }, profile: { one: 'Profile' } },
    },
    Profile: {
      fields: {
        id: { type: 'String', id: true, native: 'uuid', default: { fn: 'uuid', version: 7 } },
        bio: 'String',
        userId: { type: 'Int', unique: true },
      },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'] } },
    },
    Post: {
      fields: {
        id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
        title: 'String',
        draft: { type: 'Boolean', default: { value: true } },
        authorId: 'Int',
      },
      relations: {
        author: { one: 'User', fields: ['authorId'], references: ['id'] },
        tags: { many: 'Tag' },
      },
    },
    Tag: {
      fields: { id: { type: 'Int', id: true, default: { fn: 'autoincrement' } }, name: 'String' },
      relations: { posts: { many: 'Post' } },
    },
  },
})

const tables = `
  CREATE TABLE "User" (id serial PRIMARY KEY, email text UNIQUE NOT NULL, name text, "joinedAt" timestamptz NOT NULL);
  CREATE TABLE "Profile" (id uuid PRIMARY KEY, bio text NOT NULL, "userId" int UNIQUE NOT NULL REFERENCES "User");
  CREATE TABLE "Post" (id serial PRIMARY KEY, title text NOT NULL, draft bool NOT NULL,
                       "authorId" int NOT NULL REFERENCES "User");
  CREATE TABLE "Tag" (id serial PRIMARY KEY, name text NOT NULL);
  CREATE TABLE "_PostToTag" ("A" int REFERENCES "Post", "B" int REFERENCES "Tag", PRIMARY KEY ("A", "B"));
`

const write = {
  data: {
    email: 'ada@example.com',
    profile: { create: { bio: 'Wrote the first program' } },
    posts: {
      create: [
        { title: 'On engines', draft: false, tags: { create: [{ name: 'history' }, { name: 'machines' }] } },
        { title: 'On poems', tags: { create: { name: 'poetry' } } },
      ],
    },
  },
  include: { profile: true, posts: { include: { tags: true } } },
}

const database = await PGlite.create()
await database.exec(tables)
const db = treewright({ schema, driver: pglite(database) })

const heading = (text) => console.log(`\n\u001b[1m${text}\u001b[0m`)
const show = (value) => console.dir(value, { depth: null })

heading('The write: db.user.create(...)')
show(write)

const operation = db.user.create(write)
heading('Its plan, before anything runs')
console.log(String(operation.plan()))

heading('The SQL, as it is sent')
db.$on('statement', ({ step, sql, parameters, rows }) => {
  console.log(`${step}. ${sql}`)
  parameters.forEach((text, position) => console.log(`     $${position + 1} = ${text}`))
  console.log(`     -> ${rows} ${rows === 1 ? 'row' : 'rows'}`)
})
const user = await operation

heading('What came back')
show(user)

heading('A mistake, found before anything is sent')
const [problem] = db.user.create({ data: { email: 'x', posts: { create: [{ tilte: 'One' }] } } }).check()
show(problem)

await database.close()
