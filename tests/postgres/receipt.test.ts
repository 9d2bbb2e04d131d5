// The receipt on real databases: what was done, by the places of the request, and which branch was taken.

import assert from 'node:assert/strict'
import { treewright, type Receipt } from 'treewright'
import { people, peopleTables, type People } from './people.ts'
import { onEach, openPlaces, type Place } from './places.ts'

const places = await openPlaces()

function clientOn(place: Place): People {
  return treewright({ schema: people, driver: place.driver })
}

/** Each deed as `place count`, with the deeds that were not done left out. */
function told(receipt: Receipt): { [deed: string]: readonly string[] } {
  const deeds = Object.entries(receipt).filter(([, entries]) => entries.length > 0)
  return Object.fromEntries(
    deeds.map(([deed, entries]) => [deed, entries.map(({ place, count }) => `${place} ${count}`)]),
  )
}

onEach(places, 'a rich update', peopleTables, async (place) => {
  const db = clientOn(place)
  const made = ['a', 'b', 'c'].map((slug) => ({ slug, title: slug }))
  await db.user.create({ data: { email: 'ada', posts: { create: made } } })
  await db.tag.create({ data: { name: 'x' } })
  const operation = db.user.update({
    where: { email: 'ada' },
    data: {
      posts: {
        create: [{ slug: 'd', title: 'd' }],
        update: [{ where: { slug: 'a' }, data: { title: 'new', tags: { connect: { name: 'x' } } } }],
        delete: [{ slug: 'b' }],
        disconnect: [{ slug: 'c' }],
      },
    },
  })
  const receipt = await operation.receipt()
  assert.deepEqual(told(receipt), {
    created: ['data.posts.create[0] 1'],
    updated: ['data.posts.update[0].data 1'],
    connected: ['data.posts.update[0].data.tags.connect 1'],
    disconnected: ['data.posts.disconnect[0] 1'],
    deleted: ['data.posts.delete[0] 1'],
  })
  assert.equal(await operation.receipt().then(({ created }) => created[0]?.model), 'Post')
})

onEach(places, 'the branch that an upsert took, and what was made or linked', peopleTables, async (place) => {
  const db = clientOn(place)
  const upsert = { where: { email: 'ada' }, create: { email: 'ada' }, update: { name: 'ada' } }
  assert.deepEqual(told(await db.user.upsert(upsert).receipt()), { created: ['create 1'] })
  assert.deepEqual(told(await db.user.upsert(upsert).receipt()), { updated: ['update 1'] })
  await db.tag.create({ data: { name: 'x' } })
  const tags = ['x', 'y'].map((name) => ({ where: { name }, create: { name } }))
  const post = db.post.create({ data: { slug: 'p', title: 'p', tags: { connectOrCreate: tags } } })
  const { created, connected } = await post.receipt()
  assert.deepEqual(created.map(({ place }) => place).sort(), ['data', 'data.tags.connectOrCreate[1].create'])
  assert.equal(
    connected.reduce((n, { count }) => n + count, 0),
    2,
  )
})

onEach(places, 'rows that were skipped are in no receipt', peopleTables, async (place) => {
  const db = clientOn(place)
  await db.tag.create({ data: { name: 'x' } })
  const operation = db.tag.createMany({ data: [{ name: 'x' }, { name: 'y' }], skipDuplicates: true })
  const { created } = await operation.receipt()
  assert.equal(
    created.reduce((n, { count }) => n + count, 0),
    1,
  )
  assert.deepEqual(await operation, { count: 1 })
})
