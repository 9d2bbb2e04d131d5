// What npm packs: which files, how many bytes, and whether those who resolve packages find what they need in it.
//
// Knows nothing of what the files do. A new kind of file, or a heavier package, is allowed here on purpose or not at all.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

type Manifest = { readonly [key: string]: unknown; readonly exports: object; readonly bin: object }
type Pack = {
  readonly filename: string
  readonly unpackedSize: number
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

const PACKAGE = dirname(createRequire(import.meta.url).resolve('treewright/package.json'))
const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Manifest

/** Every kind of file that is packed, and how many there may be of it. */
const KINDS: readonly [RegExp, number][] = [
  [/^(package\.json|README\.md|CHANGELOG\.md|LICENSE-MIT|LICENSE-APACHE)$/, 5],
  [/^docs\/[\w-]+\.md$/, 40],
  [/^docs\/charts\/[\w-]+\.svg$/, 8],
  [/^dist\/planner\.wasm$/, 1],
  [/^dist\/cli\/treewright\.js(\.map)?$/, 2],
  [/^dist\/(esm|workerd|edge)\/[\w-]+\.js(\.map)?$/, 150],
  [/^dist\/cjs\/[\w-]+\.cjs(\.map)?$/, 50],
  [/^dist\/types\/[\w/-]+\.d\.(ts|cts|ts\.map)$/, 300],
  [/^src\/[\w/-]+(\.d)?\.ts$/, 250],
  [/^src\/cli\/tsconfig\.json$/, 1],
]
/** In bytes. */
const CEILINGS = { size: 1_750_000, unpackedSize: 6_400_000 }

const folder = mkdtempSync(join(tmpdir(), 'treewright-packed-'))
const said = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
  cwd: PACKAGE,
  encoding: 'utf8',
})
const [pack] = JSON.parse(said) as [Pack]
const tarball = new Uint8Array(readFileSync(join(folder, pack.filename)))
rmSync(folder, { recursive: true })
const paths = pack.files.map(({ path }) => path)
const packed = new Set(paths)

test('every file is of a kind that belongs there, and each kind is there', () => {
  assert.deepEqual(
    paths.filter((path) => !KINDS.some(([kind]) => kind.test(path)) || /generated|\.stamp/.test(path)),
    [],
  )
  for (const [kind, most] of KINDS) {
    const n_files = paths.filter((path) => kind.test(path)).length
    assert.ok(n_files > 0 && n_files <= most, `${n_files} files are ${kind}, and there may be ${most}`)
  }
})

test('it stays under its ceilings', () => {
  for (const [form, ceiling] of Object.entries(CEILINGS)) {
    const size = pack[form as keyof typeof CEILINGS]
    assert.ok(size <= ceiling, `${form}: ${size} bytes, and the ceiling is ${ceiling}`)
  }
})

test('all that the manifest names is packed', () => {
  const wanted = [...targets(manifest.exports), ...targets(manifest.bin)]
  assert.deepEqual(
    wanted.filter((path) => !packed.has(path)),
    [],
  )
})

test('it depends on nothing, runs nothing when it is installed, and can be left out where it is not used', () => {
  for (const key of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'scripts']) {
    assert.equal(manifest[key], undefined, key)
  }
  const { peerDependencies, peerDependenciesMeta, sideEffects } = manifest
  const optional = Object.entries(peerDependenciesMeta as Record<string, { optional: boolean }>)
  assert.deepEqual(optional.map(([name]) => name).sort(), Object.keys(peerDependencies as object).sort())
  assert.ok(optional.every(([, meta]) => meta.optional))
  assert.equal(sideEffects, false)
})

test('maps lead to sources that are packed, or bring them', () => {
  const missing = paths
    .filter((path) => path.endsWith('.map'))
    .flatMap((path) => {
      const { sources, sourcesContent = [] } = JSON.parse(
        readFileSync(join(PACKAGE, path), 'utf8'),
      ) as SourceMap
      return sources
        .filter((_, idx) => typeof sourcesContent[idx] !== 'string')
        .map((source) => posix.join(posix.dirname(path), source))
        .filter((source) => !packed.has(source))
        .map((source) => `${path}: ${source}`)
    })
  assert.deepEqual(missing, [])
})

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: PACKAGE, level: 'suggestion', strict: true, pack: 'npm' })
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  )
})

/** Of the ways that TypeScript resolves, the one that knows no `exports` is left out: TypeScript 7 has it no more. */
test('types are found, and are those of what is loaded', async () => {
  const checked = await checkPackage(createPackageFromTarballData(tarball), {
    excludeEntrypoints: ['./planner.wasm'],
  })
  assert.ok(checked.types !== false)
  assert.deepEqual(
    checked.problems.filter(
      (problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    ),
    [],
  )
})

type SourceMap = { readonly sources: readonly string[]; readonly sourcesContent?: readonly (string | null)[] }

function targets(node: unknown): string[] {
  if (typeof node === 'string') return [node.replace(/^\.\//, '')]
  return Object.values(node as object).flatMap(targets)
}
