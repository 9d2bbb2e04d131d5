// `treewright/prisma` on each database: nested writes, transactions and errors by Prisma's names.
//
// Knows nothing of Prisma itself; tests/oracle/face.test.ts runs both.

import assert from 'node:assert/strict'
import { UniqueConstraintError } from 'treewright'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { thrownBy } from '../js/thrown.ts'
import { people, peopleTables, tagsNow } from './people.ts'
import { onEach, openPlaces, type Place } from './places.ts'

const places = await openPlaces()

type Client = PrismaClient<typeof people>

function onBoth(name: string, work: (prisma: Client, place: Place) => Promise<void>): void {
  onEach(places, name, peopleTables, (place) => {
    return work(new PrismaClient({ schema: people, driver: place.driver }), place)
  })
}

onBoth('writes nested, and is found by raw statements', async (prisma) => {
  await prisma.$connect()
  const { posts } = await prisma.user.create({
    data: {
      email: 'ada',
      posts: {
        create: [
          {
            slug: 'a',
            price: '1.50',
            tags: { connectOrCreate: { where: { name: 'x' }, create: { name: 'x' } } },
          },
        ],
      },
    },
    include: { posts: { include: { tags: true } } },
  })
  assert.deepEqual(
    posts.map(({ tags }) => tags.map(({ name }) => name)),
    [['x']],
  )
  const slugs = Prisma.join(['a', 'b'])
  assert.deepEqual(await prisma.$queryRaw`SELECT slug, price FROM "Post" WHERE slug IN (${slugs})`, [
    { slug: 'a', price: '1.50' },
  ])
})

onBoth('keeps its face within transactions, which are kept or not as a whole', async (prisma, place) => {
  const queries: string[] = []
  prisma.$on('query', ({ query }) => queries.push(query))
  const error = await thrownBy(
    prisma.$transaction(async (tx) => {
      await tx.tag.create({ data: { name: 'x' } })
      const inner = await thrownBy(tx.$executeRaw`INSERT INTO "Tag" (name) VALUES ('x')`)
      assert.ok(inner instanceof Prisma.PrismaClientKnownRequestError)
      assert.deepEqual([inner.code, inner.meta?.['code']], ['P2010', '23505'])
      await tx.tag.create({ data: { name: 'x' } })
    }),
  )
  assert.ok(error instanceof Prisma.PrismaClientKnownRequestError && error instanceof UniqueConstraintError)
  assert.deepEqual([error.name, error.code], ['PrismaClientKnownRequestError', 'P2002'])
  assert.deepEqual([error.meta['target'], error.meta['modelName']], [['name'], 'Tag'])
  assert.deepEqual([await tagsNow(place), queries.length], [[], 1])
  const [{ count }, n] = await prisma.$transaction([
    prisma.tag.createMany({ data: [{ name: 'x' }, { name: 'y' }] }),
    prisma.$executeRaw`UPDATE "Tag" SET weight = 1`,
  ])
  assert.deepEqual([count, n, await tagsNow(place)], [2, 2, ['x:1', 'y:1']])
})

onBoth("works beside other tools, in the caller's own transaction", async (prisma, place) => {
  await place.inTransaction(async (client) => {
    const held = prisma.$with(client)
    await held.tag.create({ data: { name: 'x' } })
    const missing = await thrownBy(held.tag.delete({ where: { name: 'y' } }))
    assert.ok(missing instanceof Prisma.PrismaClientKnownRequestError && missing.code === 'P2025')
    assert.equal(await held.$executeRaw`UPDATE "Tag" SET weight = 3`, 1)
  })
  assert.deepEqual(await tagsNow(place), ['x:3'])
})
