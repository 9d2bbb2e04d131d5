// What one parent's part of a nested update sees of the parents' before it, where a row has one related row: shared by
// many, or taken from one another.
//
// Knows nothing of lists: see visible-order.test.ts.

import { openPlaces, type Place } from './places.ts'
import { postsNow, tagsNow, type People } from './people.ts'
import { leaves, refuses } from './seen.ts'

const places = await openPlaces()
const looks = {
  posts: postsNow,
  tags: tagsNow,
  users: (place: Place) =>
    said(
      place,
      `SELECT concat_ws(' ', email, u.name, t.name, bio, number) AS said FROM "User" u
      LEFT JOIN "Team" t ON t.id = "teamId" LEFT JOIN "Profile" p ON p."userId" = u.id
      LEFT JOIN "Licence" l ON l."userId" = u.id ORDER BY email`,
    ),
  profiles: (place: Place) =>
    said(
      place,
      `SELECT concat_ws(' ', bio, email) AS said FROM "Profile" p
      LEFT JOIN "User" u ON u.id = "userId" ORDER BY bio`,
    ),
  licences: (place: Place) =>
    said(
      place,
      `SELECT concat_ws(' ', number, email) AS said FROM "Licence" l
      LEFT JOIN "User" u ON u.id = "userId" ORDER BY number`,
    ),
}
const seed = `
  INSERT INTO "Team" (name) VALUES ('t1'), ('t2');
  INSERT INTO "User" (email, "teamId") VALUES ('ada', 1), ('bob', 1), ('cy', NULL);
  INSERT INTO "Post" (slug, "authorId") VALUES ('a', 1), ('b', 1), ('c', 2);
  INSERT INTO "Tag" (name) VALUES ('x');
  INSERT INTO "_PostToTag" VALUES (1, 1), (2, 1), (3, 1);
  INSERT INTO "Profile" (bio, "userId") VALUES ('p1', 1), ('p2', 2), ('p3', NULL);
  INSERT INTO "Licence" (number, "userId") VALUES ('l1', 1), ('l2', 2);
`

type Data = { readonly [name: string]: unknown }
type Expected = { readonly [key in keyof typeof looks]?: readonly string[] }
type Each = readonly (readonly [key: string, data: Data])[]
type Write = (db: People) => PromiseLike<unknown>

const see = (name: string, write: Write, expected: Expected) => {
  leaves(places, name, seed, write, expected, looks)
}
const refuse = (name: string, write: Write, code: string, at: string) => {
  refuses(places, name, seed, write, { code, at })
}
async function said(place: Place, sql: string): Promise<string[]> {
  return (await place.rows(sql)).map((row) => String(row['said']))
}

/** Posts of one tag, changed one after the other. */
const posts = (...each: Each): Write => {
  const update = each.map(([slug, data]) => ({ where: { slug }, data }))
  return (db) => db.tag.update({ where: { name: 'x' }, data: { posts: { update } } })
}
/** Users of one team, changed one after the other. */
const users = (...each: Each): Write => {
  const update = each.map(([email, data]) => ({ where: { email }, data }))
  return (db) => db.team.update({ where: { name: 't1' }, data: { users: { update } } })
}
const plus = { views: { increment: 1 } }

