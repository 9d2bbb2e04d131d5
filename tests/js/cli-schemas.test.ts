// Schemas as the command line tool loads and checks them: every kind of file, and every mistake at its place.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { caseJson, caseNames } from './cases.ts'
import { cli, folderOf, jsonOf } from './cli.ts'
import type { SchemaDescription } from 'treewright'
import { schemaFile, schemaJson } from 'treewright/introspect'

const blog = caseJson<SchemaDescription>('schemas/blog', 'json')
const root = fileURLToPath(new URL('../..', import.meta.url))
const fine = (file: string) => ({
  code: 0,
  out: `${file}: nothing is wrong with it: 5 models, 1 enum\n`,
  err: '',
})

const data = JSON.stringify(blog)
const files: Record<string, string> = {
  'written.ts': schemaFile(blog),
  'written.json': schemaJson(blog),
  'bom.json': `\ufeff${schemaJson(blog)}`,
  'alone.mts': `export default ${data}`,
  'apart.ts': `const schema: SchemaDescription = ${data} as const satisfies X\nexport { schema }\nexport type S = typeof schema`,
  'default.js': `import { defineSchema } from 'treewright';\n/* a */ const a = defineSchema(${data},); // b\nexport default a;`,
  'run.mjs': `const models = ${JSON.stringify(blog.models)}\nexport const mine = { models, enums: ${JSON.stringify(blog.enums)} }`,
  'run.cjs': `module.exports = { schema: ${data} }`,
  'stays-open.mjs': `setInterval(() => {}, 1000)\nexport const schema = ${data}`,
}

for (const [file, text] of Object.entries(files)) {
  test(`${file} is loaded`, async () => {
    assert.deepEqual(await cli(['check', file], { folder: folderOf({ [file]: text }) }), fine(file))
  })
}

test('a schema in TypeScript that has to be run needs a Node that runs it', async () => {
  const text = `type Name = string\nconst name: Name = 'User'\nexport const schema = { models: { [name]: {} } }\n`
  const folder = folderOf({ 'run.ts': text })
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isAble = major > 22 || (major === 22 && minor >= 18)
  const { code, err } = await cli(['check', 'run.ts'], { folder })
  assert.equal(code, 1)
  if (isAble) assert.match(err, /^run\.ts: TW103 at models\.User/)
  else
    assert.match(
      err,
      /^run\.ts:1:1: from here on it is more than plain data, and Node .*\n {2}help: Node runs/,
    )
  const flags = ['--import', join(root, 'tools/typescript.mjs')]
  const { err: loaded } = await cli(['check', 'run.ts'], { folder, flags })
  assert.match(loaded, /^run\.ts: TW103 at models\.User/)
})

