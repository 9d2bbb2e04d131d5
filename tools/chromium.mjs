// Finds the browser that the suites drive: Debian's Chromium and its driver.

import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'

/** Where the browser and its driver are, or null. A CI machine that lets us is given them first. */
export function findBrowser() {
  return found() ?? (process.env.CI && process.getuid?.() === 0 && install() ? found() : null)
}

function found() {
  const chromium = onPath('chromium')
  const driver = process.env.CHROMEDRIVER ?? onPath('chromedriver')
  return chromium === null || driver === null ? null : { chromium, driver }
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}

let isTried = false

function install() {
  if (isTried) return false
  isTried = true
  console.log('Installing chromium and chromium-driver ...')
  const options = {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  const steps = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'chromium-driver'],
  ]
  return steps.every((args) => spawnSync('apt-get', args, options).status === 0)
}
