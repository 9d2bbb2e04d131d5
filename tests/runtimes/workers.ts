// workerd, which Cloudflare Workers run in: one process a worker, asked by HTTP.
//
// Knows nothing of Wrangler; the bundle is made as Wrangler makes it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import type { Readable } from 'node:stream'
import { serveNeon } from '../postgres/neon.ts'
import { connectionString, openPool, type Server } from '../postgres/server.ts'
import { bundle, type Target } from './bundle.ts'
import { checkBoth, checkRows, checkSigned, openTables } from './outcome.ts'
import { installed, unlessInstalled, WORKERD } from './programs.ts'

const WORKER: Target = { conditions: ['workerd', 'worker', 'browser'], format: 'esm', wasm: 'an import' }
const COMPATIBILITY = { date: '2025-09-15', flags: ['nodejs_compat'] }

/** One test for each way to the database, and one for what the page says of bundles without the condition. */
export function testWorkers(folder: string, server: Server): void {
  describe('workerd', { skip: unlessInstalled(WORKERD) }, () => {
    test('worker.ts', async () => {
      const address = await openTables(server)
      const bindings = { HYPERDRIVE: { connectionString: connectionString(address) } }
      checkBoth(JSON.parse(await answerOf(await bundle(folder, 'worker.ts', 'worker', WORKER), bindings)))
      await checkRows(address, { isPublished: true })
    })
    test('worker-over-http.ts', async () => {
      const address = await openTables(server)
      const pool = openPool(address)
      const neon = await serveNeon(pool)
      try {
        const target = { ...WORKER, neonEndpoint: neon.address }
        const worker = await bundle(folder, 'worker-over-http.ts', 'worker-over-http', target)
        const bindings = { DATABASE_URL: 'postgresql://user:password@db.example/main' }
        checkSigned(JSON.parse(await answerOf(worker, bindings)))
        await checkRows(address, { isPublished: false })
      } finally {
        neon.close()
        await pool.end()
      }
    })
    test('worker.ts, bundled without the condition', async () => {
      const target = { ...WORKER, conditions: ['worker', 'browser'] }
      const worker = await bundle(folder, 'worker.ts', 'worker-without', target)
      const bindings = { HYPERDRIVE: { connectionString: server.connectionString } }
      await assert.rejects(() => answerOf(worker, bindings), /Wasm code generation disallowed by embedder/)
    })
  })
}

/** Starts a worker, asks it once, and gives what it answers; throws what it logs if it fails. */
async function answerOf(worker: string, bindings: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = dirname(worker)
  await writeFile(
    join(folder, 'config.capnp'),
    configuration(existsSync(join(folder, 'planner.wasm')), bindings),
  )
  const child = spawn(installed(WORKERD), ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
  try {
    const port = await portOf(child.stdio[3] as Readable)
    const response = port === null ? null : await fetch(`http://127.0.0.1:${port}/`)
    if (response?.ok) return await response.text()
  } finally {
    child.kill()
    await once(child, 'close')
  }
  throw new Error(`the worker failed:\n${log}`)
}

function configuration(hasWasm: boolean, bindings: Readonly<Record<string, unknown>>): string {
  const wasm = hasWasm ? ', (name = "planner.wasm", wasm = embed "planner.wasm")' : ''
  const bound = Object.entries(bindings).map(([name, value]) => {
    const quoted = JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value))
    return `(name = "${name}", ${typeof value === 'string' ? 'text' : 'json'} = ${quoted})`
  })
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["public", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "bundle.js", esModule = embed "bundle.js")${wasm}],
  compatibilityDate = "${COMPATIBILITY.date}",
  compatibilityFlags = ${JSON.stringify(COMPATIBILITY.flags)},
  bindings = [${bound.join(', ')}],
);
`
}

/** The port that it says it listens at; null if it did not start. */
async function portOf(events: Readable): Promise<number | null> {
  let said = ''
  for await (const text of events.setEncoding('utf8')) {
    said += text
    const port = /"event":"listen".*?"port":(\d+)/.exec(said)?.[1]
    if (port !== undefined) return Number(port)
  }
  return null
}
