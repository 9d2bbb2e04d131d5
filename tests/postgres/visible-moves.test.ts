// What an element of an array sees of names and unique values that the ones before it have moved.
//
// Knows nothing of how few statements that takes.

import { a, b, c, d, posts, refuse, see, where } from './of-ada.ts'

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
