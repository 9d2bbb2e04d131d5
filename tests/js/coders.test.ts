// What each coder takes, what it refuses and why, and that what it writes reads back as it was.
//
// Knows nothing of a database: whether PostgreSQL agrees is asked in tests/postgres/coders.test.ts. Dates and
// bytes have files of their own.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decode, decodeList, decoderOf } from '../../js/src/coders/decode.ts'
import { encode, encoderOf } from '../../js/src/coders/encode.ts'
import { type Encoded } from '../../js/src/coders/fault.ts'
import { holds, roundTrip } from './coder-checks.ts'
import { CODERS, hostileValues } from './hostile-values.ts'

describe('integers', () => {
  test('are whole numbers or bigints within their type', () => {
    holds('int2', [
      [32767, '32767'],
      [-32768, '-32768'],
      [32768, 'OutOfRange'],
      [-32769n, 'OutOfRange'],
    ])
    holds('int4', [
      [0, '0'],
      [-0, '0'],
      [7n, '7'],
      [2147483647, '2147483647'],
      [2147483648, 'OutOfRange'],
    ])
    holds('int4', [
      [-2147483649, 'OutOfRange'],
      [1e300, 'OutOfRange'],
      [10n ** 40n, 'OutOfRange'],
    ])
    holds('oid', [
      [4294967295, '4294967295'],
      [4294967296, 'OutOfRange'],
      [-1, 'OutOfRange'],
    ])
  })
  test('are never cut to fit', () => {
    for (const coder of ['int2', 'int4', 'int8', 'oid']) {
      holds(coder, [
        [1.9, 'NotAnInteger'],
        [NaN, 'NotANumber'],
        [Infinity, 'NotANumber'],
        ['1', 'WrongKind'],
      ])
      holds(coder, [
        [true, 'WrongKind'],
        [new Number(1), 'WrongKind'],
        [null, null],
        [undefined, null],
      ])
    }
    assert.deepEqual(encode('int4', -Infinity), { fault: 'NotANumber', detail: '-Infinity' })
    assert.deepEqual(encode('int4', 2 ** 31), { fault: 'OutOfRange', detail: 'int4' })
  })
  test('of 8 bytes refuse numbers whose digits are lost already', () => {
    holds('int8', [
      [2 ** 53 - 1, '9007199254740991'],
      [2 ** 53, 'UnsafeInteger'],
      [-(2 ** 53), 'UnsafeInteger'],
    ])
    holds('int8', [
      [2 ** 63, 'OutOfRange'],
      [2n ** 63n - 1n, '9223372036854775807'],
      [2n ** 63n, 'OutOfRange'],
    ])
    holds('int8', [
      [-(2n ** 63n), '-9223372036854775808'],
      [-(2n ** 63n) - 1n, 'OutOfRange'],
    ])
  })
  test('come back as they were', () => {
    fc.assert(fc.property(fc.integer(), (value) => roundTrip('int4', value) === value))
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => roundTrip('int8', value) === value),
    )
  })
})

describe('floats and decimals', () => {
  test('floats are finite', () => {
    holds('float8', [
      [0.1, '0.1'],
      [-0, '-0'],
      [1e21, '1e+21'],
      [5e-324, '5e-324'],
      ['1', 'WrongKind'],
    ])
    holds('float8', [
      [NaN, 'NotANumber'],
      [-Infinity, 'NotANumber'],
      [5n, '5'],
      [2n ** 53n + 1n, 'UnsafeInteger'],
    ])
    holds('float4', [
      [1.5, '1.5'],
      [3.5e38, 'OutOfRange'],
      [1e-60, 'OutOfRange'],
      [0, '0'],
      [NaN, 'NotANumber'],
    ])
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(roundTrip('float8', value), value),
      ),
    )
    assert.deepEqual(['NaN', 'Infinity', '-Infinity'].map(decoderOf('float8')), [NaN, Infinity, -Infinity])
  })
  test('decimals keep every digit', () => {
    holds('numeric', [
      ['12.340', '12.340'],
      ['-1e5', '-1e5'],
      ['+.5', '+.5'],
      ['1.', '1.'],
      [10n ** 30n, '1' + '0'.repeat(30)],
    ])
    holds('numeric', [
      [1e21, '1e+21'],
      [-0, '0'],
      [0.1, '0.1'],
      [NaN, 'NotANumber'],
      [Infinity, 'NotANumber'],
    ])
    for (const wrong of ['', ' 1', '1\n', 'abc', '0x10', 'NaN', 'Infinity', '1e', '.', '1_000', '1,5', '١']) {
      holds('numeric', [[wrong, 'NotADecimal']])
    }
  })
  test('decimal objects are known by their methods, and never rounded', () => {
    const decimal = (shown: unknown, fixed: unknown) => ({ toString: () => shown, toFixed: () => fixed })
    holds('numeric', [
      [decimal('1.50', '2'), '1.50'],
      [decimal('1e+30', '9'), '1e+30'],
      [decimal('[object]', '7.0'), '7.0'],
    ])
    holds('numeric', [
      [decimal('NaN', 'NaN'), 'NotANumber'],
      [decimal(1, 1), 'NotADecimal'],
      [{}, 'WrongKind'],
    ])
    holds('numeric', [
      [new Number(1.5), 'WrongKind'],
      [new Date(0), 'WrongKind'],
      [[], 'WrongKind'],
    ])
  })
  test('decimals are read as text, or as the caller wishes', () => {
    const decimal = function (this: { digits: string }, digits: string) {
      this.digits = digits
    } as unknown as new (digits: string) => { digits: string }
    assert.equal(decode('numeric', '1.10'), '1.10')
    assert.equal((decode('numeric', '1.10', { decimal }) as { digits: string }).digits, '1.10')
    assert.equal((decode('money', '$1,234.50', { decimal }) as { digits: string }).digits, '1234.50')
  })
  test('money has no exponent, and is read in any locale', () => {
    holds('money', [
      ['12.34', '12.34'],
      [5, '5'],
      [1e-7, '0'],
      [1e21, 'OutOfRange'],
      ['$5', 'NotADecimal'],
    ])
    const read = decoderOf('money')
    assert.deepEqual(['$0.50', '-$1,234,567.89', '($5.00)', '1.234,50 €', '¥1,234'].map(read), [
      '0.50',
      '-1234567.89',
      '-5.00',
      '1234.50',
      '1234',
    ])
  })
})

