// How long each contender takes for each workload, near the server and far from it.
//
// All are measured in one run and by turns, so that what slows the machine slows all of them. What would take too long is not
// measured at a distance but computed: its time near the server, and the delay for each wait.

import pg from 'pg'
import type { Contender, Runner } from './contenders/contender.ts'
import { layDistant } from './distant.ts'
import type { Ground } from './ground.ts'
import type { Count } from './proof.ts'
import type { Name } from './requests.ts'
import type { Workload } from './workloads.ts'

/** The times of a contender for a workload at a distance, in milliseconds. */
export type Time = {
  readonly contender: string
  readonly workload: Name
  readonly delay: number
  readonly median: number
  readonly least: number
  /** How often it was measured; not at all where it is computed. */
  readonly n: number
}

/** How much is measured. */
export type Effort = {
  readonly delays: readonly number[]
  /** How long each contender runs each workload before it is measured, in milliseconds: programs get faster as they run. */
  readonly warming: number
  /** How long one workload at one distance is measured, in milliseconds, if that is more than the fewest rounds. */
  readonly budget: number
  readonly fewestRounds: number
}

/** What waits longer than this for its round trips is computed, in milliseconds. */
const TOO_LONG = 1_500
const MOST_ROUNDS = 40

/** The times of all, and how long a round trip really takes at each distance. */
export async function measureTimes(
  ground: Ground,
  contenders: readonly Contender[],
  workloads: readonly Workload[],
  counts: readonly Count[],
  effort: Effort,
): Promise<{ times: Time[]; roundTrips: { delay: number; milliseconds: number }[] }> {
  const wire = await layDistant(ground.address)
  const times: Time[] = []
  const roundTrips = []
  for (const delay of effort.delays) {
    await wire.delayBy(delay)
    const address = delay === 0 ? ground.address : wire.address
    roundTrips.push({ delay, milliseconds: await roundTrip(address) })
    const runners = await Promise.all(
      contenders.map(async ({ name, open }) => ({ name, ...(await open(address)) })),
    )
    for (const workload of workloads) {
      const { measured, computed } = sorted(runners, workload.name, delay, counts, times)
      const results = await byTurns(ground, measured, workload, delay, effort)
      const told = { workload: workload.name, delay }
      times.push(
        ...measured.map(({ name }, at) => ({ contender: name, ...told, ...figures(results[at] ?? []) })),
      )
      times.push(...computed)
    }
    for (const runner of runners) await runner.close()
  }
  await wire.close()
  return { times, roundTrips }
}

type Named = Runner & { readonly name: string }

// Those that can be measured at a distance, and the times of those that cannot.
function sorted(
  runners: readonly Named[],
  workload: Name,
  delay: number,
  counts: readonly Count[],
  times: readonly Time[],
): { measured: readonly Named[]; computed: readonly Time[] } {
  const measured: Named[] = []
  const computed: Time[] = []
  for (const runner of runners) {
    const { name } = runner
    const trips = counts.find((one) => one.contender === name && one.workload === workload)?.trips ?? 1
    const near = times.find((one) => one.contender === name && one.workload === workload && one.delay === 0)
    if (near === undefined || trips * delay < TOO_LONG) measured.push(runner)
    else {
      const [median, least] = [near.median + trips * delay, near.least + trips * delay]
      computed.push({ contender: name, workload, delay, median, least, n: 0 })
    }
  }
  return { measured, computed }
}

/** The times of each runner, measured by turns. */
async function byTurns(
  ground: Ground,
  runners: readonly Named[],
  workload: Workload,
  delay: number,
  effort: Effort,
): Promise<number[][]> {
  const results = runners.map((): number[] => [])
  const lengths: number[] = []
  for (const runner of runners)
    lengths.push(await warm(ground, runner, workload, delay === 0 ? effort.warming : 0))
  const end = performance.now() + effort.budget
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round >= effort.fewestRounds && performance.now() > end) break
    await ground.clear()
    for (let at = 0; at < runners.length; at += 1) {
      // Each round begins with another of them, so that none has the emptiest tables every time.
      const which = (at + round) % runners.length
      const [runner, length = 0] = [runners[which], lengths[which]]
      if (runner === undefined) continue
      // A block takes some 20 milliseconds, and after the tables were emptied the first turn is no measure.
      const n = Math.max(1, Math.min(20, Math.floor(20 / length)))
      const times = await block(ground, runner, workload, at * 100, n + (length < 100 ? 1 : 0))
      results[which]?.push(...times.slice(-n))
    }
  }
  return results
}

/** Runs a workload for a while, or once; gives the least time of a turn. */
async function warm(ground: Ground, runner: Named, workload: Workload, enough: number): Promise<number> {
  const start = performance.now()
  const n = workload.isLarge || enough === 0 ? 1 : 10
  let least = Infinity
  do {
    await ground.clear()
    least = Math.min(least, ...(await block(ground, runner, workload, 0, n)))
  } while (performance.now() - start < enough)
  return least
}

/** The times of so many turns. */
async function block(
  ground: Ground,
  runner: Named,
  workload: Workload,
  first: number,
  n: number,
): Promise<number[]> {
  await ground.seed(workload, first, first + n)
  const requests = Array.from({ length: n }, (_, at) => workload.request(first + at))
  const times: number[] = []
  for (const request of requests) {
    const start = performance.now()
    await runner.run(workload.name, request)
    times.push(performance.now() - start)
  }
  return times
}

async function roundTrip(address: Ground['address']): Promise<number> {
  const client = new pg.Client(address)
  await client.connect()
  const times: number[] = []
  for (let n = 0; n < 30; n += 1) {
    const start = performance.now()
    await client.query({ name: 'one', text: 'SELECT 1' })
    times.push(performance.now() - start)
  }
  await client.end()
  return figures(times).median
}

function figures(times: readonly number[]): { median: number; least: number; n: number } {
  const ordered = [...times].sort((a, b) => a - b)
  const median = ordered[Math.floor(ordered.length / 2)] ?? NaN
  return { median, least: ordered[0] ?? NaN, n: ordered.length }
}