// One author of several posts.
see(
  'one author updated under two posts',
  posts(
    ['a', { author: { update: { name: '1' } } }],
    ['b', { author: { update: { name: '2' } } }],
    ['c', { author: { update: { name: '3' } } }],
  ),
  { users: ['ada 2 t1 p1 l1', 'bob 3 t1 p2 l2', 'cy'] },
)
see(
  'one author updated under two posts, if still so',
  posts(
    ['a', { author: { update: { name: '1' } } }],
    ['b', { author: { update: { where: { name: '1' }, data: { name: '2' } } } }],
  ),
  { users: ['ada 2 t1 p1 l1', 'bob t1 p2 l2', 'cy'] },
)
refuse(
  'one author updated under two posts, no longer so',
  posts(
    ['a', { author: { update: { name: '1' } } }],
    ['b', { author: { update: { where: { name: null }, data: { name: '2' } } } }],
  ),
  'P2025',
  'data.posts.update[1].data.author.update',
)
see(
  'one author upserted under two posts',
  posts(
    ['a', { author: { upsert: { create: { email: 'n1' }, update: { name: '1' } } } }],
    ['b', { author: { upsert: { create: { email: 'n2' }, update: { name: '2' } } } }],
  ),
  { users: ['ada 2 t1 p1 l1', 'bob t1 p2 l2', 'cy'] },
)
see(
  'an author disconnected from one post stays with the other',
  posts(['a', { author: { disconnect: true } }], ['b', { author: { update: { name: '2' } } }]),
  { posts: ['a t 0 x:0', 'b t 0 ada x:0', 'c t 0 bob x:0'] },
)
see(
  'an author disconnected and made under one post after the other',
  posts(
    ['a', { author: { disconnect: true } }],
    ['a', { author: { upsert: { create: { email: 'n' }, update: {} } } }],
  ),
  { posts: ['a t 0 n x:0', 'b t 0 ada x:0', 'c t 0 bob x:0'] },
)
see(
  'an author made under one post, connected under the next',
  posts(['a', { author: { create: { email: 'n' } } }], ['b', { author: { connect: { email: 'n' } } }]),
  { posts: ['a t 0 n x:0', 'b t 0 n x:0', 'c t 0 bob x:0'] },
)
see(
  'an author made or connected under three posts',
  posts(
    ...['a', 'b', 'c'].map(
      (slug) =>
        [
          slug,
          { author: { connectOrCreate: { where: { email: 'n' }, create: { email: 'n', name: slug } } } },
        ] as const,
    ),
  ),
  {
    posts: ['a t 0 n x:0', 'b t 0 n x:0', 'c t 0 n x:0'],
    users: ['ada t1 p1 l1', 'bob t1 p2 l2', 'cy', 'n a'],
  },
)
see(
  'an author renamed under one post, connected under the next',
  posts(['a', { author: { update: { email: 'n' } } }], ['c', { author: { connect: { email: 'n' } } }]),
  { posts: ['a t 0 n x:0', 'b t 0 n x:0', 'c t 0 n x:0'] },
)
see(
  'an author connected under one post, updated there later',
  posts(['c', { author: { connect: { email: 'cy' } } }], ['c', { author: { update: { name: 'new' } } }]),
  { users: ['ada t1 p1 l1', 'bob t1 p2 l2', 'cy new'] },
)
see(
  'a post found by what was written to its author before',
  posts(
    ['a', { author: { update: { name: 'zed' } } }],
    ['b', { author: { update: { where: { name: 'zed' }, data: { email: 'zed' } } }, ...plus }],
  ),
  { posts: ['a t 0 zed x:0', 'b t 1 zed x:0', 'c t 0 bob x:0'] },
)
see(
  'a post found by a condition on its author that was written before',
  (db) =>
    db.tag.update({
      where: { name: 'x' },
      data: {
        posts: {
          update: [
            { where: { slug: 'a' }, data: { author: { update: { name: 'zed' } } } },
            { where: { slug: 'b', author: { name: 'zed' } }, data: { views: 9 } },
          ],
        },
      },
    }),
  { posts: ['a t 0 ada x:0', 'b t 9 ada x:0', 'c t 0 bob x:0'] },
)
see(
  'posts that an author gets under one post and keeps or loses under the next',
  posts(
    ['a', { author: { update: { reviews: { set: [{ slug: 'a' }, { slug: 'b' }] } } } }],
    ['b', { author: { update: { reviews: { set: [{ slug: 'b' }, { slug: 'c' }] } } } }],
  ),
  { posts: ['a t 0 ada x:0', 'b t 0 ada ada x:0', 'c t 0 bob ada x:0'] },
)
see(
  'posts that an author makes under one post and loses under the next',
  posts(
    ['a', { author: { update: { reviews: { create: { slug: 'n' } } } } }],
    [
      'b',
      {
        author: { update: { reviews: { updateMany: { where: {}, data: plus }, disconnect: { slug: 'n' } } } },
      },
    ],
  ),
  { posts: ['a t 0 ada x:0', 'b t 0 ada x:0', 'c t 0 bob x:0', 'n t 1'] },
)

