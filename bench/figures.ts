// All that `npm run bench` measures, in one run, so that figures can be compared with each other.

import { measureFirst, type First } from './own/first.ts'
import { measureHost, type Host } from './own/host.ts'
import { countStatements, measurePlanning, type Planning, type Statements } from './own/planning.ts'
import { measureSize, type Size } from './own/size.ts'
import { measureBulk, type Bulk } from './writes/bulk.ts'
import { contenders, yardstick } from './writes/contenders/all.ts'
import { openGround, type Ground } from './writes/ground.ts'
import { prove, type Count } from './writes/proof.ts'
import { measureTimes, type Time } from './writes/times.ts'
import { workloads, type Workload } from './writes/workloads.ts'
import type { Wanted } from './arguments.ts'

/** What was measured of the workloads. */
export type WriteFigures = {
  readonly counts: readonly Count[]
  readonly times: readonly Time[]
  /** How long a round trip really takes with each delay. */
  readonly roundTrips: readonly { readonly delay: number; readonly milliseconds: number }[]
}

/** What was measured of all else. */
export type OwnFigures = {
  readonly bulk: readonly Bulk[]
  readonly host: readonly Host[]
  readonly planning: readonly Planning[]
  readonly statements: readonly Statements[]
  readonly first: readonly First[]
  readonly size: Size
}

export type Figures = {
  readonly run: {
    readonly node: string
    readonly postgres: string
    readonly isQuick: boolean
    /** The contender that the others are told as ratios to. */
    readonly yardstick: string
  }
  readonly writes: WriteFigures
  /** Left out where only some workloads were asked for. */
  readonly own?: OwnFigures
}

const FULL = {
  times: { delays: [0, 1, 10], warming: 1_000, budget: 7_000, fewestRounds: 3 },
  bulk: [10_000, 100_000],
  budget: 1_500,
  firstRuns: 9,
}

const QUICK = {
  times: { delays: [0, 10], warming: 100, budget: 400, fewestRounds: 1 },
  bulk: [10_000],
  budget: 300,
  firstRuns: 3,
}

/** Measures what is wanted. */
export async function measure({ only, isQuick }: Wanted): Promise<Figures> {
  const effort = isQuick ? QUICK : FULL
  const ground = await openGround()
  try {
    const run = { node: process.version, postgres: ground.version, isQuick, yardstick: yardstick.name }
    const chosen = workloads.filter(({ name }) => only === null || only.includes(name))
    const writes = await measureWrites(ground, chosen, effort.times)
    return only === null ? { run, writes, own: await measureOwn(ground, effort) } : { run, writes }
  } finally {
    await ground.close()
  }
}

async function measureWrites(
  ground: Ground,
  chosen: readonly Workload[],
  effort: typeof FULL.times,
): Promise<WriteFigures> {
  say('that all do the same work')
  const counts = await prove(ground, contenders, chosen)
  say('how long writes take')
  return { counts, ...(await measureTimes(ground, contenders, chosen, counts, effort)) }
}

async function measureOwn(ground: Ground, effort: typeof FULL): Promise<OwnFigures> {
  say('planning and the host')
  const planning = await measurePlanning(effort.budget)
  const host = await measureHost(ground, effort.budget)
  say('first writes and sizes')
  const first = await measureFirst(ground, effort.firstRuns)
  const size = measureSize()
  say('many rows')
  const bulk = await measureBulk(ground, contenders, effort.bulk)
  return { bulk, host, planning, statements: countStatements(), first, size }
}

// Beside the figures, not among them.
function say(what: string): void {
  console.error(`${what} ...`)
}
