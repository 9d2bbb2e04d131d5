// The rows that every operation starts from, and the SQL that lays them.
//
// Few rows and many links, so that random operations meet: linked here, linked elsewhere, free, missing.

import { databaseLabels, models, modelNamed, type Field, type Model, type Relation } from './facts.ts'

/** A row by field names. */
export type SeedRow = { readonly [field: string]: unknown }

/** When everything in the seed was written last. */
export const OLD = new Date('2020-01-01T00:00:00.000Z')

/** Keys that are drawn during an operation start here, so that they can be told from all others. */
export const MADE = 1_000_000

const day = (n: number) => new Date(Date.UTC(2021, 4, n, 12, 30))
const bytes = (...all: number[]) => Uint8Array.from(all)
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`

const user = { visits: 0n, score: null, balance: null, active: true, role: 'READER', nicknames: [] }
const dated = { updatedAt: OLD }

export const seed: { readonly [model: string]: readonly SeedRow[] } = {
  User: [
    { ...user, id: 1, email: 'ada', name: 'Ada', age: 36, visits: 5n, score: 1.5, balance: '10.5000' },
    { ...user, id: 2, email: 'bob', name: 'Bob', age: null, role: 'WRITER', nicknames: ['b'] },
    {
      ...user,
      id: 3,
      email: 'cyd',
      name: null,
      age: 20,
      role: 'ADMIN',
      nicknames: ['c', 'cc'],
      active: false,
    },
    { ...user, id: 4, email: 'dan', name: 'Dan', age: 36, nicknames: null, balance: '-3.2500' },
    { ...user, id: 5, email: 'eve', name: '100%_eve', age: 41, visits: 9007199254740993n },
  ].map((row) => ({ ...row, ...userRest(row.id) })),
  Profile: [
    { id: 1, bio: 'one', views: 3, userId: 1, ...dated },
    { id: 2, bio: 'two', views: 0, userId: 2, ...dated },
    { id: 3, bio: 'three', views: 8, userId: null, ...dated },
    { id: 4, bio: 'two', views: 3, userId: null, ...dated },
  ],
  Passport: [
    { number: 'P1', country: 'FR', ownerId: 1 },
    { number: 'P2', country: 'DE', ownerId: 3 },
    { number: 'P3', country: 'FR', ownerId: 4 },
  ],
  Blog: [
    { id: 1n, title: 'Tea' },
    { id: 2n, title: 'Rain' },
    { id: 3n, title: 'Void' },
  ],
  Post: [
    { id: 1, slug: 's1', title: 'T1', body: null, rating: 4, blogId: 1n, authorId: 1, editorId: 2, ...dated },
    {
      id: 2,
      slug: 's2',
      title: 'T2',
      body: 'b',
      rating: 0,
      blogId: 1n,
      authorId: 1,
      editorId: null,
      ...dated,
    },
    { id: 3, slug: 's3', title: 'T3', body: 'B', rating: 7, blogId: 1n, authorId: 2, editorId: 1, ...dated },
    {
      id: 4,
      slug: 's4',
      title: 'T1',
      body: null,
      rating: 4,
      blogId: 2n,
      authorId: null,
      editorId: null,
      ...dated,
    },
    { id: 5, slug: 's5', title: 'T2', body: 'b', rating: 1, blogId: 2n, authorId: 3, editorId: 3, ...dated },
    {
      id: 6,
      slug: 's6',
      title: 'T6',
      body: '',
      rating: 0,
      blogId: 2n,
      authorId: 2,
      editorId: null,
      ...dated,
    },
  ],
  Comment: [
    { id: uuid(1), text: 'c1', likes: 2, postId: 1, parentId: null },
    { id: uuid(2), text: 'c2', likes: null, postId: 1, parentId: uuid(1) },
    { id: uuid(3), text: 'c3', likes: 0, postId: 2, parentId: null },
    { id: uuid(4), text: 'c1', likes: 5, postId: 4, parentId: null },
    { id: uuid(5), text: 'c5', likes: null, postId: 1, parentId: uuid(2) },
  ],
  Tag: [
    { id: 1, name: 'red', uses: 3 },
    { id: 2, name: 'blue', uses: 0 },
    { id: 3, name: 'green', uses: 1 },
    { id: 4, name: 'gray', uses: 0 },
  ],
  Membership: [
    { userId: 1, blogId: 1n, role: 'ADMIN' },
    { userId: 1, blogId: 2n, role: 'READER' },
    { userId: 2, blogId: 1n, role: 'WRITER' },
    { userId: 3, blogId: 3n, role: 'WRITER' },
  ],
  Employee: [
    { id: 1, name: 'Ann', managerId: null, mentorId: null },
    { id: 2, name: 'Ben', managerId: 1, mentorId: 1 },
    { id: 3, name: 'Cat', managerId: 1, mentorId: 4 },
    { id: 4, name: 'Dov', managerId: 2, mentorId: null },
    { id: 5, name: 'Eli', managerId: null, mentorId: null },
  ],
  Project: [
    { org: 'acme', number: 1, name: 'road' },
    { org: 'acme', number: 2, name: 'bridge' },
    { org: 'zeta', number: 1, name: 'tower' },
  ],
  Task: [
    { id: 1, title: 'dig', hours: '2.50', projectOrg: 'acme', projectNumber: 1 },
    { id: 2, title: 'lay', hours: null, projectOrg: 'acme', projectNumber: 1 },
    { id: 3, title: 'lift', hours: '8.00', projectOrg: 'zeta', projectNumber: 1 },
    { id: 4, title: 'rest', hours: '0.25', projectOrg: null, projectNumber: null },
  ],
  Milestone: [
    { id: 1, org: 'acme', number: 1, label: 'alpha' },
    { id: 2, org: 'acme', number: 1, label: 'beta' },
    { id: 3, org: 'acme', number: 2, label: 'alpha' },
  ],
  Country: [
    { id: 1, code: 'FR', name: 'France' },
    { id: 2, code: 'DE', name: 'Germany' },
    { id: 3, code: 'JP', name: 'Japan' },
  ],
  City: [
    { id: 1, name: 'Paris', countryCode: 'FR' },
    { id: 2, name: 'Lyon', countryCode: 'FR' },
    { id: 3, name: 'Berlin', countryCode: 'DE' },
    { id: 4, name: 'Atlantis', countryCode: null },
  ],
  Currency: [
    { coin: 'EUR', symbol: 'e' },
    { coin: 'USD', symbol: '$' },
    { coin: 'JPY', symbol: 'y' },
  ],
  Price: [
    { amount: '1.50', coin: 'EUR' },
    { amount: '2.00', coin: 'EUR' },
    { amount: '9.99', coin: 'USD' },
  ],
  Slot: [
    { at: day(1), label: 'early', priceAmount: '1.50', digest: bytes(1) },
    { at: day(2), label: 'noon', priceAmount: '1.50', digest: null },
    { at: day(3), label: 'late', priceAmount: '9.99', digest: bytes(2, 255) },
    { at: day(4), label: 'noon', priceAmount: null, digest: null },
  ],
  File: [
    { digest: bytes(1), name: 'f1' },
    { digest: bytes(2, 255), name: 'f2' },
    { digest: bytes(3), name: 'f3' },
  ],
  Booking: [
    { id: 1, seat: 1, guest: 'g', slotAt: day(1) },
    { id: 2, seat: 2, guest: null, slotAt: day(1) },
    { id: 3, seat: 1, guest: 'h', slotAt: day(2) },
    { id: 4, seat: 7, guest: null, slotAt: day(3) },
  ],
}

/** The pairs of the junction tables: the columns `A` and `B`. */
export const pairs: { readonly [table: string]: readonly (readonly [number, number])[] } = {
  _PostToTag: [
    [1, 1],
    [1, 2],
    [2, 2],
    [3, 3],
    [5, 1],
  ],
  _acquaintance: [
    [1, 2],
    [1, 3],
    [4, 1],
  ],
}

function userRest(id: number): SeedRow {
  const settings = [{ theme: 'dark', n: 1 }, ['x', 2], null, { theme: 'light', deep: { a: [1] } }, 'text'][
    id - 1
  ]
  return { settings, avatar: id === 1 ? bytes(0, 1, 254) : null, joinedAt: OLD, updatedAt: OLD }
}

/** The rows at the other end of a relation. */
export function linkedRows(model: Model, row: SeedRow, relation: Relation): readonly SeedRow[] {
  const rows = seed[relation.target] ?? []
  const { through } = relation
  if (through !== undefined) {
    const [key] = model.keys[0]?.fields ?? []
    const here = through.here === 'A' ? 0 : 1
    const linked = (pairs[through.table] ?? []).filter((pair) => pair[here] === row[key ?? ''])
    const [other] = modelNamed(relation.target).keys[0]?.fields ?? []
    return rows.filter((candidate) => linked.some((pair) => pair[1 - here] === candidate[other ?? '']))
  }
  const [mine, theirs] = relation.isHere
    ? [relation.fields, relation.references]
    : [relation.references, relation.fields]
  return rows.filter((candidate) =>
    mine.every((name, n) => row[name] !== null && isEqual(row[name], candidate[theirs[n] ?? ''])),
  )
}

/** Whether two scalars are the same value. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0
  return one === other
}

/** The statements that empty tables and lay their rows; no trigger and no foreign key acts. */
export function layingTables(tables: readonly string[]): string {
  const lay = [...models.values()].filter(({ table }) => tables.includes(table)).map(layingModel)
  const junctions = Object.entries(pairs).filter(([table]) => tables.includes(table))
  const link = junctions.map(
    ([table, rows]) => `INSERT INTO "${table}" VALUES ${rows.map(asPair).join(', ')};`,
  )
  const empty = tables.map((table) => `DELETE FROM "${table}";`)
  return [
    'SET session_replication_role = replica;',
    ...empty,
    ...lay,
    ...link,
    'RESET session_replication_role;',
  ].join('\n')
}

/** Every counter starts in a range of its own. */
export const restarting: string = [...models.values()]
  .flatMap((model) =>
    model.fields.filter(({ isCounted }) => isCounted).map(({ column }) => ({ model, column })),
  )
  .map(
    ({ model, column }, n) =>
      `SELECT setval(pg_get_serial_sequence('"${model.table}"', '${column}'), ${(n + 1) * MADE}, true);`,
  )
  .join('\n')

function asPair([a, b]: readonly [number, number]): string {
  return `(${a}, ${b})`
}

function layingModel(model: Model): string {
  const columns = model.fields.map(({ column }) => `"${column}"`).join(', ')
  const rows = (seed[model.name] ?? []).map(
    (row) => `(${model.fields.map((field) => literal(field, row[field.name])).join(', ')})`,
  )
  return `INSERT INTO "${model.table}" (${columns}) VALUES ${rows.join(', ')};`
}

function literal({ type, isList }: Field, value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return quoted(value.toISOString().replace('Z', ''))
  if (value instanceof Uint8Array) return quoted(`\\x${Buffer.from(value).toString('hex')}`)
  if (type === 'Json') return quoted(JSON.stringify(value))
  if (isList) return quoted(`{${(value as string[]).join(',')}}`)
  const labels = databaseLabels(type)
  return quoted(labels[String(value)] ?? String(value))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
