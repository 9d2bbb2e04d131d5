// Vercel's edge runtime, with the planner as its bundlers hand it over: compiled outside, and a global inside.
//
// Knows nothing of Next.

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { EdgeVM } from '@edge-runtime/vm'
import { serveNeon } from '../postgres/neon.ts'
import { openPool, type Server } from '../postgres/server.ts'
import { bundle } from './bundle.ts'
import { checkRows, checkSigned, openTables } from './outcome.ts'

/** A route of the page is called as its server calls it. */
export function testEdge(folder: string, server: Server): void {
  describe('edge runtime', () => {
    test('route.ts', async () => {
      const address = await openTables(server)
      const pool = openPool(address)
      const neon = await serveNeon(pool)
      try {
        const route = await bundle(folder, 'route.ts', 'route', {
          conditions: ['edge-light', 'browser'],
          format: 'iife',
          wasm: 'a global',
          neonEndpoint: neon.address,
        })
        checkSigned(await answerOf(route))
        await checkRows(address, { isPublished: false })
      } finally {
        neon.close()
        await pool.end()
      }
    })
  })
}

async function answerOf(route: string): Promise<unknown> {
  const wasm = await readFile(join(dirname(route), 'planner.wasm'))
  const wasm_planner = await WebAssembly.compile(new Uint8Array(wasm))
  const env = { DATABASE_URL: 'postgresql://user:password@db.example/main' }
  const runtime = new EdgeVM({
    extend: (context) => Object.assign(context, { wasm_planner, process: { env } }),
  })
  runtime.evaluate(await readFile(route, 'utf8'))
  return JSON.parse(
    await runtime.evaluate<Promise<string>>('bundled.POST().then((response) => response.text())'),
  )
}
