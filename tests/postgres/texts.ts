// Texts that a client could harm on their way to PostgreSQL and back, by type.
//
// Knows nothing of clients. The type `mood` is an enum with the labels `glad` and `not "so" glad`.

/** A type, and texts of it: as given, and as PostgreSQL writes the value where that differs. */
export type Faithful = {
  readonly type: string
  readonly texts: readonly (readonly [given: string, expected?: string])[]
}

export const faithful: readonly Faithful[] = [
  { type: 'int2', texts: [['-32768']] },
  { type: 'int4', texts: [['2147483647'], ['-0', '0'], [' 7 ', '7']] },
  { type: 'int8', texts: [['9007199254740993'], ['-9223372036854775808']] },
  {
    type: 'numeric',
    texts: [['1.10'], ['123456789012345678901234567890.123456789'], ['NaN'], ['-Infinity']],
  },
  { type: 'float8', texts: [['0.1'], ['1e+300'], ['-0'], ['NaN'], ['Infinity'], ['5e-324']] },
  { type: 'float4', texts: [['0.1'], ['16777216', '1.6777216e+07']] },
  { type: 'bool', texts: [['t'], ['f'], ['true', 't'], ['off', 'f'], ['tr', 't']] },
  {
    type: 'text',
    texts: [[''], [' a '], ['null'], ['{"a": 1}'], ["'; --"], ['\\x00'], ['"\\n"\n\t'], ['žluť 😀 \u2028']],
  },
  { type: 'varchar', texts: [[''], ['ß']] },
  { type: 'varchar(3)', texts: [['abcd', 'abc'], ['😀😀😀']] },
  { type: 'char(3)', texts: [['a', 'a  ']] },
  {
    type: 'uuid',
    texts: [
      ['00112233-4455-6677-8899-aabbccddeeff'],
      ['00112233445566778899AABBCCDDEEFF', '00112233-4455-6677-8899-aabbccddeeff'],
    ],
  },
  {
    type: 'json',
    texts: [['{ "b":1, "a" : 1.10, "a":2 }'], ['"text"'], ['null'], ['"\\"quoted\\""'], [' [1,2] ']],
  },
  { type: 'jsonb', texts: [['{"a": 9007199254740993}'], ['"text"'], ['null'], ['"null"'], ['1.10'], ['[]']] },
  { type: 'bytea', texts: [['\\x'], ['\\x00ff5c'], ['a\\\\b', '\\x615c62']] },
  { type: 'date', texts: [['2024-02-29'], ['infinity'], ['0044-03-15 BC'], ['12024-01-01']] },
  { type: 'time', texts: [['24:00:00'], ['01:02:03.000004']] },
  { type: 'timetz', texts: [['01:02:03.000004+05:30']] },
  { type: 'timestamp', texts: [['2024-03-31 02:30:00.123456'], ['-infinity'], ['0001-01-01 00:00:00 BC']] },
  { type: 'timestamptz', texts: [['2024-03-31 02:30:00.123456+00'], ['infinity']] },
  { type: 'interval', texts: [['1 year 2 mons -3 days +04:05:06.789012'], ['00:00:00']] },
  { type: 'inet', texts: [['10.0.0.1/8'], ['::1']] },
  { type: 'money', texts: [['$1,234.50']] },
  { type: 'int4range', texts: [['[1,5)'], ['empty']] },
  { type: 'point', texts: [['(1,2.5)']] },
  { type: 'xid', texts: [['42']] },
  { type: 'oid', texts: [['4294967295']] },
  { type: 'mood', texts: [['glad'], ['not "so" glad']] },
  { type: 'int4[]', texts: [['{}'], ['{1,NULL,-3}'], ['{{1,2},{3,4}}'], ['[0:1]={1,2}']] },
  { type: 'int8[]', texts: [['{9007199254740993,NULL}']] },
  { type: 'bool[]', texts: [['{t,f,NULL}']] },
  { type: 'numeric[]', texts: [['{1.10,NaN}']] },
  { type: 'text[]', texts: [['{a,"",NULL,"NULL","a,b","say \\"hi\\"","back\\\\slash","{}"," a "}']] },
  { type: 'jsonb[]', texts: [['{"{\\"a\\": \\"b\\"}","\\"text\\"","null",NULL}']] },
  { type: 'bytea[]', texts: [['{"\\\\x00ff","\\\\x",NULL}']] },
  { type: 'timestamptz[]', texts: [['{"2024-03-31 02:30:00.123456+00",infinity}']] },
  { type: 'uuid[]', texts: [['{00112233-4455-6677-8899-aabbccddeeff}']] },
  { type: 'inet[]', texts: [['{10.0.0.1/8}']] },
  { type: 'mood[]', texts: [['{glad,"not \\"so\\" glad",NULL}']] },
  { type: 'box[]', texts: [['{(2,2),(1,1);(4,4),(3,3)}']] },
]
