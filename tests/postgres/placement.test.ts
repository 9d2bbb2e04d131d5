// Where a write failed: the path of the one element, whatever the rule that stands against it, and nothing left behind.
//
// Knows nothing of what is missing: see missing.test.ts.

import { openPlaces } from './places.ts'
import type { People } from './people.ts'
import { refuses } from './seen.ts'

const places = await openPlaces()
const seed = `
  ALTER TABLE "Post" ALTER title DROP DEFAULT, ADD CONSTRAINT "body needed" CHECK (body <> 'worse' OR body IS NULL);
  ALTER TABLE "Tag" ALTER weight DROP DEFAULT, ADD CHECK (weight >= 0);
  ALTER TABLE "Profile" ALTER "userId" SET NOT NULL;
  INSERT INTO "User" (email) VALUES ('ada'), ('bob');
  INSERT INTO "Post" (slug, title, rank, "authorId") SELECT 'p' || n, 't', n, 1 FROM generate_series(0, 99) n;
  INSERT INTO "Post" (slug, title, rank) VALUES ('taken', 't', -1);
  INSERT INTO "Tag" (name, weight) SELECT 't' || n, 0 FROM generate_series(0, 99) n;
  INSERT INTO "_PostToTag" SELECT 1, id FROM "Tag";
  INSERT INTO "Tag" (name, weight) VALUES ('taken', 0);
`

type Data = { readonly [name: string]: unknown }
type Write = (db: People) => PromiseLike<unknown>

/** What a post may have that a database refuses; the code, the field, and what else the error says. */
const wrong: readonly (readonly [name: string, data: Data, code: string, field: string, meta: Data])[] = [
  [
    'a unique value that is taken',
    { slug: 'taken' },
    'P2002',
    'slug',
    { target: ['slug'], constraint: 'Post_slug_key' },
  ],
  ['a second unique value that is taken', { rank: -1 }, 'P2002', 'rank', { target: ['rank'] }],
  [
    'a foreign key to nothing',
    { reviewerId: 99 },
    'P2003',
    'reviewerId',
    { target: ['reviewerId'], constraint: 'Post_reviewerId_fkey' },
  ],
  ['a check', { body: 'bad' }, 'P2039', '', { constraint: 'Post_body_check' }],
  ['a text that is too long', { title: 'far too long' }, 'P2000', '', {}],
  ['a decimal that is too large', { price: '1234.5' }, 'P2020', '', {}],
]

