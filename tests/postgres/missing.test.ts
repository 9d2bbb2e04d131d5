// Rows that a write needs and does not find: the code, the place and the facts, on each kind of relation.

import assert from 'node:assert/strict'
import { treewright, TreewrightError } from 'treewright'
import { everybody, people, peopleTables, type People } from './people.ts'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

type Facts = { readonly [name: string]: unknown }

/** A write that needs a row which is not there, and what is told of it. */
function misses(
  name: string,
  write: (db: People) => PromiseLike<unknown>,
  [code, path]: readonly [code: string, path: string],
  facts: Facts,
): void {
  onEach(places, name, peopleTables, async (place) => {
    const db = treewright({ schema: people, driver: place.driver })
    await db.user.create({ data: { email: 'ada', posts: { create: { slug: 'a', title: 'a' } } } })
    await db.user.create({ data: { email: 'bob', posts: { create: { slug: 'b', title: 'b' } } } })
    const before = await everybody(place)
    const error: unknown = await Promise.resolve(write(db)).then(
      () => assert.fail('it was carried out'),
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof TreewrightError)
    assert.deepEqual([error.code, error.pathText], [code, path])
    const told = Object.fromEntries(Object.keys(facts).map((fact) => [fact, error.meta[fact]]))
    assert.deepEqual(told, facts)
    assert.deepEqual(await everybody(place), before)
  })
}

const where = { email: 'ada' }
const update = (data: object) => (db: People) => db.user.update({ where, data: { name: 'new', ...data } })

misses('an update', (db) => db.user.update({ where: { id: 99 }, data: { name: 'x' } }), ['P2025', 'where'], {
  operation: 'an update',
  modelName: 'User',
})
misses(
  'a stale version',
  (db) => db.user.update({ where: { id: 1, name: 'old' }, data: { name: 'x' } }),
  ['P2025', 'where'],
  { operation: 'an update' },
)
misses('a delete', (db) => db.user.delete({ where: { id: 99 } }), ['P2025', 'where'], {
  operation: 'a delete',
})
misses('connect, key here', update({ team: { connect: { id: 9 } } }), ['P2025', 'data.team.connect'], {
  operation: 'a nested connect',
  model: 'Team',
  relationType: 'one-to-many',
})
misses(
  'connect, key there',
  update({ posts: { connect: [{ slug: 'b' }, { slug: 'no' }] } }),
  ['P2018', 'data.posts.connect[1]'],
  { relationType: 'one-to-many' },
)
misses(
  'connect, between',
  (db) => db.post.update({ where: { slug: 'a' }, data: { tags: { connect: { name: 'no' } } } }),
  ['P2025', 'data.tags.connect'],
  { relationType: 'many-to-many' },
)
misses(
  'update of what is linked elsewhere',
  update({ posts: { update: { where: { slug: 'b' }, data: { title: 'x' } } } }),
  ['P2025', 'data.posts.update'],
  { operation: 'a nested update', model: 'Post' },
)
misses(
  'delete of what is linked elsewhere',
  update({ posts: { delete: [{ slug: 'a' }, { slug: 'b' }] } }),
  ['P2017', 'data.posts.delete[1]'],
  { parent: 'User', child: 'Post' },
)
misses(
  'delete of one that is not linked',
  update({ profile: { delete: true } }),
  ['P2025', 'data.profile.delete'],
  { operation: 'a nested delete', model: 'Profile', relationType: 'one-to-one' },
)
misses(
  'disconnect of what cannot be without',
  update({ licence: { disconnect: true } }),
  ['P2014', 'data.licence.disconnect'],
  { modelA: 'Licence', modelB: 'User', model_a_name: 'Licence', model_b_name: 'User' },
)
