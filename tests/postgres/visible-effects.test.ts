// What an element of an array sees of those before it: as if each were carried out after the other, on one's own or
// within a caller's transaction.
//
// Knows nothing of how few statements that takes.

import { openPlaces } from './places.ts'
import { notesNow, postsNow, tagsNow, type People } from './people.ts'
import { leaves, refuses } from './seen.ts'

const places = await openPlaces()
const looks = { posts: postsNow, tags: tagsNow, notes: notesNow }
const seed = `
  INSERT INTO "Team" (name) VALUES ('t1'), ('t2');
  INSERT INTO "User" (email, "teamId") VALUES ('ada', 1), ('bob', 1);
  INSERT INTO "Post" (slug, rank, "authorId") VALUES ('a', 1, 1), ('b', 2, 1), ('c', 3, 1), ('d', 4, 2);
  INSERT INTO "Tag" (name) VALUES ('x'), ('y');
  INSERT INTO "_PostToTag" VALUES (1, 1), (2, 1), (1, 2);
  INSERT INTO "Note" (text, "userId") VALUES ('n1', 1), ('n2', 2);
`

type Data = { readonly [name: string]: unknown }
type Expected = { readonly [key in keyof typeof looks]?: readonly string[] }

const ofAda = (data: Data) => (db: People) => {
  return db.user.update({ where: { email: 'ada' }, data, select: { email: true } })
}
const posts = (verbs: Data) => ofAda({ posts: verbs })
const see = (name: string, write: (db: People) => PromiseLike<unknown>, expected: Expected) => {
  leaves(places, name, seed, write, expected, looks)
}
const refuse = (name: string, write: (db: People) => PromiseLike<unknown>, code: string, at: string) => {
  refuses(places, name, seed, write, { code, at })
}
const [a, b, c, d] = ['a t 1 0 ada x:0,y:0', 'b t 2 0 ada x:0', 'c t 3 0 ada', 'd t 4 0 bob'] as const
const where = (slug: string) => ({ where: { slug } })

// One row several times in one array.
see(
  'update one row twice',
  posts({
    update: [
      { ...where('a'), data: { views: { increment: 1 }, title: 'one' } },
      { where: { id: 1 }, data: { views: { multiply: 10 } } },
      { ...where('b'), data: { views: 7 } },
      { where: { rank: 1 }, data: { views: { increment: 5 } } },
    ],
  }),
  { posts: ['a one 1 15 ada x:0,y:0', 'b t 2 7 ada x:0', c, d] },
)
see(
  'update one row twice by the same key',
  posts({
    update: [
      { ...where('a'), data: { views: { increment: 1 } } },
      { ...where('a'), data: { views: { multiply: 10 } } },
    ],
  }),
  { posts: ['a t 1 10 ada x:0,y:0', b, c, d] },
)
see(
  'upsert one key twice',
  posts({
    upsert: [
      { ...where('n'), create: { slug: 'n', views: 1 }, update: { views: 99 } },
      { ...where('n'), create: { slug: 'n', views: 99 }, update: { views: { increment: 1 } } },
      { ...where('a'), create: { slug: 'a' }, update: { views: 3 } },
      { ...where('a'), create: { slug: 'a' }, update: { views: { multiply: 3 } } },
    ],
  }),
  { posts: ['a t 1 9 ada x:0,y:0', b, c, d, 'n t 2 ada'] },
)
see(
  'upsert one key twice, many to many',
  posts({
    update: {
      ...where('c'),
      data: {
        tags: {
          upsert: [
            { where: { name: 'n' }, create: { name: 'n', weight: 1 }, update: { weight: 99 } },
            { where: { name: 'n' }, create: { name: 'n' }, update: { weight: { increment: 1 } } },
          ],
        },
      },
    },
  }),
  { posts: [a, b, 'c t 3 0 ada n:2', d], tags: ['n:2', 'x:0', 'y:0'] },
)
see(
  'an upsert that makes what the next one finds by another key',
  posts({
    upsert: [
      { ...where('n'), create: { slug: 'm', rank: 50 }, update: {} },
      { where: { rank: 50 }, create: { slug: 'k' }, update: { views: 1 } },
      { ...where('m'), create: { slug: 'k' }, update: { views: { increment: 1 } } },
    ],
  }),
  { posts: [a, b, c, d, 'm t 50 2 ada'] },
)
see(
  'connectOrCreate one key twice',
  posts({
    connectOrCreate: [
      { ...where('n'), create: { slug: 'n', title: 'one' } },
      { ...where('n'), create: { slug: 'n', title: 'two' } },
      { ...where('d'), create: { slug: 'd', title: 'two' } },
      { ...where('d'), create: { slug: 'd', title: 'two' } },
    ],
  }),
  { posts: [a, b, c, 'd t 4 0 ada', 'n one 0 ada'] },
)
see(
  'connectOrCreate one key twice, many to many',
  posts({
    update: {
      ...where('c'),
      data: {
        tags: {
          connectOrCreate: ['n', 'n', 'x', 'x'].map((name, weight) => ({
            where: { name },
            create: { name, weight },
          })),
        },
      },
    },
  }),
  { posts: [a, b, 'c t 3 0 ada n:0,x:0', d], tags: ['n:0', 'x:0', 'y:0'] },
)
see(
  'connectOrCreate that makes what the next one looks for',
  posts({
    connectOrCreate: [
      { ...where('m'), create: { slug: 'n', title: 'one' } },
      { ...where('n'), create: { slug: 'k', title: 'two' } },
    ],
  }),
  { posts: [a, b, c, d, 'n one 0 ada'] },
)
see(
  'connectOrCreate that misses twice and makes two rows',
  posts({
    connectOrCreate: [
      { ...where('m'), create: { slug: 'n' } },
      { ...where('m'), create: { slug: 'k' } },
    ],
  }),
  { posts: [a, b, c, d, 'k t 0 ada', 'n t 0 ada'] },
)
refuse(
  'connectOrCreate that misses twice and makes one row twice',
  posts({ connectOrCreate: ['n', 'n'].map((slug) => ({ ...where('m'), create: { slug } })) }),
  'P2002',
  'data.posts.connectOrCreate[1].create.slug',
)

