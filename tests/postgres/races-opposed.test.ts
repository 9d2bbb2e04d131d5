// Callers that write the same rows in opposing orders: all of them come through, and no change is lost.
//
// Knows nothing of rows that are made or deleted meanwhile.

import assert from 'node:assert/strict'
import { CALLERS, KEYS, column, db, eachOnce, ofKeys, posts, rounds, users } from './callers.ts'

const shared = Array.from({ length: 12 }, (_, n) => `s${n}`)
const sharedPosts = `INSERT INTO "Post" (slug, "authorId") SELECT 's' || n, 1 FROM generate_series(0, 11) n;
  INSERT INTO "Tag" (name) SELECT 's' || n FROM generate_series(0, 11) n;`
let updates = 0
rounds(
  'updates of the same rows in opposing orders',
  users + sharedPosts,
  (caller) =>
    db.user.update({
      where: { email: 'u0' },
      data: {
        posts: {
          update: turned(shared, caller).map((slug) => ({
            where: { slug },
            data: { views: { increment: 1 } },
          })),
        },
      },
      select: { id: true },
    }),
  async () => {
    updates += CALLERS
    const counted = `SELECT DISTINCT views FROM "Post" WHERE slug LIKE 's%'`
    assert.deepEqual(await column(counted), [updates])
  },
)
rounds(
  'rows that everybody takes, in opposing orders',
  users + sharedPosts,
  (caller) =>
    db.user.update({
      where: { email: `u${caller}` },
      data: { posts: { connect: turned(shared, caller).map((slug) => ({ slug })) } },
    }),
  async () => {
    assert.equal((await column(`SELECT DISTINCT "authorId" FROM "Post"`)).length, 1)
  },
)
rounds(
  'two tables written in opposing orders',
  users + sharedPosts,
  (caller, keys) => {
    const write = {
      posts: { updateMany: { where: {}, data: { views: { increment: 1 } } } },
      notes: { upsert: keys.map((text) => ({ where: { text }, create: { text }, update: { stars: 1 } })) },
    }
    const { posts, notes } = write
    return db.user.update({
      where: { email: 'u0' },
      data: caller % 2 === 0 ? { posts, notes } : { notes, posts },
    })
  },
  (keys) => eachOnce('Note', 'text', keys),
)
rounds(
  'links set and removed in opposing orders',
  users + posts + sharedPosts,
  (caller, keys) => {
    const all = turned(shared, caller)
    return db.post.update({
      where: { slug: `p${caller % 3}` },
      data: {
        tags: {
          disconnect: all.slice(0, 4).map((name) => ({ name })),
          set: all.map((name) => ({ name })),
          connectOrCreate: keys.map((name) => ({ where: { name }, create: { name } })),
        },
      },
    })
  },
  async (keys) => {
    await eachOnce('Tag', 'name', keys)
    const links = `SELECT count(*)::int FROM "_PostToTag" JOIN "Tag" ON id = "B" WHERE name IN ${ofKeys([...keys, ...shared])}
      GROUP BY "A"`
    assert.deepEqual(
      await column(links),
      [0, 1, 2].map(() => KEYS + shared.length),
    )
  },
)

function turned<T>(all: readonly T[], caller: number): readonly T[] {
  return caller % 2 === 0 ? all : all.toReversed()
}
