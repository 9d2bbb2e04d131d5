// The package as callers meet it: every entry point, in both module formats. What is packed is for `packed.test.ts`.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { test } from 'node:test'

const require = createRequire(import.meta.url)
const manifest = JSON.parse(readFileSync(require.resolve('treewright/package.json'), 'utf8')) as {
  exports: Record<string, unknown>
}
const entries = Object.keys(manifest.exports)
  .filter((key) => !/\.\w+$/.test(key))
  .map((key) => key.replace(/^\./, 'treewright'))

type Names = Record<string, unknown>

for (const entry of entries) {
  test(`${entry} has the same names by import and by require`, async () => {
    const imported = (await import(entry)) as Names
    const required = require(entry) as Names
    assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort())
  })
}

test('what two entry points export under one name is one thing', async () => {
  const imported = await Promise.all(entries.map((entry) => import(entry) as Promise<Names>))
  assertShared(imported)
  assertShared(entries.map((entry) => require(entry) as Names))
})

test('the planner asks for nothing but its glue', async () => {
  const module = await WebAssembly.compile(wasm())
  const asked = new Set(WebAssembly.Module.imports(module).map((item) => item.module))
  assert.deepEqual([...asked], ['./planner_bg.js'])
})

test('the planner does not name the folders it was built in', () => {
  const text = Buffer.from(wasm()).toString('latin1')
  for (const folder of [homedir(), process.cwd()]) assert.ok(!text.includes(`${folder}/`), folder)
})

function assertShared(modules: readonly Names[]) {
  const seen: Names = {}
  for (const names of modules) {
    for (const [name, value] of Object.entries(names)) {
      if (name in seen) assert.equal(seen[name], value, name)
      seen[name] = value
    }
  }
}

function wasm(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(require.resolve('treewright/planner.wasm')))
}
