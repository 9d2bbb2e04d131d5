// What one verb sees of the verbs before it, one field of the fields before it, one parent's rows of another parent's:
// all in the order of the keys, on one's own or within a caller's transaction.
//
// Knows nothing of elements of one array: see visible-effects.test.ts.

import { openPlaces } from './places.ts'
import { notesNow, postsNow, tagsNow, type People } from './people.ts'
import { leaves, refuses } from './seen.ts'

const places = await openPlaces()
const looks = { posts: postsNow, tags: tagsNow, notes: notesNow }
const seed = `
  INSERT INTO "Team" (name) VALUES ('t1'), ('t2');
  INSERT INTO "User" (email, "teamId") VALUES ('ada', 1), ('bob', 1);
  INSERT INTO "Post" (slug, rank, "authorId") VALUES ('a', 1, 1), ('b', 2, 1), ('d', 4, 2);
  INSERT INTO "Tag" (name) VALUES ('x'), ('y');
  INSERT INTO "_PostToTag" VALUES (1, 1), (2, 1), (1, 2);
  INSERT INTO "Note" (text, "userId") VALUES ('n1', 1), ('n2', 2);
`

type Data = { readonly [name: string]: unknown }
type Expected = { readonly [key in keyof typeof looks]?: readonly string[] }

const ofAda = (data: Data) => (db: People) => {
  return db.user.update({ where: { email: 'ada' }, data, select: { email: true } })
}
const see = (name: string, write: (db: People) => PromiseLike<unknown>, expected: Expected) => {
  leaves(places, name, seed, write, expected, looks)
}
const refuse = (name: string, write: (db: People) => PromiseLike<unknown>, code: string, at: string) => {
  refuses(places, name, seed, write, { code, at })
}
const [a, b, d] = ['a t 1 0 ada x:0,y:0', 'b t 2 0 ada x:0', 'd t 4 0 bob'] as const

// Verbs of one field: each case is the verbs in the order of their keys, and the posts that are left.
const verbs: readonly (readonly [name: string, verbs: Data, posts: readonly string[]])[] = [
  ['deleteMany after create', { create: { slug: 'n' }, deleteMany: {} }, [d]],
  ['create after deleteMany', { deleteMany: {}, create: { slug: 'a', rank: 1 } }, ['a t 1 0 ada', d]],
  ['connect, then disconnect', { connect: { slug: 'd' }, disconnect: { slug: 'd' } }, [a, b, 'd t 4 0']],
  ['disconnect, then connect', { disconnect: { slug: 'a' }, connect: { slug: 'a' } }, [a, b, d]],
  ['create, then set', { create: { slug: 'n' }, set: { slug: 'a' } }, [a, 'b t 2 0 x:0', d, 'n t 0']],
  [
    'set, then create',
    { set: [], create: { slug: 'n' } },
    ['a t 1 0 x:0,y:0', 'b t 2 0 x:0', d, 'n t 0 ada'],
  ],
  [
    'create, then set of it',
    { create: { slug: 'n' }, set: { slug: 'n' } },
    ['a t 1 0 x:0,y:0', 'b t 2 0 x:0', d, 'n t 0 ada'],
  ],
  [
    'create, then updateMany',
    { create: { slug: 'n' }, updateMany: { where: {}, data: { views: 1 } } },
    ['a t 1 1 ada x:0,y:0', 'b t 2 1 ada x:0', d, 'n t 1 ada'],
  ],
  [
    'updateMany, then create',
    { updateMany: { where: {}, data: { views: 1 } }, create: { slug: 'n' } },
    ['a t 1 1 ada x:0,y:0', 'b t 2 1 ada x:0', d, 'n t 0 ada'],
  ],
  [
    'delete, then create with its key',
    { delete: { slug: 'a' }, create: { slug: 'a', rank: 1 } },
    ['a t 1 0 ada', b, d],
  ],
  [
    'connect, then update',
    { connect: { slug: 'd' }, update: { where: { slug: 'd' }, data: { views: 1 } } },
    [a, b, 'd t 4 1 ada'],
  ],
  ['connect, then delete', { connect: { slug: 'd' }, delete: { slug: 'd' } }, [a, b]],
  [
    'createMany, then update of a row of it',
    {
      createMany: { data: [{ slug: 'n' }, { slug: 'm' }] },
      update: { where: { slug: 'm' }, data: { views: 3 } },
    },
    [a, b, d, 'm t 3 ada', 'n t 0 ada'],
  ],
  [
    'a sequence of updateMany',
    {
      updateMany: [
        { where: { views: 0 }, data: { views: 1 } },
        { where: { views: 1 }, data: { views: { increment: 1 } } },
      ],
    },
    ['a t 1 2 ada x:0,y:0', 'b t 2 2 ada x:0', d],
  ],
  [
    'updateMany, then deleteMany',
    { updateMany: { where: { slug: 'a' }, data: { views: 9 } }, deleteMany: { views: 9 } },
    [b, d],
  ],
  ['a sequence of deleteMany', { deleteMany: [{ slug: 'a' }, { rank: { lt: 3 } }] }, [d]],
  [
    'delete, then upsert',
    {
      delete: { slug: 'a' },
      upsert: { where: { slug: 'a' }, create: { slug: 'a', title: 'new' }, update: { title: 'no' } },
    },
    ['a new 0 ada', b, d],
  ],
  [
    'disconnect, then connectOrCreate',
    {
      disconnect: { slug: 'a' },
      connectOrCreate: { where: { slug: 'a' }, create: { slug: 'a', title: 'no' } },
    },
    [a, b, d],
  ],
  [
    'delete, then connectOrCreate',
    { delete: { slug: 'a' }, connectOrCreate: { where: { slug: 'a' }, create: { slug: 'a', title: 'new' } } },
    ['a new 0 ada', b, d],
  ],
  [
    'update, then connect under the new name',
    {
      update: { where: { slug: 'a' }, data: { slug: 'n' } },
      connect: { slug: 'n' },
      disconnect: { slug: 'n' },
    },
    [b, d, 'n t 1 0 x:0,y:0'],
  ],
]
for (const [name, posts, expected] of verbs) see(name, ofAda({ posts }), { posts: expected })

