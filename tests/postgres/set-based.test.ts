// How many statements a write of many rows takes: as many as for a few.
//
// Knows nothing of how long they take.

import assert from 'node:assert/strict'
import { treewright } from 'treewright'
import { onEach, openPlaces, type Place } from './places.ts'
import { people, peopleTables, type People } from './people.ts'

const places = await openPlaces()

type Data = { readonly [name: string]: unknown }
type Write = (db: People) => PromiseLike<unknown>

/** A write of so many, on tables that hold so many; and what a query of one row must then give. */
type Sized = {
  readonly seed: (n: number) => string
  readonly write: (n: number) => Write
  readonly look: string
  readonly left: (n: number) => Data
}

/** The write takes as many statements for many as for ten, and leaves the right rows. */
function asFew(name: string, many: number, { seed, write, look, left }: Sized): void {
  onEach(places, `${name}: ${many} as ten`, '', async (place) => {
    const counts: number[] = []
    for (const n of [10, many]) {
      await place.run(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${peopleTables} ${seed(n)} ANALYZE;`)
      counts.push(await nStatements(place, write(n)))
      assert.deepEqual((await place.rows(look))[0], left(n), `${n}`)
    }
    assert.equal(counts[1], counts[0])
  })
}

async function nStatements({ driver }: Place, write: Write): Promise<number> {
  const db = treewright({ schema: people, driver })
  let n = 0
  db.$on('statement', () => (n += 1))
  await write(db)
  return n
}

const each = <T>(n: number, make: (position: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => make(at))
const ofAda = (data: Data): Write => {
  return (db) => db.user.update({ where: { email: 'ada' }, data, select: { id: true } })
}
const ofFirst = (tags: Data): Write => {
  return (db) => db.post.update({ where: { slug: 'first' }, data: { tags }, select: { id: true } })
}
const onlyAda = `INSERT INTO "User" (email) VALUES ('ada'), ('bob');`
const onlyFirst = `INSERT INTO "Post" (slug) VALUES ('first'), ('second');`
const postsOf = (n: number, author: string) =>
  `${onlyAda} INSERT INTO "Post" (slug, "authorId") SELECT 'p' || n, ${author} FROM generate_series(0, ${n - 1}) n;`
const tagsOf = (n: number, linked: string) =>
  `${onlyFirst} INSERT INTO "Tag" (name) SELECT 't' || n FROM generate_series(0, ${n - 1}) n;
  INSERT INTO "_PostToTag" SELECT 1, id FROM "Tag" t WHERE ${linked};`
const countPosts = `SELECT count(*)::int AS n, count("authorId")::int AS linked, sum(views)::int AS views FROM "Post"`
const countTags = `SELECT count(*)::int AS n, sum(weight)::int AS weight,
  (SELECT count(*)::int FROM "_PostToTag" WHERE "A" = 1) AS linked FROM "Tag"`

asFew('connect, one to many', 1_000, {
  seed: (n) => postsOf(n, 'NULL'),
  write: (n) => ofAda({ posts: { connect: each(n, (at) => ({ slug: `p${at}` })) } }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: 0 }),
})
asFew('connect, many to many', 1_000, {
  seed: (n) => tagsOf(n, 'id < 5'),
  write: (n) => ofFirst({ connect: each(n, (at) => ({ name: `t${at}` })) }),
  look: countTags,
  left: (n) => ({ n, linked: n, weight: 0 }),
})
asFew('upsert, half of them there, one to many', 100, {
  seed: (n) => postsOf(n / 2, '1'),
  write: (n) =>
    ofAda({
      posts: {
        upsert: each(n, (at) => ({
          where: { slug: `p${at}` },
          create: { slug: `p${at}`, views: 1 },
          update: { views: at * 10 },
        })),
      },
    }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: (n / 2) * (n / 2 - 1) * 5 + n / 2 }),
})
asFew('upsert, half of them there, many to many', 100, {
  seed: (n) => tagsOf(n / 2, 'true'),
  write: (n) =>
    ofFirst({
      upsert: each(n, (at) => ({
        where: { name: `t${at}` },
        create: { name: `t${at}`, weight: 1 },
        update: { weight: at * 10 },
      })),
    }),
  look: countTags,
  left: (n) => ({ n, linked: n, weight: (n / 2) * (n / 2 - 1) * 5 + n / 2 }),
})
asFew('update, a value each', 100, {
  seed: (n) => postsOf(n, '1'),
  write: (n) =>
    ofAda({
      posts: {
        update: each(n, (at) => ({ where: { slug: `p${at}` }, data: { views: at, title: `t${at}` } })),
      },
    }),
  look: `SELECT count(*)::int AS n FROM "Post" WHERE slug = 'p' || views AND title = 't' || views`,
  left: (n) => ({ n }),
})
asFew('update, increments and values that are not all there', 100, {
  seed: (n) => postsOf(n, '1'),
  write: (n) =>
    ofAda({
      posts: {
        update: each(n, (at) => ({
          where: { slug: `p${at}` },
          data: at % 2 === 0 ? { views: { increment: at } } : { views: { increment: at }, body: `b${at}` },
        })),
      },
    }),
  look: `SELECT count(body)::int AS bodies, count(*) FILTER (WHERE slug = 'p' || views)::int AS n FROM "Post"`,
  left: (n) => ({ bodies: n / 2, n }),
})
asFew('connectOrCreate, some of them twice, many to many', 100, {
  seed: (n) => tagsOf(Math.floor(n / 4), 'id = 1'),
  write: (n) =>
    ofFirst({
      connectOrCreate: each(n, (at) => {
        const name = `t${at % (n / 2)}`
        return { where: { name }, create: { name, weight: 1 } }
      }),
    }),
  look: countTags,
  left: (n) => ({ n: n / 2, linked: n / 2, weight: n / 2 - Math.floor(n / 4) }),
})
asFew('connectOrCreate, one to many', 100, {
  seed: (n) => postsOf(n / 2, '2'),
  write: (n) =>
    ofAda({
      posts: {
        connectOrCreate: each(n, (at) => ({ where: { slug: `p${at}` }, create: { slug: `p${at}` } })),
      },
    }),
  look: `SELECT count(*)::int AS n FROM "Post" WHERE "authorId" = 1`,
  left: (n) => ({ n }),
})
asFew('set, one to many', 10_000, {
  seed: (n) => postsOf(n * 1.5, `CASE WHEN n >= ${n / 2} THEN 1 END`),
  write: (n) => ofAda({ posts: { set: each(n, (at) => ({ slug: `p${at}` })) } }),
  look: `SELECT count(*)::int AS n, max(id) FILTER (WHERE "authorId" = 1) AS last FROM "Post" WHERE "authorId" = 1`,
  left: (n) => ({ n, last: n }),
})
asFew('set, many to many', 10_000, {
  seed: (n) => tagsOf(n * 1.5, `id > ${n / 2}`),
  write: (n) => ofFirst({ set: each(n, (at) => ({ name: `t${at}` })) }),
  look: `SELECT count(*)::int AS n, max("B") AS last FROM "_PostToTag"`,
  left: (n) => ({ n, last: n }),
})
asFew('delete, one to many', 1_000, {
  seed: (n) => postsOf(n * 2, '1'),
  write: (n) => ofAda({ posts: { delete: each(n, (at) => ({ slug: `p${at}` })) } }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: 0 }),
})
asFew('delete, many to many', 1_000, {
  seed: (n) => tagsOf(n * 2, 'true'),
  write: (n) => ofFirst({ delete: each(n, (at) => ({ name: `t${at}` })) }),
  look: countTags,
  left: (n) => ({ n, linked: n, weight: 0 }),
})
asFew('disconnect, one to many', 1_000, {
  seed: (n) => postsOf(n * 2, '1'),
  write: (n) => ofAda({ posts: { disconnect: each(n, (at) => ({ slug: `p${at}` })) } }),
  look: countPosts,
  left: (n) => ({ n: n * 2, linked: n, views: 0 }),
})
asFew('disconnect, many to many', 1_000, {
  seed: (n) => tagsOf(n * 2, 'true'),
  write: (n) => ofFirst({ disconnect: each(n, (at) => ({ name: `t${at}` })) }),
  look: countTags,
  left: (n) => ({ n: n * 2, linked: n, weight: 0 }),
})
asFew('createMany with skipDuplicates', 10_000, {
  seed: (n) => postsOf(n / 2, '2'),
  write: (n) => (db) =>
    db.post.createMany({ data: each(n, (at) => ({ slug: `p${at}`, views: 1 })), skipDuplicates: true }),
  look: countPosts,
  left: (n) => ({ n, linked: n / 2, views: n / 2 }),
})
asFew('nested createMany with skipDuplicates', 10_000, {
  seed: (n) => postsOf(n / 2, '2'),
  write: (n) =>
    ofAda({ posts: { createMany: { data: each(n, (at) => ({ slug: `p${at}` })), skipDuplicates: true } } }),
  look: `SELECT count(*)::int AS n, count(*) FILTER (WHERE "authorId" = 1)::int AS mine FROM "Post"`,
  left: (n) => ({ n, mine: n / 2 }),
})
asFew('updateManyAndReturn', 10_000, {
  seed: (n) => postsOf(n, '1'),
  write: () => (db) => db.post.updateManyAndReturn({ where: { authorId: 1 }, data: { views: 2 } }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: n * 2 }),
})
asFew('connect, one to many', 100_000, {
  seed: (n) => postsOf(n, 'NULL'),
  write: (n) => ofAda({ posts: { connect: each(n, (at) => ({ slug: `p${at}` })) } }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: 0 }),
})
asFew('connect, many to many', 100_000, {
  seed: (n) => tagsOf(n, 'id < 5'),
  write: (n) => ofFirst({ connect: each(n, (at) => ({ id: at + 1 })) }),
  look: countTags,
  left: (n) => ({ n, linked: n, weight: 0 }),
})
asFew('createMany', 100_000, {
  seed: () => onlyAda,
  write: (n) => (db) =>
    db.post.createMany({ data: each(n, (at) => ({ slug: `p${at}`, authorId: 1 + (at % 2) })) }),
  look: countPosts,
  left: (n) => ({ n, linked: n, views: 0 }),
})
