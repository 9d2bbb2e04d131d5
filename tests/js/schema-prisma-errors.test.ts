// What cannot be read or described, told with its place, all at once.
//
// Knows nothing of what can be.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SchemaError, TreewrightError } from 'treewright'
import { PrismaSchemaError, schemaFromPrisma, type PrismaTexts } from 'treewright/schema-prisma'

function refusal(texts: PrismaTexts): PrismaSchemaError {
  try {
    schemaFromPrisma(texts)
  } catch (error) {
    if (error instanceof PrismaSchemaError) return error
    throw error
  }
  return assert.fail('it was taken')
}

/** Each problem as its code, line and column. */
function places(texts: PrismaTexts): readonly string[] {
  return refusal(texts).problems.map(({ code, line, column }) => `${code} ${line}:${column}`)
}

test('an error is one of ours, and tells everything in words', () => {
  const error = refusal('model A {\n  id Int @id\n  a Strin\n  b Int @default(sequense())\n}\n')
  assert.ok(error instanceof SchemaError && error instanceof TreewrightError)
  assert.equal(error.name, 'PrismaSchemaError')
  assert.equal(error.code, 'TW153')
  assert.equal(
    error.message,
    [
      'schemaFromPrisma: 2 problems',
      'TW153: line 3, column 5: there is no type `Strin`',
      '  help: a type is one of `String`, `Boolean`, `Int`, `BigInt`, `Float`, `Decimal`, `DateTime`, `Json`, `Bytes`, or a model or enum of this schema',
      'TW152: line 4, column 18: there is no default `sequense()`',
      '  help: known are `autoincrement()`, `now()`, `uuid()`, `cuid()`, `ulid()`, `nanoid()`, `dbgenerated()`, `sequence()`',
    ].join('\n'),
  )
  assert.deepEqual(error.problems[0], {
    problem: 'TW153',
    code: 'TW153',
    path: [],
    message: 'line 3, column 5: there is no type `Strin`',
    help: error.help,
    file: 1,
    line: 3,
    column: 5,
  })
})

test('several texts are told apart by their names, or by their order', () => {
  const good = 'model A {\n  id Int @id\n}\n'
  const bad = 'model B {\n  id Itn @id\n}\n'
  const [named] = refusal({ 'a.prisma': good, 'models/b.prisma': bad }).problems
  assert.deepEqual([named?.file, named?.line, named?.column], ['models/b.prisma', 2, 6])
  assert.equal(named?.message, 'models/b.prisma:2:6: there is no type `Itn`')
  assert.equal(refusal([good, bad]).problems[0]?.message, 'text 2, line 2, column 6: there is no type `Itn`')
  assert.equal(
    refusal({ 'a.prisma': good, 'b.prisma': good }).problems[0]?.message,
    'b.prisma:1:7: `A` is there already',
  )
})

test('a line that cannot be read does not hide the next', () => {
  const text = [
    'model A {',
    '  id Int @id @@',
    '  a  Int @default(',
    '  b  Int [',
    '  c  "text"',
    '  d  String @default("open)',
    '  e  String @default("\\q")',
    '  f  Int; // end',
    '  9  Int',
    '}',
    'modle B {',
    '  id Int',
    '}',
    'enum {',
    '  a',
    '}',
    'model C {',
  ].join('\r\n')
  assert.deepEqual(places(text), [
    'TW150 2:14',
    'TW150 3:19',
    'TW150 4:11',
    'TW150 5:6',
    'TW150 6:22',
    'TW150 7:23',
    'TW150 8:9',
    'TW150 9:3',
    'TW150 11:1',
    'TW150 14:6',
    'TW150 17:7',
  ])
})

