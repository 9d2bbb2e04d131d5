// How heavy the planner may be. A ceiling only moves on purpose.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** In bytes. */
const CEILINGS = { raw: 510_000, gzip: 182_000, brotli: 153_500 }

test('planner.wasm stays under its ceilings', () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('treewright/planner.wasm'))
  const sizes = {
    raw: wasm.length,
    gzip: gzipSync(wasm, { level: 9 }).length,
    brotli: brotliCompressSync(wasm).length,
  }
  for (const [form, ceiling] of Object.entries(CEILINGS)) {
    const size = sizes[form as keyof typeof sizes]
    assert.ok(size <= ceiling, `${form}: ${size} bytes, and the ceiling is ${ceiling}`)
  }
})
