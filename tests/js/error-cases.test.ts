// Every error case, asked of the package: it finds what the planner's own suites find, with the same words and places.
//
// A request that only a host's shape can provoke is no case for a caller, and is left to the planner's suites.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treewright, TreewrightError, type Problem } from 'treewright'
import { createPlanner } from 'treewright/planner'
import type { SchemaDescription } from 'treewright'
import { caseJson, caseNames, caseText, schemaOf, type CaseRequest } from './cases.ts'
import { untouched } from './fake-driver.ts'
import { toValue } from './forms.ts'

for (const name of caseNames('errors', 'schema.json')) {
  test(name, () => {
    assert.equal(
      thrownBy(() => createPlanner(caseJson<SchemaDescription>(name, 'schema.json'))),
      caseText(name, 'errors'),
    )
  })
}

for (const name of caseNames('errors', 'request.json')) {
  const request = caseJson<CaseRequest>(name, 'request.json')
  if (request.shape !== undefined) continue
  test(name, () => {
    const { model, verb, limits = {} } = request
    const schema = schemaOf(request)
    const args = toValue(request.args)
    const found = () => {
      const accessor = model.charAt(0).toLowerCase() + model.slice(1)
      const client = treewright({ schema, driver: untouched, limits }) as unknown as {
        [model: string]: { [verb: string]: (args: unknown) => { check(): readonly Problem[] } } | undefined
      }
      const call = client[accessor]?.[verb]
      return call === undefined
        ? thrownBy(() => createPlanner(schema).check(model, verb, args))
        : told(call(args).check())
    }
    assert.equal(found(), caseText(name, 'errors'))
  })
}

function thrownBy(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof TreewrightError) return told(error.problems)
    throw error
  }
  return assert.fail('nothing was thrown')
}

function told(problems: readonly Problem[]): string {
  const lines = problems.map(({ problem, path, message, help }) => {
    const { pathText } = new TreewrightError('', [{ problem, code: problem, path, message, help }])
    return `${problem} at ${pathText}: ${message}\n${help === null ? '' : `  help: ${help}\n`}`
  })
  return lines.join('')
}
