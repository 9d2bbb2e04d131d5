// What the planner's exported functions give back. V8 11 (Node 20) ends the whole process when optimized JavaScript is thrown
// away while it calls a WebAssembly function whose only result is a reference, so none of ours may have one.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'

type Export = WebAssembly.ModuleExportDescriptor & {
  readonly type?: { readonly results?: readonly string[] }
}

setFlagsFromString('--experimental-wasm-type-reflection')

test('no function gives back a bare reference', () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('treewright/planner.wasm'))
  const exported: Export[] = WebAssembly.Module.exports(new WebAssembly.Module(wasm))
  const functions = exported.filter(({ kind }) => kind === 'function')
  const results = new Map(functions.map(({ name, type }) => [name, type?.results]))
  assert.deepEqual(results.get('session_next'), ['i32', 'i32', 'i32'])
  const bare = [...results].filter(([, kinds]) => kinds?.length === 1 && kinds[0] !== 'i32')
  assert.deepEqual(bare, [])
})
