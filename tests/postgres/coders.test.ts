// Whether PostgreSQL takes what the coders write, and prints what they read back as it was.
//
// Knows nothing of drivers: every text goes in and comes out as `text`, cast in the statement.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { arrayLiteral, parseArray } from '../../js/src/coders/arrays.ts'
import { decode, decodeList, decoderOf } from '../../js/src/coders/decode.ts'
import { encode } from '../../js/src/coders/encode.ts'
import { generatorOf } from '../../js/src/coders/generate.ts'

const db = await PGlite.create()
after(() => db.close())

const FIRST_DAY = new Date(Date.UTC(-4713, 10, 24))
const date = (max?: Date) =>
  fc.date({ min: FIRST_DAY, noInvalidDate: true, ...(max === undefined ? {} : { max }) })
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'))
const decimal = fc.tuple(fc.bigInt(), fc.nat(), fc.integer({ min: -40, max: 40 }))

// JSON has no negative zero.
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown)

/** For each type, the values that must come back as they were. */
const VALUES: Record<string, fc.Arbitrary<unknown>> = {
  int2: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  int4: fc.integer(),
  int8: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  oid: fc.nat(2 ** 31 - 1),
  float4: fc.float({ noNaN: true, noDefaultInfinity: true }),
  float8: fc.double({ noNaN: true, noDefaultInfinity: true }),
  bool: fc.boolean(),
  text,
  uuid: fc.uuid(),
  json,
  jsonb: json,
  bytea: fc.uint8Array({ maxLength: 100 }),
  timestamp: date(),
  timestamptz: date(),
  date: date().map((value) => new Date(Math.floor(value.getTime() / 86_400_000) * 86_400_000)),
  time: fc.nat(86_399_999).map((ms) => new Date(ms)),
  timetz: fc.nat(86_399_999).map((ms) => new Date(ms)),
}

/** The value of what PostgreSQL printed. A float4 is printed in the fewest digits that name it, and read as them. */
function read(type: string): (text: string) => unknown {
  const decoder = decoderOf(type)
  return type === 'float4' ? (text) => Math.fround(decoder(text) as number) : decoder
}

/** What PostgreSQL prints of each text once it is of the type: one trip for all. */
async function printed(type: string, texts: readonly string[]): Promise<string[]> {
  const statement = `select array_agg(t::${type}::text order by n)::text as list
    from unnest($1::text::text[]) with ordinality as given(t, n)`
  const { rows } = await db.query<{ list: string }>(statement, [arrayLiteral(texts)])
  return parseArray(rows[0]?.list ?? '{}').map((item) => item ?? '')
}

function encoded(type: string, value: unknown): string {
  const answer = encode(type, value)
  assert.equal(typeof answer, 'string', `${type}: ${JSON.stringify(answer)}`)
  return answer as string
}

