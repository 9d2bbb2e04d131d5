// Modules that are read without being run: whatever is taken for plain data says what it would say if it were run.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { schemaFile } from 'treewright/introspect'
import { readModuleText } from '../../js/src/cli/module-text.ts'
import { caseJson, caseNames } from './cases.ts'
import { evaluated } from './modules.ts'
import type { SchemaDescription } from 'treewright'

/** What a module says; null if it has to be run. */
function readOf(text: string): unknown {
  const read = readModuleText(text)
  return read.isPlain ? read.literal.value : null
}

test('every module that we write is read', () => {
  for (const name of caseNames('schemas', 'json')) {
    const text = schemaFile(caseJson<SchemaDescription>(name, 'json'))
    assert.deepEqual(readOf(text), evaluated(text), name)
  }
})

test('whatever is in it, what we write is read as it would run', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', "'", '"', '\\', '\\01', '\u2028', '//', '/*', '`', '\0', 'class', '1'),
  )
  const data = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, text, fc.double(), fc.boolean(), tie('list'), tie('object')),
    list: fc.array(tie('tree'), { maxLength: 4 }),
    object: fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
  })).tree
  const looks = fc.property(text, data, text, (name, value, label) => {
    const schema = { models: { [name]: { fields: { [label]: { type: 'Json', default: { value } } } } } }
    if (JSON.stringify(value).includes('null')) return
    const module = schemaFile(schema)
    assert.deepEqual(readOf(module), evaluated(module))
  })
  fc.assert(looks, { seed: 5, numRuns: 500 })
})

test('texts are read as JavaScript reads them', () => {
  const escapes = [
    '\\n',
    '\\x41',
    '\\u0041',
    '\\u{1F600}',
    '\\0',
    '\\\\01',
    '\\q',
    "\\'",
    '\\\n',
    '\\\r\n',
    '\\ud83d\\ude00',
  ]
  for (const escape of escapes) {
    const literal = `{ a: '${escape}|', "b": "${escape}" }`
    assert.deepEqual(readOf(`export default ${literal}`), new Function(`return ${literal}`)(), literal)
  }
})

const run: Record<string, string> = {
  nothing: '',
  'no schema': 'export const x = 1',
  'a template': 'export default { a: `b` }',
  'a sum': 'export default { a: 1 + 1 }',
  'a spread': 'export default { ...a }',
  'a short entry': 'export default { a }',
  'a computed name': 'export default { [a]: 1 }',
  'a function': 'export default { a() {} }',
  'a getter': 'export default { get a() { return 1 } }',
  'a prototype': 'export default { __proto__: { a: 1 } }',
  'a hole': 'export default { a: [,] }',
  'a bigint': 'export default { a: 1n }',
  'an octal': 'export default { a: 010 }',
  'an octal escape': "export default { a: '\\01' }",
  'a bad escape': "export default { a: '\\u12' }",
  'a call': 'export default make({ a: 1 })',
  'a call behind it': 'export default defineSchema({ a: 1 }).with(2)',
  'two of them': 'export const a = { a: 1 }\nexport const b = { b: 1 }',
  'more than that': "export const a = { a: 1 }\nconsole.log('hi')",
  'an import for its effects': "import './effects.ts'\nexport default { a: 1 }",
  'a variable': 'export let a = { a: 1 }',
  'an end that is missing': 'export default { a: 1',
  'far too deep': `export default { a: ${'['.repeat(5000)}${']'.repeat(5000)} }`,
}

for (const [name, text] of Object.entries(run)) {
  test(`a module is not taken for plain data: ${name}`, () => assert.equal(readOf(text), null))
}

test('the first thing that is more than data has a place', () => {
  const read = readModuleText("import x from 'y'\r\n// one\r\nexport default {\r\n  a: 1,\r\n  b: x,\r\n}")
  assert.deepEqual(read, { isPlain: false, place: { line: 5, column: 6 } })
})
