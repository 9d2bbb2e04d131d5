// The language beside Prisma's own reader of it: what it takes, we take; where it complains of a line, so do we.
//
// Knows nothing of descriptions.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PrismaSchemaError, schemaFromPrisma } from 'treewright/schema-prisma'
import { prismaComplaints } from './prisma-ddl.ts'

const head = 'datasource db {\n  provider = "postgresql"\n}\n'
const model = (...lines: readonly string[]) => `${head}model A {\n  ${lines.join('\n  ')}\n}\n`

const good: Record<string, string> = {
  'one field': model('id Int @id'),
  'no newline at the end': model('id Int @id').trimEnd(),
  'carriage returns': model('id Int @id // note', 'b String @default("x")').replaceAll('\n', '\r\n'),
  'tabs and wide spaces': `${head}\tmodel\tA\t  {\n\t\tid\tInt\t@id\n\t}`,
  'comments of three kinds': `${head}/// doc\n/* two\nlines */\nmodel A { // here\n  // there\n  /// doc\n  id Int @id /* x */\n}\n`,
  'a comment mark in a text': model('id Int @id', 'b String @default("// not /* one")'),
  'letters of other alphabets': `${head}enum Größe {\n  klein\n  groß\n}\nmodel Ünïcode {\n  id Int @id\n  名前 String\n  größe Größe @default(groß)\n}\n`,
  'keywords as names': `${head}model model {\n  model Int @id\n  enum Int\n  type String\n  view Boolean\n  datasource String\n  true Boolean\n}\nenum type {\n  enum\n  false\n}\n`,
  'names of what every object has': `${head}model constructor {\n  constructor Int @id\n  toString String\n  hasOwnProperty Int @unique\n}\nenum valueOf {\n  toString\n}\n`,
  'spaces in odd places': model(
    'id Int @ id @default ( 5 )',
    'a Int ?',
    'b Int []',
    '@@unique( fields : [ id ,a ] )',
  ),
  'escapes in texts': model('id Int @id', 'b String @default("\\u00e9 \\n \\t \\" \\\\ \\/ \\ud83d\\ude00")'),
  'empty parentheses': model('id Int @id()', 'b DateTime @updatedAt()'),
  'an index of every kind': model(
    'id Int @id',
    'j Json',
    's String',
    '@@index([j(ops: JsonbPathOps)], type: Gin)',
    '@@index([s(ops: raw("text_ops"), sort: Desc)], map: "y")',
    '@@unique([id, s(sort: Desc)], map: "z")',
  ),
  'generators, with settings of every form': `${head}generator a-b_c {\n  provider = "prisma-client"\n  output = "../x"\n  previewFeatures = ["views", "relationJoins"]\n  engineType = "client"\n  some = env("X")\n}\n${model('id Int @id').slice(head.length)}`,
  'partial indexes': `${head}generator g {\n  provider = "prisma-client"\n  output = "x"\n  previewFeatures = ["partialIndexes"]\n}\nmodel A {\n  id Int @id\n  a String @unique(where: raw("a <> 'x'"))\n  b Boolean\n  @@unique([a, b], where: { b: true })\n  @@unique([b], where: { a: { not: null } })\n}\n`,
}

for (const [name, text] of Object.entries(good)) {
  test(`both take ${name}`, async () => {
    assert.deepEqual(await prismaComplaints(text), [])
    schemaFromPrisma(text)
  })
}

const bad: Record<string, string> = {
  'two fields on a line': model('id Int @id b Int'),
  'a list over several lines': model('a Int', 'b Int @id', '@@unique([', 'a, b', '])'),
  'an attribute on a line of its own': model('id Int', '@id'),
  'a comma too many in a list': model('id Int @id', 'a Int', '@@unique([id, a,])'),
  'a name with a sign': model('id Int @id', 'a-b Int'),
  'a name that begins with a digit': model('id Int @id', '1a Int'),
  'a name that begins with a low line': model('id Int @id', '_a Int'),
  'a field without a type': model('id Int @id', 'a'),
  'an escape that is none': model('id Int @id', 'a String @default("C:\\q")'),
  'a text that goes on': model('id Int @id', 'a String @default("x', '")'),
  'a semicolon': model('id Int @id', 'a Int;'),
  'a setting without a value': `${head}generator g {\n  provider\n}\n${model('id Int @id').slice(head.length)}`,
  'a type that is not there': model('id Int @id', 'a Strin'),
  'a function that is not there': model('id Int @id', 'a Int @default(sequense())'),
  'an attribute that is not there': model('id Int @id', 'a Int @uniq'),
  'a native type of another type': model('id Int @id', 'a Int @db.VarChar(3)'),
  'a native type that is not there': model('id Int @id', 'a String @db.VarChars(3)'),
  'a native type by another name': model('id Int @id', 'a String @pg.VarChar(3)'),
  'an argument that is not there': model('id Int @id', 'a Int', '@@unique([a], nam: "x")'),
  'a key of a field that is not there': model('id Int @id', 'a Int', '@@unique([a, c])'),
  'a default of another type': model('id Int @id', 'a Int @default("x")'),
  'an enum value that is not there': `${model('id Int @id', 'e E @default(c)')}enum E {\n  a\n}\n`,
  'a default that is no JSON': model('id Int @id', 'j Json @default("{a}")'),
  'a uuid version that is not there': model('id Int @id', 's String @default(uuid(5))'),
  'a nanoid too short': model('id Int @id', 's String @default(nanoid(1))'),
  'a model without a key': model('id Int'),
  'a model without a key that is always there': model('id Int? @unique'),
  'a relation without its other side': `${model('id Int @id', 'b Int', 'bb B @relation(fields: [b], references: [id])')}model B {\n  id Int @id\n}\n`,
  'an action that is not there': `${model('id Int @id', 'b Int', 'bb B @relation(fields: [b], references: [id], onDelete: Delete)')}model B {\n  id Int @id\n  as A[]\n}\n`,
  'a foreign key of a field that is not there': `${model('id Int @id', 'b Int', 'bb B @relation(fields: [c], references: [id])')}model B {\n  id Int @id\n  as A[]\n}\n`,
  'a reference to a field that is not there': `${model('id Int @id', 'b Int', 'bb B @relation(fields: [b], references: [idd])')}model B {\n  id Int @id\n  as A[]\n}\n`,
  'a composite type': `${model('id Int @id')}type T {\n  a Int\n}\n`,
  'two models of one name': `${model('id Int @id')}model A {\n  id Int @id\n}\n`,
  'two fields of one name': model('id Int @id', 'a Int', 'a String'),
  'a word outside of blocks': `${head}${model('id Int @id').slice(head.length)}modle B {\n}\n`,
}

for (const [name, text] of Object.entries(bad)) {
  test(`both complain of ${name}, on one line at least`, async () => {
    const theirs = await prismaComplaints(text)
    const ours = complaints(text)
    assert.ok(ours.length > 0, 'we take it')
    assert.ok(
      theirs.some((line) => ours.includes(line)),
      `Prisma complains of ${theirs.join(', ')}, we of ${ours.join(', ')}`,
    )
  })
}

function complaints(text: string): readonly number[] {
  try {
    schemaFromPrisma(text)
    return []
  } catch (error) {
    if (!(error instanceof PrismaSchemaError)) throw error
    return error.problems.map(({ line }) => line)
  }
}
