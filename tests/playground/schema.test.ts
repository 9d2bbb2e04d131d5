// A schema is read in either form, what is wrong with it stands at its place, and its tables are those that Prisma makes.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { pglite } from 'treewright/pglite'
import { schemaFromDatabase } from 'treewright/introspect'
import { examples } from '../../js/playground/src/examples/index.ts'
import { ddlOf, ownersOf } from '../../js/playground/src/run/ddl.ts'
import { kindOf, loadSchema } from '../../js/playground/src/schema/load.ts'
import { prismaDdl } from '../js/prisma-ddl.ts'
import { marked, readySchema } from './ready.ts'

test('the language of a schema is told by how it begins', () => {
  const descriptions = [
    '{ "models": {} }',
    ' // said\n({})',
    'export const schema = 1',
    "import { x } from 'y'",
    'defineSchema({})',
  ]
  for (const text of descriptions) assert.equal(kindOf(text), 'description', text)
  for (const text of ['model A {\n}', '', '// said\nenum A {\n}', 'datasource db {'])
    assert.equal(kindOf(text), 'prisma', text)
})

const MODELS = "{ models: { User: { fields: { id: { type: 'Int', id: true }, name: 'String?' } } } }"

test('a description is taken in every form in which it is written', () => {
  const json = JSON.stringify({
    models: { User: { fields: { id: { type: 'Int', id: true }, name: 'String?' } } },
  })
  for (const text of [
    json,
    MODELS,
    `${MODELS};`,
    `(${MODELS})`,
    `defineSchema(${MODELS})`,
    `export default defineSchema(${MODELS})`,
    `export default ${MODELS}`,
    `import { defineSchema } from 'treewright'\nexport const schema = defineSchema(${MODELS})`,
    `const schema = ${MODELS}`,
  ]) {
    const facts = readySchema(text).facts
    assert.deepEqual([...facts.accessors], [['user', 'User']], text)
    assert.equal(facts.models.get('User')?.fields.get('name')?.nullable, true)
  }
})

test('what is wrong with a description stands at its place', () => {
  const text = `defineSchema({
  models: {
    User: { fields: { id: { type: 'Int', id: true }, role: 'Role' }, relations: { posts: { many: 'Post' } } },
  },
})`
  const { ready, findings } = loadSchema(text)
  assert.equal(ready, null)
  assert.deepEqual(marked(text, findings), [
    "'Role' | TW107 | models.User.fields.role",
    "'Post' | TW109 | models.User.relations.posts.many",
  ])
  for (const odd of [
    '{ models: }',
    'defineSchema()',
    'const a = 1',
    '{ models: {} } more',
    '{ models: run() }',
    'export default 1',
  ]) {
    const { findings } = loadSchema(odd)
    assert.ok(findings.length > 0, odd)
    for (const { from, to } of findings) assert.ok(from >= 0 && to >= from && to <= odd.length, odd)
  }
})

test('what is wrong with a schema.prisma stands at its line', () => {
  const text = 'model User {\n  id   Int @id\n  name Strin\n}\n'
  assert.deepEqual(marked(text, loadSchema(text).findings), ['Strin | TW153 | '])
  const oneSided = 'model User {\n  id Int @id\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n}\n'
  const [first = ''] = marked(oneSided, loadSchema(oneSided).findings)
  assert.match(first, /^(posts|Post|User) \|/)
})

const database = await PGlite.create()
after(() => database.close())

async function described(ddl: readonly string[]) {
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  for (const statement of ddl) await database.exec(statement)
  const { schema } = await schemaFromDatabase(pglite(database))
  return schema
}

const MORE = `
model Person {
  id       String   @id @default(uuid()) @db.Uuid
  born     DateTime @db.Date
  code     Int      @unique @default(autoincrement())
  tags     String[] @default(["a", "b"])
  moods    Mood[]
  mood     Mood     @default(CALM)
  about    Json     @default("{\\"a\\": 1}")
  score    Decimal  @default(1.5) @db.Decimal(10, 2)
  big      BigInt?
  raw      Bytes?
  flag     Boolean  @default(true)
  boss     Person?  @relation("Boss", fields: [bossId], references: [id], onDelete: SetNull)
  bossId   String?  @db.Uuid
  staff    Person[] @relation("Boss")
  friends  Person[] @relation("Friends")
  friendOf Person[] @relation("Friends")
  seats    Seat[]
  @@unique([born, code])
  @@map("people")
}

model Seat {
  row    Int
  number Int    @map("no")
  name   String @default("it's")
  by     Person @relation(fields: [byId], references: [id], onDelete: Cascade, onUpdate: NoAction)
  byId   String @map("by_id") @db.Uuid
  @@id([row, number])
}

enum Mood {
  CALM
  MERRY @map("very merry")
}
`

const prismas = [...new Set(examples.map(({ schema }) => schema))].filter((text) => kindOf(text) === 'prisma')
for (const [at, text] of [...prismas, MORE].entries()) {
  test(`the tables of a schema.prisma are those of Prisma's own migrations, ${at + 1}`, async () => {
    const { facts } = readySchema(text)
    const ours = await described([...ddlOf(facts), ...ownersOf(facts)])
    const source = 'datasource db {\n  provider = "postgresql"\n}\n'
    const theirs = await described([await prismaDdl(source + text)])
    assert.deepEqual(ours, theirs)
  })
}