describe('PostgreSQL', () => {
  for (const [type, values] of Object.entries(VALUES)) {
    test(`takes ${type} and gives it back`, async () => {
      const sample = fc.sample(values, 500).filter((value) => typeof encode(type, value) === 'string')
      const texts = await printed(
        type,
        sample.map((value) => encoded(type, value)),
      )
      assert.ok(sample.length > 300)
      assert.deepEqual(texts.map(read(type)), sample)
    })
  }
  test('takes an array of every type and gives it back', async () => {
    for (const [type, values] of Object.entries(VALUES)) {
      const sample = fc
        .sample(fc.option(values), 200)
        .filter((value) => typeof encode(type, value) !== 'object' || value === null)
      const literal = arrayLiteral(sample.map((value) => (value === null ? null : encoded(type, value))))
      const { rows } = await db.query<{ list: string }>(`select $1::text::${type}[]::text as list`, [literal])
      assert.deepEqual(decodeList(read(type), rows[0]?.list ?? ''), sample, type)
    }
  })
  test('reads any list of texts as it was', async () => {
    const odd = fc.string({
      unit: fc.constantFrom('"', '\\', ',', '{', '}', ' ', 'n', '\n', '\u00a0', 'NULL'),
    })
    const list = fc
      .sample(fc.option(fc.oneof(text, odd)), 2000)
      .filter((value) => encode('text', value) === value)
    const statement = 'select to_jsonb($1::text::text[])::text as json, $1::text::text[]::text as list'
    const { rows } = await db.query<{ json: string; list: string }>(statement, [arrayLiteral(list)])
    assert.deepEqual(JSON.parse(rows[0]?.json ?? ''), list)
    assert.deepEqual(parseArray(rows[0]?.list ?? ''), list)
  })
  test('takes every form of decimal', async () => {
    const forms = ['12.340', '-1e5', '+.5', '1.', '1e+21', '-0', '0.1e-7', '9'.repeat(500)]
    const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 200)
    const made = fc.sample(decimal, 200).map(([whole, part, exponent]) => `${whole}.${part}e${exponent}`)
    const texts = [...forms, ...numbers, ...made].map((value) => encoded('numeric', value))
    const { rows } = await db.query<{ odd: string }>(
      `select count(*)::text as odd from unnest($1::text::numeric[], $2::text::float8[]) as n(exact, near)
        where exact::float8 is distinct from near`,
      [arrayLiteral(numbers.map((value) => encoded('numeric', value))), arrayLiteral(numbers.map(String))],
    )
    assert.equal(rows[0]?.odd, '0')
    assert.equal((await printed('numeric', texts))[0], '12.340')
    assert.deepEqual(await printed('money', ['12.34', '-1', '0']), ['$12.34', '-$1.00', '$0.00'])
  })
  test('keeps the microseconds of a text', async () => {
    const texts = [
      '2024-02-29T10:11:12.123456Z',
      '-000043-03-15T00:00:00.000001Z',
      '+012024-01-01T01:00:00.5+01:00',
    ]
    assert.deepEqual(
      await printed(
        'timestamp',
        texts.map((value) => encoded('timestamp', value)),
      ),
      ['2024-02-29 10:11:12.123456', '0044-03-15 00:00:00.000001 BC', '12024-01-01 00:00:00.5'],
    )
    const times = ['10:11:12.123456+05:30', '10:11Z', '10:11-15:59'].map((value) => encoded('timetz', value))
    assert.deepEqual(await printed('timetz', times), [
      '10:11:12.123456+05:30',
      '10:11:00+00',
      '10:11:00-15:59',
    ])
  })
  test('stores in UTC, and is read in any zone', async () => {
    const sample = fc.sample(date(new Date('9999-12-31')), 300)
    for (const zone of ['America/St_Johns', 'Asia/Kathmandu', 'Europe/Amsterdam', 'Pacific/Kiritimati']) {
      await db.exec(`set timezone to '${zone}'`)
      for (const type of ['timestamp', 'timestamptz', 'date'] as const) {
        const given = sample.map((value) => encoded(type, value))
        const read = (await printed(type, given)).map(decoderOf(type))
        const whole = type === 'date' ? 86_400_000 : 1
        assert.deepEqual(
          read,
          sample.map((value) => new Date(Math.floor(value.getTime() / whole) * whole)),
          zone,
        )
      }
    }
    await db.exec('reset timezone')
  })
  test('keeps what float8 cannot print shorter, and prints infinity as no date', async () => {
    assert.deepEqual((await printed('float8', ['-0', '5e-324'])).map(decoderOf('float8')), [-0, 5e-324])
    assert.ok(
      (await printed('timestamptz', ['infinity'])).every((value) =>
        Number.isNaN((decode('timestamptz', value) as Date).getTime()),
      ),
    )
  })
  test('reads both forms of bytea', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    for (const form of ['hex', 'escape']) {
      await db.exec(`set bytea_output to ${form}`)
      assert.deepEqual((await printed('bytea', [encoded('bytea', bytes)])).map(decoderOf('bytea')), [bytes])
    }
    await db.exec('reset bytea_output')
  })
  test('takes generated uuids, and sorts those with a clock as they were made', async () => {
    const keys = Array.from({ length: 1000 }, generatorOf('uuid', [7]))
    const { rows } = await db.query<{ sorted: string }>(
      'select array_agg(key order by key)::text as sorted from unnest($1::text::uuid[]) as made(key)',
      [arrayLiteral(keys)],
    )
    assert.deepEqual(parseArray(rows[0]?.sorted ?? ''), keys)
  })
})