const AT = 316
const each = <T>(n: number, make: (position: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => make(at))
const ofAda = (data: Data): Write => {
  return (db) => db.user.update({ where: { email: 'ada' }, data: { name: 'written', ...data } })
}
const at = (path: string, field: string) => (field === '' ? path : `${path}.${field}`)

for (const [name, data, code, field, meta] of wrong) {
  const expected = (path: string) => ({ code, at: at(path, field), meta: { modelName: 'Post', ...meta } })
  const made = (n: number, bad: number, prefix: string) =>
    each(n, (position) => ({ slug: `${prefix}${position}`, ...(position === bad ? data : {}) }))

  refuses(
    places,
    `${name}, in row ${AT + 1} of 1,000`,
    seed,
    ofAda({ posts: { create: made(1_000, AT, 'n') } }),
    expected(`data.posts.create[${AT}]`),
  )
  refuses(
    places,
    `${name}, in row ${AT + 1} of a createMany of 1,000`,
    seed,
    ofAda({ posts: { createMany: { data: made(1_000, AT, 'n') } } }),
    expected(`data.posts.createMany.data[${AT}]`),
  )
  refuses(
    places,
    `${name}, in row 17 of 40 under one of two parents`,
    seed,
    (db) =>
      db.team.create({
        data: {
          name: 't',
          users: {
            create: [
              { email: 'x', posts: { create: made(40, -1, 'x') } },
              { email: 'y', posts: { create: made(40, 16, 'y') } },
            ],
          },
        },
      }),
    expected('data.users.create[1].posts.create[16]'),
  )
  refuses(
    places,
    `${name}, in row 57 of an update of 100`,
    seed,
    ofAda({
      posts: {
        update: each(100, (position) => ({
          where: { slug: `p${position}` },
          data: { views: position, ...(position === 56 ? data : {}) },
        })),
      },
    }),
    expected('data.posts.update[56].data'),
  )
  refuses(
    places,
    `${name}, in row 20 of a connectOrCreate of 40`,
    seed,
    ofAda({
      posts: {
        connectOrCreate: each(40, (position) => ({
          where: { slug: `q${position - 20}` },
          create: { slug: `q${position - 20}`, ...(position === 19 ? data : {}) },
        })),
      },
    }),
    expected('data.posts.connectOrCreate[19].create'),
  )
  refuses(
    places,
    `${name}, in row 20 of an upsert of 40, which makes it`,
    seed,
    ofAda({
      posts: {
        upsert: each(40, (position) => ({
          where: { slug: `p${position + 90}` },
          create: { slug: `p${position + 90}`, ...(position === 19 ? data : {}) },
          update: { views: 1 },
        })),
      },
    }),
    expected('data.posts.upsert[19].create'),
  )
  refuses(
    places,
    `${name}, in row 5 of an upsert of 40, which changes it`,
    seed,
    ofAda({
      posts: {
        upsert: each(40, (position) => ({
          where: { slug: `p${position + 90}` },
          create: { slug: `p${position + 90}` },
          update: position === 4 ? data : { views: 1 },
        })),
      },
    }),
    expected('data.posts.upsert[4].update'),
  )
  refuses(
    places,
    `${name}, in an updateMany`,
    seed,
    ofAda({
      posts: {
        updateMany: [
          { where: {}, data: { views: 1 } },
          { where: { slug: 'p7' }, data },
        ],
      },
    }),
    expected('data.posts.updateMany[1].data'),
  )
  refuses(
    places,
    `${name}, at the top`,
    seed,
    (db) => db.post.update({ where: { slug: 'p1' }, data }),
    expected('data'),
  )
  refuses(
    places,
    `${name}, at the top of a createMany`,
    seed,
    (db) => db.post.createMany({ data: made(50, 33, 'n') }),
    expected('data[33]'),
  )
  refuses(
    places,
    `${name}, in the create of an upsert at the top`,
    seed,
    (db) => db.post.upsert({ where: { slug: 'no' }, create: { slug: 'no', ...data }, update: {} }),
    expected('create'),
  )
  refuses(
    places,
    `${name}, in the update of an upsert at the top`,
    seed,
    (db) => db.post.upsert({ where: { slug: 'p1' }, create: { slug: 'p1' }, update: data }),
    expected('update'),
  )
}

// Rows of tables that nothing else of the request names.
refuses(
  places,
  'a null that only the database minds, in row 7 of 9',
  `${seed} INSERT INTO "User" (email) SELECT 'n' || n FROM generate_series(0, 8) n;`,
  (db) => db.profile.createMany({ data: each(9, (n) => ({ bio: `c${n}`, userId: n === 6 ? null : n + 3 })) }),
  { code: 'P2011', at: 'data[6].userId', meta: { modelName: 'Profile', target: ['userId'] } },
)
refuses(
  places,
  'a check, many to many, in row 3 of an update of 40',
  seed,
  (db) =>
    db.post.update({
      where: { slug: 'p0' },
      data: {
        tags: {
          update: each(40, (n) => ({
            where: { name: `t${n}` },
            data: { weight: { decrement: n === 2 ? 1 : 0 } },
          })),
        },
      },
    }),
  { code: 'P2039', at: 'data.tags.update[2].data' },
)
refuses(
  places,
  'a number that grows out of its column, in row 3 of an update of 40',
  seed,
  (db) =>
    db.post.update({
      where: { slug: 'p0' },
      data: {
        tags: {
          update: each(40, (n) => ({
            where: { name: `t${n}` },
            data: { weight: { increment: n === 2 ? 2_147_483_647 : 1 } },
          })).concat({ where: { name: 't2' }, data: { weight: { increment: 1 } } }),
        },
      },
    }),
  { code: 'P2020', at: 'data.tags.update[40].data' },
)
refuses(
  places,
  'a unique value in a row that is made for a row that is made',
  seed,
  ofAda({
    posts: {
      create: each(30, (n) => ({
        slug: `n${n}`,
        tags: { create: [{ name: `x${n}` }, { name: n === 11 ? 'taken' : `y${n}` }] },
      })),
    },
  }),
  {
    code: 'P2002',
    at: 'data.posts.create[11].tags.create[1].name',
    meta: { modelName: 'Tag', target: ['name'] },
  },
)
refuses(
  places,
  'rows of two branches of an upsert that collide',
  seed,
  ofAda({
    posts: {
      upsert: each(20, (n) => ({
        where: { slug: `p${n + 90}` },
        create: { slug: `p${n + 90}`, rank: n === 15 ? 777 : n + 500 },
        update: n === 3 ? { rank: 777 } : {},
      })),
    },
  }),
  { code: 'P2002', at: 'data.posts.upsert[15].create.rank' },
)
refuses(
  places,
  'a row that others point at, deleted',
  `${seed}
  INSERT INTO "Note" (text, "userId") VALUES ('n', 2); UPDATE "Post" SET "reviewerId" = 2 WHERE slug = 'p5';`,
  (db) => db.post.update({ where: { slug: 'p5' }, data: { reviewer: { delete: true } } }),
  { code: 'P2003', at: 'data.reviewer.delete' },
)
refuses(
  places,
  'rows that others point at, deleted, at the top',
  `${seed} INSERT INTO "Note" (text, "userId") VALUES ('n', 2);`,
  (db) => db.user.delete({ where: { email: 'bob' } }),
  { code: 'P2003', at: '' },
)
