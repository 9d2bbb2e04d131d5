// The module hook behind `typescript.mjs`: hands each TypeScript file to esbuild as it is loaded.

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { transform } from 'esbuild'

/** Node asks this for the text of every module. */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.m?ts$/.test(url)) return nextLoad(url, context)
  const path = fileURLToPath(url)
  const { code } = await transform(await readFile(path, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: path,
  })
  return { format: 'module', source: code, shortCircuit: true }
}
