// Callers that make the same rows at once: nobody loses, nothing is made twice, and nothing is missing.
//
// Knows nothing of rows that are deleted meanwhile.

import assert from 'node:assert/strict'
import { CALLERS, KEYS, column, db, eachOnce, ofKeys, posts, rounds, users } from './callers.ts'

rounds(
  'connectOrCreate, one to many',
  users,
  (caller, keys) =>
    db.user.update({
      where: { email: `u${caller}` },
      data: { notes: { connectOrCreate: keys.map((text) => ({ where: { text }, create: { text } })) } },
    }),
  async (keys) => {
    await eachOnce('Note', 'text', keys)
    // The last to commit has taken all of them, as each takes all or none.
    assert.equal(
      (await column(`SELECT DISTINCT "userId" FROM "Note" WHERE text IN ${ofKeys(keys)}`)).length,
      1,
    )
  },
)
rounds(
  'connectOrCreate, many to many',
  users + posts,
  (caller, keys) =>
    db.post.update({
      where: { slug: `p${caller}` },
      data: { tags: { connectOrCreate: keys.map((name) => ({ where: { name }, create: { name } })) } },
    }),
  async (keys) => {
    await eachOnce('Tag', 'name', keys)
    const links = `SELECT count(*)::int AS n FROM "_PostToTag" JOIN "Tag" ON id = "B" WHERE name IN ${ofKeys(keys)}`
    assert.deepEqual(await column(links), [CALLERS * KEYS])
  },
)
rounds(
  'connectOrCreate, many to many, in a create',
  users + posts,
  (caller, keys) =>
    db.post.create({
      data: {
        slug: `${keys.toSorted()[0]}c${caller}`,
        tags: { connectOrCreate: keys.map((name) => ({ where: { name }, create: { name } })) },
      },
    }),
  async (keys) => {
    await eachOnce('Tag', 'name', keys)
    const links = `SELECT count(*)::int AS n FROM "_PostToTag" JOIN "Tag" ON id = "B" WHERE name IN ${ofKeys(keys)}`
    assert.deepEqual(await column(links), [CALLERS * KEYS])
  },
)
rounds(
  'connectOrCreate, many to one',
  users,
  (caller, keys) =>
    db.user.update({
      where: { email: `u${caller}` },
      data: {
        posts: {
          create: keys.map((key) => ({
            slug: `${key}c${caller}`,
            reviewer: { connectOrCreate: { where: { email: key }, create: { email: key } } },
          })),
        },
      },
    }),
  async (keys) => {
    await eachOnce('User', 'email', keys)
    const made = `SELECT count(*)::int AS n FROM "Post" p JOIN "User" r ON r.id = "reviewerId" AND slug LIKE email || 'c%'
      WHERE email IN ${ofKeys(keys)}`
    assert.deepEqual(await column(made), [CALLERS * KEYS])
  },
)
rounds(
  'connectOrCreate, many to one, at the top',
  users,
  (caller, keys) => {
    const name = keys.toSorted()[0] ?? ''
    return db.user.update({
      where: { email: `u${caller}` },
      data: { team: { connectOrCreate: { where: { name }, create: { name } } } },
    })
  },
  async (keys) => {
    const made = `SELECT count(*)::int AS n FROM "User" u JOIN "Team" t ON t.id = "teamId" WHERE t.name IN ${ofKeys(keys)}`
    assert.deepEqual(await column(made), [CALLERS])
  },
)

rounds(
  'upsert under one parent',
  users,
  (_, keys) =>
    db.user.update({
      where: { email: 'u0' },
      data: {
        notes: {
          upsert: keys.map((text) => ({
            where: { text },
            create: { text, stars: 1 },
            update: { stars: { increment: 1 } },
          })),
        },
      },
    }),
  async (keys) => {
    const counted = `SELECT stars FROM "Note" WHERE text IN ${ofKeys(keys)} AND "userId" = 1`
    assert.deepEqual(
      await column(counted),
      keys.map(() => CALLERS),
    )
  },
)
rounds(
  'upsert under one parent, many to many',
  users + posts,
  (_, keys) =>
    db.post.update({
      where: { slug: 'p0' },
      data: {
        tags: {
          upsert: keys.map((name) => ({
            where: { name },
            create: { name, weight: 1 },
            update: { weight: { increment: 1 } },
          })),
        },
      },
    }),
  async (keys) => {
    const counted = `SELECT weight FROM "Tag" JOIN "_PostToTag" ON "B" = id WHERE name IN ${ofKeys(keys)}`
    assert.deepEqual(
      await column(counted),
      keys.map(() => CALLERS),
    )
  },
)
rounds(
  'upsert under several parents, each with keys of its own',
  users,
  (caller, keys) =>
    db.user.update({
      where: { email: `u${caller}` },
      data: {
        notes: {
          upsert: keys.map((key) => {
            const text = `${key}c${caller % 4}u${caller}`
            return { where: { text }, create: { text, stars: 1 }, update: { stars: { increment: 1 } } }
          }),
        },
      },
    }),
  async (keys) => {
    const counted = `SELECT count(*)::int, sum(stars)::int FROM "Note" WHERE split_part(text, 'c', 1) IN ${ofKeys(keys)}`
    assert.deepEqual(await column(counted), [KEYS * CALLERS, KEYS * CALLERS])
  },
)
rounds(
  'upsert at the top, with what is written inside',
  users,
  (caller, keys) => {
    const key = keys.toSorted()[0] ?? ''
    const made = { slug: `${key}c${caller}` }
    return db.user.upsert({
      where: { email: key },
      create: { email: key, name: '1', posts: { create: made }, team: tagTeam(key) },
      update: { name: 'many', posts: { create: made }, team: tagTeam(key) },
    })
  },
  async (keys) => {
    const [key] = keys.toSorted()
    const made = `SELECT count(*)::int FROM "Post" p JOIN "User" u ON u.id = "authorId" JOIN "Team" t ON t.id = "teamId"
      WHERE email = '${key}' AND t.name = '${key}' AND u.name = 'many'`
    assert.deepEqual(await column(made), [CALLERS])
  },
)
rounds(
  'upsert at the top, of fields alone',
  '',
  (_, keys) =>
    Promise.all(
      keys.map((slug) =>
        db.post.upsert({ where: { slug }, create: { slug, views: 1 }, update: { views: { increment: 1 } } }),
      ),
    ),
  async (keys) => {
    const counted = `SELECT views FROM "Post" WHERE slug IN ${ofKeys(keys)}`
    assert.deepEqual(
      await column(counted),
      keys.map(() => CALLERS),
    )
  },
)
rounds(
  'upsert at the top, with nothing to update',
  '',
  (_, keys) =>
    Promise.all(keys.map((slug) => db.post.upsert({ where: { slug }, create: { slug }, update: {} }))),
  (keys) => eachOnce('Post', 'slug', keys),
)

rounds(
  'createMany that leaves out what is there',
  users,
  (_, keys) => db.post.createMany({ data: keys.map((slug) => ({ slug })), skipDuplicates: true }),
  (keys) => eachOnce('Post', 'slug', keys),
)
rounds(
  'nested createMany that leaves out what is there',
  users,
  (caller, keys) =>
    db.user.update({
      where: { email: `u${caller}` },
      data: { notes: { createMany: { data: keys.map((text) => ({ text })), skipDuplicates: true } } },
    }),
  (keys) => eachOnce('Note', 'text', keys),
)

function tagTeam(name: string): object {
  return { connectOrCreate: { where: { name }, create: { name } } }
}
