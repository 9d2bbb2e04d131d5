// Schemas as files: what is written says what was described, in a form that is always the same.
//
// Knows nothing of databases.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SchemaDescription } from 'treewright'
import { schemaFile, schemaJson } from 'treewright/introspect'
import { createPlanner } from 'treewright/planner'
import { shortForm } from '../../js/src/schema-file/short-form.ts'
import { schema as oracle } from '../oracle/schema.ts'
import { blog } from './blog.ts'
import { caseJson, caseNames, schemaOf, type CaseRequest } from './cases.ts'
import { toValue } from './forms.ts'
import { evaluated } from './modules.ts'

const described: readonly (readonly [name: string, schema: SchemaDescription])[] = [
  ['the blog', blog],
  ["the oracle's", oracle],
  ...caseNames('schemas', 'json').map((name) => [name, caseJson<SchemaDescription>(name, 'json')] as const),
]

for (const [name, schema] of described) {
  test(`${name} is written and read back`, () => {
    const short = shortForm(schema)
    assert.deepEqual(shortForm(short), short)
    assert.deepEqual(evaluated(schemaFile(schema)), short)
    assert.deepEqual(JSON.parse(schemaJson(schema)), short)
    assert.equal(schemaFile(short), schemaFile(schema))
    assert.ok(
      schemaFile(schema)
        .split('\n')
        .every((line) => line.length <= 100),
    )
  })
}

const KINDS = ['create', 'connectOrCreate', 'set', 'update', 'upsert', 'delete', 'createMany', 'updateMany']

for (const kind of KINDS) {
  test(`the short form is planned the same: ${kind}`, () => {
    const names = caseNames(kind, 'plan')
    assert.ok(names.length > 0)
    for (const name of names) {
      const request = caseJson<CaseRequest>(name, 'request.json')
      const plans = [schemaOf(request), shortForm(schemaOf(request))].map((schema) => {
        return String(createPlanner(schema).plan(request.model, request.verb, toValue(request.args)))
      })
      assert.equal(plans[1], plans[0], name)
    }
  })
}

test('a schema is written as people write it', () => {
  const schema: SchemaDescription = {
    models: {
      User: {
        table: 'User',
        fields: {
          id: { type: 'Int', default: { fn: 'autoincrement', usable: true } },
          email: { type: 'String', nullable: false, native: 'text', column: 'email' },
          'first name': { type: 'String', nullable: true },
          roles: { type: 'Role', list: true, default: { value: ["it's", 'a "b"'] } },
        },
        key: { fields: ['id'], constraint: 'User_pkey' },
        uniques: [['email'], { name: 'id_email', fields: ['id', 'email'] }],
        relations: { posts: { many: 'Post' } },
        triggers: [],
      },
      Post: {
        table: 'blog_posts',
        fields: { id: { type: 'String', id: true, default: { fn: 'uuid', version: 4 } }, author: 'Int?' },
        relations: {
          user: {
            references: ['id'],
            fields: ['author'],
            one: 'User',
            onDelete: 'SetNull',
            onUpdate: 'Restrict',
            constraint: 'blog_posts_author_fkey',
          },
        },
      },
    },
    enums: { Role: { type: 'Role', values: { "it's": "it's", 'a "b"': 'a "b"' } } },
    postgres: 18,
  }
  assert.equal(
    schemaFile(schema),
    `import { defineSchema } from 'treewright'

export const schema = defineSchema({
  postgres: 18,
  models: {
    User: {
      fields: {
        id: { type: 'Int', id: true, default: { fn: 'autoincrement' } },
        email: { type: 'String', unique: true },
        'first name': 'String?',
        roles: { type: 'Role[]', default: { value: ["it's", 'a "b"'] } },
      },
      relations: {
        posts: { many: 'Post' },
      },
      uniques: [['id', 'email']],
    },
    Post: {
      table: 'blog_posts',
      fields: {
        id: { type: 'String', id: true, default: { fn: 'uuid' } },
        author: 'Int?',
      },
      relations: {
        user: { one: 'User', fields: ['author'], references: ['id'], onUpdate: 'Restrict' },
      },
    },
  },
  enums: {
    Role: ["it's", 'a "b"'],
  },
})
`,
  )
})

test('whatever is in it, a module says what JSON says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', "'", '"', '\\', '\u2028', 'class', '1'),
  )
  const data = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, text, fc.double(), fc.boolean(), tie('list'), tie('object')),
    list: fc.array(tie('tree'), { maxLength: 4 }),
    object: fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
  })).tree
  const looks = fc.property(text, data, text, (name, value, label) => {
    const schema = { models: { [name]: { fields: { [label]: { type: 'Json', default: { value } } } } } }
    if (JSON.stringify(value).includes('null')) return
    assert.deepEqual(evaluated(schemaFile(schema)), JSON.parse(schemaJson(schema)))
  })
  fc.assert(looks, { seed: 3, numRuns: 500 })
})

test('what is no plain data is not written', () => {
  const schema = { models: { A: { fields: { a: { type: 'BigInt', default: { value: 1n } } } } } }
  assert.throws(
    () => schemaFile(schema),
    /a schema is plain data, and models\.A\.fields\.a\.default\.value is a bigint/,
  )
})
