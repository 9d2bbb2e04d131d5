// What each type, native type and default of a Prisma schema becomes in a description.
//
// Knows nothing of keys and relations.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldDescription } from 'treewright'
import { createPlanner } from 'treewright/planner'
import { schemaFromPrisma } from 'treewright/schema-prisma'

/** The description of a field with what stands behind its name; the planner takes it. */
function field(written: string): FieldDescription | undefined {
  const schema = schemaFromPrisma(`model A {\n  id Int @id\n  x ${written}\n}`)
  createPlanner(schema)
  return schema.models['A']?.fields['x']
}

const FIELDS: Record<string, FieldDescription> = {
  String: 'String',
  'String?': 'String?',
  'String[]': 'String[]',
  Boolean: 'Boolean',
  BigInt: 'BigInt',
  Float: 'Float',
  Json: 'Json',
  'Bytes?': 'Bytes?',
  Decimal: { type: 'Decimal', native: 'numeric(65,30)' },
  DateTime: { type: 'DateTime', native: 'timestamp(3)' },
  'DateTime[]': { type: 'DateTime[]', native: 'timestamp(3)' },
  'String @map("the x")': { type: 'String', column: 'the x' },
  'String @map(name: "the x")': { type: 'String', column: 'the x' },
  'DateTime @updatedAt': { type: 'DateTime', native: 'timestamp(3)', updatedAt: true },
  'String @unique': { type: 'String', unique: true },

  'String @db.Text': 'String',
  'String @db.VarChar': { type: 'String', native: 'varchar' },
  'String @db.VarChar(40)': { type: 'String', native: 'varchar(40)' },
  'String? @db.Char(2)': { type: 'String?', native: 'char(2)' },
  'String @db.Uuid': { type: 'String', native: 'uuid' },
  'String @db.Citext': { type: 'String', native: 'citext' },
  'String @db.Inet': { type: 'String', native: 'inet' },
  'String @db.Xml': { type: 'String', native: 'xml' },
  'String @db.Bit(3)': { type: 'String', native: 'bit(3)' },
  'String @db.VarBit': { type: 'String', native: 'varbit' },
  'Boolean @db.Boolean': 'Boolean',
  'Int @db.Integer': 'Int',
  'Int @db.SmallInt': { type: 'Int', native: 'int2' },
  'Int @db.Oid': { type: 'Int', native: 'oid' },
  'BigInt @db.BigInt': 'BigInt',
  'Float @db.DoublePrecision': 'Float',
  'Float @db.Real': { type: 'Float', native: 'float4' },
  'Decimal @db.Decimal': 'Decimal',
  'Decimal @db.Decimal(10, 2)': { type: 'Decimal', native: 'numeric(10,2)' },
  'Decimal @db.Decimal(10)': { type: 'Decimal', native: 'numeric(10)' },
  'Decimal @db.Money': { type: 'Decimal', native: 'money' },
  'DateTime @db.Timestamp': 'DateTime',
  'DateTime @db.Timestamp(0)': { type: 'DateTime', native: 'timestamp(0)' },
  'DateTime @db.Timestamptz(6)': { type: 'DateTime', native: 'timestamptz(6)' },
  'DateTime @db.Date': { type: 'DateTime', native: 'date' },
  'DateTime @db.Time(3)': { type: 'DateTime', native: 'time(3)' },
  'DateTime @db.Timetz': { type: 'DateTime', native: 'timetz' },
  'Json @db.Json': { type: 'Json', native: 'json' },
  'Json @db.JsonB': 'Json',
  'Bytes @db.ByteA': 'Bytes',

  'Int @default(autoincrement())': { type: 'Int', default: { fn: 'autoincrement' } },
  'String @default(uuid())': { type: 'String', default: { fn: 'uuid' } },
  'String @default(uuid(4))': { type: 'String', default: { fn: 'uuid' } },
  'String @default(uuid(7))': { type: 'String', default: { fn: 'uuid', version: 7 } },
  'String @default(cuid())': { type: 'String', default: { fn: 'cuid' } },
  'String @default(cuid(1))': { type: 'String', default: { fn: 'cuid' } },
  'String @default(cuid(2))': { type: 'String', default: { fn: 'cuid', version: 2 } },
  'String @default(ulid())': { type: 'String', default: { fn: 'ulid' } },
  'String @default(nanoid())': { type: 'String', default: { fn: 'nanoid' } },
  'String @default(nanoid(9))': { type: 'String', default: { fn: 'nanoid', length: 9 } },
  'DateTime @default(now()) @db.Date': { type: 'DateTime', native: 'date', default: { fn: 'now' } },
  'Int @default(dbgenerated("1 + 1"))': { type: 'Int', default: { sql: '1 + 1' } },
  'Int @default(dbgenerated())': { type: 'Int', default: { fn: 'dbgenerated' } },

  'Int @default(-5)': { type: 'Int', default: { value: -5 } },
  'Int @default(value: 5)': { type: 'Int', default: { value: 5 } },
  'BigInt @default(5)': { type: 'BigInt', default: { value: 5 } },
  'BigInt @default(9007199254740993)': { type: 'BigInt', default: { value: '9007199254740993' } },
  'Float @default(-1.50)': { type: 'Float', default: { value: -1.5 } },
  'Decimal @default(1.10) @db.Decimal(4, 2)': {
    type: 'Decimal',
    native: 'numeric(4,2)',
    default: { value: '1.10' },
  },
  'Boolean @default(false)': { type: 'Boolean', default: { value: false } },
  'String @default("")': { type: 'String', default: { value: '' } },
  'String @default("a\\"\\\\ \\n\\u00e9\\ud83d\\ude00 // @b")': {
    type: 'String',
    default: { value: 'a"\\ \né😀 // @b' },
  },
  'DateTime @default("2020-01-01T00:00:00Z")': {
    type: 'DateTime',
    native: 'timestamp(3)',
    default: { value: '2020-01-01T00:00:00Z' },
  },
  'Bytes @default("aGk=")': { type: 'Bytes', default: { value: 'aGk=' } },
  'Json @default("{\\"a\\": [1, null]}")': { type: 'Json', default: { value: { a: [1, null] } } },
  'Json @default("null")': { type: 'Json', default: { sql: "'null'::jsonb" } },
  'Json @default("{\\"it\'s\\": 12345678901234567890}")': {
    type: 'Json',
    default: { sql: `'{"it''s": 12345678901234567890}'::jsonb` },
  },
  'Int[] @default([1, -2])': { type: 'Int[]', default: { value: [1, -2] } },
  'String[] @default([])': { type: 'String[]', default: { value: [] } },
  'Json[] @default(["{}", "1"])': { type: 'Json[]', default: { value: [{}, 1] } },
}

for (const [written, expected] of Object.entries(FIELDS)) {
  test(written, () => assert.deepEqual(field(written), expected))
}
