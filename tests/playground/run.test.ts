// A run on PGlite: every example in every way that it can go, and what is told where it fails.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { examples } from '../../js/playground/src/examples/index.ts'
import { signUp, tagged } from '../../js/playground/src/examples/blog.ts'
import { previewOf } from '../../js/playground/src/plan/preview.ts'
import { openDatabase } from '../../js/playground/src/run/database.ts'
import { run, type Outcome, type Way } from '../../js/playground/src/run/run.ts'
import { marked } from './ready.ts'

const database = await openDatabase(async () => ({ PGlite, citext }))
after(() => database.pglite.close())

type Texts = { readonly schema: string; readonly write: string; readonly seed: string }

async function ran(texts: Texts, way: Way = 'pipelined'): Promise<Outcome> {
  const { planned, schema, findings } = previewOf(texts)
  assert.deepEqual(findings, [])
  assert.ok(planned && schema.ready)
  const touched = new Set<string>()
  return run(database, { ready: schema.ready, written: planned.written, seed: texts.seed, way, touched })
}

for (const example of examples.filter(({ name }) => name !== 'mistakes')) {
  test(`${example.name} runs, and gives the same in every way`, async () => {
    const outcomes = [await ran(example), await ran(example, 'stepwise')]
    if (previewOf(example).planned?.plan.fused !== null) outcomes.push(await ran(example, 'fused'))
    for (const { failed, findings, receipt, tables, sent } of outcomes) {
      assert.deepEqual([failed, findings], [null, []])
      assert.ok(receipt && tables.length > 0 && sent.length > 0)
    }
    const kept = outcomes.map(({ value, tables }) => withoutMade([value, tables]))
    for (const one of kept) assert.deepEqual(one, kept[0])
  })
}

// What is made anew by each run: times and keys.
function withoutMade(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))
  return text
    .replace(/20\d\d-\d\d-\d\d[T ][\d:.]+(?:Z|\+00)?/g, 'then')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'uuid')
}

test('rows are told as they were and as they are', async () => {
  const { tables } = await ran(tagged)
  const tags = tables.find(({ title }) => title === 'Tag')
  assert.deepEqual(
    tags?.rows.map(({ is, after }) => [is, after?.[1]]),
    [
      ['same', 'history'],
      ['same', 'gardens'],
      ['new', 'machines'],
      ['new', 'poetry'],
    ],
  )
  const write = "db.tag.update({ where: { name: 'gardens' }, data: { name: 'parks' } })"
  const changed = await ran({ ...tagged, write })
  const [row] = changed.tables[0]?.rows.filter(({ is }) => is === 'changed') ?? []
  assert.deepEqual([row?.before?.[1], row?.after?.[1], row?.changed], ['gardens', 'parks', [false, true]])
  const gone = await ran({ ...tagged, write: "db.tag.delete({ where: { name: 'gardens' } })" })
  assert.deepEqual(
    gone.tables[0]?.rows.map(({ is }) => is),
    ['same', 'gone'],
  )
})

test('what the database refuses is marked in the write', async () => {
  const seed = "db.post.create({ data: { slug: 'on-poems', title: 'There' } })"
  const { failed, findings, tables } = await ran({ ...signUp, seed })
  assert.equal(failed, 'write')
  assert.deepEqual(marked(signUp.write, findings), ["'on-poems' | P2002 (TW601) | data.posts.create[1].slug"])
  assert.deepEqual(tables, [])
  const missing = await ran({ ...tagged, seed: '' })
  assert.equal(missing.failed, 'write')
  assert.match(missing.findings[0]?.place ?? '', /^data\.author\.connect/)
})

test('what is wrong with a seed is marked in the seed', async () => {
  const look = async (seed: string) => {
    const { failed, findings } = await ran({ ...signUp, seed })
    assert.equal(failed, 'seed')
    assert.ok(findings.every(({ text }) => text === 'seed'))
    return marked(seed, findings)
  }
  assert.deepEqual(await look("db.tag.create({ data: { nam: 'a' } })"), [
    'nam | TW201 | data.nam',
    'data | TW301 | data.name',
  ])
  assert.deepEqual(await look('db.tag.create({ data: '), ['  | null | '])
  const twice = "db.tag.create({ data: { name: 'a' } })\ndb.tag.create({ data: { name: 'a' } })"
  assert.deepEqual(await look(twice), ["'a' | P2002 (TW601) | data.name"])
  const [sql = ''] = await look('INSERT INTO "Tag" (nam) VALUES (1)')
  assert.match(sql, /^n \| 42703/)
})

test('tables that cannot be made are told', async () => {
  const schema = signUp.schema.replace(
    'email   String   @unique',
    'email   String   @unique @default(dbgenerated("nope()"))',
  )
  const { failed, findings } = await ran({ ...signUp, schema })
  assert.equal(failed, 'tables')
  assert.match(findings[0]?.message ?? '', /nope/)
})

test('types of extensions that the page has', async () => {
  const schema = 'model A {\n  id Int @id\n  name String @unique @db.Citext\n}\n'
  const write = "db.a.create({ data: { id: 1, name: 'Ada' } })"
  const { failed, value } = await ran({ schema, write, seed: '' })
  assert.deepEqual([failed, value], [null, { id: 1, name: 'Ada' }])
})

test('tables in schemas of their own come and go', async () => {
  const schema = `defineSchema({ models: { A: { schema: 'app', fields: { id: { type: 'Int', id: true } } } } })`
  const write = 'db.a.create({ data: { id: 1 } })'
  for (let turn = 0; turn < 2; turn += 1) {
    const { failed, findings } = await ran({ schema, write, seed: '' })
    assert.deepEqual([failed, findings], [null, []])
  }
})
