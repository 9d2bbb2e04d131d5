// What a JSON value may hold, and where the first thing is that it may not.
//
// Knows nothing of columns.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { jsonText, MAX_JSON_DEPTH } from '../../js/src/coders/json.ts'

/** Asserts the reason a value is refused, where, and what was met. */
function refuses(value: unknown, fault: string, at?: string, detail?: string): void {
  const expected = { fault, ...(at === undefined ? {} : { at }), ...(detail === undefined ? {} : { detail }) }
  assert.deepEqual(jsonText(value), expected)
}

describe('JSON', () => {
  test('is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value)
        if (!/\\u0000/.test(text)) assert.equal(jsonText(value), text)
      }),
    )
    const tagged = { toJSON: (key: string) => `from ${key}` }
    const plain = {
      at: new Date(0),
      gone: undefined,
      list: [tagged],
      tagged,
      none: null,
      zero: -0,
      big: 1e21,
    }
    assert.equal(jsonText(plain), JSON.stringify(plain))
    assert.equal(jsonText(null), 'null')
    assert.equal(jsonText({ [Symbol('s')]: 1 }), '{}')
    assert.equal(jsonText([new String('a'), new Number(1), new Boolean(false)]), '["a",1,false]')
    assert.equal(
      jsonText(
        new (class Point {
          x = 1
        })(),
      ),
      '{"x":1}',
    )
    assert.equal(jsonText(Object.create(null)), '{}')
    assert.equal(jsonText(runInNewContext('({ a: [{}] })')), '{"a":[{}]}')
  })
  test('has no form for these', () => {
    refuses(undefined, 'NotJson', undefined, 'undefined')
    refuses([1, undefined], 'NotJson', '[1]', 'undefined')
    refuses([1, , 2], 'NotJson', '[1]', 'undefined')
    refuses([{ toJSON: () => undefined }], 'NotJson', '[0]', 'undefined')
    refuses({ a: { 'odd key': [0, NaN] } }, 'NotJson', 'a["odd key"][1]', 'NaN')
    refuses({ a: -Infinity }, 'NotJson', 'a', '-Infinity')
    refuses([new Number(Infinity)], 'NotJson', '[0]', 'Infinity')
    refuses({ a: [10n] }, 'NotJson', 'a[0]', 'bigint')
    refuses({ a: [Object(10n)] }, 'NotJson', 'a[0]', 'an object without readable fields')
    refuses({ a: () => 1 }, 'NotJson', 'a', 'function')
    refuses({ a: Symbol('s') }, 'NotJson', 'a', 'symbol')
    for (const odd of [new Map([[1, 2]]), new Set([1]), Promise.resolve(1), /a/, new Error('no')]) {
      refuses({ a: odd }, 'NotJson', 'a', 'an object without readable fields')
    }
  })
  test('has no texts PostgreSQL cannot store', () => {
    refuses({ a: ['x', 'b\0'] }, 'NulCharacter', 'a[1]')
    refuses({ a: '\ud800' }, 'LoneSurrogate', 'a')
    refuses('\0', 'NulCharacter')
    refuses({ 'k\0': 1 }, 'NulCharacter', '["k\\u0000"]')
    refuses({ a: new String('\0') }, 'NulCharacter', 'a')
    assert.equal(jsonText('\\u0000 😀'), '"\\\\u0000 😀"')
  })
  test('ends', () => {
    const cyclic: Record<string, unknown> = { name: 'c' }
    cyclic['list'] = [1, { back: cyclic }]
    refuses(cyclic, 'CyclicJson', 'list[1].back')
    const shared = { a: 1 }
    assert.equal(jsonText([shared, shared]), '[{"a":1},{"a":1}]')
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
    assert.equal(typeof jsonText(nested(MAX_JSON_DEPTH)), 'string')
    const tooDeep = jsonText({ a: nested(MAX_JSON_DEPTH) })
    assert.ok(typeof tooDeep === 'object' && tooDeep.fault === 'TooDeep' && tooDeep.at?.startsWith('a[0][0]'))
  })
  test('says where it could not be read', () => {
    const refuse = (): never => {
      throw new Error('no')
    }
    refuses(
      {
        a: [
          {
            get b() {
              return refuse()
            },
          },
        ],
      },
      'NotJson',
      'a[0].b',
      'unreadable',
    )
    refuses({ a: { toJSON: refuse } }, 'NotJson', 'a', 'unreadable')
    refuses({ a: [1], b: new Proxy({}, { ownKeys: refuse }) }, 'NotJson', 'b', 'unreadable')
  })
  test('asks a bigint for toJSON, as JSON.stringify does', () => {
    const prototype = BigInt.prototype as { toJSON?: () => string }
    prototype.toJSON = function (this: bigint) {
      return this.toString()
    }
    try {
      assert.equal(jsonText({ a: 10n }), '{"a":"10"}')
    } finally {
      delete prototype.toJSON
    }
  })
})
