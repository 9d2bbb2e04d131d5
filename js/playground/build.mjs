// Builds the page into `dist`: files that any web server can give out, from any folder, with nothing behind them.
//
// PGlite is copied as its makers built it and loaded by the page when something is run.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'

const HERE = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

/** What of PGlite a browser needs. */
const PGLITE = [/^index\.js$/, /^chunk-.*\.js$/, /^(pglite|initdb)\.(wasm|data)$/, /^citext\.tar\.gz$/]

/** Builds the page; answers what it weighs. */
export async function buildPlayground(out = join(HERE, 'dist')) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: { app: 'src/main.ts' },
    outdir: out,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Entries of a package without side effects may import nothing by name.
    logOverride: { 'ignored-bare-import': 'silent' },
  })
  await build({
    absWorkingDir: HERE,
    stdin: { contents: styles(), loader: 'css' },
    outfile: join(out, 'app.css'),
    minify: true,
    logLevel: 'warning',
  })
  for (const name of ['index.html', 'icon.svg']) cpSync(join(HERE, name), join(out, name))
  copyPglite(join(out, 'pglite'))
  writeFileSync(join(out, 'licenses.txt'), licenses(Object.keys(metafile.inputs)))
  const script = readFileSync(join(out, 'app.js'))
  return [{ name: 'app.js', raw: script.length, gzip: gzipSync(script, { level: 9 }).length }]
}

function styles() {
  const folder = join(HERE, 'styles')
  return ['page.css', 'editor.css', 'results.css']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}

function copyPglite(out) {
  const from = dirname(require.resolve('@electric-sql/pglite'))
  mkdirSync(join(out, 'contrib'), { recursive: true })
  for (const name of readdirSync(from).filter((name) => PGLITE.some((pattern) => pattern.test(name)))) {
    cpSync(join(from, name), join(out, name))
  }
  cpSync(join(from, 'contrib/citext.js'), join(out, 'contrib/citext.js'))
}

/** What the makers of all that is in the page want to be said. */
function licenses(inputs) {
  const names = inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [])
  const texts = [...new Set([...names, '@electric-sql/pglite'])].sort().map((name) => {
    const folder = packageFolder(name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    return `${name} ${version} (${license})\n${text}`
  })
  return texts.join('\n----\n\n')
}

function packageFolder(name) {
  for (const base of [join(HERE, 'node_modules'), join(HERE, '../../node_modules')]) {
    if (existsSync(join(base, name, 'package.json'))) return join(base, name)
  }
  throw new Error(`${name} is in the page, but not in node_modules`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, raw, gzip } of await buildPlayground()) {
    console.log(`${name}: ${(raw / 1000).toFixed(1)} kB, gzip ${(gzip / 1000).toFixed(1)} kB`)
  }
}