test('a folder of .prisma files is one schema', async () => {
  const folder = folderOf()
  mkdirSync(join(folder, 'prisma/models'), { recursive: true })
  const [head, one] = [
    'datasource db {\n  provider = "postgresql"\n}\n',
    'model A {\n  id Int @id\n  bs B[]\n}\n',
  ]
  writeFileSync(join(folder, 'prisma/schema.prisma'), head + one)
  writeFileSync(
    join(folder, 'prisma/models/b.prisma'),
    'model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n',
  )
  const checked = await cli(['check', 'prisma'], { folder })
  assert.deepEqual(checked, { code: 0, out: 'prisma: nothing is wrong with it: 2 models\n', err: '' })
  const imported = await cli(['import', 'prisma', '--postgres', '18', '--out', 'schema.ts'], { folder })
  assert.deepEqual(imported, { code: 0, out: 'schema.ts is written\n', err: '' })
  assert.match(readFileSync(join(folder, 'schema.ts'), 'utf8'), /postgres: 18,\n {2}models: \{\n {4}B: \{/)
  assert.equal((await cli(['check', 'schema.ts'], { folder })).code, 0)
})

const wrong: Record<string, readonly [file: string, text: string, said: RegExp]> = {
  'a type, in JSON': [
    'schema.json',
    '{\n  "models": {\n    "User": {\n      "fields": { "id": { "type": "Intt", "id": true } }\n    }\n  }\n}\n',
    /^schema\.json:4:\d+: TW107 at models\.User\.fields\.id/,
  ],
  'a type, in a module': [
    'schema.ts',
    "export const schema = defineSchema({\n  models: {\n    User: {\n      fields: { id: { type: 'Intt', id: true } },\n    },\n  },\n})\n",
    /^schema\.ts:4:\d+: TW107 at models\.User\.fields\.id/,
  ],
  'two types': [
    'schema.json',
    '{ "models": { "A": { "fields": {\n"id": { "type": "Int", "id": true },\n"b": "B", "c": "C" } } } }',
    /^schema\.json:3:1: TW107 .*\n.*\nschema\.json:3:11: TW107/,
  ],
  'no schema at all': ['schema.json', '[]', /^schema\.json:1:1: TW101/],
  'no JSON': ['schema.json', '{\n  "models": {]\n}', /^schema\.json:2:14: this is no JSON: /],
  'half a file': ['schema.json', '{ "models": {', /^schema\.json:1:14: this is no JSON: /],
  'a schema.prisma': [
    'schema.prisma',
    'model A {\n  id Intt @id\n}\n',
    /^schema\.prisma:2:6: TW153: there is no type `Intt`\n {2}help: /,
  ],
  'a module that throws': [
    'schema.mjs',
    "throw new Error('no luck')",
    /^schema\.mjs: it cannot be run: no luck\n$/,
  ],
  'a module that throws nothing': ['schema.mjs', 'throw null', /^schema\.mjs: it cannot be run: null\n$/],
  'a module that is none': ['schema.mjs', 'export const = {', /^schema\.mjs: it cannot be run: /],
  'a module without a schema': [
    'schema.mjs',
    'export const x = 1 + 1',
    /^schema\.mjs: it exports no schema\n/,
  ],
  'a module with two': [
    'schema.mjs',
    'export const a = { models: {} }\nexport const b = { models: {} }',
    /^schema\.mjs: it exports several schemas\n/,
  ],
}

for (const [name, [file, text, said]] of Object.entries(wrong)) {
  test(`what is wrong has a place: ${name}`, async () => {
    const { code, out, err } = await cli(['check', file], { folder: folderOf({ [file]: text }) })
    assert.match(err, said)
    assert.deepEqual([code, out], [1, ''])
    assert.doesNotMatch(err, /^ {4}at /m)
  })
}

test('all mistakes come for programs, with their places', async () => {
  const name = caseNames('errors', 'schema.json')[0] ?? ''
  const ran = await cli(['check', `tests/cases/${name}.schema.json`, '--json'], { folder: root })
  assert.deepEqual([ran.code, ran.err], [1, ''])
  const { ok, problems } = jsonOf(ran) as { ok: boolean; problems: Record<string, unknown>[] }
  assert.equal(ok, false)
  assert.ok(problems.length > 0)
  for (const problem of problems) {
    assert.deepEqual(Object.keys(problem).sort(), [
      'column',
      'file',
      'help',
      'line',
      'message',
      'path',
      'problem',
    ])
    assert.match(String(problem['problem']), /^TW1\d\d$/)
    assert.ok(Number(problem['line']) >= 1)
  }
})

test('a file that says the same is left as it is, and one that does not is told of', async () => {
  const prisma = 'model A {\n  id Int @id\n  b String\n}\n'
  const folder = folderOf({ 'schema.prisma': prisma })
  const run = (...words: string[]) =>
    cli(['import', 'schema.prisma', '--out', 'schema.mjs', ...words], { folder })
  assert.deepEqual(await run('--check'), {
    code: 1,
    out: 'schema.mjs is not there yet, or is no schema\n',
    err: '',
  })
  assert.equal((await run()).out, 'schema.mjs is written\n')
  const own = "export default {models: {A: {fields: {b: 'String', id: {id: true, type: 'Int'}}}}}"
  writeFileSync(join(folder, 'schema.mjs'), own)
  assert.deepEqual(await run('--check'), { code: 0, out: 'schema.mjs is up to date\n', err: '' })
  assert.equal((await run()).out, 'schema.mjs is up to date\n')
  assert.equal(readFileSync(join(folder, 'schema.mjs'), 'utf8'), own)
  writeFileSync(
    join(folder, 'schema.prisma'),
    'model A {\n  id Int @id\n  b String?\n  c C\n}\nenum C {\n  x\n}\n',
  )
  const lines = ['~ models.A.fields.b: "String" -> "String?"', '+ models.A.fields.c: "C"', '+ enums.C: ["x"]']
  const said = lines.map((line) => `  ${line}\n`).join('')
  assert.deepEqual(await run('--check'), { code: 1, out: `schema.mjs would change:\n${said}`, err: '' })
  const { ok, changed, differences } = jsonOf(await run('--check', '--json'))
  assert.deepEqual([ok, changed, (differences as unknown[]).length], [false, true, 3])
  assert.deepEqual(await run(), { code: 0, out: `schema.mjs is changed:\n${said}`, err: '' })
  assert.equal((await run('--check')).code, 0)
})

test('what is no schema is not written over unless the caller insists', async () => {
  for (const [out, text] of Object.entries({
    'index.ts': 'console.log(1)\n',
    'package.json': '{ "name": "x" }\n',
  })) {
    const folder = folderOf({ 'schema.prisma': 'model A {\n  id Int @id\n}\n', [out]: text })
    const { code, err } = await cli(['import', 'schema.prisma', '--out', out], { folder })
    assert.equal(code, 2)
    assert.match(err, /is there, and is no schema of plain data\n {2}help: --force writes over it/)
    assert.equal(readFileSync(join(folder, out), 'utf8'), text)
    assert.equal((await cli(['import', 'schema.prisma', '--out', out, '--force'], { folder })).code, 0)
    assert.equal((await cli(['check', out], { folder })).code, 0)
  }
})
