// What statements lend each other on the server, in every case: no statement reads a setting that none before it has
// written. Within a transaction settings stay from write to write, so one that is only read would be an earlier write's.
//
// Knows nothing of what is lent. Whether a statement writes for no rows as well is for tests/postgres/within.test.ts.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { treewright } from 'treewright'
import { refusalOf, type Call, type Driver } from 'treewright/driver'
import { caseJson, caseNames, schemaOf, type CaseRequest } from './cases.ts'
import { toValue } from './forms.ts'

const names = readdirSync(join(dirname(fileURLToPath(import.meta.url)), '../cases'))
  .filter((folder) => folder !== 'errors' && folder !== 'schemas')
  .flatMap((folder) => caseNames(folder, 'plan'))

/** A driver that is told what would be sent at once, and sends nothing. */
function unsent(tell: (calls: readonly Call[]) => void): Driver {
  const gone = new Error('nothing is sent')
  const driver: Driver = {
    name: 'unsent',
    transaction: () => Promise.reject(gone),
    connect: () => Promise.reject(gone),
    async pipeline(calls) {
      tell(calls)
      return { rows: [], refusal: refusalOf(gone) }
    },
    within: () => driver,
    close: async () => {},
  }
  return driver
}

// `treewright.n` is one statement's own: it is written for each row, and read for the same one.
test('a setting is written before it is read', async () => {
  let n_read = 0
  const unwritten: string[] = []
  for (const name of names) {
    const request = caseJson<CaseRequest>(name, 'request.json')
    const { model, verb, args, limits = {} } = request
    const written = new Set<string>()
    let isSent = false
    const driver = unsent((calls) => {
      isSent = true
      for (const { sql } of calls) {
        for (const setting of settings(sql, /current_setting\('(treewright\.s.*?)'/g)) {
          n_read += 1
          if (!written.has(setting)) unwritten.push(`${name} reads ${setting}`)
        }
        for (const setting of settings(sql, /set_config\('(treewright\.s.*?)'/g)) written.add(setting)
      }
    })
    const client = treewright({ schema: schemaOf(request), driver, limits }) as unknown as {
      [model: string]: { [verb: string]: (args: unknown) => Promise<unknown> }
    }
    const call = client[model.charAt(0).toLowerCase() + model.slice(1)]?.[verb]
    const failure = await Promise.resolve(call?.(toValue(args))).catch((error: unknown) => error)
    assert.ok(!isSent || failure instanceof Error, name)
  }
  assert.deepEqual(unwritten, [])
  assert.ok(n_read > 100, `${n_read} settings are read`)
})

function settings(sql: string, words: RegExp): string[] {
  return [...sql.matchAll(words)].map(([, setting = '']) => setting)
}
