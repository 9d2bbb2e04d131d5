// What a database refuses: nothing is kept, and the error names the place in the arguments, the fields and the rule.
//
// Knows nothing of mistakes that are found before anything is sent.

import assert from 'node:assert/strict'
import {
  ConflictError,
  defineSchema,
  ForeignKeyError,
  treewright,
  TreewrightError,
  UniqueConstraintError,
  type CreateInput,
} from 'treewright'
import { onEach, openPlaces, type Place } from './places.ts'

const places = await openPlaces()
const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

const schema = defineSchema({
  models: {
    User: {
      fields: { id, email: { type: 'String', unique: true }, name: 'String?' },
      relations: { posts: { many: 'Post' } },
    },
    Post: {
      fields: {
        id,
        slug: { type: 'String', unique: true },
        title: { type: 'String', native: 'varchar(10)', default: { value: 't' } },
        price: { type: 'Decimal?', native: 'numeric(4,2)', unique: true },
        at: { type: 'DateTime?', native: 'timestamptz', unique: true },
        hash: { type: 'Bytes?', unique: true },
        body: 'String?',
        rank: 'Int?',
        authorId: 'Int',
        categoryId: 'Int?',
      },
      uniques: [{ fields: ['rank', 'categoryId'], constraint: 'rank in category' }],
      relations: {
        author: { one: 'User', fields: ['authorId'], references: ['id'] },
        category: { one: 'Category', fields: ['categoryId'], references: ['id'] },
      },
    },
    Category: { fields: { id, name: 'String' }, relations: { posts: { many: 'Post' } } },
  },
})
const tables = `
  CREATE TABLE "User" (id serial PRIMARY KEY, email text UNIQUE NOT NULL, name text);
  CREATE TABLE "Category" (id serial PRIMARY KEY, name text NOT NULL);
  CREATE TABLE "Post" (
    id serial PRIMARY KEY, slug text UNIQUE NOT NULL, title varchar(10) NOT NULL, price numeric(4,2) UNIQUE,
    at timestamptz UNIQUE, hash bytea UNIQUE, body text CHECK (body <> 'bad'), rank int, "authorId" int NOT NULL REFERENCES "User",
    "categoryId" int REFERENCES "Category" DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "rank in category" UNIQUE (rank, "categoryId")
  );
`

type Post = CreateInput<typeof schema, 'Post', 'author'>

const posts = (n: number, with_: { readonly [position: number]: Partial<Post> } = {}): Post[] => {
  return Array.from({ length: n }, (_, position) => ({ slug: `s${position}`, ...with_[position] }))
}

