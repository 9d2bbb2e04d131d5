// Plans as the command line tool shows them: those of the case files, and requests with something wrong.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlanner } from 'treewright/planner'
import { caseJson, caseNames, schemaOf, type CaseRequest } from './cases.ts'
import { cli, folderOf, jsonOf, type Ran } from './cli.ts'
import { toValue } from './forms.ts'

/** A few cases of each kind, and all with values that JSON cannot hold. */
const named = ['create', 'update', 'connectOrCreate', 'deleteMany'].flatMap((kind) =>
  caseNames(kind, 'plan').slice(0, 2),
)
const special = [...caseNames('create', 'plan'), ...caseNames('update', 'plan')]
  .filter((name) => /"\$(bigint|date|bytes)"/.test(JSON.stringify(caseJson(name, 'request.json'))))
  .slice(0, 4)

for (const name of new Set([...named, ...special])) {
  test(`the plan of ${name} is shown`, async () => {
    const request = caseJson<CaseRequest>(name, 'request.json')
    const { model, verb, args } = request
    const folder = folderOf({ 'schema.json': JSON.stringify(schemaOf(request)) })
    const input = JSON.stringify({ model, verb, args })
    const plan = createPlanner(schemaOf(request)).plan(model, verb, toValue(args ?? {}))
    const run = (...words: string[]) =>
      cli(['plan', '--schema', 'schema.json', '-', ...words], { folder, input })
    const shown = await run()
    assert.deepEqual([shown.code, shown.err, shown.out.trimEnd()], [0, '', String(plan).trimEnd()])
    const sql = await run('--sql')
    for (const statement of plan.statements) assert.ok(sql.out.includes(statement.sql))
    const { ok, steps, statements, roundTrips, waves, problems } = jsonOf(await run('--json'))
    assert.deepEqual([ok, roundTrips, problems], [true, plan.roundTrips, []])
    assert.deepEqual(steps, String(plan).trimEnd().split('\n'))
    assert.deepEqual(statements, JSON.parse(JSON.stringify(plan.statements)))
    assert.deepEqual(waves, plan.waves)
  })
}

const fields = {
  id: { type: 'Int', id: true },
  name: 'String?',
  big: 'BigInt?',
  bytes: 'Bytes?',
  real: 'Float?',
  at: 'DateTime?',
  json: 'Json?',
}
const folder = folderOf({ 'schema.json': JSON.stringify({ models: { Thing: { fields } } }) })

function planOf(request: unknown): Promise<Ran> {
  const input = typeof request === 'string' ? request : JSON.stringify(request, null, 2)
  return cli(['plan', '--schema', 'schema.json', '-'], { folder, input })
}

test('every form is taken', async () => {
  const data = {
    id: 1,
    big: { $bigint: '-9007199254740993' },
    bytes: { $bytes: '\\x6869' },
    at: { $date: '2024-02-29T12:00:00Z' },
    json: { $json: { $date: 'this stays' } },
  }
  const { code, err } = await planOf({ model: 'Thing', verb: 'create', args: { data } })
  assert.deepEqual([code, err], [0, ''])
  const where = { json: { equals: { $null: 'AnyNull' } }, bytes: { $bytes: 'aGk=' } }
  assert.equal((await planOf({ model: 'Thing', verb: 'deleteMany', args: { where } })).code, 0)
  assert.equal((await planOf({ model: 'Thing', verb: 'deleteMany' })).code, 0)
})

const thing = (data: object) => ({ model: 'Thing', verb: 'create', args: { data: { id: 1, ...data } } })
const wrong: Record<string, readonly [request: unknown, said: RegExp]> = {
  'no JSON': ['{ "model": }', /^standard input:1:12: this is no JSON/],
  'a list': [[], /^standard input:1:1: this is no request\n {2}help: a request is/],
  'another entry': [{ modle: 'Thing' }, /^standard input:2:3: at modle: .*\n {2}help: did you mean model\?/],
  'no model': [{ verb: 'create' }, /^standard input:1:1: at model: expected the name of a model/],
  'no verb': [{ model: 'Thing' }, /^standard input:1:1: at verb: expected a verb/],
  'a model that is not there': [
    { model: 'Thin', verb: 'create' },
    /^standard input:2:3: TW209: .*\n.*did you mean `Thing`/,
  ],
  'a verb that is not there': [
    { model: 'Thing', verb: 'creat' },
    /^standard input:3:3: TW210: there is no verb `creat`/,
  ],
  'a field that is not there': [
    thing({ nam: 'x' }),
    /^standard input:7:7: TW201 at data\.nam: .*\n.*did you mean `name`/,
  ],
  'two mistakes': [thing({ name: 1, at: true }), /^standard input:7:7: TW302.*\nstandard input:8:7: TW302/],
  'a number that is none': [thing({ real: { $float: 'NaN' } }), /^standard input:7:7: TW302 at data\.real/],
  'a form that is not there': [
    thing({ at: { $day: '1' } }),
    /^standard input:7:7: at data\.at: there is no form \$day/,
  ],
  'a form of something else': [
    thing({ at: { $date: 'soon' }, big: { $bigint: 1 } }),
    /data\.at: \$date takes .*\n.*data\.big: \$bigint takes/,
  ],
  'bytes that are none': [thing({ bytes: { $bytes: '\\xabc' } }), /data\.bytes: \$bytes takes bytes/],
  'a null that is none': [thing({ json: { $null: 'toString' } }), /data\.json: \$null takes/],
}

for (const [name, [request, said]] of Object.entries(wrong)) {
  test(`a request with something wrong: ${name}`, async () => {
    const { code, out, err } = await planOf(request)
    assert.match(err, said)
    assert.deepEqual([code, out], [1, ''])
    assert.doesNotMatch(err, /^ {4}at /m)
  })
}

test('problems come for programs with their paths', async () => {
  const input = JSON.stringify(thing({ nam: 'x' }))
  const ran = await cli(['plan', '--schema', 'schema.json', '--json', '-'], { folder, input })
  const { ok, problems } = jsonOf(ran) as { ok: boolean; problems: { path: unknown; problem: string }[] }
  assert.deepEqual(
    [ran.code, ok, problems[0]?.path, problems[0]?.problem],
    [1, false, ['data', 'nam'], 'TW201'],
  )
})

test('a request may be a file, and a schema with something wrong is told of first', async () => {
  const files = { 'bad.json': '{ "models": { "A": {} } }', 'request.json': JSON.stringify(thing({})) }
  const here = folderOf({ ...files, 'schema.json': JSON.stringify({ models: { Thing: { fields } } }) })
  assert.equal((await cli(['plan', 'request.json', '--schema', 'schema.json'], { folder: here })).code, 0)
  const { code, err } = await cli(['plan', 'request.json', '--schema', 'bad.json'], { folder: here })
  assert.equal(code, 1)
  assert.match(err, /^bad\.json:1:\d+: TW103 at models\.A/)
})