// Names that change on the way.
see(
  'rename, then find by the new name',
  posts({
    update: [
      { ...where('a'), data: { slug: 'z' } },
      { ...where('z'), data: { title: 'new' } },
    ],
  }),
  { posts: [b, c, d, 'z new 1 0 ada x:0,y:0'] },
)
refuse(
  'rename, then look for the old name',
  posts({
    update: [
      { ...where('a'), data: { slug: 'z' } },
      { ...where('a'), data: { title: 'new' } },
    ],
  }),
  'P2025',
  'data.posts.update[1]',
)
see(
  'upsert: renamed, then made again under the old name',
  posts({
    upsert: [
      { ...where('a'), create: { slug: 'a' }, update: { slug: 'z', rank: null } },
      { ...where('a'), create: { slug: 'a', title: 'new' }, update: { title: 'no' } },
      { ...where('z'), create: { slug: 'z' }, update: { title: 'old' } },
    ],
  }),
  { posts: ['a new 0 ada', b, c, d, 'z old 0 ada x:0,y:0'] },
)
see(
  'upsert: renamed, then found by the new name',
  posts({
    upsert: [
      { ...where('a'), create: { slug: 'no' }, update: { slug: 'z' } },
      { ...where('z'), create: { slug: 'no' }, update: { views: 1 } },
      { ...where('z'), create: { slug: 'no' }, update: { rank: 60 } },
      { where: { rank: 60 }, create: { slug: 'no' }, update: { title: 'two' } },
    ],
  }),
  { posts: [b, c, d, 'z two 60 1 ada x:0,y:0'] },
)
see(
  'upsert: a condition beside the key that an earlier element made true',
  posts({
    upsert: [
      { ...where('a'), create: { slug: 'no' }, update: { views: 5 } },
      {
        where: { slug: 'b', author: { posts: { some: { views: 5 } } } },
        create: { slug: 'no' },
        update: { views: 6 },
      },
      { where: { slug: 'c', views: 6 }, create: { slug: 'e' }, update: { views: 9 } },
      { where: { slug: 'e', views: 0 }, create: { slug: 'no' }, update: { views: 7 } },
    ],
  }),
  { posts: ['a t 1 5 ada x:0,y:0', 'b t 2 6 ada x:0', c, d, 'e t 7 ada'] },
)
see(
  'upsert: unique values shifted from the end, one of them to a row that is made',
  posts({
    upsert: [
      { ...where('c'), create: { slug: 'no' }, update: { rank: 5 } },
      { ...where('b'), create: { slug: 'no' }, update: { rank: 3 } },
      { ...where('n'), create: { slug: 'n', rank: 2 }, update: { rank: 77 } },
    ],
  }),
  { posts: [a, 'b t 3 0 ada x:0', 'c t 5 0 ada', d, 'n t 2 0 ada'] },
)
// Rows that are there are changed before those that are not are made, so the value is free in time.
see(
  'upsert: a unique value that only a later element frees',
  posts({
    upsert: [
      { ...where('n'), create: { slug: 'n', rank: 2 }, update: {} },
      { ...where('b'), create: { slug: 'no' }, update: { rank: 9 } },
    ],
  }),
  { posts: [a, 'b t 9 0 ada x:0', 'c t 3 0 ada', d, 'n t 2 0 ada'] },
)
refuse(
  'upsert: a unique value that only a later element frees, updated',
  posts({
    upsert: [
      { ...where('a'), create: { slug: 'no' }, update: { rank: 2 } },
      { ...where('b'), create: { slug: 'no' }, update: { rank: 9 } },
    ],
  }),
  'P2002',
  'data.posts.upsert[0].update.rank',
)
see(
  'a condition beside the key that an earlier element made true',
  posts({
    update: [
      { ...where('a'), data: { views: 5 } },
      { where: { slug: 'b', author: { posts: { some: { views: 5 } } } }, data: { views: 6 } },
      { where: { slug: 'c', views: 0 }, data: { views: 1 } },
      { where: { slug: 'c', views: 1 }, data: { views: 2 } },
    ],
  }),
  { posts: ['a t 1 5 ada x:0,y:0', 'b t 2 6 ada x:0', 'c t 3 2 ada', d] },
)
refuse(
  'a condition beside the key that an earlier element made false',
  posts({
    update: [
      { ...where('a'), data: { views: 5 } },
      { where: { slug: 'b', author: { posts: { none: { views: 5 } } } }, data: { views: 6 } },
    ],
  }),
  'P2025',
  'data.posts.update[1]',
)

