// Drivers without a database: one that must not be called, and one that gives back what it was sent.
//
// Knows no SQL: what a statement is given and should give stands in the plan.

import assert from 'node:assert/strict'
import type { OperationPlan } from 'treewright'
import type { Call, Connection, Driver, Reply, Rows } from 'treewright/driver'
import type { Statement } from 'treewright/planner'
import { parseArray } from '../../js/src/coders/arrays.ts'

/** What a fake driver was asked. */
export type Asked = {
  readonly calls: Call[]
  transactions: number
  connections: number
  closed: number
  readonly within: unknown[]
}

/** A driver whose calls `answer` answers, and what it was asked. */
export function fakeDriver(answer: (call: Call) => Rows | Promise<Rows>): { driver: Driver; record: Asked } {
  const record: Asked = { calls: [], transactions: 0, connections: 0, closed: 0, within: [] }
  const connection: Connection = {
    async send(calls): Promise<Reply> {
      const rows: Rows[] = []
      for (const call of calls) {
        record.calls.push(call)
        rows.push(await answer(call))
      }
      return { rows, refusal: null }
    },
  }
  const driver: Driver = {
    name: 'fake',
    transaction(work) {
      record.transactions += 1
      return work(connection)
    },
    connect(work) {
      record.connections += 1
      return work(connection)
    },
    within(client) {
      record.within.push(client)
      return driver
    },
    async close() {
      record.closed += 1
    },
  }
  return { driver, record }
}

/** A driver that fails the test that reaches it. */
export const untouched: Driver = {
  name: 'untouched',
  transaction: () => assert.fail('a transaction was asked for'),
  connect: () => assert.fail('a connection was asked for'),
  within: () => untouched,
  close: async () => {},
}

// The fields that the database counts in the schema that the suites share.
const COUNTED = new Set(['id', 'serial'])

/** Answers the statements of any plan that was shown: what was sent comes back, and keys are counted. */
export function echo(): { answer(call: Call): Rows; show(plan: OperationPlan): void } {
  const statements = new Map<string, Statement>()
  let key = 0
  return {
    show: (plan) => plan.statements.forEach((statement) => statements.set(statement.sql, statement)),
    answer({ sql, params }) {
      const statement = statements.get(sql)
      assert.ok(statement, `a statement that no plan shows: ${sql}`)
      const sent = params.map((text) => (text?.startsWith('{') ? parseArray(text) : []))
      const n = sent.reduce((most, texts) => Math.max(most, texts.length), 0)
      for (const texts of sent)
        assert.ok(texts.length === n || texts.length === 0, 'parameters of one length')
      if (statement.kind === 'link') return [[String(n)]]
      assert.equal(statement.kind, 'insert')
      const columns = statement.columns.map(({ coder }) => {
        const at = statement.parameters.findIndex(
          (one) => one.is === 'values' && one.coder.field === coder.field,
        )
        if (at >= 0) return (row: number) => asPrinted(sent[at]?.[row] ?? null)
        return COUNTED.has(coder.field) ? () => String((key += 1)) : () => null
      })
      const rows = Array.from({ length: n }, (_, row) => [
        String(row + 1),
        ...columns.map((column) => column(row)),
      ])
      if (statement.givesRows) return rows
      return [[String(n)]]
    },
  }
}

// PostgreSQL prints a point in time in a form of its own.
function asPrinted(text: string | null): string | null {
  return text?.replace(/^(\d{4}-\d\d-\d\d)T(.*)Z$/, '$1 $2+00') ?? null
}
