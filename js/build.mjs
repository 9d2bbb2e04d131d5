// Makes the npm package: four builds of the same sources, one set of declarations and the bare `.wasm`.
//
// Within a build every entry point shares its modules with the others, so a class is one class whichever entry point
// it came through. The builds differ only in how the planner's bytes arrive.

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { build } from 'esbuild'

const PACKAGE = dirname(fileURLToPath(import.meta.url))
const DIST = join(PACKAGE, 'dist')
const GENERATED = join(PACKAGE, 'src/planner/generated')
const WASM = join(GENERATED, 'planner_bg.wasm')

/** The name of each entry point in `dist`, and its source. */
const ENTRIES = {
  index: 'index.ts',
  driver: 'driver.ts',
  pg: 'drivers/pg.ts',
  pglite: 'drivers/pglite.ts',
  introspect: 'introspect/index.ts',
  opentelemetry: 'opentelemetry/index.ts',
  planner: 'planner/index.ts',
  'postgres-js': 'drivers/postgres-js.ts',
  prisma: 'prisma/index.ts',
  'schema-prisma': 'schema-prisma/index.ts',
}

/** What the package has of the repository. The pages are in it because nothing else has them where the package is. */
const PAPERS = ['LICENSE-MIT', 'LICENSE-APACHE', 'README.md', 'CHANGELOG.md', 'docs']

/** The folder of each ESM build, and the module that brings the bytes there. */
const BUILDS = { esm: 'load-inline.ts', workerd: 'load-workerd.ts', edge: 'load-edge.ts' }

/** Builds everything into `dist`, which is emptied first. */
export async function buildPackage() {
  rmSync(DIST, { recursive: true, force: true })
  mkdirSync(DIST, { recursive: true })
  writeBase64()
  copyFileSync(WASM, join(DIST, 'planner.wasm'))
  for (const [folder, loader] of Object.entries(BUILDS)) await buildEsm(folder, loader)
  await buildCjs()
  await buildCli()
  completeMaps()
  writeDeclarations()
  copyPapers()
  checkExports()
  return sizes()
}

function writeBase64() {
  const text = readFileSync(WASM).toString('base64')
  writeFileSync(join(GENERATED, 'planner-base64.js'), `export const plannerBase64 =\n  '${text}'\n`)
  writeFileSync(join(GENERATED, 'planner-base64.d.ts'), 'export declare const plannerBase64: string\n')
}

async function buildEsm(folder, loader) {
  await build({
    entryPoints: Object.entries(ENTRIES).map(([out, source]) => ({ in: join(PACKAGE, 'src', source), out })),
    outdir: join(DIST, folder),
    bundle: true,
    splitting: true,
    format: 'esm',
    chunkNames: 'shared-[hash]',
    plugins: [bytesArriveBy(loader)],
    ...COMMON,
  })
}

/** The ESM build again, file by file: CommonJS cannot be split, so it takes over the split that is there. */
async function buildCjs() {
  const esm = join(DIST, 'esm')
  await build({
    entryPoints: readdirSync(esm)
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(esm, name)),
    outdir: join(DIST, 'cjs'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    plugins: [siblingsStayFiles],
    ...COMMON,
    platform: 'node',
  })
}

/** The command line tool, for Node alone. It takes what it needs from the package by its public names. */
async function buildCli() {
  const out = join(DIST, 'cli/treewright.js')
  await build({
    entryPoints: [join(PACKAGE, 'src/cli/main.ts')],
    outfile: out,
    bundle: true,
    format: 'esm',
    ...COMMON,
    platform: 'node',
    target: 'node20',
  })
  chmodSync(out, 0o755)
}

/** Sources are shipped, so maps point at them instead of repeating them. */
const COMMON = {
  absWorkingDir: PACKAGE,
  platform: 'neutral',
  target: 'es2022',
  packages: 'external',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
}

