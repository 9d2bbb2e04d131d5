// The first writes of a process: `first-process.mjs CONTENDER PLACE ADDRESS REQUESTS`. Prints how long each part took.
//
// The client of the database is imported before, and connected: it is everybody's.

import { createRequire } from 'node:module'
import pg from 'pg'

const [contender, place, address, requests] = process.argv.slice(2)
const pool = new pg.Pool({ ...JSON.parse(address), max: 1 })
await pool.query('SELECT 1')
const marks = [performance.now()]
const mark = () => marks.push(performance.now())

const db = contender === 'Treewright' ? await ours(JSON.parse(place)) : await prismas(place)
for (const request of JSON.parse(requests)) {
  await db.user.create(request)
  mark()
}
const [imported, client, first, second] = marks.slice(1).map((end, at) => end - marks[at])
console.log(JSON.stringify({ imported, client, first, second }))
await pool.end()
process.exit(0)

async function ours(schema) {
  const { treewright } = await import('treewright')
  const { pg: overPg } = await import('treewright/pg')
  mark()
  const db = treewright({ schema, driver: overPg(pool) })
  mark()
  return db
}

async function prismas(folder) {
  const { PrismaPg } = await import('@prisma/adapter-pg')
  const { PrismaClient } = createRequire(import.meta.url)(folder)
  mark()
  const db = new PrismaClient({ adapter: new PrismaPg(pool) })
  mark()
  return db
}
