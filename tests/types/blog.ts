// The schema that the type tests share, a client of it, and how a type is held to be exactly another.
//
// Nothing here is ever run: the compiler is the test.

import { defineSchema, treewright } from 'treewright'
import type { Driver } from 'treewright/driver'

/** Whether two types are the same; `any` is the same as nothing but itself. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Holds a value's type to be exactly `Wanted`; the mistake names the type it is. */
export declare function exactly<Wanted>(): <Found>(
  found: Equal<Found, Wanted> extends true ? Found : { readonly wanted: Wanted },
) => void

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

export const schema = defineSchema({
  models: {
    User: {
      fields: {
        id,
        email: { type: 'String', unique: true },
        name: 'String?',
        visits: { type: 'Int', default: { value: 0 } },
        big: { type: 'BigInt', default: { value: 0 } },
        score: 'Float?',
        balance: { type: 'Decimal', nullable: true },
        active: { type: 'Boolean', default: { value: true } },
        role: { type: 'Role', default: { value: 'READER' } },
        moods: { type: 'Mood', list: true },
        joinedAt: { type: 'DateTime', default: { fn: 'now' } },
        settings: 'Json?',
        config: { type: 'Json', default: { value: {} } },
        avatar: 'Bytes?',
        token: { type: 'String', native: 'uuid', default: { fn: 'uuid' } },
        initials: { type: 'String?', generated: true },
        serial: { type: 'Int', default: { fn: 'autoincrement', identity: 'always' } },
      },
      relations: {
        profile: { one: 'Profile' },
        posts: { many: 'Post', name: 'author' },
        edited: { many: 'Post', name: 'editor' },
        votes: { many: 'Vote' },
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
        likes: { type: 'Int', default: { value: 0 } },
        updatedAt: { type: 'DateTime', updatedAt: true },
        authorId: 'Int',
        editorId: 'Int?',
      },
      relations: {
        author: { one: 'User', name: 'author', fields: ['authorId'], references: ['id'] },
        editor: { one: 'User', name: 'editor', fields: ['editorId'], references: ['id'] },
        tags: { many: 'Tag' },
        votes: { many: 'Vote' },
      },
      uniques: [{ name: 'heading', fields: ['authorId', 'title'] }],
    },
    Tag: {
      fields: { id, name: { type: 'String', unique: true }, parentId: 'Int?' },
      relations: {
        posts: { many: 'Post' },
        parent: { one: 'Tag', name: 'tree', fields: ['parentId'], references: ['id'] },
        children: { many: 'Tag', name: 'tree' },
      },
    },
    Vote: {
      fields: { userId: 'Int', postId: 'Int', stars: 'Int' },
      key: ['userId', 'postId'],
      relations: {
        user: { one: 'User', fields: ['userId'], references: ['id'] },
        post: { one: 'Post', fields: ['postId'], references: ['id'] },
      },
    },
  },
  enums: { Role: ['READER', 'WRITER'], Mood: { type: 'mood', values: { GLAD: 'froh', SO: 'so' } } },
})

export type Blog = typeof schema

export declare const driver: Driver

export const db = treewright({ schema, driver })
