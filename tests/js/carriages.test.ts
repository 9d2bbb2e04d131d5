// How the cases can travel: as one statement, as a batch, all at once, or only wave by wave.
//
// Knows nothing of what comes of them.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { treewright, type OperationPlan } from 'treewright'
import { queryDriver, type Driver } from 'treewright/driver'
import { caseJson, caseNames, schemaOf, type CaseRequest } from './cases.ts'
import { toValue } from './forms.ts'

const names = readdirSync(join(dirname(fileURLToPath(import.meta.url)), '../cases'))
  .filter((folder) => folder !== 'errors' && folder !== 'schemas')
  .flatMap((folder) => caseNames(folder, 'plan'))

const one = queryDriver(async () => [])
const several = queryDriver(async () => [], { batch: async () => [] })

function planOf(name: string, driver: Driver): OperationPlan {
  const request = caseJson<CaseRequest>(name, 'request.json')
  const { model, verb, args, limits = {} } = request
  const client = treewright({ schema: schemaOf(request), driver, limits }) as unknown as {
    [model: string]: { [verb: string]: (args: unknown) => { plan(): OperationPlan } }
  }
  const call = client[model.charAt(0).toLowerCase() + model.slice(1)]?.[verb]
  if (call === undefined) throw new Error(`no ${model}.${verb}`)
  return call(toValue(args)).plan()
}

test('all but one of the cases are one request where statements can be sent as a batch', () => {
  const ways = new Map<string, number>()
  const waiting: string[] = []
  for (const name of names) {
    const { carriage, roundTrips, waits, fused } = planOf(name, several)
    ways.set(String(carriage), (ways.get(String(carriage)) ?? 0) + 1)
    if (carriage === null) waiting.push(name)
    assert.equal(waits === null, carriage !== null, name)
    assert.equal(fused !== null, carriage === 'fused', name)
    if (carriage !== null) assert.equal(roundTrips, 1, name)
  }
  assert.deepEqual(waiting, ['upsert/here-many-then-update'])
  assert.ok(
    (ways.get('fused') ?? 0) > names.length / 3,
    `${ways.get('fused')} of ${names.length} are one statement`,
  )
})

test('where no batch can be sent, what is not one statement says which step stands in the way', () => {
  for (const name of names) {
    const { carriage, waits, fused, statements } = planOf(name, one)
    assert.equal(carriage, fused === null ? null : 'fused', name)
    assert.equal(waits === null, fused !== null, name)
    if (waits !== null) assert.ok(statements[waits] !== undefined, name)
  }
})
