// The schema that the suites of the host share: every kind of relation, and a field of every type.
//
// Knows nothing of a database.

import { defineSchema } from 'treewright'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

/** Users with a team, a profile, posts and their comments and tags. */
export const blog = defineSchema({
  models: {
    Team: {
      fields: { id, name: { type: 'String', unique: true } },
      relations: { users: { many: 'User' } },
    },
    User: {
      fields: {
        id,
        email: { type: 'String', unique: true },
        name: 'String?',
        age: 'Int?',
        visits: { type: 'BigInt', default: { value: 0 } },
        score: 'Float?',
        balance: 'Decimal?',
        active: { type: 'Boolean', default: { value: true } },
        role: { type: 'Role', default: { value: 'READER' } },
        joinedAt: { type: 'DateTime', native: 'timestamptz', default: { fn: 'now' } },
        settings: 'Json?',
        avatar: 'Bytes?',
        nicknames: 'String[]',
        token: { type: 'String', native: 'uuid', default: { fn: 'uuid' } },
        initials: { type: 'String?', generated: true },
        serial: { type: 'Int', default: { fn: 'autoincrement', identity: 'always' } },
        teamId: 'Int?',
      },
      relations: {
        team: { one: 'Team', fields: ['teamId'], references: ['id'] },
        profile: { one: 'Profile' },
        posts: { many: 'Post' },
      },
    },
    Profile: {
      fields: { id, bio: 'String', userId: { type: 'Int', unique: true } },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'] } },
    },
    Post: {
      fields: {
        id,
        slug: { type: 'String', unique: true },
        title: 'String',
        body: 'String?',
        authorId: 'Int',
      },
      relations: {
        author: { one: 'User', fields: ['authorId'], references: ['id'] },
        comments: { many: 'Comment' },
        tags: { many: 'Tag' },
      },
    },
    Comment: {
      fields: { id, text: 'String', postId: 'Int' },
      relations: { post: { one: 'Post', fields: ['postId'], references: ['id'] } },
    },
    Tag: {
      fields: { id, name: 'String' },
      relations: { posts: { many: 'Post' } },
    },
  },
  enums: { Role: ['READER', 'WRITER', 'ADMIN'] },
})

/** Everything there is to say of a user, for the answer of a write. */
export const everything = {
  team: true,
  profile: true,
  posts: { include: { comments: true, tags: true } },
} as const
