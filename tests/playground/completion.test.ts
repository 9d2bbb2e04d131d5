// What is offered at a cursor, marked by a bar in the text.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerAt } from '../../js/playground/src/editor/complete-write.ts'
import { cursorAt } from '../../js/playground/src/write/cursor.ts'
import { blog, shop } from './ready.ts'

function offered(marked: string, ready = blog): readonly string[] {
  const position = marked.indexOf('|')
  const offer = offerAt(ready, marked.replace('|', ''), position)
  return offer?.options.map(({ label }) => label) ?? []
}

test('models and verbs', () => {
  assert.deepEqual(offered('d|'), ['db'])
  assert.deepEqual(offered('db.|'), ['user', 'profile', 'post', 'comment', 'tag'])
  assert.deepEqual(offered('await db.us|'), ['user', 'profile', 'post', 'comment', 'tag'])
  assert.deepEqual(offered('const user = await db.user.|').slice(0, 2), ['create', 'createMany'])
  assert.deepEqual(offered('db.user.create.|'), [])
  assert.deepEqual(offered('db.user.create({}).|'), [])
})

test('the entries of a verb and of a row, but those that stand there', () => {
  assert.deepEqual(offered('db.user.create({ | })'), ['data', 'returning', 'select', 'include', 'omit'])
  assert.deepEqual(offered('db.user.create({ data: {}, | })'), ['returning', 'select', 'include', 'omit'])
  assert.deepEqual(offered("db.user.create({ data: { email: 'a', |, name: 'b' } })"), [
    'id',
    'role',
    'profile',
    'posts',
  ])
  assert.deepEqual(offered('db.user.create({ data: { em| } })'), [
    'id',
    'email',
    'name',
    'role',
    'profile',
    'posts',
  ])
  assert.deepEqual(offered('db.user.update({ where: { | } })').slice(0, 2), ['id', 'email'])
})

test('nested verbs, and only those that a new row can have', () => {
  const inNew = offered('db.user.create({ data: { posts: { | } } })')
  assert.deepEqual(inNew, ['create', 'createMany', 'connect', 'connectOrCreate'])
  const inOld = offered('db.user.update({ data: { posts: { | } } })')
  assert.ok(inOld.includes('deleteMany') && inOld.includes('upsert') && inOld.includes('set'))
  assert.deepEqual(
    offered('db.user.update({ data: { posts: { create: [{ tags: { | } }] } } })').includes('set'),
    false,
  )
  assert.deepEqual(offered('db.post.create({ data: { tags: { connectOrCreate: [{ |'), ['where', 'create'])
  assert.deepEqual(offered('db.post.create({ data: { tags: { connectOrCreate: [{ where: { |').slice(0, 2), [
    'id',
    'name',
  ])
})

test('values of enums, choices and booleans', () => {
  assert.deepEqual(offered('db.user.create({ data: { role: | } })'), ['READER', 'AUTHOR', 'EDITOR'])
  assert.deepEqual(offered("db.user.create({ data: { role: 'A|' } })"), ['READER', 'AUTHOR', 'EDITOR'])
  assert.deepEqual(offered("db.user.findMany({ where: { role: { in: ['|'] } } })"), [
    'READER',
    'AUTHOR',
    'EDITOR',
  ])
  assert.deepEqual(offered("db.post.findMany({ orderBy: { title: '|' } })"), ['asc', 'desc'])
  assert.deepEqual(offered('db.post.create({ data: { published: | } })'), ['true', 'false'])
  assert.deepEqual(offered('db.user.create({ data: { name: | } })'), ['null'])
  assert.deepEqual(offered('db.user.create({ include: { posts: t| } })').slice(0, 2), ['true', 'false'])
  assert.deepEqual(offered('db.customer.update({ data: { orders: { create: { status: | } } } })', shop), [
    'OPEN',
    'PAID',
    'SENT',
  ])
})

test('nothing in comments, in other texts, or where nothing is known', () => {
  assert.deepEqual(offered('db.user.create({ // em| \n })'), [])
  assert.deepEqual(offered('/* db.| */'), [])
  assert.deepEqual(offered("db.user.create({ data: { email: 'a|' } })"), [])
  assert.deepEqual(offered('db.people.create({ | })'), [])
  assert.deepEqual(offered('db.user.make({ | })'), [])
  assert.deepEqual(offered('db.user.create({ data: { nope: { | } } })'), [])
})

test('the place of a cursor in a text that is not finished', () => {
  const at = (marked: string) => cursorAt(marked.replace('|', ''), marked.indexOf('|'))
  assert.deepEqual(at('db.a.create({ data: { x: [{ }, { y: |')?.path, ['data', 'x', 1, 'y'])
  assert.deepEqual(at("db.a.create({ 'da ta': { |")?.path, ['da ta'])
  assert.equal(at("db.a.create({ data: { x: '|")?.quote, "'")
  assert.equal(at('db.a.create({ data: { x: [|')?.at, 'element')
  assert.deepEqual(at('db.a.create({}); db.b.update({ |')?.callee, ['db', 'b', 'update'])
  const odd = ')]}{[(\'"`/*\\\n:,.ab '
  for (let turn = 0; turn < 3_000; turn += 1) {
    const text = Array.from(
      { length: 14 },
      (_, at) => odd[(turn * 31 + at * at * 7 + turn * at) % odd.length],
    ).join('')
    cursorAt(text, turn % 15)
  }
})