// One profile, one licence of each user.
const two = (first: Data, second: Data) => users(['ada', first], ['bob', second])
see(
  'a profile taken from the next user, who makes another',
  two({ profile: { connect: { bio: 'p2' } } }, { profile: { create: { bio: 'n' } } }),
  { profiles: ['n bob', 'p1', 'p2 ada', 'p3'] },
)
see(
  'profiles swapped',
  two({ profile: { connect: { bio: 'p2' } } }, { profile: { connect: { bio: 'p1' } } }),
  { profiles: ['p1 bob', 'p2 ada', 'p3'] },
)
see(
  'a profile connected under both: the later has it',
  two({ profile: { connect: { bio: 'p3' } } }, { profile: { connect: { bio: 'p3' } } }),
  { profiles: ['p1', 'p2', 'p3 bob'] },
)
see(
  'a profile disconnected, then taken',
  two({ profile: { disconnect: true } }, { profile: { connect: { bio: 'p1' } } }),
  { profiles: ['p1 bob', 'p2', 'p3'] },
)
see(
  'a profile made, then taken by the next',
  two({ profile: { create: { bio: 'n' } } }, { profile: { connect: { bio: 'n' } } }),
  { profiles: ['n bob', 'p1', 'p2', 'p3'] },
)
see('profiles deleted under both', two({ profile: { delete: true } }, { profile: { delete: true } }), {
  profiles: ['p3'],
})
refuse(
  'a profile taken from the next user, who updates it',
  two({ profile: { connect: { bio: 'p2' } } }, { profile: { update: { bio: 'n' } } }),
  'P2025',
  'data.users.update[1].data.profile.update',
)
see(
  'a profile taken from the next user, who upserts one',
  two(
    { profile: { connect: { bio: 'p2' } } },
    { profile: { upsert: { create: { bio: 'n' }, update: { bio: 'u' } } } },
  ),
  { profiles: ['n bob', 'p1', 'p2 ada', 'p3'] },
)
see(
  'a profile taken from the next user, whose disconnect has no effect',
  two({ profile: { connect: { bio: 'p2' } } }, { profile: { disconnect: true } }),
  { profiles: ['p1', 'p2 ada', 'p3'] },
)
see(
  'a licence deleted, then made again by the next, who had deleted theirs',
  users(
    ['ada', { licence: { delete: true } }],
    ['bob', { licence: { delete: true } }],
    ['bob', { licence: { create: { number: 'l1' } } }],
  ),
  { licences: ['l1 bob'] },
)
see(
  'a licence that moves on once the next user has none',
  users(['bob', { licence: { delete: true } }], ['bob', { licence: { connect: { number: 'l1' } } }]),
  { licences: ['l1 bob'] },
)
refuse(
  'a licence that the next user cannot lose',
  two({ licence: { delete: true } }, { licence: { create: { number: 'l1' } } }),
  'P2014',
  'data.users.update[1].data.licence.create',
)
refuse(
  'a licence that moves to a user who has one',
  users(['bob', { licence: { connect: { number: 'l1' } } }]),
  'P2014',
  'data.users.update[0].data.licence.connect',
)
see(
  'a unique value freed under one user, taken under the next',
  two({ profile: { update: { bio: 'old' } } }, { profile: { update: { bio: 'p1' } } }),
  { profiles: ['old ada', 'p1 bob', 'p3'] },
)
