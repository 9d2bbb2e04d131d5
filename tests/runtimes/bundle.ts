// The bundles that workers and edge functions are deployed as: one file and, beside it, the planner's `.wasm`.
//
// Knows nothing of what runs them. Does what Wrangler and Next do with this package's builds, and nothing else.

import { copyFile, mkdir } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** What a file is bundled for. */
export type Target = {
  readonly conditions: readonly string[]
  readonly format: 'esm' | 'iife'
  /** What becomes of an import of a `.wasm`, once the file lies beside the bundle as `planner.wasm`. */
  readonly wasm: 'an import' | 'a global'
  /** Where Neon's client sends its requests, in place of the address that it makes of the database's. */
  readonly neonEndpoint?: string
}

/** Bundles a file of a project into a folder of it; gives the path of the bundle. */
export async function bundle(folder: string, file: string, into: string, target: Target): Promise<string> {
  const outfile = join(folder, into, 'bundle.js')
  const { conditions, format, neonEndpoint = '' } = target
  await mkdir(join(folder, into), { recursive: true })
  await build({
    absWorkingDir: folder,
    stdin: { contents: entry(file, neonEndpoint), resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    format,
    ...(format === 'iife' && { globalName: 'bundled' }),
    platform: 'browser',
    conditions: [...conditions],
    external: ['cloudflare:*'],
    plugins: [wasmBeside(join(folder, into), target.wasm), nodeByImport],
    logLevel: 'error',
  })
  return outfile
}

function entry(file: string, neonEndpoint: string): string {
  const whole = `export * from './${file}'\nexport { default } from './${file}'`
  if (neonEndpoint === '') return whole
  return `import { neonConfig } from '@neondatabase/serverless'\nneonConfig.fetchEndpoint = '${neonEndpoint}'\n${whole}`
}

function wasmBeside(folder: string, becomes: Target['wasm']): Plugin {
  return {
    name: 'wasm-beside',
    setup(hooks) {
      hooks.onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path, resolveDir }) => {
        await copyFile(join(resolveDir, path.replace('?module', '')), join(folder, 'planner.wasm'))
        if (becomes === 'an import') return { path: './planner.wasm', external: true }
        return { path, namespace: 'wasm' }
      })
      hooks.onLoad({ filter: /\?module$/, namespace: 'wasm' }, () => {
        return { contents: 'export default globalThis.wasm_planner' }
      })
    },
  }
}

/** Workers have Node's modules by import alone, and CommonJS asks for them by `require`. */
const nodeByImport: Plugin = {
  name: 'node-by-import',
  setup(hooks) {
    const names = new RegExp(
      `^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`,
    )
    hooks.onResolve({ filter: names }, ({ path, kind }) => {
      const name = path.startsWith('node:') ? path : `node:${path}`
      return kind === 'require-call' ? { path: name, namespace: 'node' } : { path: name, external: true }
    })
    hooks.onLoad({ filter: /./, namespace: 'node' }, ({ path }) => {
      return { contents: `import whole from '${path}'\nmodule.exports = whole` }
    })
  },
}
