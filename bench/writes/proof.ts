// The proof that all contenders do the same: each carries out each workload once, and what is in the tables then, and what
// it answered, has to be what the yardstick left and answered. On the way it is counted what they send.

import assert from 'node:assert/strict'
import { layWire, type Wire } from '../../tests/postgres/wire.ts'
import type { Contender, Runner } from './contenders/contender.ts'
import type { Ground } from './ground.ts'
import type { Name } from './requests.ts'
import type { Workload } from './workloads.ts'

/** What a contender sends for a workload, once its connection knows it. */
export type Count = {
  readonly contender: string
  readonly workload: Name
  readonly statements: number
  /** How many of them were parsed: those that are prepared are not, the second time. */
  readonly texts: number
  readonly trips: number
}

/** Counts what every contender sends for every workload; throws where one does other work than the first. */
export async function prove(
  ground: Ground,
  contenders: readonly Contender[],
  workloads: readonly Workload[],
): Promise<Count[]> {
  const counts: Count[] = []
  const first = new Map<Name, Outcome>()
  for (const contender of contenders) {
    await onWire(ground, contender, async (runner, wire) => {
      for (const workload of workloads) {
        const { name } = workload
        const { outcome, ...sent } = await carriedOut(ground, workload, runner, wire)
        counts.push({ contender: contender.name, workload: name, ...sent })
        checkIsSame(outcome, first.get(name), `${contender.name} does other work in ${name}`)
        first.set(name, first.get(name) ?? outcome)
      }
    })
  }
  await ground.clear()
  return counts
}

type Outcome = { readonly answers: readonly unknown[]; readonly rows: unknown }

async function onWire(
  ground: Ground,
  contender: Contender,
  work: (runner: Runner, wire: Wire) => Promise<void>,
): Promise<void> {
  const wire = await layWire(ground.address)
  const runner = await contender.open(wire.address)
  try {
    await work(runner, wire)
  } finally {
    await runner.close()
    await wire.close()
  }
}

// Two turns, or one of a large one; the last is counted.
async function carriedOut(ground: Ground, workload: Workload, runner: Runner, wire: Wire) {
  const n_turns = workload.isLarge ? 1 : 2
  await ground.clear()
  await ground.seed(workload, 0, n_turns)
  const answers: unknown[] = []
  let before = sentOn(wire)
  for (let turn = 0; turn < n_turns; turn += 1) {
    before = sentOn(wire)
    answers.push(plain(await runner.run(workload.name, workload.request(turn))))
  }
  const sent = sentOn(wire)
  const outcome: Outcome = { answers, rows: await ground.rows() }
  return {
    outcome,
    statements: sent.statements - before.statements,
    texts: sent.texts - before.texts,
    trips: sent.trips - before.trips,
  }
}

function sentOn(wire: Wire) {
  return { statements: wire.statements(), texts: wire.texts(), trips: wire.trips() }
}

function checkIsSame(outcome: Outcome, first: Outcome | undefined, what: string): void {
  if (first === undefined) return
  try {
    assert.deepEqual(outcome, first)
  } catch (error) {
    throw new Error(what, { cause: error })
  }
}

/** An answer without its keys' values and the order of its lists, which nobody asked for. */
function plain(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    return answer.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, value]) => [name, isKey(name) ? typeof value : plain(value)]))
}

function isKey(name: string): boolean {
  return /^id$|Id$/.test(name)
}
