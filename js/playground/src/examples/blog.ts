// Examples on a blog: a sign-up, a post with tags, a list kept in step with a form, and a write full of mistakes.

import type { Example } from './example.ts'

const schema = `model User {
  id      Int      @id @default(autoincrement())
  email   String   @unique
  name    String?
  role    Role     @default(READER)
  profile Profile?
  posts   Post[]
}

model Profile {
  id     Int    @id @default(autoincrement())
  bio    String
  userId Int    @unique
  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
}

model Post {
  id        Int       @id @default(autoincrement())
  slug      String    @unique
  title     String
  published Boolean   @default(false)
  views     Int       @default(0)
  createdAt DateTime  @default(now())
  authorId  Int?
  author    User?     @relation(fields: [authorId], references: [id])
  comments  Comment[]
  tags      Tag[]
}

model Comment {
  id     Int    @id @default(autoincrement())
  text   String
  postId Int
  post   Post   @relation(fields: [postId], references: [id], onDelete: Cascade)
}

model Tag {
  id    Int    @id @default(autoincrement())
  name  String @unique
  posts Post[]
}

enum Role {
  READER
  AUTHOR
  EDITOR
}
`

export const signUp: Example = {
  name: 'sign-up',
  title: 'Sign-up: a user, a profile and first posts',
  schema,
  write: `db.user.create({
  data: {
    email: 'ada@example.com',
    name: 'Ada',
    role: 'AUTHOR',
    profile: { create: { bio: 'Counts on engines.' } },
    posts: {
      create: [
        { slug: 'on-engines', title: 'On engines', published: true },
        { slug: 'on-poems', title: 'On poems' },
      ],
    },
  },
  include: { profile: true, posts: true },
})
`,
  seed: '',
}

export const tagged: Example = {
  name: 'tags',
  title: 'A post whose tags may be there or not',
  schema,
  write: `db.post.create({
  data: {
    slug: 'letters',
    title: 'Letters',
    author: { connect: { email: 'ada@example.com' } },
    tags: {
      connectOrCreate: [
        { where: { name: 'history' }, create: { name: 'history' } },
        { where: { name: 'machines' }, create: { name: 'machines' } },
        { where: { name: 'poetry' }, create: { name: 'poetry' } },
      ],
    },
  },
  include: { author: true, tags: { orderBy: { name: 'asc' } } },
})
`,
  seed: `// What is there before: each line is a write of its own.
db.user.create({ data: { email: 'ada@example.com', name: 'Ada' } })
db.tag.createMany({ data: [{ name: 'history' }, { name: 'gardens' }] })
`,
}

export const listInStep: Example = {
  name: 'list',
  title: 'A list kept in step with a form: set, upsert, deleteMany',
  schema,
  write: `db.post.update({
  where: { slug: 'letters' },
  data: {
    title: 'Letters and notes',
    tags: {
      set: [{ name: 'history' }],
      connectOrCreate: { where: { name: 'notes' }, create: { name: 'notes' } },
    },
    comments: {
      deleteMany: { text: { contains: 'spam' } },
      upsert: [
        { where: { id: 1 }, create: { text: 'Well said' }, update: { text: 'Very well said' } },
        { where: { id: 99 }, create: { text: 'And another thing' }, update: { text: 'Again' } },
      ],
    },
  },
  include: { comments: { orderBy: { id: 'asc' } }, tags: true },
})
`,
  seed: `db.post.create({
  data: {
    slug: 'letters',
    title: 'Letters',
    comments: { create: [{ text: 'Well said' }, { text: 'Some spam' }, { text: 'More spam' }] },
    tags: { create: [{ name: 'history' }, { name: 'drafts' }] },
  },
})
`,
}

export const mistakes: Example = {
  name: 'mistakes',
  title: 'Full of mistakes, each told at its place',
  schema,
  write: `db.user.create({
  data: {
    emial: 'ada@example.com',
    role: 'WRITER',
    posts: {
      create: [
        { slug: 'on-engines', title: 'On engines', views: '12' },
        { title: 'On poems', published: null },
      ],
      update: { where: { slug: 'letters' }, data: { title: 'Letters' } },
    },
  },
  include: { profiles: true },
})
`,
  seed: '',
}
