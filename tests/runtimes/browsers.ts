// Chromium, with a database in the page: without a bundler, by esbuild, by Vite's build and by Vite's server.
//
// Knows nothing of the page's program beyond what the body says in the end.

import assert from 'node:assert/strict'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { build as esbuild, type BuildOptions } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { build as viteBuild, createServer as viteServer, type InlineConfig } from 'vite'
import { checkBoth } from './outcome.ts'
import { importMap } from './page.ts'
import { root } from './project.ts'
import { serveFolder } from './static.ts'

const ABSENT = "not run: needs Debian's chromium"
const PGLITE = '@electric-sql/pglite'
const PATIENCE = { timeout: 120_000 }
const SETTINGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
]

/** One test for each way that modules come to a page. In CI the browser must be there; elsewhere its absence is said. */
export function testBrowsers(folder: string): void {
  const executablePath = process.env['CHROMIUM']
  const isAbsent = executablePath === undefined && process.env['CI'] === undefined
  describe('Chromium', { concurrency: 1, skip: isAbsent && ABSENT }, () => {
    let browser: Browser
    before(async () => {
      assert.ok(executablePath !== undefined, "these tests need Debian's chromium, and its path in CHROMIUM")
      browser = await chromium.launch({ executablePath, args: SETTINGS })
    })
    after(() => browser.close())

    test('page.ts without a bundler', async () => {
      await writeFile(join(folder, 'index.html'), html(`<script type="importmap">${importMap}</script>`))
      await checkServed(browser, folder)
    })
    test('page.ts by esbuild', async () => checkServed(browser, await bundled(folder)))
    test('page.ts by Vite', async () => {
      await writeFile(join(folder, 'index.html'), html(''))
      const outDir = join(folder, 'vite')
      await viteBuild({ ...vite(folder), build: { outDir } })
      await cp(join(folder, 'tables.sql'), join(outDir, 'tables.sql'))
      await checkServed(browser, outDir)
    })
    test("page.ts by Vite's server", async () => {
      await writeFile(join(folder, 'index.html'), html(''))
      const server = await viteServer({ ...vite(folder), optimizeDeps: { exclude: [PGLITE] } })
      try {
        await server.listen(0)
        const { port } = server.httpServer?.address() as AddressInfo
        await checkPage(browser, `http://localhost:${port}/`)
      } finally {
        await server.close()
      }
    })
  })
}

function html(head: string): string {
  return `<!doctype html><title>page</title>${head}<body><script type="module" src="/page.ts"></script></body>`
}

/** Clients are links to the repository, which only matters here. */
function vite(folder: string): InlineConfig {
  return { root: folder, configFile: false, logLevel: 'error', server: { fs: { allow: [folder, root] } } }
}

async function bundled(folder: string): Promise<string> {
  const outdir = join(folder, 'esbuild')
  await mkdir(outdir)
  const settings: BuildOptions = { bundle: true, format: 'esm', external: ['node:*'], logLevel: 'error' }
  await esbuild({ ...settings, absWorkingDir: folder, entryPoints: ['page.ts'], outdir })
  for (const name of ['pglite.wasm', 'initdb.wasm', 'pglite.data']) {
    await cp(join(folder, 'node_modules', PGLITE, 'dist', name), join(outdir, name))
  }
  await cp(join(folder, 'tables.sql'), join(outdir, 'tables.sql'))
  await writeFile(join(outdir, 'index.html'), html('').replace('page.ts', 'page.js'))
  return outdir
}

async function checkServed(browser: Browser, folder: string): Promise<void> {
  const server = await serveFolder(folder)
  try {
    await checkPage(browser, server.address)
  } finally {
    server.close()
  }
}

/** Waits for what the page says, or for the first mistake. */
async function checkPage(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage()
  try {
    const failed = new Promise<never>((_, reject) => {
      page.on('pageerror', reject)
      page.on('console', (message) => {
        const { url } = message.location()
        // Browsers ask for an icon, which no page here has.
        if (message.type() === 'error' && !url.endsWith('/favicon.ico'))
          reject(new Error(`${url}: ${message.text()}`))
      })
    })
    const said = page
      .goto(address)
      .then(() => page.waitForFunction(() => document.body.innerText.trim(), null, PATIENCE))
    checkBoth(JSON.parse(String(await (await Promise.race([said, failed])).jsonValue())))
  } finally {
    await page.close()
  }
}
