// Serves a folder's files to a browser, under a content security policy that allows WebAssembly and nothing else to be made.
//
// Knows nothing of what is in them. TypeScript is served without its types, as modules that a browser takes.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { transform } from 'esbuild'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.ts': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** Serves a folder until it is closed. */
export async function serveFolder(folder: string): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
    answer(path, response).catch(() => response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  const kind = extname(path)
  const body = kind === '.ts' ? await withoutTypes(path) : await readFile(path)
  response.setHeader('content-type', TYPES[kind] ?? 'application/octet-stream')
  if (kind === '.html') response.setHeader('content-security-policy', policy(String(body)))
  response.end(body)
}

async function withoutTypes(path: string): Promise<string> {
  return (await transform(await readFile(path, 'utf8'), { loader: 'ts' })).code
}

/** Inline scripts, of which an import map is one, are allowed by what they say. */
function policy(html: string): string {
  const inline = [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  })
  return `default-src 'self'; script-src ${["'self'", "'wasm-unsafe-eval'", ...inline].join(' ')}`
}
