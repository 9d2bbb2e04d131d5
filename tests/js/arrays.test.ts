// Array literals: what needs quotes, and that every list of texts comes back as it was.
//
// Knows nothing of element types.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arrayLiteral, parseArray } from '../../js/src/coders/arrays.ts'

describe('array literals', () => {
  test('quote only when something needs it', () => {
    assert.equal(arrayLiteral([]), '{}')
    assert.equal(arrayLiteral(['1', '-2.5', null, '1e+21']), '{1,-2.5,NULL,1e+21}')
    assert.equal(arrayLiteral(['']), '{""}')
    assert.equal(arrayLiteral(['NULL', 'null', 'nullable']), '{"NULL","null","nullable"}')
    assert.equal(arrayLiteral(['a"b', 'c\\d', null]), '{"a\\"b","c\\\\d",null}')
    assert.equal(arrayLiteral(['a"b', 'line\nend\\', null]), '{"a\\"b","line\nend\\\\",NULL}')
    for (const odd of [',', '{', '}', ' ', '\t', '\v', '\u00a0'])
      assert.deepEqual(arrayLiteral([odd])[1], '"')
  })
  test('come back as they were', () => {
    const texts = fc.array(fc.option(fc.oneof(fc.string({ unit: 'binary' }), odd)))
    fc.assert(fc.property(texts, (list) => assert.deepEqual(parseArray(arrayLiteral(list)), list)))
  })
  test('of any length', () => {
    const list = Array.from({ length: 100_000 }, (_, idx) => (idx % 7 === 0 ? null : `no. ${idx} "quoted"`))
    assert.deepEqual(parseArray(arrayLiteral(list)), list)
  })
})

/** Texts made of what means something in a literal. */
const odd = fc.string({ unit: fc.constantFrom('"', '\\', ',', '{', '}', ' ', 'n', '\n', 'NULL', '\ud800') })

describe('array output', () => {
  test('is read as PostgreSQL prints it', () => {
    assert.deepEqual(parseArray('{}'), [])
    assert.deepEqual(parseArray('{1,NULL,"NULL","a b","",é}'), ['1', null, 'NULL', 'a b', '', 'é'])
    assert.deepEqual(parseArray('[0:2]={1,2,3}'), ['1', '2', '3'])
    assert.deepEqual(parseArray('[-1:0][2:3]={{1,2},{"a}",4}}'), ['{1,2}', '{"a}",4}'])
    assert.deepEqual(
      parseArray('{{1,"}\\"{,"},{NULL}}').map((inner) => parseArray(inner ?? '')),
      [['1', '}"{,'], [null]],
    )
  })
  test('never throws, whatever the text', () => {
    for (const broken of ['', '{', '}', '{"', '{"\\', '{{', '{{"', '{a,}', 'x', '[0:1]=', '{}}', '{"a"b,c}'])
      parseArray(broken)
    fc.assert(
      fc.property(odd, (text) => Array.isArray(parseArray(text)) && Array.isArray(parseArray(`{${text}}`))),
    )
  })
})
