// `treewright pull` as a process, on a real server and on a folder of PGlite.
//
// Knows nothing of what becomes of a database in a description: see introspect.test.ts.

import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import { schemaFile, schemaFromDatabase, schemaJson } from 'treewright/introspect'
import { pg } from 'treewright/pg'
import { cli, folderOf, jsonOf, program } from '../js/cli.ts'
import { connectionString, freshDatabase, startServer, type Address } from './server.ts'

const tables = `
  CREATE SCHEMA app;
  CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE app.order_items (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, created_at timestamptz);
  CREATE TABLE audit_log (line text);
  CREATE VIEW active_users AS SELECT id, email FROM users;`

const server = await startServer()
after(() => server.stop())
const address = await freshDatabase(server, tables)
const url = connectionString(address)

async function onServer<T>(work: (client: Client) => Promise<T>, where: Address = address): Promise<T> {
  const client = new Client(where)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

test('what is printed is what the library gives, and notes go elsewhere', async () => {
  const { schema } = await onServer((client) => schemaFromDatabase(pg(client)))
  const said = await cli(['pull'], { env: { DATABASE_URL: url } })
  assert.deepEqual([said.code, said.out], [0, schemaFile(schema)])
  assert.match(said.err, /^note: no key: public\.audit_log: the table is left out/m)
  const ran = await cli(['pull', '--url', url, '--json'])
  assert.equal(ran.err, '')
  const {
    ok,
    schema: given,
    notes,
  } = jsonOf(ran) as { ok: boolean; schema: unknown; notes: { kind: string }[] }
  assert.deepEqual([ok, given], [true, JSON.parse(schemaJson(schema))])
  assert.ok(notes.some(({ kind }) => kind === 'no key'))
})

test('all options reach the library', async () => {
  const choice = [
    '--schema',
    'public,app',
    '--tables',
    '!audit_*',
    '--names',
    'prisma',
    '--key',
    'active_users=id',
  ]
  const { code, out, err } = await cli(['pull', '--url', url, ...choice])
  assert.deepEqual([code, err], [0, ''])
  for (const line of ['OrderItem: {', 'ActiveUser: {', 'User: {', 'createdAt: {'])
    assert.ok(out.includes(line), line)
  const { out: some } = await cli(['pull', '--url', url, '--tables', 'users'])
  assert.match(some, /^ {4}users: \{$/m)
  assert.doesNotMatch(some, /order_items|active_users/)
})

test('a file is written, compared, and written again when the database has changed', async () => {
  const own = await freshDatabase(server, tables)
  const folder = folderOf()
  const words = ['pull', '--url', connectionString(own), '--tables', 'users', '--out']
  for (const file of ['schema.ts', 'schema.json']) {
    assert.equal((await cli([...words, file, '--check'], { folder })).code, 1)
    assert.deepEqual(await cli([...words, file], { folder }), {
      code: 0,
      out: `${file} is written\n`,
      err: '',
    })
    assert.equal((await cli([...words, file, '--check'], { folder })).code, 0)
    assert.equal((await cli(['check', file], { folder })).code, 0)
  }
  await onServer((client) => client.query('ALTER TABLE users ADD COLUMN name text'), own)
  const before = readFileSync(join(folder, 'schema.ts'), 'utf8')
  const changed = await cli([...words, 'schema.ts', '--check'], { folder })
  const said = '  + models.users.fields.name: "String?"\n'
  assert.deepEqual(changed, { code: 1, out: `schema.ts would change:\n${said}`, err: '' })
  assert.equal(readFileSync(join(folder, 'schema.ts'), 'utf8'), before)
  assert.equal((await cli([...words, 'schema.ts'], { folder })).out, `schema.ts is changed:\n${said}`)
  assert.match(readFileSync(join(folder, 'schema.ts'), 'utf8'), /^ {8}name: 'String\?',$/m)
})

test('a folder of PGlite is read too', async () => {
  const folder = folderOf()
  const db = await PGlite.create(join(folder, 'data'))
  await db.exec(tables)
  await db.close()
  const { code, out } = await cli(['pull', '--pglite', 'data', '--tables', 'users'], { folder })
  assert.equal(code, 0)
  assert.match(out, /^ {4}users: \{$/m)
})

test('what the database has against it is told without a trace', async () => {
  const ran = await cli(['pull', '--url', url, '--schema', 'no'])
  assert.deepEqual([ran.code, ran.out], [2, ''])
  assert.match(ran.err, /^treewright: the database has no schema "no"\n {2}help: /)
  const none = await cli(['pull', '--url', `${url}_gone`])
  assert.equal(none.code, 2)
  assert.match(none.err, /^treewright: the database does not answer: database ".*_gone" does not exist\n/)
})

test('a client that is not installed is told, and one beside the program is found', async () => {
  const home = folderOf()
  const copy = join(home, 'node_modules/treewright')
  mkdirSync(copy, { recursive: true })
  const from = join(dirname(program), '../..')
  for (const part of ['package.json', 'dist']) cpSync(join(from, part), join(copy, part), { recursive: true })
  const way = { folder: folderOf(), program: join(copy, 'dist/cli/treewright.js') }
  const { code, err } = await cli(['pull', '--url', url], way)
  assert.equal(code, 2)
  assert.match(err, /^treewright: node-postgres is not installed\n {2}help: npm install --save-dev pg, or/)
  const data = folderOf({ PG_VERSION: '18' })
  assert.match((await cli(['pull', '--pglite', data], way)).err, /^treewright: PGlite is not installed\n/)
  mkdirSync(join(way.folder, 'node_modules'))
  const installed = join(from, '../node_modules/pg')
  symlinkSync(installed, join(way.folder, 'node_modules/pg'), 'dir')
  assert.equal((await cli(['pull', '--url', url, '--tables', 'users'], way)).code, 0)
})