refuse(
  'disconnect, then update',
  ofAda({ posts: { disconnect: { slug: 'a' }, update: { where: { slug: 'a' }, data: { views: 1 } } } }),
  'P2025',
  'data.posts.update',
)
refuse(
  'delete, then connect',
  ofAda({ posts: { delete: { slug: 'a' }, connect: { slug: 'a' } } }),
  'P2018',
  'data.posts.connect',
)
refuse(
  'disconnect, then delete',
  ofAda({ posts: { disconnect: { slug: 'a' }, delete: [{ slug: 'b' }, { slug: 'a' }] } }),
  'P2017',
  'data.posts.delete[1]',
)

// Fields of one object.
see(
  'a row made by one field, connected by the next',
  ofAda({ posts: { create: { slug: 'n' } }, reviews: { connect: { slug: 'n' } } }),
  { posts: [a, b, d, 'n t 0 ada ada'] },
)
see(
  'a row renamed by one field, found by the next',
  ofAda({
    posts: { update: { where: { slug: 'a' }, data: { slug: 'n' } } },
    reviews: { connectOrCreate: { where: { slug: 'n' }, create: { slug: 'n', title: 'no' } } },
  }),
  { posts: [b, d, 'n t 1 0 ada ada x:0,y:0'] },
)
see(
  'a row deleted by one field, made again by the next',
  ofAda({
    posts: { deleteMany: {} },
    reviews: { connectOrCreate: { where: { slug: 'a' }, create: { slug: 'a', title: 'new' } } },
  }),
  { posts: ['a new 0 ada', d] },
)
refuse(
  'a row deleted by one field, connected by the next',
  ofAda({ posts: { deleteMany: {} }, reviews: { connect: { slug: 'a' } } }),
  'P2018',
  'data.reviews.connect',
)

