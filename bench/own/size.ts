// How large the package is: the planner's WebAssembly, and what is downloaded at an install.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Sizes in bytes. */
export type Size = {
  readonly raw: number
  readonly gzip: number
  readonly brotli: number
  readonly tarball: number
  readonly unpacked: number
}

export function measureSize(): Size {
  const wasm = readFileSync(new URL(import.meta.resolve('treewright/planner.wasm')))
  const brotli = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  const cwd = fileURLToPath(new URL('../../js', import.meta.url))
  const told = execFileSync('npm', ['pack', '--dry-run', '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [pack] = JSON.parse(told.toString()) as { size: number; unpackedSize: number }[]
  const [tarball, unpacked] = [pack?.size ?? NaN, pack?.unpackedSize ?? NaN]
  const gzip = gzipSync(wasm, { level: 9 }).length
  return { raw: wasm.length, gzip, brotli: brotli.length, tarball, unpacked }
}