/** What is generated is not shipped, so maps bring its text themselves; but not the planner's bytes a second time. */
function completeMaps() {
  const maps = readdirSync(DIST, { recursive: true }).filter((name) => name.endsWith('.map'))
  for (const path of maps.map((name) => join(DIST, name))) {
    const map = JSON.parse(readFileSync(path, 'utf8'))
    const sources = map.sources.map((source) => resolve(dirname(path), source))
    if (!sources.some((source) => source.startsWith(GENERATED))) continue
    map.sourcesContent = sources.map((source) => {
      if (!source.startsWith(GENERATED)) return null
      return source.endsWith('planner-base64.js') ? '// The planner.' : readFileSync(source, 'utf8')
    })
    writeFileSync(path, JSON.stringify(map))
  }
}

function bytesArriveBy(loader) {
  return {
    name: 'bytes-arrive-by',
    setup(hooks) {
      hooks.onResolve({ filter: /\/load-inline\.ts$/ }, (args) => ({
        path: resolve(args.resolveDir, loader),
      }))
      hooks.onResolve({ filter: /\.wasm(\?module)?$/ }, (args) => ({ path: args.path, external: true }))
    },
  }
}

const siblingsStayFiles = {
  name: 'siblings-stay-files',
  setup(hooks) {
    hooks.onResolve({ filter: /^\.\/.*\.js$/ }, (args) =>
      args.kind === 'entry-point' ? undefined : { path: args.path.replace(/\.js$/, '.cjs'), external: true },
    )
  },
}

/**
 * Writes the declarations, keeps those a caller can reach, and gives each a twin for `require`. The types are not
 * checked here but by `npm run check`.
 */
function writeDeclarations() {
  const tsc = join(PACKAGE, '../node_modules/.bin/tsc')
  const done = spawnSync(tsc, ['-p', join(PACKAGE, 'tsconfig.build.json')], { stdio: 'inherit' })
  if (done.status !== 0) throw new Error('tsc could not write the declarations')
  const types = join(DIST, 'types')
  const reached = new Set()
  for (const source of Object.values(ENTRIES)) reach(join(types, source.replace(/\.ts$/, '.d.ts')), reached)
  for (const name of readdirSync(types, { recursive: true })) {
    const file = join(types, name)
    if (/\.d\.ts(\.map)?$/.test(file) && !reached.has(file.replace(/\.map$/, ''))) rmSync(file)
  }
  for (const file of reached) writeTwin(file)
}

const IMPORTED = /(from\s+|import\s*\(\s*|import\s+)(['"])(\.[^'"]+)\.(?:js|ts)\2/g

function reach(file, reached) {
  if (reached.has(file)) return
  if (!existsSync(file))
    throw new Error(`a declaration reaches ${relative(DIST, file)}, which is not shipped`)
  reached.add(file)
  for (const [, , , path] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
    reach(resolve(dirname(file), `${path}.d.ts`), reached)
  }
}

/** The declaration map stays true: `.js` is as long as the `.ts` it replaces. The twin has none. */
function writeTwin(file) {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(IMPORTED, '$1$2$3.js$2'))
  const twin = text.replace(IMPORTED, '$1$2$3.cjs$2').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
  writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), twin)
}

/** npm packs what lies beside the manifest, and these belong to the whole repository. */
function copyPapers() {
  for (const name of PAPERS) {
    rmSync(join(PACKAGE, name), { recursive: true, force: true })
    cpSync(join(PACKAGE, '..', name), join(PACKAGE, name), { recursive: true })
  }
}

function checkExports() {
  const { exports, bin } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const missing = leaves({ exports, bin }).filter((path) => !existsSync(join(PACKAGE, path)))
  if (missing.length > 0)
    throw new Error(`package.json names files that were not built: ${missing.join(', ')}`)
}

function leaves(node) {
  return typeof node === 'string' ? [node] : Object.values(node).flatMap(leaves)
}

/** What a reader of the build wants to know: the planner's weight, and the whole package's as one import brings it. */
function sizes() {
  const whole = Buffer.concat(closure(join(DIST, 'esm/index.js')).map((file) => readFileSync(file)))
  return [
    { name: 'planner.wasm', ...weigh(readFileSync(join(DIST, 'planner.wasm'))) },
    { name: 'treewright (ESM, planner inline)', ...weigh(whole) },
  ]
}

function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  }
}

function closure(file, found = new Set()) {
  if (found.has(file)) return []
  found.add(file)
  for (const [, , , path] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
    closure(join(dirname(file), `${basename(path)}.js`), found)
  }
  return [...found]
}
