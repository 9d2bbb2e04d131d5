// The write that the smoke programs share: an organization of 58 rows in four tables, through every entry point.
//
// Knows nothing of how the package was loaded; planner behavior is not tested here.

const assert = require('node:assert/strict')

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } }
const LEVELS = ['Org', 'Department', 'Team', 'Member']
const SIZES = [3, 3, 5]

const tables = LEVELS.map((model, level) => {
  const outer = level === 0 ? '' : `, "outerId" int NOT NULL REFERENCES "${LEVELS[level - 1]}"`
  return `CREATE TABLE "${model}" (id serial PRIMARY KEY, name text NOT NULL${outer});`
})

function schema() {
  const models = LEVELS.map((model, level) => {
    const outer = { one: LEVELS[level - 1], fields: ['outerId'], references: ['id'] }
    const fields = { id, name: 'String', ...(level === 0 ? {} : { outerId: 'Int' }) }
    const relations = {
      ...(level === 0 ? {} : { outer }),
      ...(level === SIZES.length ? {} : { inner: { many: LEVELS[level + 1] } }),
    }
    return [model, { fields, relations }]
  })
  return { models: Object.fromEntries(models) }
}

function tree(name, [n, ...sizes]) {
  if (n === undefined) return { name }
  return { name, inner: { create: Array.from({ length: n }, (_, at) => tree(`${name}.${at}`, sizes)) } }
}

const whole = { inner: { include: { inner: { include: { inner: true } } } } }

/** Writes the tree; gives how many rows and statements that were. */
exports.smoke = async ({ Pool, pg, treewright, planner, prisma, address }) => {
  const pool = new Pool({ connectionString: address })
  await pool.query(tables.join('\n'))
  const told = await write(pg(pool), treewright, planner, prisma)
  await pool.end()
  return told
}

async function write(
  driver,
  { treewright, defineSchema, UniqueConstraintError, ValidationError },
  { createPlanner },
  { Prisma, PrismaClient },
) {
  const client = treewright({ schema: defineSchema(schema()), driver })
  let nStatements = 0
  client.$on('statement', () => (nStatements += 1))
  const write = { data: tree('org', SIZES), include: whole }
  const answer = await client.org.create(write)
  assert.equal(answer.inner[2].inner[1].inner[4].name, 'org.2.1.4')
  assert.equal(
    String(createPlanner(schema()).plan('Org', 'create', write)),
    String(client.org.create(write).plan()),
  )
  await assert.rejects(async () => client.org.create({ data: { nmae: 'x' } }), ValidationError)
  const taken = client.org.create({ data: { id: answer.id, name: 'again' } })
  await assert.rejects(async () => taken, UniqueConstraintError)
  const [ported] = await new PrismaClient({ schema: schema(), driver })
    .$queryRaw`SELECT ${answer.id}::int8 AS id`
  assert.equal(ported.id, BigInt(answer.id))
  await assert.rejects(async () => taken, Prisma.PrismaClientKnownRequestError)
  return `${driver.name}: ${count(answer)} rows, ${nStatements} statements`
}

function count({ inner = [] }) {
  return inner.reduce((n, row) => n + count(row), 1)
}
