// The same random operations in every way in which a write is carried: wave by wave, all at once, as a whole, within
// transactions, on a server and on PGlite. Same result, same receipt, same error at the same place, same rows.
//
// Knows no expectation of its own. `ORACLE_SEED=7 ORACLE_COUNT=5000` runs as long as one likes; `npm run oracle -- --ways`
// tells more.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { run, type Subject } from './campaign.ts'
import { equalAlone, equalInTurn } from './equal.ts'
import { NESTED_VERBS, VERBS } from './operation.ts'
import { accountText } from './report.ts'
import { openWays, type Way } from './ways.ts'

const factor = Number(process.env['ORACLE_COUNT'] ?? 400) / 400
const from = Number(process.env['ORACLE_SEED'] ?? 1)

const ways = await openWays()
after(() => ways.close())

async function compared(subject: Subject<readonly Way[]>, count: number): Promise<void> {
  const account = await run(ways.all, {
    subject,
    seeds: Array.from({ length: count }, (_, at) => from + at),
    bounds: { verbs: VERBS, nested: NESTED_VERBS, spoiledPercent: 5 },
    stopsAtFirst: true,
    progress: () => {},
  })
  assert.equal(account.n_absent, 0)
  assert.equal(account.classes.size, 0, accountText(account))
}

const n_alone = Math.ceil(200 * factor)
test(`${n_alone} operations go in every way`, () => compared(equalAlone, n_alone))

const n_in_turn = Math.ceil(40 * factor)
test(`${n_in_turn} times two to four operations, one after the other`, () => compared(equalInTurn, n_in_turn))
