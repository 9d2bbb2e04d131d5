// The built page in Chromium, for the suite that uses it as a person would.
//
// Knows no test. Everything that the browser complains of is kept, and must be nothing.

import assert from 'node:assert/strict'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
// @ts-expect-error: plain JavaScript, for whoever serves the page.
import { serve } from '../../js/playground/serve.mjs'

const executablePath = process.env['CHROMIUM']
assert.ok(executablePath, 'CHROMIUM names the browser')
type Serving = { readonly url: string; close(): Promise<void> }
const served = (await serve({ port: 0 })) as Serving
// The same files further down, as a server of somebody's own may have them.
const below = (await serve({
  port: 0,
  folder: fileURLToPath(new URL('../../js/playground', import.meta.url)),
})) as Serving
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']
const browser = await chromium.launch({ executablePath, args })
after(async () => {
  await browser.close()
  await served.close()
  await below.close()
})

export const WIDE = { width: 1280, height: 800 }
export const NARROW = { width: 390, height: 800 }

/** Opens the page, works with it, and sees to it that nothing was complained of. */
export async function onPage(
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions & { readonly hash?: string; readonly isBelow?: boolean } = {},
): Promise<void> {
  const { hash = '', isBelow = false, ...rest } = options
  const url = isBelow ? `${below.url}dist/` : served.url
  const context = await browser.newContext({ viewport: WIDE, ...rest })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
      complaints.push(`asked for ${request.url()}`)
  })
  try {
    await page.goto(url + hash)
    await work(page)
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
}

/** Puts a text in place of all that an editor holds. */
export async function write(page: Page, name: 'write' | 'schema' | 'seed', text: string): Promise<void> {
  await page.locator(`#${name} .cm-content`).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** The text of an editor, as far as it is drawn. */
export async function written(page: Page, name: 'write' | 'schema' | 'seed'): Promise<string> {
  return (await page.locator(`#${name} .cm-line`).allTextContents()).join('\n')
}

/** Waits until the plan has these steps: `1 insert User`. */
export async function seesSteps(page: Page, first: string): Promise<void> {
  await page.locator('.step .title', { hasText: first }).first().waitFor()
  await page.locator('.way').first().waitFor()
}

/** Runs what is there and waits for its end. */
export async function runs(page: Page): Promise<string> {
  // What an earlier run has left must not be taken for this one's.
  await page.evaluate(() => document.querySelector('#outcome')?.replaceChildren())
  await page.locator('#run').click()
  await page.locator('#outcome .status').waitFor()
  return (await page.locator('#outcome .status b').textContent()) ?? ''
}

/** Whether the page can be scrolled sideways. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}
