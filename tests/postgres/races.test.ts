// Sixteen connections that write the same rows at once: nobody loses, nothing is made twice, and nothing is missing.
//
// Knows nothing of one caller alone.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { treewright, TreewrightError } from 'treewright'
import { pg } from 'treewright/pg'
import { emptyPeople, people, peopleTables } from './people.ts'
import { freshDatabase, openPool, startServer } from './server.ts'

const server = await startServer()
// Every row takes its time to be written, so that callers do meet.
const slow = `
  CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.0005); RETURN coalesce(NEW, OLD); END $$;
  ${['User', 'Post', 'Tag', 'Note']
    .map(
      (table) => `CREATE TRIGGER slow BEFORE INSERT OR UPDATE OR DELETE ON "${table}"
    FOR EACH ROW EXECUTE FUNCTION slow();`,
    )
    .join('\n')}
`
const pool = openPool(await freshDatabase(server, peopleTables + slow), {
  max: 16,
  options: '-c deadlock_timeout=50ms',
})
after(async () => {
  await pool.end()
  await server.stop()
})
const db = treewright({ schema: people, driver: pg(pool) })

const CALLERS = 16
const ROUNDS = 6
const KEYS = 6

type Call = (caller: number, keys: readonly string[]) => PromiseLike<unknown>

async function rows(sql: string): Promise<readonly { readonly [column: string]: unknown }[]> {
  return (await pool.query<{ [column: string]: unknown }>(sql)).rows
}

/** The rows of a query of one column. */
async function column(sql: string): Promise<unknown[]> {
  return (await rows(sql)).flatMap((row) => Object.values(row))
}

// From a seed, so that a failure comes again; Knuth's multiplicative generator.
function shuffled<T>(all: readonly T[], seed: number): T[] {
  const left = [...all]
  const mixed: T[] = []
  for (
    let state = (seed * 2_654_435_761) >>> 0;
    left.length > 0;
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
  ) {
    mixed.push(...left.splice((state >>> 8) % left.length, 1))
  }
  return mixed
}

/** Rounds in which every caller makes its call at once, each with the round's keys in another order. */
function rounds(
  name: string,
  seed: string,
  call: Call,
  look: (keys: readonly string[]) => Promise<void>,
): void {
  test(name, async () => {
    await pool.query(emptyPeople + seed)
    for (let round = 0; round < ROUNDS; round += 1) {
      const keys = Array.from({ length: KEYS }, (_, key) => `r${round}k${key}`)
      const calls = Array.from({ length: CALLERS }, (_, caller) => {
        return Promise.resolve(call(caller, shuffled(keys, round * CALLERS + caller + 1)))
      })
      const lost = (await Promise.allSettled(calls)).flatMap((one) =>
        one.status === 'rejected' ? [one.reason] : [],
      )
      assert.deepEqual(lost.map(said), [], `round ${round}`)
      await look(keys)
    }
  })
}

function said(error: unknown): string {
  return error instanceof TreewrightError
    ? `${error.code} at ${error.pathText}: ${error.message}`
    : String(error)
}

const users = `INSERT INTO "User" (email) SELECT 'u' || n FROM generate_series(0, ${CALLERS - 1}) n;`
const posts = `INSERT INTO "Post" (slug, "authorId") SELECT 'p' || n, n + 1 FROM generate_series(0, ${CALLERS - 1}) n;`
const ofKeys = (keys: readonly string[]) => `(${keys.map((key) => `'${key}'`).join(', ')})`
const eachOnce = async (table: string, field: string, keys: readonly string[]) => {
  const sql = `SELECT ${field} FROM "${table}" WHERE ${field} IN ${ofKeys(keys)} ORDER BY 1`
  assert.deepEqual(await column(sql), [...keys].sort())
}

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
