// A text that was refused before the connection said whether it has read it is given up by its name when it is let go.
//
// What a server makes of names is for tests/postgres/prepared.test.ts.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preparedTexts } from '../../js/src/drivers/pg-prepared.ts'
import { refusalOf } from 'treewright/driver'

test('what may have been read is given up when it is let go', () => {
  const texts = preparedTexts()
  const connection = {}
  const send = (sql: string) => texts.prepare(connection, [{ sql, params: [] }])
  texts.settle(connection, send('first'), 1, null)
  const second = send('first')
  assert.deepEqual(
    second.sendings.map(({ isNew }) => isNew),
    [true],
  )
  texts.settle(connection, second, 0, refusalOf(new Error('refused')))
  const closed: string[] = []
  for (let n = 0; n < 100; n += 1) {
    const prepared = send(`other ${n}`)
    texts.settle(connection, prepared, 1, null)
    closed.push(...prepared.closed)
  }
  assert.deepEqual(closed, [second.sendings[0]?.name])
})
