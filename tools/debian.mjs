// Programs of Debian's that some suites need: found on the path, and in CI installed where that is allowed.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { spawnSync } from 'node:child_process'

/** Where programs are, or null if one is missing. A CI machine that lets us is given their packages first. */
export function findPrograms(programs, packages) {
  return found(programs) ?? (process.env.CI && install(packages) ? found(programs) : null)
}

function found(programs) {
  const paths = programs.map(onPath)
  return paths.includes(null) ? null : paths
}

// Some are kept where only root looks.
function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}

const tried = new Set()

function install(packages) {
  const names = packages.join(' and ')
  if (process.getuid?.() !== 0 || tried.has(names)) return false
  tried.add(names)
  console.log(`Installing ${names} ...`)
  const options = {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  const steps = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...packages],
  ]
  return steps.every((args) => spawnSync('apt-get', args, options).status === 0)
}
