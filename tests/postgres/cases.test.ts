// Every case of a verb, carried out by the package on PGlite and on a real server: the rows and the answer are those
// that the case expects; or it fails as the case expects, and nothing has changed.
//
// Knows nothing of plans: the planner's own suites compare them.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import postgres, { type Sql } from 'postgres'
import { treewright, TreewrightError, type SchemaDescription } from 'treewright'
import type { Driver } from 'treewright/driver'
import { postgresJs } from 'treewright/postgres-js'
import { arrayLiteral } from '../../js/src/coders/arrays.ts'
import { caseJson, caseNames, caseText, schemaOf, type CaseRequest } from '../js/cases.ts'
import { toValue } from '../js/forms.ts'
import { loading, readExpected, readTables, tablesOf, type Table } from './case-rows.ts'
import { openPlaces, type Place } from './places.ts'
import { isSame, textsOf } from './same.ts'

const places = await openPlaces()

// Cases that use one schema one after the other need its tables made once only.
const names = readdirSync(join(dirname(fileURLToPath(import.meta.url)), '../cases'))
  .filter((folder) => folder !== 'errors' && folder !== 'schemas')
  .flatMap((folder) => caseNames(folder, 'plan'))
  .map((name) => ({ name, request: caseJson<CaseRequest>(name, 'request.json') }))
  .sort((one, other) => String(one.request.schema).localeCompare(String(other.request.schema)))

/** How cases are carried out, and which of them. */
type Way = {
  readonly way: string
  readonly place: Place
  readonly driver: Driver
  readonly isWithin: boolean
  readonly limits?: { readonly characters: number }
  readonly every: number
  readonly from: number
}

// Every other case is sent wave by wave as well; to one of them, because the statements are the same on all. Within a
// transaction the others are, each on one of them, by turns. All go as a whole, too, by functions that hold no transaction, and
// every fourth in a call for each row, as far as it may be divided.
const ways: readonly Way[] = places.flatMap((place, from) => {
  const { name, driver, whole } = place
  const { pipeline: _, ...inWaves } = driver
  const atOnce = { way: `${name} at once`, place, driver, isWithin: false, every: 1, from: 0 }
  const within = {
    ...atOnce,
    way: `${name} within`,
    isWithin: true,
    every: 2 * places.length,
    from: 2 * from + 1,
  }
  if (whole === undefined) return [atOnce, within]
  return [
    atOnce,
    within,
    { ...atOnce, way: `${name} in waves`, driver: inWaves, every: 2 },
    { ...atOnce, way: `${name} row by row`, limits: { characters: 1 }, every: 4 },
    { ...atOnce, way: `${name} as a whole`, driver: whole },
  ]
})

// Every fourth case on postgres.js, which sends the same texts by another client.
const sqls = await Promise.all(places.filter(({ name }) => name === 'server').map(clientOn))
const onPostgresJs: readonly Way[] = sqls.map(([place, sql]) => {
  return { place, driver: postgresJs(sql), way: 'postgres.js at once', isWithin: false, every: 4, from: 1 }
})
after(() => Promise.all(sqls.map(([, sql]) => sql.end({ timeout: 1 }))))

for (const way of [...ways, ...onPostgresJs]) {
  const { place, every, from } = way
  let standing = ''
  for (const { name, request } of names.filter((_, position) => position % every === from)) {
    test(`${name}, ${way.way}`, async () => {
      assert.equal(typeof request.schema, 'string', 'a case that runs has a schema with tables')
      // The tables of one schema serve all its cases.
      if (standing === request.schema) await place.run(await emptying(place))
      else await place.run(`${await dropping(place)} ${caseText(`schemas/${String(request.schema)}`, 'sql')}`)
      standing = String(request.schema)
      const schema = schemaOf(request)
      const before = has(name, 'before') ? readTables(caseText(name, 'before')) : []
      await place.run(laying(schema, request))
      await place.run(await loading(place, before))
      if (has(name, 'errors')) await fails(way, schema, name, request, before)
      else await succeeds(way, schema, name, request, before)
    })
  }
}

async function clientOn(place: Place): Promise<readonly [Place, Sql]> {
  const [at] = await place.rows('SELECT current_database() AS database, inet_server_port() AS port')
  const { database, port } = at as { readonly database: string; readonly port: number }
  return [place, postgres({ host: '127.0.0.1', port, database, username: 'postgres', onnotice: () => {} })]
}

function has(name: string, ending: string): boolean {
  const [folder = '', stem = ''] = name.split('/')
  return caseNames(folder, ending).includes(`${folder}/${stem}`)
}

/** The cases in which a statement waits for what another gives back, so that a driver without transactions refuses them. */
const WAITING: ReadonlySet<string> = new Set(['upsert/here-many-then-update'])

/** Where it cannot be told which of two statements was refused, as they went as one: the place that both have. */
const COARSER: ReadonlyMap<string, string> = new Map([
  ['connectOrCreate/there-one-missed-beside-another', 'data.locker.connectOrCreate'],
])

