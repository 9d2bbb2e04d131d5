// The description of the oracle's database, written by hand: what is imported from its `schema.prisma` must equal it.

import { defineSchema } from 'treewright'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const
const bigId = { type: 'BigInt', id: true, default: { fn: 'autoincrement' } } as const
const unique = { type: 'String', unique: true } as const
const zero = { type: 'Int', default: { value: 0 } } as const

/** The description of all models. */
export const schema = defineSchema({
  postgres: 18,
  enums: {
    Role: { type: 'user_role', values: { READER: 'READER', WRITER: 'writer', ADMIN: 'the-admin' } },
    Coin: ['EUR', 'USD', 'JPY', 'GBP'],
  },
  models: {
    User: {
      table: 'users',
      fields: {
        id,
        email: unique,
        name: 'String?',
        age: 'Int?',
        visits: { type: 'BigInt', default: { value: 0 } },
        score: 'Float?',
        balance: { type: 'Decimal?', native: 'numeric(14,4)' },
        active: { type: 'Boolean', default: { value: true } },
        role: { type: 'Role', default: { value: 'READER' } },
        nicknames: 'String[]',
        settings: 'Json?',
        avatar: 'Bytes?',
        joinedAt: { type: 'DateTime', column: 'joined_at', native: 'timestamp(3)', default: { fn: 'now' } },
        updatedAt: { type: 'DateTime', column: 'updated_at', native: 'timestamp(3)', updatedAt: true },
      },
      relations: {
        profile: { one: 'Profile' },
        passport: { one: 'Passport' },
        posts: { many: 'Post', name: 'author' },
        edited: { many: 'Post', name: 'editor' },
        memberships: { many: 'Membership' },
      },
    },
    Profile: {
      fields: {
        id,
        bio: 'String',
        views: zero,
        userId: { type: 'Int?', column: 'user_id', unique: true },
        updatedAt: { type: 'DateTime', native: 'timestamp(3)', updatedAt: true },
      },
      relations: { user: { one: 'User', fields: ['userId'], references: ['id'], onDelete: 'SetNull' } },
    },
    Passport: {
      fields: {
        number: { type: 'String', id: true },
        country: 'String',
        ownerId: { type: 'Int', unique: true },
      },
      relations: { owner: { one: 'User', fields: ['ownerId'], references: ['id'], onDelete: 'Restrict' } },
    },
    Blog: {
      fields: { id: bigId, title: unique },
      relations: { posts: { many: 'Post' }, memberships: { many: 'Membership' } },
    },
    Post: {
      table: 'posts',
      fields: {
        id,
        slug: unique,
        title: 'String',
        body: 'String?',
        rating: zero,
        blogId: { type: 'BigInt', column: 'blog_id' },
        authorId: { type: 'Int?', column: 'author_id' },
        editorId: 'Int?',
        updatedAt: { type: 'DateTime', native: 'timestamp(3)', updatedAt: true },
      },
      relations: {
        blog: { one: 'Blog', fields: ['blogId'], references: ['id'], onDelete: 'Cascade' },
        author: {
          one: 'User',
          name: 'author',
          fields: ['authorId'],
          references: ['id'],
          onDelete: 'SetNull',
        },
        editor: {
          one: 'User',
          name: 'editor',
          fields: ['editorId'],
          references: ['id'],
          onDelete: 'NoAction',
        },
        comments: { many: 'Comment' },
        tags: { many: 'Tag' },
      },
      uniques: [{ name: 'heading', fields: ['blogId', 'title'] }],
    },
    Comment: {
      fields: {
        id: { type: 'String', id: true, native: 'uuid', default: { fn: 'uuid' } },
        text: 'String',
        likes: 'Int?',
        postId: 'Int',
        parentId: { type: 'String?', native: 'uuid' },
      },
      relations: {
        post: { one: 'Post', fields: ['postId'], references: ['id'], onDelete: 'Cascade' },
        parent: {
          one: 'Comment',
          name: 'thread',
          fields: ['parentId'],
          references: ['id'],
          onDelete: 'SetNull',
        },
        replies: { many: 'Comment', name: 'thread' },
      },
    },
    Tag: { fields: { id, name: unique, uses: zero }, relations: { posts: { many: 'Post' } } },
    Membership: {
      fields: { userId: 'Int', blogId: 'BigInt', role: { type: 'Role', default: { value: 'WRITER' } } },
      key: ['userId', 'blogId'],
      relations: {
        user: { one: 'User', fields: ['userId'], references: ['id'], onDelete: 'Cascade' },
        blog: { one: 'Blog', fields: ['blogId'], references: ['id'], onDelete: 'Cascade' },
      },
    },
    Employee: {
      fields: { id, name: unique, managerId: 'Int?', mentorId: { type: 'Int?', unique: true } },
      relations: {
        manager: {
          one: 'Employee',
          name: 'line',
          fields: ['managerId'],
          references: ['id'],
          onDelete: 'Restrict',
        },
        reports: { many: 'Employee', name: 'line' },
        mentor: {
          one: 'Employee',
          name: 'mentoring',
          fields: ['mentorId'],
          references: ['id'],
          onDelete: 'SetNull',
        },
        pupil: { one: 'Employee', name: 'mentoring' },
        knows: { many: 'Employee', name: 'acquaintance' },
        knownBy: { many: 'Employee', name: 'acquaintance' },
      },
    },
    Project: {
      fields: { org: 'String', number: 'Int', name: unique },
      key: ['org', 'number'],
      relations: { tasks: { many: 'Task' }, milestones: { many: 'Milestone' } },
    },
    Task: {
      fields: {
        id,
        title: unique,
        hours: { type: 'Decimal?', native: 'numeric(8,2)' },
        projectOrg: 'String?',
        projectNumber: 'Int?',
      },
      relations: {
        project: {
          one: 'Project',
          fields: ['projectOrg', 'projectNumber'],
          references: ['org', 'number'],
          onDelete: 'SetNull',
        },
      },
    },
    Milestone: {
      fields: { id, org: 'String', number: 'Int', label: 'String' },
      uniques: [['org', 'number', 'label']],
      relations: {
        project: {
          one: 'Project',
          fields: ['org', 'number'],
          references: ['org', 'number'],
          onDelete: 'Cascade',
        },
      },
    },
    Country: { fields: { id, code: unique, name: 'String' }, relations: { cities: { many: 'City' } } },
    City: {
      fields: { id, name: unique, countryCode: { type: 'String?', column: 'country_code' } },
      relations: {
        country: { one: 'Country', fields: ['countryCode'], references: ['code'], onDelete: 'SetNull' },
      },
    },
    Currency: {
      fields: { coin: { type: 'Coin', id: true }, symbol: 'String' },
      relations: { prices: { many: 'Price' } },
    },
    Price: {
      fields: { amount: { type: 'Decimal', id: true, native: 'numeric(12,2)' }, coin: 'Coin' },
      relations: {
        money: { one: 'Currency', fields: ['coin'], references: ['coin'], onDelete: 'Restrict' },
        slots: { many: 'Slot' },
      },
    },
    Slot: {
      fields: {
        at: { type: 'DateTime', id: true, native: 'timestamp(3)' },
        label: 'String',
        priceAmount: { type: 'Decimal?', native: 'numeric(12,2)' },
        digest: { type: 'Bytes?', unique: true },
      },
      relations: {
        price: { one: 'Price', fields: ['priceAmount'], references: ['amount'], onDelete: 'SetNull' },
        file: { one: 'File', fields: ['digest'], references: ['digest'], onDelete: 'SetNull' },
        bookings: { many: 'Booking' },
      },
    },
    File: {
      fields: { digest: { type: 'Bytes', id: true }, name: 'String' },
      relations: { slot: { one: 'Slot' } },
    },
    Booking: {
      fields: { id, seat: 'Int', guest: 'String?', slotAt: { type: 'DateTime', native: 'timestamp(3)' } },
      uniques: [['slotAt', 'seat']],
      relations: { slot: { one: 'Slot', fields: ['slotAt'], references: ['at'], onDelete: 'Restrict' } },
    },
  },
})
