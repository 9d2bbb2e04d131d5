// Raw statements: what they give, what they take, and that lists take them beside operations.

import { empty, join, raw, sql, type Count, type RawOperation, type Sql } from 'treewright'
import { db, exactly } from './blog.js'

type Rows = { id: number; big: bigint }[]

export async function raws(): Promise<void> {
  exactly<Rows>()(await db.$queryRaw<Rows>`SELECT id, big FROM "User" WHERE email = ${'a'}`)
  exactly<unknown>()(await db.$queryRaw`SELECT 1`)
  exactly<RawOperation<number>>()(db.$executeRaw`DELETE FROM "User" WHERE id IN (${join([1, 2])})`)
  const piece: Sql = sql`WHERE id = ${1} ${empty} ${raw('LIMIT 1')}`
  exactly<Rows>()(await db.$queryRaw<Rows>(sql`SELECT * FROM "User" ${piece}`))
  exactly<Rows>()(await db.$queryRawUnsafe<Rows>('SELECT $1', 1))
  exactly<number>()(await db.$executeRawUnsafe('DELETE FROM "User" WHERE id = $1', 1))
  exactly<[Count, Rows, number]>()(
    await db.$transaction([db.tag.deleteMany(), db.$queryRaw<Rows>`SELECT 1`, db.$executeRaw`SELECT 1`]),
  )
  exactly<number>()(await db.$transaction((tx) => tx.$executeRaw`SELECT 1`))
}

// @ts-expect-error a text tells nothing of its values
void db.$queryRaw('SELECT 1')
// @ts-expect-error what is unsafe is a text
void db.$queryRawUnsafe(sql`SELECT 1`)
// @ts-expect-error a raw statement has no plan
void db.$queryRaw`SELECT 1`.plan()
// @ts-expect-error there is nothing to stand between
join()