async function succeeds(
  way: Way,
  schema: SchemaDescription,
  name: string,
  request: CaseRequest,
  before: readonly Table[],
): Promise<void> {
  const { place, driver } = way
  if (driver === place.whole && WAITING.has(name)) {
    await assert.rejects(carriedOut(way, schema, request), { problem: 'TW613', path: [] })
    return await nothingHasChanged(place, before)
  }
  const answer = await carriedOut(way, schema, request)
  const expected = readExpected(caseText(name, 'rows'))
  const columns = new Map(expected.tables.map((table) => [table.name, table.columns]))
  const tables = await tablesOf(place, columns)
  const written = new Set([...textsOf([request.args, request.before]), ...textsThere(before)])
  if (isSame(expected, tables, answer, written)) return
  assert.deepEqual({ tables, answer }, expected)
  assert.fail('the names in the answer are not those in the rows')
}

async function fails(
  way: Way,
  schema: SchemaDescription,
  name: string,
  request: CaseRequest,
  before: readonly Table[],
): Promise<void> {
  const error: unknown = await carriedOut(way, schema, request).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(error instanceof TreewrightError))
    assert.fail(`it should fail as planned, and gives ${String(error)}`)
  const [problem] = error.problems
  const help = problem?.help === null ? '' : `\n  help: ${String(problem?.help)}`
  const text = `${String(problem?.problem)} at ${error.pathText}: ${String(problem?.message)}${help}\n`
  if (way.driver === way.place.whole && COARSER.has(name)) assert.equal(error.pathText, COARSER.get(name))
  else assert.equal(text, caseText(name, 'errors'))
  await nothingHasChanged(way.place, before)
}

async function nothingHasChanged(place: Place, before: readonly Table[]): Promise<void> {
  const columns = new Map(before.map((table) => [table.name, table.columns]))
  const tables = await tablesOf(place, columns)
  assert.ok(isSame({ tables: before, answer: null }, tables, null, new Set()), 'nothing has changed')
}

function textsThere(tables: readonly Table[]): string[] {
  const cells = tables.flatMap(({ rows }) => rows.flat())
  return cells.filter((cell) => cell.startsWith('"')).map((cell) => JSON.parse(cell) as string)
}

async function carriedOut(
  { driver, isWithin, limits: ofWay }: Way,
  schema: SchemaDescription,
  { model, verb, args, limits = {} }: CaseRequest,
): Promise<unknown> {
  const client = treewright({ schema, driver, limits: { ...limits, ...ofWay } })
  const write = async (client: unknown) => {
    const accessors = client as { [model: string]: { [verb: string]: (args: unknown) => Promise<unknown> } }
    const call = accessors[model.charAt(0).toLowerCase() + model.slice(1)]?.[verb]
    if (call === undefined) throw new Error(`the client has no ${model}.${verb}`)
    return await call(toValue(args))
  }
  if (!isWithin) return await write(client)
  // The transaction is kept, whatever became of the write.
  const [outcome] = await client.$transaction((tx) => Promise.allSettled([write(tx)]))
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}

const MINE = `nspname !~ '^pg_' AND nspname <> 'information_schema'`

async function dropping({ rows }: Place): Promise<string> {
  const schemas = await rows(`SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE ${MINE}`)
  return `${schemas.map(({ name }) => `DROP SCHEMA ${String(name)} CASCADE;`).join(' ')} CREATE SCHEMA public;`
}

async function emptying({ rows }: Place): Promise<string> {
  const tables = await rows(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${MINE}`,
  )
  const sequences = await rows(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${MINE}`,
  )
  const restarts = sequences.map(({ name }) => `ALTER SEQUENCE ${String(name)} RESTART;`)
  return `TRUNCATE ${tables.map(({ name }) => String(name)).join(', ')}; ${restarts.join(' ')}`
}

// Rows that are there before are laid as they are: no trigger acts, and a field that is left out is null.
function laying(schema: SchemaDescription, { before = {} }: CaseRequest): string {
  const statements = Object.entries(before).flatMap(([name, rows]) => {
    const model = schema.models[name]
    if (model === undefined) throw new Error(`no model ${name}`)
    const fields = Object.entries(model.fields).filter(
      ([, field]) => typeof field === 'string' || field.generated !== true,
    )
    const columns = fields.map(([field, facts]) =>
      identifier(typeof facts === 'string' ? field : (facts.column ?? field)),
    )
    const table = [model.schema, model.table ?? name]
      .filter((part) => part !== undefined)
      .map(identifier)
      .join('.')
    return rows.map((row) => {
      const values = fields.map(([field, facts]) => literal(toValue(labelOf(schema, facts, row[field]))))
      return `INSERT INTO ${table} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')});`
    })
  })
  return `SET session_replication_role = replica; ${statements.join(' ')} RESET session_replication_role;`
}

// An enum's values have names, and the database has labels.
function labelOf(
  schema: SchemaDescription,
  facts: string | { readonly type: string },
  value: unknown,
): unknown {
  const [type = ''] = (typeof facts === 'string' ? facts : facts.type).split(/[?[]/)
  const described = schema.enums?.[type]
  const values =
    described !== undefined && 'values' in described && typeof described.values === 'object'
      ? described.values
      : {}
  return typeof value === 'string' && Object.hasOwn(values, value)
    ? (values as { [name: string]: string })[value]
    : value
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(value: unknown): string {
  if (value === undefined || value === null) return 'NULL'
  if (Array.isArray(value))
    return quoted(arrayLiteral(value.map((one) => (one === null ? null : String(one)))))
  if (value instanceof Date) return quoted(value.toISOString())
  if (value instanceof Uint8Array) return quoted(`\\x${Buffer.from(value).toString('hex')}`)
  return quoted(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
