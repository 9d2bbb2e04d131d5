// The runtimes that npm brings: where their programs are, and what is said of one that is not there.
//
// Knows nothing of how they are used. A platform's own package has the program itself; the package around it would put it in
// place by an install script, and none is run here.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.ts'

const { platform, arch } = process

/** Each is a path in `node_modules`. */
export const DENO = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}/deno`
export const BUN = `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`
export const WORKERD = `@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}/bin/workerd`

/** What Deno lets the programs do. */
export const PERMISSIONS = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys']

/** The program's path in the file system. */
export function installed(path: string): string {
  const program = join(root, 'node_modules', path)
  if (existsSync(program)) return program
  throw new Error(`${program} is not there: npm installs it for this platform`)
}

/** Why tests do not run without a program: in CI they fail without it, elsewhere its absence is said. */
export function unlessInstalled(path: string | undefined): string | false {
  if (path === undefined || process.env['CI'] !== undefined) return false
  return !existsSync(join(root, 'node_modules', path)) && `not run: ${path} is not installed`
}