// Unique values that move from row to row.
const ranked = (...moves: readonly (readonly [slug: string, rank: unknown])[]) => {
  return posts({ update: moves.map(([slug, rank]) => ({ ...where(slug), data: { rank } })) })
}
const ranks = (...three: readonly number[]) => {
  const [first, second, third] = three
  return { posts: [`a t ${first} 0 ada x:0,y:0`, `b t ${second} 0 ada x:0`, `c t ${third} 0 ada`, d] }
}
see('unique values shifted from the end', ranked(['c', 5], ['b', 3], ['a', 2]), ranks(2, 3, 5))
see(
  'unique values swapped over a third',
  ranked(['a', null], ['b', 1], ['a', 2], ['c', { increment: 6 }]),
  ranks(2, 1, 9),
)
see(
  'unique values counted up from the end',
  ranked(['c', { increment: 7 }], ['b', { increment: 1 }], ['a', { increment: 1 }]),
  ranks(2, 3, 10),
)
refuse(
  'unique values shifted from the front',
  ranked(['a', 2], ['b', 3], ['c', 5]),
  'P2002',
  'data.posts.update[0].data.rank',
)
refuse(
  'unique values swapped at once',
  ranked(['c', 9], ['a', 2], ['b', 1]),
  'P2002',
  'data.posts.update[1].data.rank',
)
see(
  'a unique value freed by an update and taken by a later upsert and create',
  posts({
    update: [{ ...where('a'), data: { slug: 'a2', rank: 11 } }],
    upsert: [{ ...where('a'), create: { slug: 'a', rank: 1 }, update: {} }],
    create: [{ slug: 'e', title: 'e' }],
  }),
  { posts: ['a t 1 0 ada', 'a2 t 11 0 ada x:0,y:0', b, c, d, 'e e 0 ada'] },
)

// A caller's transaction that has failed before a write, and writes one after the other in it.
refuse(
  'the last of many elements',
  posts({
    create: [{ slug: 'e' }, { slug: 'f' }],
    update: [{ ...where('a'), data: { views: 1 } }],
    connect: [{ slug: 'd' }],
    delete: [{ slug: 'b' }],
    upsert: [{ ...where('d'), create: { slug: 'no' }, update: { slug: 'a' } }],
  }),
  'P2002',
  'data.posts.upsert[0].update.slug',
)
