// What something that must fail is thrown with.

import assert from 'node:assert/strict'
import { TreewrightError } from 'treewright'

/** What is thrown; fails if nothing is. */
export async function thrownBy(work: PromiseLike<unknown> | (() => PromiseLike<unknown>)): Promise<unknown> {
  try {
    await (typeof work === 'function' ? work() : work)
  } catch (error) {
    return error
  }
  assert.fail('nothing was thrown')
}

/** The error's codes; fails on anything but an error of ours. */
export function codes(error: unknown): [string, string] {
  assert.ok(error instanceof TreewrightError, String(error))
  return [error.code, error.problem]
}
