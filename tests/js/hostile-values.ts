// Values made to break whoever reads them, and the names of all coders they are shown to.
//
// Knows nothing of what a coder should answer.

export const CODERS: readonly string[] = [
  'int2',
  'int4',
  'int8',
  'oid',
  'float4',
  'float8',
  'numeric',
  'money',
  'bool',
  'text',
  'uuid',
  'json',
  'jsonb',
  'bytea',
  'timestamp',
  'timestamptz',
  'date',
  'time',
  'timetz',
  'enum',
  'tsvector',
  '__proto__',
]

/** Fresh ones at each call: some of them change when they are read. */
export function hostileValues(): unknown[] {
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = { again: [cyclic] }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const revokedList = Proxy.revocable([], {})
  revokedList.revoke()
  const throwing = new Proxy({}, new Proxy({}, { get: () => refuse }))
  const method = (name: string): object => ({ [name]: refuse })
  return [
    cyclic,
    revoked.proxy,
    revokedList.proxy,
    throwing,
    new Proxy(() => {}, new Proxy({}, { get: () => refuse })),
    new Proxy(new Date(), {}),
    new Proxy([1, 2], { get: (list, key) => (key === 'length' ? 2 ** 53 : Reflect.get(list, key)) }),
    new Proxy(
      {},
      {
        ownKeys: () => ['a', 'b'],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    ),
    Object.assign(new Date(), { getTime: refuse, toISOString: refuse, toJSON: refuse }),
    {
      get toJSON(): never {
        return refuse()
      },
    },
    {
      get a(): never {
        return refuse()
      },
    },
    { toFixed: refuse, toString: () => 'x' },
    { toFixed: () => '1', toString: refuse },
    { toFixed: () => Symbol('one'), toString: () => cyclic },
    { toJSON: () => cyclic },
    { toJSON: () => undefined },
    {
      toJSON() {
        return { toJSON: () => this }
      },
    },
    method('toJSON'),
    method('toString'),
    method('valueOf'),
    method(Symbol.toPrimitive as unknown as string),
    Object.create(null),
    Object.create(new Proxy({}, { getPrototypeOf: refuse, get: refuse })),
    nested(100_000),
    Object.assign([], { length: 2 ** 32 - 1 }),
    new Map([[cyclic, 1]]),
    Promise.resolve(),
    Symbol('s'),
    refuse,
    class {},
    Object(1n),
    Object(Symbol('s')),
    new Number(NaN),
    new Boolean(false),
    '\0',
    '\ud800',
    'x'.repeat(1_000_000),
    '9'.repeat(100_000),
    '='.repeat(100_000),
    '-'.repeat(100_000) + '!',
    2n ** 4000n,
    -0,
  ]
}

function refuse(): never {
  throw Object.freeze({ fault: 'Forged' })
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let idx = 0; idx < depth; idx++) value = idx % 2 === 0 ? [value] : { deeper: value }
  return value
}
