#!/usr/bin/env node
// Gives out the files of the built page on this machine: `treewright-playground [--port 4173]`.

import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = join(dirname(fileURLToPath(import.meta.url)), 'dist')
const USUAL_PORT = 4173

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Serves a folder; answers its address and a way to stop. A port that is taken is passed over, unless it was asked for. */
export async function serve({ folder = DIST, port = undefined } = {}) {
  const server = createServer((request, response) => answer(folder, request, response))
  await listen(server, port ?? USUAL_PORT).catch((error) => {
    if (port !== undefined || error.code !== 'EADDRINUSE') throw error
    return listen(server, 0)
  })
  return {
    url: `http://localhost:${server.address().port}/`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  }
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function answer(folder, { url = '/', method }, response) {
  const file = fileOf(folder, url)
  if ((method !== 'GET' && method !== 'HEAD') || file === undefined) {
    response.writeHead(file === undefined ? 404 : 405, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(file === undefined ? 'There is no such file.\n' : 'Files can only be read.\n')
    return
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  if (method === 'HEAD') response.end()
  else createReadStream(file).pipe(response)
}

// Nothing outside of the folder is given out, however it is asked for.
function fileOf(folder, url) {
  let path
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/, ''))
  } catch {
    return undefined
  }
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path))
  if (!file.startsWith(folder + sep) || path.includes('\0')) return undefined
  return existsSync(file) && statSync(file).isFile() ? file : undefined
}

/** `treewright-playground`. */
export async function main(args) {
  const port = args[0] === '--port' ? Number(args[1]) : undefined
  if (args.length > 0 && !(args.length === 2 && Number.isInteger(port) && port >= 0 && port < 65_536)) {
    console.error('usage: treewright-playground [--port <number>]')
    return 2
  }
  if (!existsSync(join(DIST, 'index.html'))) {
    console.error('The page is not built yet: run `npm run playground` in the repository.')
    return 1
  }
  const { url } = await serve(port === undefined ? {} : { port })
  console.log(`The plan preview is at ${url} (stop with Ctrl+C)`)
  return 0
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2))
}