/** Asserts that a user with these posts is refused and nothing is kept. */
async function refused(place: Place, create: readonly Post[]): Promise<TreewrightError> {
  const before = await counted(place)
  const write = treewright({ schema, driver: place.driver }).user.create({
    data: { email: 'new@x.io', posts: { create } },
  })
  const error: unknown = await write.then(
    () => assert.fail('it was carried out'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof TreewrightError, String(error))
  assert.ok(error.cause instanceof Error)
  assert.deepEqual(await counted(place), before)
  return error
}

async function counted({ rows }: Place): Promise<unknown> {
  return (
    await rows(
      'SELECT (SELECT count(*) FROM "User")::int AS users, (SELECT count(*) FROM "Post")::int AS posts',
    )
  )[0]
}

onEach(places, 'a unique value that is there already, in row 317 of 1,000', tables, async (place) => {
  await treewright({ schema, driver: place.driver }).user.create({
    data: { email: 'old@x.io', posts: { create: { slug: 'taken' } } },
  })
  const error = await refused(place, posts(1_000, { 316: { slug: 'taken' } }))
  assert.ok(error instanceof UniqueConstraintError)
  assert.deepEqual(
    [error.code, error.problem, error.pathText, error.model],
    ['P2002', 'TW601', 'data.posts.create[316].slug', 'Post'],
  )
  assert.deepEqual(error.meta, { modelName: 'Post', target: ['slug'], constraint: 'Post_slug_key' })
  assert.equal(
    error.message,
    'user.create: P2002 (TW601) at data.posts.create[316].slug: a row of Post with the same `slug` exists',
  )
})

onEach(places, 'a unique value at the top', tables, async (place) => {
  const client = treewright({ schema, driver: place.driver })
  await client.user.create({ data: { email: 'new@x.io' } })
  const error = await refused(place, [])
  assert.deepEqual([error.code, error.pathText, error.meta['target']], ['P2002', 'data.email', ['email']])
})

onEach(places, 'a value that would not fit into a row that is not there', tables, async (place) => {
  const data = { title: 'too long for a title' }
  for (const pipeline of [true, false]) {
    const { post } = treewright({ schema, driver: place.driver, pipeline })
    for (const write of [
      post.update({ where: { slug: 'none' }, data }),
      post.update({ where: { slug: 'none' }, data: { ...data, category: { create: { name: 'c' } } } }),
    ]) {
      await assert.rejects(async () => write, { code: 'P2025', pathText: 'where' })
    }
  }
})

onEach(places, 'two rows of one write that collide', tables, async (place) => {
  const error = await refused(place, posts(50, { 7: { slug: 'same' }, 31: { slug: 'same' } }))
  assert.equal(error.pathText, 'data.posts.create[31].slug')
  assert.deepEqual(error.meta['partner'], ['data', 'posts', 'create', 7])
})

onEach(places, 'a rule over several fields', tables, async (place) => {
  await place.run(`INSERT INTO "Category" VALUES (5, 'c')`)
  const error = await refused(
    place,
    posts(9, { 2: { rank: 1, categoryId: 5 }, 4: { rank: 2, categoryId: 5 }, 8: { rank: 1, categoryId: 5 } }),
  )
  assert.deepEqual([error.code, error.pathText], ['P2002', 'data.posts.create[8]'])
  assert.deepEqual(error.meta, {
    modelName: 'Post',
    target: ['rank', 'categoryId'],
    constraint: 'rank in category',
    partner: ['data', 'posts', 'create', 2],
  })
})

onEach(
  places,
  'unique values that PostgreSQL prints otherwise than they were sent',
  tables,
  async (place) => {
    const at = new Date('2026-01-02T03:04:05.060Z')
    const late = await refused(place, posts(5, { 1: { at }, 3: { at: '2026-01-02T04:04:05.060+01:00' } }))
    assert.deepEqual(
      [late.code, late.pathText, late.meta['target']],
      ['P2002', 'data.posts.create[3].at', ['at']],
    )
    const price = await refused(
      place,
      posts(5, { 0: { price: '1' }, 1: { price: '1e1' }, 3: { price: '10.00' } }),
    )
    assert.deepEqual(
      [price.pathText, price.meta['partner']],
      ['data.posts.create[3].price', ['data', 'posts', 'create', 1]],
    )
    const hash = new Uint8Array([1, 2, 255])
    const same = await refused(place, posts(5, { 0: { hash }, 4: { hash } }))
    assert.deepEqual([same.pathText, same.meta['target']], ['data.posts.create[4].hash', ['hash']])
  },
)

onEach(places, 'values that look like the words around them', tables, async (place) => {
  const slug = '1), (slug)=(s3) "already" exists.'
  const error = await refused(place, posts(6, { 1: { slug }, 5: { slug } }))
  assert.deepEqual(
    [error.pathText, error.meta['partner']],
    ['data.posts.create[5].slug', ['data', 'posts', 'create', 1]],
  )
})

onEach(
  places,
  'a foreign key that points nowhere',
  `${tables} ALTER TABLE "Post" ALTER CONSTRAINT "Post_categoryId_fkey" NOT DEFERRABLE;`,
  async (place) => {
    const error = await refused(place, posts(20, { 13: { categoryId: 99 } }))
    assert.ok(error instanceof ForeignKeyError)
    assert.deepEqual([error.code, error.pathText], ['P2003', 'data.posts.create[13].categoryId'])
    assert.deepEqual(error.meta, {
      modelName: 'Post',
      target: ['categoryId'],
      constraint: 'Post_categoryId_fkey',
    })
  },
)

onEach(places, 'a foreign key that is looked at when all is committed', tables, async (place) => {
  const error = await refused(place, posts(20, { 13: { categoryId: 99 } }))
  assert.ok(error instanceof ForeignKeyError)
  assert.deepEqual(
    [error.code, error.model, error.meta['constraint']],
    ['P2003', 'Post', 'Post_categoryId_fkey'],
  )
})

onEach(
  places,
  'a null that only the database minds',
  `${tables} ALTER TABLE "Post" ALTER body SET NOT NULL;`,
  async (place) => {
    const filled = Object.fromEntries([0, 1, 3].map((n) => [n, { body: 'b' }]))
    const error = await refused(place, posts(4, { ...filled, 2: { body: null } }))
    assert.deepEqual(
      [error.code, error.problem, error.pathText, error.meta['target']],
      ['P2011', 'TW603', 'data.posts.create[2].body', ['body']],
    )
  },
)

onEach(places, 'checks, lengths and ranges', tables, async (place) => {
  const check = await refused(place, posts(3, { 1: { body: 'bad' } }))
  assert.deepEqual(
    [check.code, check.problem, check.meta],
    ['P2039', 'TW604', { modelName: 'Post', constraint: 'Post_body_check' }],
  )
  const long = await refused(place, posts(3, { 1: { title: 'far too long' } }))
  assert.deepEqual(
    [long.code, long.problem, long.model, long.pathText],
    ['P2000', 'TW605', 'Post', 'data.posts.create[1]'],
  )
  const large = await refused(place, posts(3, { 1: { price: '123.45' } }))
  assert.deepEqual([large.code, large.problem, large.model], ['P2020', 'TW606', 'Post'])
})

onEach(places, 'a table or a column that is not there', tables, async (place) => {
  await place.run('ALTER TABLE "Post" DROP COLUMN body')
  const column = await refused(place, posts(2, { 0: { body: 'b' } }))
  assert.deepEqual([column.code, column.problem], ['P2022', 'TW611'])
  await place.run('DROP TABLE "Post"; CREATE VIEW "Post" AS SELECT 1 AS id LIMIT 1')
  await place.run('DROP VIEW "Post"; ALTER TABLE "User" RENAME TO "Users"')
  const client = treewright({ schema, driver: place.driver })
  await assert.rejects(async () => client.user.create({ data: { email: 'a' } }), {
    code: 'P2021',
    problem: 'TW610',
  })
})

onEach(
  places,
  'what a function raises',
  `${tables}
  CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = NEW.name; END $$;
  CREATE TRIGGER t BEFORE INSERT ON "User" FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION conflict();`,
  async (place) => {
    const client = treewright({ schema, driver: place.driver })
    const raised = (name: string): Promise<unknown> => {
      return client.user.create({ data: { email: 'a', name } }).catch((thrown: unknown) => thrown)
    }
    for (const state of ['40001', '40P01']) {
      const error = await raised(state)
      assert.ok(error instanceof ConflictError)
      assert.deepEqual([error.code, error.problem], ['P2034', 'TW608'])
    }
    const other = await raised('TW001')
    assert.ok(other instanceof TreewrightError)
    assert.deepEqual(
      [other.code, other.problem, other.message],
      ['P2039', 'TW699', 'user.create: P2039 (TW699) at data: the database refused (TW001): no'],
    )
  },
)

onEach(places, "the caller's own transaction is left to the caller", tables, async (place) => {
  const client = treewright({ schema, driver: place.driver })
  const unhappy = new Error('unhappy')
  const write = place.inTransaction(async (transaction) => {
    const within = client.$with(transaction)
    await within.user.create({ data: { email: 'a', posts: { create: posts(3) } } })
    const [first, second] = await Promise.all(
      ['b', 'c'].map((email) => within.user.create({ data: { email } })),
    )
    assert.deepEqual([first?.['email'], second?.['email']], ['b', 'c'])
    throw unhappy
  })
  assert.equal(await write.catch((thrown: unknown) => thrown), unhappy)
  assert.deepEqual(await counted(place), { users: 0, posts: 0 })
  await place.inTransaction((transaction) =>
    Promise.resolve(client.$with(transaction).user.create({ data: { email: 'd' } })),
  )
  assert.deepEqual(await counted(place), { users: 1, posts: 0 })
})
