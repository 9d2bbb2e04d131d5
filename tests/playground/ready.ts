// Schemas that are fit to plan with, for the suites of the plan preview.

import assert from 'node:assert/strict'
import { signUp } from '../../js/playground/src/examples/blog.ts'
import { order } from '../../js/playground/src/examples/shop.ts'
import { previewOf, type Planned } from '../../js/playground/src/plan/preview.ts'
import { loadSchema, type ReadySchema } from '../../js/playground/src/schema/load.ts'

/** The schema of a text; fails if anything is wrong with it. */
export function readySchema(text: string): ReadySchema {
  const { ready, findings } = loadSchema(text)
  assert.deepEqual(findings, [])
  assert.ok(ready)
  return ready
}

export const blog = readySchema(signUp.schema)
export const shop = readySchema(order.schema)

/** The plan of a write on the blog; fails if anything is wrong with it. */
export function plannedOnBlog(write: string): Planned {
  const { planned, findings } = previewOf({ schema: signUp.schema, write })
  assert.deepEqual(findings, [])
  assert.ok(planned)
  return planned
}

/** What is marked in a text: the marked words, the code, the place. */
export function marked(
  text: string,
  findings: readonly { from: number; to: number; code: string | null; place: string }[],
): readonly string[] {
  return findings.map(({ from, to, code, place }) => `${text.slice(from, to)} | ${code} | ${place}`)
}
