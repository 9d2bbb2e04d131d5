// The command line tool: what it says of itself, how it is called, and how it takes being called wrongly.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { cli, folderOf, jsonOf, program } from './cli.ts'

const COMMANDS = ['pull', 'import', 'check', 'plan']
const manifest = JSON.parse(readFileSync(join(dirname(program), '../../package.json'), 'utf8')) as {
  version: string
  bin: Record<string, string>
}

test('the manifest names the tool', () => {
  assert.deepEqual(manifest.bin, { treewright: 'dist/cli/treewright.js' })
  assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/)
})

test('the version is that of the package', async () => {
  for (const word of ['--version', '-v'])
    assert.deepEqual(await cli([word]), { code: 0, out: `${manifest.version}\n`, err: '' })
})

test('there is help for all, and the same without a word, as a mistake', async () => {
  const { code, out, err } = await cli(['--help'])
  assert.deepEqual([code, err], [0, ''])
  for (const name of COMMANDS) assert.match(out, new RegExp(`^  ${name} +\\w`, 'm'))
  assert.match(out, /^ {2}2 {2}it could not be done/m)
  assert.deepEqual(await cli([]), { code: 2, out: '', err: out })
})

for (const name of COMMANDS) {
  test(`${name} has help of its own, and every option is in the page about it`, async () => {
    const { code, out, err } = await cli([name, '--help'])
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, new RegExp(`^Usage: treewright ${name} `, 'm'))
    const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')
    for (const [, option = ''] of out.matchAll(/^ {2}(?:-\w, | {4})(--[\w-]+)/gm))
      assert.ok(page.includes(`\`${option}`), `${option} is not in docs/cli.md`)
  })
}

const misused: Record<string, readonly [words: readonly string[], said: RegExp]> = {
  'an unknown command': [['pul'], /there is no command pul\n {2}help: did you mean pull\?/],
  'a command like none': [['migrate'], /there is no command migrate\n {2}help: there are pull, import/],
  'an unknown option without a command': [['--versoin'], /no option --versoin .*\n.*mean --version\?/],
  'an unknown option': [
    ['pull', '--nam', 'camel'],
    /there is no option --nam\n {2}help: did you mean --names\?/,
  ],
  'an unknown letter': [['pull', '-x'], /there is no option -x\n/],
  'an option like one of every object': [['pull', '--constructor'], /there is no option --constructor\n/],
  'a value left out': [['pull', '--out'], /--out takes a value: <file>/],
  'a value that is empty': [['pull', '--out='], /--out takes a value: <file>/],
  'an option for a value': [
    ['pull', '--out', '--json='],
    /--out takes a value, and --json= looks like an option/,
  ],
  'a value too many': [['check', 'a.json', '--help=yes'], /--help takes no value/],
  'an option twice': [['pull', '--url', 'a', '--url', 'b'], /--url is given twice/],
  'a file for pull': [['pull', 'schema.ts'], /pull takes options only, not schema\.ts/],
  'no database': [['pull'], /there is no database\n {2}help: give --url or --pglite, or set DATABASE_URL/],
  'two databases': [['pull', '--url', 'postgres://x', '--pglite', 'x'], /there is one database/],
  'a URL of another kind': [['pull', '--url', 'mysql://me:secret@x'], /the URL of the database is none/],
  'a folder that is none of PGlite': [['pull', '--pglite', '.'], /\. is no data folder of PGlite/],
  'a style of names': [
    ['pull', '--url', 'postgres://x', '--names', 'prsma'],
    /style prsma\n {2}help: did you mean prisma\?/,
  ],
  'a key without columns': [
    ['pull', '--url', 'postgres://x', '--key', 'users'],
    /--key takes a table and its columns/,
  ],
  'a comparison without a file': [['pull', '--check'], /--check needs --out <file>/],
  'an ending that is not written': [
    ['import', 'x.prisma', '--out', 'schema.sql'],
    /schema\.sql has none of the endings/,
  ],
  'nothing to import': [['import'], /import takes a schema\.prisma/],
  'a version that is none': [['import', 'x.prisma', '--postgres', 'new'], /--postgres takes a major version/],
  'a file that is not there': [['import', 'x.prisma'], /there is no file x\.prisma/],
  'a schema that is not there': [['check', 'schema.ts'], /there is no file schema\.ts/],
  'two schemas': [['check', 'a.json', 'b.json'], /check takes one schema/],
  'a schema of no kind': [
    ['check', 'schema.yaml'],
    /schema\.yaml has none of the endings that a schema may have/,
  ],
  'a plan without a schema': [['plan', '-'], /plan needs --schema <file>/],
  'a plan of nothing': [['plan', '--schema', 'x.json'], /plan takes one request, or - for standard input/],
}

for (const [name, [words, said]] of Object.entries(misused)) {
  test(`called wrongly: ${name}`, async () => {
    const folder = folderOf()
    const { code, out, err } = await cli(words, { folder })
    assert.match(err, said)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /^treewright: .*\n {2}help: .*\n$/)
    assert.doesNotMatch(err, /secret|^ {4}at /m)
  })
}

test('for programs, a wrong call is JSON too', async () => {
  const ran = await cli(['pull', '--nam', 'camel', '--json'])
  assert.deepEqual([ran.code, ran.err], [2, ''])
  const error = { message: 'there is no option --nam', help: 'did you mean --names?' }
  assert.deepEqual(jsonOf(ran), { ok: false, error })
})

test('a server that does not answer is told, and the password is not', async () => {
  const { code, err } = await cli(['pull'], { env: { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' } })
  assert.equal(code, 2)
  assert.match(err, /^treewright: the database does not answer: .*ECONNREFUSED/)
  assert.doesNotMatch(err, /secret|^ {4}at /m)
})