const ONE: Record<string, readonly [text: string, place: string, words: RegExp]> = {
  'a database of another kind': [
    'datasource db {\n  provider = "mysql"\n}',
    'TW151 2:14',
    /it is `mysql`\n  help: Treewright writes to PostgreSQL alone: `postgresql`/,
  ],
  'a provider from the environment': ['datasource db {\n  provider = env("X")\n}', 'TW151 2:14', /as a text/],
  'a datasource without a provider': ['datasource db {\n}', 'TW151 1:12', /none/],
  'two datasources': [
    'datasource a {\n  provider = "postgresql"\n}\ndatasource b {\n  provider = "postgresql"\n}',
    'TW153 4:12',
    /already/,
  ],
  'a comment that is not closed': [
    'model A {\n  id Int @id\n}\n/* and',
    'TW150 4:1',
    /the comment is not closed/,
  ],
  'brackets too deep': [
    `model A {\n  id Int @id @default(${'['.repeat(100_000)})\n}`,
    'TW150 2:39',
    /more than 16 levels/,
  ],
  'a composite type': ['type T {\n  a Int\n}', 'TW154 1:6', /composite/],
  'an enum without values': ['enum E {\n}', 'TW154 1:6', /no values/],
  'a type that is more than a name': [
    'model A {\n  id Int @id\n  x Unsupported("\\"My Type\\"")\n}',
    'TW154 3:5',
    /no row can be made without `x`/,
  ],
  'a model without a key': ['model A {\n  a Int? @unique\n}', 'TW153 1:7', /no key/],
  'a model with two keys': [
    'model A {\n  a Int @id\n  b Int\n  @@id([a, b])\n}',
    'TW153 1:7',
    /more than one key/,
  ],
  'a key that lists nothing': [
    'model A {\n  a Int @id\n  @@unique(map: "x")\n}',
    'TW152 3:3',
    /lists fields/,
  ],
  'a key that lists a text': ['model A {\n  a Int @id\n  @@unique(["a"])\n}', 'TW152 3:13', /list of fields/],
  'a map without a name': ['model A {\n  a Int @id @map\n}', 'TW152 2:13', /takes a name/],
  'a map that is no text': ['model A {\n  a Int @id @map(b)\n}', 'TW152 2:18', /in double quotes/],
  'an argument given twice': [
    'model A {\n  a Int @id\n  @@unique([a], fields: [a])\n}',
    'TW152 3:17',
    /given `fields` twice/,
  ],
  'an argument too many': [
    'model A {\n  a Int @id\n  d DateTime @default(now(3))\n}',
    'TW152 3:27',
    /takes no argument/,
  ],
  'a default without a value': ['model A {\n  a Int @id @default\n}', 'TW152 2:13', /takes a value/],
  'a list for a field that is none': [
    'model A {\n  a Int @id @default([1])\n}',
    'TW152 2:22',
    /of the type `Int`/,
  ],
  'a fraction for a whole number': [
    'model A {\n  a Int @id @default(1.5)\n}',
    'TW152 2:22',
    /of the type `Int`/,
  ],
  'a native type with too much': [
    'model A {\n  a String @id @db.Char(1, 2)\n}',
    'TW152 2:16',
    /it takes one number/,
  ],
  'a relation whose lists differ': [
    'model A {\n  id Int @id\n  b B @relation(fields: [id, id], references: [id])\n}\nmodel B {\n  id Int @id\n  as A[]\n}',
    'TW152 3:7',
    /same length, here 2 and 1/,
  ],
}

for (const [name, [text, place, words]] of Object.entries(ONE)) {
  test(name, () => {
    assert.deepEqual(places(text), [place])
    assert.match(refusal(text).message, words)
  })
}

test('relations that cannot be told apart are told on each side', () => {
  const text = 'model A {\n  id Int @id\n  b B[]\n  c B[]\n}\nmodel B {\n  id Int @id\n  a A[]\n}'
  assert.deepEqual(places(text), ['TW153 8:3'])
  assert.match(
    refusal(text).message,
    /several other sides in `A`\n  help: name each relation on both its sides/,
  )
})

test('what is no text is refused', () => {
  for (const texts of [undefined, null, 5, [], {}, [1], { a: null }, () => '']) {
    assert.throws(() => schemaFromPrisma(texts as unknown as string), TypeError)
  }
})

test('any text is read or refused, in time that grows with its length', () => {
  const parts = [
    'model A {\n',
    '}\n',
    'id Int @id\n',
    '@@id([a',
    '"',
    '\\',
    '/*',
    '//',
    '[',
    '(',
    '{',
    '\u0000',
    'é',
    '😀',
    '-',
    '.',
    '?',
    '\r',
  ]
  let seed = 7
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648)
  for (let run = 0; run < 2_000; run++) {
    const text = Array.from({ length: 12 }, () => parts[next() % parts.length]).join('')
    try {
      schemaFromPrisma(text)
    } catch (error) {
      assert.ok(error instanceof PrismaSchemaError, text)
    }
  }
  for (const part of [...parts, '/*\n', '//\n', 'a-', '1.']) {
    assert.ok(refusal(`@@${part.repeat(10_000)}`).problems.length > 0)
  }
})
