// What an element of an array sees of those before it: as if each were carried out after the other, on one's own or
// within a caller's transaction. Here one row stands several times in one array.
//
// Knows nothing of how few statements that takes, and of names and values that move: see visible-moves.test.ts.

import { a, b, c, d, posts, refuse, see, where } from './of-ada.ts'

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

// What an element makes, the next one may look for.
see(
  'connect what an element before makes',
  posts({
    create: [
      { slug: 'e', reviewer: { create: { email: 'eve' } } },
      { slug: 'f', reviewer: { connect: { email: 'eve' } } },
    ],
  }),
  { posts: [a, b, c, d, 'e t 0 ada eve', 'f t 0 ada eve'] },
)
refuse(
  'connect what an element after makes',
  posts({
    create: [
      { slug: 'f', reviewer: { connect: { email: 'eve' } } },
      { slug: 'e', reviewer: { create: { email: 'eve' } } },
    ],
  }),
  'P2025',
  'data.posts.create[0].reviewer.connect',
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