// Several parents in one update.
const tagged = (...each: readonly (readonly [slug: string, tags: Data])[]) => {
  return ofAda({ posts: { update: each.map(([slug, tags]) => ({ where: { slug }, data: { tags } })) } })
}
const x = { where: { name: 'x' } }
const n = { where: { name: 'n' } }
see(
  'a child of two parents, updated under both',
  tagged(
    ['a', { update: { ...x, data: { weight: { increment: 1 } } } }],
    ['b', { update: { ...x, data: { weight: { multiply: 10 } } } }],
  ),
  { posts: ['a t 1 0 ada x:10,y:0', 'b t 2 0 ada x:10', d] },
)
see(
  'a child of two parents, upserted under both',
  tagged(
    ['a', { upsert: { ...x, create: { name: 'x' }, update: { weight: { increment: 1 } } } }],
    ['b', { upsert: { ...x, create: { name: 'x' }, update: { weight: { multiply: 10 } } } }],
  ),
  { tags: ['x:10', 'y:0'] },
)
see(
  'a child of two parents, renamed under one and found under the other',
  tagged(['a', { update: { ...x, data: { name: 'n' } } }], ['b', { update: { ...n, data: { weight: 5 } } }]),
  { posts: ['a t 1 0 ada n:5,y:0', 'b t 2 0 ada n:5', d] },
)
see(
  'one key connected or made under two parents',
  tagged(
    ['a', { connectOrCreate: { ...n, create: { name: 'n', weight: 1 } } }],
    ['b', { connectOrCreate: { ...n, create: { name: 'n', weight: 2 } } }],
  ),
  { posts: ['a t 1 0 ada n:1,x:0,y:0', 'b t 2 0 ada n:1,x:0', d] },
)
see(
  'a child of two parents, updateMany under both',
  tagged(
    ['a', { updateMany: { where: {}, data: { weight: { increment: 1 } } } }],
    ['b', { updateMany: { where: { weight: 1 }, data: { weight: { multiply: 10 } } } }],
  ),
  { tags: ['x:10', 'y:1'] },
)
refuse(
  'one key upserted under two parents, linked to neither',
  tagged(
    ['a', { upsert: { ...n, create: { name: 'n' }, update: {} } }],
    ['b', { upsert: { ...n, create: { name: 'n' }, update: {} } }],
  ),
  'P2002',
  'data.posts.update[1].data.tags.upsert.create.name',
)
refuse(
  'a child of two parents, deleted under one and updated under the other',
  tagged(['a', { deleteMany: { name: 'x' } }], ['b', { update: { ...x, data: { weight: 5 } } }]),
  'P2025',
  'data.posts.update[1].data.tags.update',
)

const byTeam =
  (...each: readonly (readonly [email: string, data: Data])[]) =>
  (db: People) => {
    const update = each.map(([email, data]) => ({ where: { email }, data }))
    return db.team.update({ where: { name: 't1' }, data: { users: { update } } })
  }
see(
  'one row connected under two parents: the later keeps it',
  byTeam(['ada', { notes: { connect: { text: 'n1' } } }], ['bob', { notes: { connect: { text: 'n1' } } }]),
  { notes: ['n1 0 bob', 'n2 0 bob'] },
)
see(
  'the same, the other way round',
  byTeam(['bob', { notes: { connect: { text: 'n1' } } }], ['ada', { notes: { connect: { text: 'n1' } } }]),
  { notes: ['n1 0 ada', 'n2 0 bob'] },
)
see(
  'a row connected under one parent, updated under its new parent',
  byTeam(
    ['bob', { notes: { connect: { text: 'n1' } } }],
    ['bob', { notes: { update: { where: { text: 'n1' }, data: { stars: 5 } } } }],
  ),
  { notes: ['n1 5 bob', 'n2 0 bob'] },
)
refuse(
  'a row connected under one parent, updated under its old one',
  byTeam(
    ['bob', { notes: { connect: { text: 'n1' } } }],
    ['ada', { notes: { update: { where: { text: 'n1' }, data: { stars: 5 } } } }],
  ),
  'P2025',
  'data.users.update[1].data.notes.update',
)
see(
  'a row made under one parent, connected under the next',
  byTeam(['ada', { notes: { create: { text: 'n9' } } }], ['bob', { notes: { connect: { text: 'n9' } } }]),
  { notes: ['n1 0 ada', 'n2 0 bob', 'n9 0 bob'] },
)
see(
  'a row disconnected under one parent, connected under the next',
  byTeam(['ada', { posts: { set: [] } }], ['bob', { posts: { connect: [{ slug: 'a' }] } }]),
  { posts: ['a t 1 0 bob x:0,y:0', 'b t 2 0 x:0', d] },
)
see(
  'a key freed under one parent, made under the next',
  byTeam(['ada', { posts: { deleteMany: {} } }], ['bob', { posts: { create: { slug: 'a', rank: 1 } } }]),
  { posts: ['a t 1 0 bob', d] },
)

// One row there.
see(
  'connect, then update: the row that is there now',
  (db) =>
    db.note.update({
      where: { text: 'n1' },
      data: { user: { connect: { email: 'bob' }, update: { email: 'bea' } } },
    }),
  { notes: ['n1 0 bea', 'n2 0 bea'] },
)
