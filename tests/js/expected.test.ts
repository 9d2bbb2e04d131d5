// What may stand at a place of a request, as editors are told.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlanner } from 'treewright/planner'
import { blog } from './blog.ts'

const planner = createPlanner(blog)

test('the names of an object are those that a request is read by', () => {
  assert.deepEqual(planner.expected('User', 'create', []).names, [
    'data',
    'returning',
    'select',
    'include',
    'omit',
  ])
  const fields = planner.expected('User', 'create', ['data']).names
  assert.ok(fields.includes('email') && fields.includes('posts'))
  const inList = planner.expected('User', 'create', ['data', 'posts', 'connectOrCreate', 7])
  assert.deepEqual([inList.names, inList.list], [['where', 'create'], true])
  const envelope = planner.expected('User', 'update', ['data', 'posts', 'update', 0, 'data']).names
  assert.ok(envelope.includes('title'))
})

test('a value that is a choice of words has them, and a plain value has nothing', () => {
  assert.deepEqual(planner.expected('User', 'findMany', ['orderBy', 0, 'email']).words, ['asc', 'desc'])
  const plain = { names: [], words: [], list: false }
  assert.deepEqual(planner.expected('User', 'create', ['data', 'email']), plain)
  assert.deepEqual(planner.expected('User', 'create', ['data', 'nope', 'deeper', 0]), plain)
})

test('a model or a verb that is not there is refused', () => {
  assert.throws(() => planner.expected('Nope', 'create', []), { problem: 'TW209' })
  assert.throws(() => planner.expected('User', 'make', []), { problem: 'TW210' })
})
