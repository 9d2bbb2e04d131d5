// The entry point by itself, as a browser's bundler takes it: without the planner, without Node, and light.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const entry = createRequire(import.meta.url).resolve('treewright/schema-prisma')
const { outputFiles } = await build({
  entryPoints: [entry.replace('/cjs/', '/esm/').replace(/\.cjs$/, '.js')],
  bundle: true,
  minify: true,
  write: false,
  platform: 'browser',
  format: 'iife',
  globalName: 'prisma',
  logLevel: 'error',
})
const code = outputFiles[0]?.text ?? ''

/** In bytes, minified and with gzip. A ceiling only moves on purpose. */
const CEILING = 10_500

test('it describes a schema where nothing but the language is there', () => {
  const context = createContext({})
  runInContext(code, context)
  const text = JSON.stringify('model A {\n  id Int @id @default(autoincrement())\n}\n')
  assert.equal(
    runInContext(`JSON.stringify(prisma.schemaFromPrisma(${text}))`, context),
    '{"models":{"A":{"fields":{"id":{"type":"Int","id":true,"default":{"fn":"autoincrement"}}}}}}',
  )
})

test('it stays under its ceiling', () => {
  const size = gzipSync(code, { level: 9 }).length
  assert.ok(size <= CEILING, `${size} bytes, and the ceiling is ${CEILING}`)
})
