// Callers that link or change what others delete meanwhile: done as a whole, or told what is not there.
//
// Knows nothing of callers that agree.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TreewrightError } from 'treewright'
import {
  CALLERS,
  KEYS,
  ROUNDS,
  column,
  db,
  eachOnce,
  ofKeys,
  pool,
  posts,
  rounds,
  said,
  shuffled,
  users,
} from './callers.ts'
import { emptyPeople } from './people.ts'

// Half of the callers delete what the others connect.
const deleting = (keys: readonly string[], table: 'tag' | 'note') => {
  const model = table === 'tag' ? db.tag : db.note
  return model.deleteMany({ where: { [table === 'tag' ? 'name' : 'text']: { in: keys.slice(0, 4) } } })
}
rounds(
  'connectOrCreate while others delete, many to many',
  users + posts,
  (caller, keys) => {
    if (caller % 2 === 1) return deleting(keys, 'tag')
    return db.post.update({
      where: { slug: `p${caller}` },
      data: { tags: { connectOrCreate: keys.map((name) => ({ where: { name }, create: { name } })) } },
    })
  },
  async (keys) => {
    const twice = `SELECT name FROM "Tag" WHERE name IN ${ofKeys(keys)} GROUP BY name HAVING count(*) > 1`
    assert.deepEqual(await column(twice), [])
    await db.post.update({
      where: { slug: 'p0' },
      data: { tags: { connectOrCreate: keys.map((name) => ({ where: { name }, create: { name } })) } },
    })
    await eachOnce('Tag', 'name', keys)
  },
)
rounds(
  'connectOrCreate while others delete, one to many',
  users,
  (caller, keys) => {
    if (caller % 2 === 1) return deleting(keys, 'note')
    return db.user.update({
      where: { email: `u${caller}` },
      data: { notes: { connectOrCreate: keys.map((text) => ({ where: { text }, create: { text } })) } },
    })
  },
  async (keys) => {
    await db.user.update({
      where: { email: 'u0' },
      data: { notes: { connectOrCreate: keys.map((text) => ({ where: { text }, create: { text } })) } },
    })
    await eachOnce('Note', 'text', keys)
  },
)
rounds(
  'connectOrCreate while others delete, many to one',
  users,
  (caller, keys) => {
    const email = keys.toSorted()[0] ?? ''
    if (caller % 2 === 1) return db.user.deleteMany({ where: { email } })
    return db.post.create({
      data: {
        slug: `${email}c${caller}`,
        author: { connectOrCreate: { where: { email }, create: { email } } },
      },
    })
  },
  async (keys) => {
    const [key] = keys.toSorted()
    assert.deepEqual(await column(`SELECT count(*)::int FROM "Post" WHERE slug LIKE '${key}c%'`), [
      CALLERS / 2,
    ])
  },
)
rounds(
  'upsert while others delete',
  users,
  (caller, keys) => {
    const slug = keys.toSorted()[0] ?? ''
    if (caller % 2 === 1) return db.post.deleteMany({ where: { slug } })
    const notes = {
      slug,
      views: 1,
      tags: { connectOrCreate: { where: { name: slug }, create: { name: slug } } },
    }
    return db.post.upsert({ where: { slug }, create: notes, update: { views: { increment: 1 } } })
  },
  async (keys) => {
    const [slug] = keys.toSorted()
    const found = await column(`SELECT views FROM "Post" WHERE slug = '${slug}'`)
    assert.ok(found.length <= 1)
  },
)

test('connect while others delete: connected as a whole, or told what is not there', async () => {
  await pool.query(emptyPeople + users + posts)
  for (let round = 0; round < ROUNDS; round += 1) {
    const names = Array.from({ length: KEYS }, (_, key) => `r${round}k${key}`)
    await db.tag.createMany({ data: names.map((name) => ({ name })) })
    await db.note.createMany({ data: names.map((text) => ({ text, userId: 1 })) })
    const calls = Array.from({ length: CALLERS }, async (_, caller) => {
      const kind = caller % 4
      if (kind === 3) return Promise.all([deleting(names, 'tag'), deleting(names, 'note')])
      const mixed = shuffled(names, caller + 1)
      if (kind === 0) {
        const notes = { connect: mixed.map((text) => ({ text })) }
        return db.user.update({ where: { email: `u${caller}` }, data: { notes } })
      }
      const tags = { connect: mixed.map((name) => ({ name })) }
      return db.post.update({ where: { slug: `p${caller}` }, data: { views: round, tags } })
    })
    const ended = await Promise.allSettled(calls)
    for (const [caller, one] of ended.entries()) {
      if (one.status === 'rejected') {
        const { code, pathText } = one.reason as TreewrightError
        const expected = caller % 4 === 0 ? ['P2018', 'data.notes.connect'] : ['P2025', 'data.tags.connect']
        assert.deepEqual([code, pathText.replace(/\[\d+\]$/, '')], expected, said(one.reason))
      }
    }
    const some = `SELECT count(*) FROM "_PostToTag" JOIN "Tag" ON id = "B" WHERE name IN ${ofKeys(names)}
      GROUP BY "A" HAVING count(*) NOT IN (${KEYS}, ${KEYS - 4})`
    assert.deepEqual(await column(some), [])
  }
})
