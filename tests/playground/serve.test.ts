// The server of the built page: it gives out the files of its folder, and nothing else.

import assert from 'node:assert/strict'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
// @ts-expect-error: plain JavaScript, for whoever serves the page.
import * as served from '../../js/playground/serve.mjs'

type Serving = { readonly url: string; close(): Promise<void> }
const { serve, main } = served as {
  serve(options: { readonly folder?: string; readonly port?: number }): Promise<Serving>
  main(args: readonly string[]): Promise<number>
}

const around = mkdtempSync(join(tmpdir(), 'treewright-'))
mkdirSync(join(around, 'page/inner'), { recursive: true })
writeFileSync(join(around, 'secret.txt'), 'secret')
writeFileSync(join(around, 'page-secret.txt'), 'secret')
for (const name of ['index.html', 'a.wasm', 'inner/index.html'])
  writeFileSync(join(around, 'page', name), name)
const server = await serve({ folder: join(around, 'page'), port: 0 })
after(async () => {
  await server.close()
  rmSync(around, { recursive: true })
})

// As it is written: `fetch` would tidy the path up.
function ask(path: string, method = 'GET'): Promise<{ status: number; type: string; body: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, method }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      const { statusCode: status = 0, headers } = response
      response.on('end', () => resolve({ status, type: headers['content-type'] ?? '', body }))
    }).on('error', reject)
  })
}

test('files come with their types', async () => {
  assert.deepEqual(await ask('/'), { status: 200, type: 'text/html; charset=utf-8', body: 'index.html' })
  assert.deepEqual(await ask('/inner/?a=1'), {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: 'inner/index.html',
  })
  assert.equal((await ask('/a.wasm')).type, 'application/wasm')
  assert.deepEqual(await ask('/a.wasm', 'HEAD'), { status: 200, type: 'application/wasm', body: '' })
})

test('nothing outside of the folder is given out, and nothing is written', async () => {
  const odd = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/inner/../../secret.txt',
    '/../page-secret.txt',
    '//secret.txt',
    '/%00',
    '/%',
    '/none',
    '/inner',
  ]
  for (const path of odd) assert.equal((await ask(path)).status, 404, path)
  assert.equal((await ask('/', 'POST')).status, 405)
})

test('a port that is taken is told where it was asked for', async () => {
  const port = Number(new URL(server.url).port)
  await assert.rejects(serve({ folder: around, port }), { code: 'EADDRINUSE' })
})

test('what is asked of the command and is not known is told', async (t) => {
  const said = t.mock.method(console, 'error', () => {})
  for (const args of [['--port'], ['--port', 'x'], ['--port', '70000'], ['more']])
    assert.equal(await main(args), 2)
  assert.equal(said.mock.callCount(), 4)
})
