// What is told of a plan: its steps and flows, what each way sends, what it costs, and its SQL in lines.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mock, test } from 'node:test'
import pg from 'pg'
import { createPlanner, type Planner } from 'treewright/planner'
import { rowByRow as byHand } from '../../bench/writes/contenders/row-by-row.ts'
import { workloads } from '../../bench/writes/workloads.ts'
import { examples } from '../../js/playground/src/examples/index.ts'
import { tagged } from '../../js/playground/src/examples/blog.ts'
import { rowByRow } from '../../js/playground/src/plan/figures.ts'
import { drawingOf } from '../../js/playground/src/plan/layout.ts'
import { stepsOf } from '../../js/playground/src/plan/steps.ts'
import { previewOf } from '../../js/playground/src/plan/preview.ts'
import { recorderFor } from '../../js/playground/src/plan/sent.ts'
import { inLines } from '../../js/playground/src/plan/sql-text.ts'
import { waysOf } from '../../js/playground/src/plan/ways.ts'
import { caseJson, caseNames, schemaOf, type CaseRequest } from '../js/cases.ts'
import { blog, plannedOnBlog, readySchema } from './ready.ts'

test('keys and conditions go from step to step', () => {
  const { steps } = plannedOnBlog(tagged.write)
  const flows = steps.flows.map(({ from, to, kind, label }) => `${from} ${kind} ${to}: ${label}`)
  assert.deepEqual(flows, [
    '1 key 2: id',
    '3 missing 4: if not found',
    '3 missing 5: if not found',
    '4 missing 5: if not found',
    '2 key 6: id',
    '3 key 6: id',
    '4 key 6: id',
    '5 key 6: id',
    '2 rows 7: these rows',
    '7 rows 8: of these',
    '7 rows 9: of these',
  ])
  const within = steps.steps.map(({ number, statement, within }) => [number, statement, within])
  assert.deepEqual(within.slice(6), [
    [7, 6, null],
    [8, 6, 7],
    [9, 6, 7],
  ])
  assert.deepEqual(steps.steps[3]?.at, ['data.tags.connectOrCreate[*].create'])
})

const VERBS = [
  'create',
  'connect',
  'connectOrCreate',
  'update',
  'upsert',
  'set',
  'delete',
  'deleteMany',
  'updateMany',
]

test('every plan of the cases is read whole: no step is lost, every flow goes forward, every statement has its step', () => {
  let n_plans = 0
  const planners = new Map<string, Planner>()
  for (const name of VERBS.flatMap((verb) => caseNames(verb, 'plan'))) {
    const request = caseJson<CaseRequest>(name, 'request.json')
    const { model, verb, args } = request
    const description = JSON.stringify({ postgres: 18, ...schemaOf(request) })
    const planner = planners.get(description) ?? createPlanner(JSON.parse(description))
    planners.set(description, planner)
    // Some hold values in forms of their own, which only their suite reads.
    if (planner.check(model, verb, args).length > 0) continue
    const plan = planner.plan(model, verb, args)
    const { steps, flows, notes } = stepsOf(plan)
    const lines = String(plan).trimEnd().split('\n')
    assert.equal(steps.length + notes.length, lines.length, name)
    assert.deepEqual(
      steps.map(({ number }) => number),
      steps.map((_, at) => at + 1),
      name,
    )
    const owners = steps.filter(({ within }) => within === null).map(({ statement }) => statement)
    assert.deepEqual(
      owners,
      plan.statements.map((_, at) => at),
      name,
    )
    for (const step of steps) {
      const statement = plan.statements[step.statement ?? -1]
      assert.ok(statement, name)
      if (step.within === null)
        assert.deepEqual([step.kind, step.model], [statement.kind, statement.model], name)
    }
    for (const { from, to } of flows) assert.ok(from < to && from >= 1, name)
    const room = n_plans % 2 === 0 ? 320 : 2_000
    assertDrawn(drawingOf({ steps, flows, notes }, room), name)
    for (const { sql } of plan.statements) assertSame(inLines(sql), sql)
    n_plans += 1
  }
  assert.ok(n_plans > 200, String(n_plans))
})

function assertDrawn({ width, height, boxes, wires }: ReturnType<typeof drawingOf>, name: string): void {
  for (const { x, y, width: wide, height: high } of boxes) {
    assert.ok(x - wide / 2 >= 0 && x + wide / 2 <= width && y - high / 2 >= 0 && y + high / 2 <= height, name)
  }
  for (const { points } of wires)
    for (const { x, y } of points) assert.ok(Number.isFinite(x) && Number.isFinite(y), name)
}

// Nothing but white space is changed, and none within a text or a name.
function assertSame(lines: string, sql: string): void {
  const bare = (text: string) => text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s]/g)?.join('')
  assert.equal(bare(lines), bare(sql))
  assert.ok(!/[ \t]\n/.test(lines), lines)
}