describe('texts', () => {
  test('have no NUL and no lone surrogate', () => {
    holds('text', [
      ['', ''],
      ['žluť 😀', 'žluť 😀'],
      ['a\0b', 'NulCharacter'],
      ['\ud800', 'LoneSurrogate'],
    ])
    holds('text', [
      ['a\udc00b', 'LoneSurrogate'],
      [1, 'WrongKind'],
      [null, null],
      [undefined, null],
    ])
    holds('citext', [
      ['x', 'x'],
      ['\0', 'NulCharacter'],
    ])
    holds('constructor', [['x', 'x']])
  })
  test('are sent whenever UTF-8 can hold them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        assert.equal(encode('text', value), value.includes('\0') ? encode('text', '\0') : value)
      }),
    )
  })
  test('booleans are t and f', () => {
    holds('bool', [
      [true, 't'],
      [false, 'f'],
      [1, 'WrongKind'],
      ['true', 'WrongKind'],
      [null, null],
    ])
    assert.deepEqual(['t', 'f', 'true', 'false'].map(decoderOf('bool')), [true, false, true, false])
  })
  test('uuids are turned into the form PostgreSQL prints', () => {
    const uuid = '00112233-4455-6677-8899-aabbccddeeff'
    const forms = [
      uuid.toUpperCase(),
      `{${uuid}}`,
      uuid.replaceAll('-', ''),
      '0011-2233-4455-6677-8899-aabb-ccdd-eeff',
    ]
    holds(
      'uuid',
      [uuid, ...forms].map((form) => [form, uuid] as const),
    )
    for (const wrong of [
      '',
      uuid.slice(1),
      uuid + '0',
      `{${uuid}`,
      uuid + '-',
      uuid.replace('a', 'g'),
      ' ' + uuid,
    ]) {
      holds('uuid', [[wrong, 'NotAUuid']])
    }
  })
  test('enums go by the name in the schema, and come back by it', () => {
    const labels = new Map([
      ['Glad', 'very glad'],
      ['constructor', 'c'],
    ])
    const names = new Map([['very glad', 'Glad']])
    assert.equal(encode('enum', 'Glad', { labels }), 'very glad')
    assert.equal(encode('enum', 'constructor', { labels }), 'c')
    assert.deepEqual(encode('enum', 'toString', { labels }), {
      fault: 'UnknownEnumValue',
      detail: 'Glad, constructor',
    })
    assert.deepEqual(encode('enum', 1, { labels }), { fault: 'WrongKind' })
    assert.deepEqual(['very glad', 'new'].map(decoderOf('enum', { names })), ['Glad', 'new'])
  })
})

describe('every coder', () => {
  test('answers anything at all, and never throws', () => {
    for (const coder of CODERS) {
      for (const value of hostileValues()) answers(encoderOf(coder)(value))
      fc.assert(
        fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) =>
          answers(encode(coder, value)),
        ),
      )
      fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => answers(encode(coder, value))))
    }
  })
  test('makes NULL of null and undefined, and reads it as null', () => {
    for (const coder of CODERS) {
      assert.equal(encode(coder, null), null)
      assert.equal(encode(coder, undefined), null)
      assert.equal(decode(coder, null), null)
    }
  })
  test('gives faults that cannot be changed', () => {
    assert.ok(Object.isFrozen(encode('int4', 0.5)))
    assert.ok(Object.isFrozen(encode('jsonb', [0n])))
  })
  test('reads lists element by element', () => {
    assert.deepEqual(decodeList(decoderOf('int8'), '{1,NULL,-3}'), [1n, null, -3n])
    assert.deepEqual(decodeList(decoderOf('jsonb'), '{"{\\"a\\": \\"b\\"}",null,"null"}'), [
      { a: 'b' },
      null,
      null,
    ])
  })
})

function answers(encoded: Encoded): void {
  assert.ok(encoded === null || typeof encoded === 'string' || typeof encoded.fault === 'string')
}
