// Every case of a verb, carried out by the package on PGlite and on a real server: the rows and the answer are those
// that the case expects.
//
// Knows nothing of plans: the planner's own suites compare them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treewright, type SchemaDescription } from 'treewright'
import { arrayLiteral } from '../../js/src/coders/arrays.ts'
import { caseJson, caseNames, caseText, schemaOf, type CaseRequest } from '../js/cases.ts'
import { toValue } from '../js/forms.ts'
import { readExpected, tablesOf } from './case-rows.ts'
import { openPlaces, type Place } from './places.ts'
import { isSame, textsOf } from './same.ts'

const places = await openPlaces()

for (const place of places) {
  let standing = ''
  for (const name of caseNames('create', 'rows')) {
    test(`${name}, ${place.name}`, async () => {
      const request = caseJson<CaseRequest>(name, 'request.json')
      assert.equal(typeof request.schema, 'string', 'a case that runs has a schema with tables')
      // The tables of one schema serve all its cases.
      if (standing === request.schema) await place.run(await emptying(place))
      else await place.run(`${await dropping(place)} ${caseText(`schemas/${String(request.schema)}`, 'sql')}`)
      standing = String(request.schema)
      const schema = schemaOf(request)
      await place.run(laying(schema, request))
      const answer = await carriedOut(place, schema, request)
      const expected = readExpected(caseText(name, 'rows'))
      const columns = new Map(expected.tables.map((table) => [table.name, table.columns]))
      const tables = await tablesOf(place, columns)
      const written = textsOf([request.args, request.before])
      if (isSame(expected, tables, answer, written)) return
      assert.deepEqual({ tables, answer }, expected)
      assert.fail('the names in the answer are not those in the rows')
    })
  }
}

function carriedOut(
  place: Place,
  schema: SchemaDescription,
  { model, verb, args, limits = {} }: CaseRequest,
): Promise<unknown> {
  const client = treewright({ schema, driver: place.driver, limits }) as unknown as {
    [model: string]: { [verb: string]: (args: unknown) => Promise<unknown> }
  }
  const call = client[model.charAt(0).toLowerCase() + model.slice(1)]?.[verb]
  if (call === undefined) throw new Error(`the client has no ${model}.${verb}`)
  return Promise.resolve(call(toValue(args)))
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