test('SQL is broken where a reader would', () => {
  const sql =
    'WITH s AS MATERIALIZED (SELECT x.n, x.c0 AS v0 FROM unnest($1::text[]) WITH ORDINALITY AS x(c0, n)), ' +
    'i AS (INSERT INTO "Tag" AS t ("name") SELECT s.v0 FROM s ORDER BY s.v0, s.n ON CONFLICT ("name") DO NOTHING ' +
    'RETURNING t."id" AS k0) SELECT s.n, \') SELECT (\' FROM s JOIN i ON i.k0 = (SELECT min(n) FROM s)'
  assert.equal(
    inLines(sql),
    `WITH s AS MATERIALIZED (
  SELECT x.n, x.c0 AS v0
  FROM unnest($1::text[]) WITH ORDINALITY AS x(c0, n)
),
i AS (
  INSERT INTO "Tag" AS t ("name")
  SELECT s.v0
  FROM s
  ORDER BY s.v0, s.n
  ON CONFLICT ("name") DO NOTHING
  RETURNING t."id" AS k0
)
SELECT s.n, ') SELECT ('
FROM s
JOIN i ON i.k0 = (SELECT min(n) FROM s)`,
  )
  for (const odd of ['', ')', '(((', "'", '"', 'SELECT 1)']) assert.equal(typeof inLines(odd), 'string')
})

test('the row-by-row figure is what a program by hand sends that finds every row it looks for', async () => {
  const { facts } = readySchema(
    readFileSync(new URL('../../bench/writes/schema.prisma', import.meta.url), 'utf8'),
  )
  let n_sent = 0
  mock.method(pg.Client.prototype, 'connect', async () => {})
  mock.method(pg.Client.prototype, 'end', async () => {})
  mock.method(pg.Client.prototype, 'query', async () => {
    n_sent += 1
    return { rows: [{ id: 1 }] }
  })
  const runner = await byHand.open({ host: '', port: 0, user: '', database: '' } as never)
  for (const { name, model, verb, request } of workloads) {
    n_sent = 0
    await runner.run(name, request(1))
    const accessor = facts.accessors.get(model) ?? ''
    assert.equal(rowByRow(facts, accessor, verb, request(1)).statements, n_sent, name)
  }
  mock.restoreAll()
})

test('the figure is said to be the least where the database decides', () => {
  const cost = (verb: string, args: unknown) => rowByRow(blog.facts, 'Post', verb, args)
  const where = { slug: 'a' }
  assert.deepEqual(cost('findMany', {}), { statements: 1, ends: 0, isLeast: false })
  assert.deepEqual(cost('update', { where, data: { title: 'A' } }), {
    statements: 1,
    ends: 0,
    isLeast: false,
  })
  assert.deepEqual(cost('update', { where, data: { author: { connect: { id: 1 } } } }).statements, 1)
  assert.deepEqual(cost('update', { where, data: { author: { connect: { email: 'a' } } } }).statements, 4)
  assert.deepEqual(cost('upsert', { where, create: { slug: 'a' }, update: {} }).isLeast, true)
  assert.deepEqual(
    cost('create', { data: { tags: { connectOrCreate: { where: { name: 'a' }, create: { name: 'a' } } } } })
      .isLeast,
    true,
  )
  assert.deepEqual(cost('createMany', { data: [{}, {}, {}] }).statements, 5)
  for (const odd of [null, 1, [], { data: null }, { data: { posts: 1, tags: { create: 5, connect: null } } }])
    cost('create', odd)
})

for (const { name, ...texts } of examples.filter(({ name }) => name !== 'mistakes')) {
  test(`what each way sends is told: ${name}`, async () => {
    const { planned, schema } = previewOf(texts)
    assert.ok(planned && schema.ready)
    const { accessor, verb, args } = planned.written
    const recorder = recorderFor(schema.ready.description)
    const sent = {
      pipelined: await recorder.pipelined({ accessor, verb, args }),
      fused: await recorder.fused({ accessor, verb, args }),
    }
    const [pipelined, fused, stepwise] = waysOf(planned.plan, (statement) => statement + 1, sent)
    assert.equal(pipelined?.roundTrips, 1)
    assert.equal(pipelined?.statements, planned.plan.statements.length)
    const parameters = pipelined?.groups?.flat().flatMap(({ parameters }) => parameters) ?? []
    assert.ok(parameters.every(({ isKnown }) => isKnown))
    assert.equal(stepwise?.statements, planned.plan.statements.length + (planned.plan.inTransaction ? 2 : 0))
    assert.equal(fused?.groups === null, planned.plan.fused === null)
    if (fused?.groups === null) assert.match(fused.note ?? '', /^step \d+ \(/)
  })
}
