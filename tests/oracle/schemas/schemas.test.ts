// Random operations on random schemas go in every way: same rows, same answer, same receipt, same error at the same place.
//
// Knows no expectation of its own. `npm run oracle -- --schemas 100 --seed 7` runs as long as one likes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingText, tour, touredText } from './account.ts'

const N_SCHEMAS = 6
const PER_SCHEMA = 16

const seeds = Array.from({ length: N_SCHEMAS }, (_, at) => at + 1)
const toured = await tour({ seeds, n_operations: PER_SCHEMA, stopsAtFirst: true })

test(`${N_SCHEMAS * PER_SCHEMA} operations on ${N_SCHEMAS} random schemas go in every way`, () => {
  const [[name, { first }] = ['', { first: null }]] = toured.classes
  assert.equal(toured.classes.size, 0, first === null ? '' : findingText(name, first))
  assert.equal(toured.n_operations, N_SCHEMAS * PER_SCHEMA)
})

test('most of them end well, and some are refused', () => {
  const [n_ok, n_taken] = ['ok', 'P2002'].map((word) => toured.words.get(word) ?? 0)
  assert.ok((n_ok ?? 0) > toured.n_operations / 2 && (n_taken ?? 0) > 0, touredText(toured))
})
