// Runs other programs from the root of the repository.

import { spawn, spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that everything here is relative to. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** A reason to end that is said in one sentence, without a stack. */
export class Stop extends Error {}

/** Runs a program in sight of the user and answers its exit code and all that it said. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...colors(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = []
    const forward = (stream) => (chunk) => {
      said.push(chunk)
      stream.write(chunk)
    }
    child.stdout.on('data', forward(process.stdout))
    child.stderr.on('data', forward(process.stderr))
    child.on('error', (error) => reject(new Stop(`${command} could not be started: ${error.message}`)))
    child.on('close', (code) => resolve({ code: code ?? 1, output: plain(Buffer.concat(said).toString()) }))
  })
}

/** Runs a program in sight of the user, and stops if it fails. */
export function must(command, args) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Stop(`\`${[command, ...args].join(' ')}\` failed.`)
}

/** What a program prints, out of the user's sight; null when it is absent or fails. */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })
  return status === 0 ? stdout.trim() : null
}

/** A pipe hides the terminal from the child, so colors are asked for where there is one. */
function colors() {
  return process.stdout.isTTY && !process.env.NO_COLOR ? { CARGO_TERM_COLOR: 'always', FORCE_COLOR: '1' } : {}
}

function plain(text) {
  return text.replace(/\u001b\[[0-9;]*m/g, '')
}
