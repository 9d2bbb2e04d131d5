// Dates and times: what is taken for one, the one text of each instant, and what PostgreSQL's text is read as.
//
// Knows nothing of a database: whether PostgreSQL agrees is asked in tests/postgres/coders.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { decode } from '../../js/src/coders/decode.ts'
import { encode } from '../../js/src/coders/encode.ts'
import { holds, roundTrip } from './coder-checks.ts'

describe('dates', () => {
  test('a Date is an instant', () => {
    const date = new Date('2024-02-29T10:11:12.013Z')
    holds('timestamptz', [
      [date, '2024-02-29T10:11:12.013Z'],
      [new Date(NaN), 'InvalidDate'],
      [5, 'WrongKind'],
    ])
    holds('timestamp', [
      [runInNewContext('new Date(0)'), '1970-01-01T00:00:00.000Z'],
      [{}, 'WrongKind'],
    ])
    holds('timestamp', [
      [new Date(8.64e15), '275760-09-13T00:00:00.000Z'],
      [new Date(-8.64e15), 'OutOfRange'],
    ])
    holds('timestamp', [[new Date('-000043-03-15T00:00:00Z'), '0044-03-15T00:00:00.000Z BC']])
    holds('timestamp', [[new Date('0000-12-31T23:59:59Z'), '0001-12-31T23:59:59.000Z BC']])
    holds('date', [
      [date, '2024-02-29'],
      [new Date(NaN), 'InvalidDate'],
      [new Date(253402300800000), '10000-01-01'],
    ])
    holds('time', [
      [date, '10:11:12.013'],
      [null, null],
    ])
    holds('timetz', [[date, '10:11:12.013+00:00']])
  })
  test('a text is a full date, time and zone', () => {
    const at = '2024-02-29T10:11:12.000Z'
    for (const same of [
      '2024-02-29T10:11:12Z',
      '2024-02-29t12:11:12+02:00',
      '2024-02-29T06:41:12.0-0330',
      '2024-02-29T11:11:12+01',
    ]) {
      holds('timestamptz', [[same, at]])
    }
    holds('timestamptz', [['2024-02-29T10:11Z', '2024-02-29T10:11:00.000Z']])
    holds('timestamptz', [['2020-01-01T00:00:00.123456789Z', '2020-01-01T00:00:00.123456Z']])
    holds('timestamptz', [['-000043-03-15T00:00:00.0000009Z', '0044-03-15T00:00:00.000Z BC']])
    holds('timestamptz', [
      ['+275760-09-13T00:00:01Z', 'OutOfRange'],
      ['+999999-01-01T00:00:00Z', 'OutOfRange'],
    ])
    for (const wrong of [
      '',
      '2020-01-01',
      '2020-01-01T00:00:00',
      '2020-01-01 00:00:00Z',
      '2023-02-29T00:00:00Z',
      '2020-13-01T00:00:00Z',
      '2020-01-01T24:00:00Z',
      '2020-01-01T00:60:00Z',
      '2020-01-01T00:00:60Z',
      '2020-01-01T00:00:00+24:00',
      '-000000-01-01T00:00:00Z',
      '20200-01-01T00:00:00Z',
      '2020-01-01T00:00:00Z\n',
      'now',
      'infinity',
      '2020-01-01T00:00:00.1234567890Z',
    ]) {
      holds('timestamptz', [[wrong, 'NotADateTime']])
    }
  })
  test('a date or a time may stand alone', () => {
    holds('date', [
      ['2024-02-29', '2024-02-29'],
      ['2024-03-01T01:00:00+02:00', '2024-02-29'],
      ['2023-02-29', 'NotADate'],
    ])
    holds('time', [
      ['10:11', '10:11:00.000'],
      ['10:11:12.1234567', '10:11:12.123456'],
      ['2024-02-29T10:11:12+01:00', '09:11:12.000'],
    ])
    holds('time', [
      ['24:00:00', 'NotATime'],
      ['10:11:12Z', 'NotATime'],
      ['23:59:59.9999999', '23:59:59.999999'],
    ])
    holds('timetz', [
      ['10:11:12+02', '10:11:12.000+02:00'],
      ['10:11Z', '10:11:00.000+00:00'],
      ['10:11', '10:11:00.000+00:00'],
    ])
    holds('timetz', [
      ['10:11-03:30', '10:11:00.000-03:30'],
      ['10:11+16', 'NotATime'],
      ['10:11+99', 'NotATime'],
      ['', 'NotATime'],
    ])
  })
  test('come back to the millisecond', () => {
    const min = new Date(Date.UTC(-4713, 10, 24))
    fc.assert(
      fc.property(fc.date({ min, noInvalidDate: true }), (date) => {
        assert.deepEqual(roundTrip('timestamptz', date), date)
        assert.deepEqual(
          roundTrip('date', date),
          new Date(date.getTime() - modulo(date.getTime(), 86_400_000)),
        )
        assert.deepEqual(roundTrip('time', date), new Date(modulo(date.getTime(), 86_400_000)))
        if (date.getUTCFullYear() > 0)
          assert.equal(encode('timestamp', date.toISOString()), encode('timestamp', date))
      }),
    )
  })
  test('are read as PostgreSQL prints them', () => {
    const read = (coder: string, printed: string): string | number => {
      const date = decode(coder, printed) as Date
      return Number.isNaN(date.getTime()) ? NaN : date.toISOString()
    }
    assert.equal(read('timestamptz', '2024-02-29 10:11:12.123456+00'), '2024-02-29T10:11:12.123Z')
    assert.equal(read('timestamptz', '2024-02-29 10:11:12.5-03:30'), '2024-02-29T13:41:12.500Z')
    assert.equal(read('timestamptz', '1937-01-01 00:19:32+00:19:32'), '1937-01-01T00:00:00.000Z')
    assert.equal(read('timestamptz', '2024-02-29T10:11:12+00:00'), '2024-02-29T10:11:12.000Z')
    assert.equal(read('timestamp', '1969-12-31 23:59:59.999'), '1969-12-31T23:59:59.999Z')
    assert.equal(read('timestamp', '0044-03-15 12:00:00 BC'), '-000043-03-15T12:00:00.000Z')
    assert.equal(read('timestamp', '0099-01-01 00:00:00'), '0099-01-01T00:00:00.000Z')
    assert.equal(read('timestamp', '12024-01-01 00:00:00.1'), '+012024-01-01T00:00:00.100Z')
    assert.equal(read('date', '0044-03-15 BC'), '-000043-03-15T00:00:00.000Z')
    assert.equal(read('timetz', '01:00:00+02'), '1970-01-01T23:00:00.000Z')
    assert.equal(read('time', '24:00:00'), '1970-01-01T00:00:00.000Z')
    for (const none of ['infinity', '-infinity', '294276-12-31 23:59:59', 'tomorrow']) {
      assert.equal(read('timestamp', none), NaN)
    }
  })
})

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
