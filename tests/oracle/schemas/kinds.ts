// The kinds of scalar field that a random schema has: type, type in the database, and the values that go in.
//
// Few values of each kind, so that unique ones collide and rows are met. Knows nothing of models.

import { dbNull, jsonNull } from '../operation.ts'
import type { Random } from '../random.ts'

/** A type of schema.prisma, with the attribute that says which of the database's it is. */
export type Kind = { readonly type: string; readonly native: string }

const plain = (type: string): Kind => ({ type, native: '' })

/** Kinds that keys are made of. */
export const KEY_KINDS: readonly Kind[] = [
  plain('Int'),
  plain('Int'),
  plain('BigInt'),
  plain('String'),
  plain('String'),
  { type: 'String', native: '@db.Uuid' },
  { type: 'String', native: '@db.VarChar(5)' },
  { type: 'DateTime', native: '@db.Timestamptz(3)' },
  { type: 'DateTime', native: '@db.Date' },
  plain('Decimal'),
  { type: 'Decimal', native: '@db.Decimal(10, 2)' },
  plain('Bytes'),
  plain('DateTime'),
  { type: 'Int', native: '@db.SmallInt' },
]

/** Kinds of all other fields. */
export const FIELD_KINDS: readonly Kind[] = [
  ...KEY_KINDS,
  plain('Float'),
  plain('Boolean'),
  plain('Json'),
  { type: 'Float', native: '@db.Real' },
  { type: 'String', native: '@db.Char(3)' },
  { type: 'String', native: '@db.Inet' },
  { type: 'DateTime', native: '@db.Time(3)' },
]

const day = (n: number) => new Date(Date.UTC(2021, 4, n, 12, 30))
const midnight = (n: number) => new Date(Date.UTC(2021, 4, n))
const clock = (n: number) => new Date(Date.UTC(1970, 0, 1, n, 30))
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
const six = [1, 2, 3, 4, 5, 6]

const POOLS: Readonly<Record<string, readonly unknown[]>> = {
  Int: [...six, 0, -1],
  BigInt: [...six.map(BigInt), 9007199254740993n],
  Float: [0.5, 1.5, -2, 3, 0, 0.25],
  Decimal: ['1.5', '2.25', '-3', '10', '0.1'],
  Boolean: [true, false],
  String: ['a', 'b', 'A', 'ä', '', "o'k", 'x y'],
  DateTime: six.map(day),
  Json: [{ a: 1 }, { a: [1, 'x'] }, [1], 'text', 7, true, {}],
  Bytes: six.map((n) => Uint8Array.of(n, 255 - n)),
  uuid: six.map(uuid),
  date: six.map(midnight),
  time: six.map(clock),
  inet: ['10.0.0.1', '10.0.0.2', '::1'],
  char: ['abc', 'xyz', 'ABC'],
}

/** The values of a type, by the type's name in the database where it has one of its own. */
export function poolOf(type: string, native: string, labels: readonly string[]): readonly unknown[] {
  if (labels.length > 0) return labels
  const [base = ''] = native.toLowerCase().split('(')
  const pool = POOLS[base] ?? POOLS[type]
  if (pool === undefined) throw new Error(`there are no values for ${type}`)
  return pool
}

/** What a field of Json holds when it is null, in one of the two ways. */
export function jsonNullOf(random: Random, isNullable: boolean): unknown {
  return isNullable && random.chance(60) ? dbNull : jsonNull
}
