// How suites tell a mistake in arguments: by code, place, message and help, of everything that is wrong.
//
// Knows nothing of a database: the driver fails the test that reaches it.

import assert from 'node:assert/strict'
import { ValidationError, treewright, type Operation } from 'treewright'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'
import { loosely } from './loosely.ts'

export const client = treewright({ schema: loosely(blog), driver: untouched })

/** A mistake: its code, its place, its message and the next thing to try. */
export type Line = readonly [code: string, place: string, message: string, help?: string]

/** Asserts everything that is wrong with a user to be. */
export async function wrong(data: unknown, lines: readonly Line[], rest: object = {}): Promise<void> {
  await wrongArguments({ data, ...rest }, lines)
}

/** Asserts everything that is wrong with the arguments of a create. */
export function wrongArguments(args: unknown, lines: readonly Line[]): Promise<void> {
  return wrongOperation(client.user.create(args as never), lines)
}

/** Asserts everything that is wrong with an operation. */
export async function wrongOperation(operation: Operation<unknown>, lines: readonly Line[]): Promise<void> {
  const error: unknown = await operation.then(
    () => assert.fail('it was carried out'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof ValidationError)
  assert.deepEqual(operation.check(), error.problems)
  const [first] = error.problems
  assert.deepEqual(
    [error.code, error.problem, error.path, error.help],
    [first?.code, first?.problem, first?.path, first?.help],
  )
  const said = error.problems.map(({ problem, path, message, help }) => {
    const place = new ValidationError('', [{ problem, code: problem, path, message, help }]).pathText
    return help === null ? [problem, place, message] : [problem, place, message, help]
  })
  assert.deepEqual(said, lines)
  for (const part of lines.flat()) assert.ok(error.message.includes(part ?? ''), error.message)
}
