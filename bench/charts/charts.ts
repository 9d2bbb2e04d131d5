// The charts of a run: round trips, and how long writes take beside those of a hand, at each distance.

import type { Figures } from '../figures.ts'
import type { Piece } from '../tables.ts'
import { workloads } from '../writes/workloads.ts'
import { dotPlot, type Series } from './dot-plot.ts'

/** The charts by their names as files. */
export function chartsOf({ run, writes }: Figures): Piece[] {
  const names = [...new Set(writes.counts.map(({ contender }) => contender))]
  const rows = workloads.filter(({ name }) => writes.counts.some(({ workload }) => workload === name))
  const plot = (title: string, axis: string, names: readonly string[], figure: Figure) =>
    dotPlot({
      title,
      axis,
      series: names.map(seriesOf),
      rows: rows.map(({ name, brief }) => ({
        label: `${name} ${brief}`,
        figures: names.map((contender) => figure(name, contender)),
      })),
    })
  const trips = plot('Round trips', 'round trips, fewer is better', names, (workload, contender) => {
    const count = writes.counts.find((one) => one.workload === workload && one.contender === contender)
    return count?.trips ?? null
  })
  const others = names.filter((name) => name !== run.yardstick)
  const times = writes.roundTrips.map(({ delay }) => {
    const median = (workload: string, contender: string) =>
      writes.times.find(
        (one) => one.workload === workload && one.contender === contender && one.delay === delay,
      )?.median
    const title = `Time of a write, ${delay === 0 ? 'beside the server' : `${delay} ms away`}`
    const axis = `times as long as ${run.yardstick}, less is better`
    const text = plot(title, axis, others, (workload, contender) => {
      const [own, base] = [median(workload, contender), median(workload, run.yardstick)]
      return own === undefined || base === undefined ? null : own / base
    })
    return { name: `times-${delay}ms`, text }
  })
  return [{ name: 'round-trips', text: trips }, ...times]
}

type Figure = (workload: string, contender: string) => number | null

/** What is fused is a full diamond; ours are blue, Prisma's are orange. */
function seriesOf(name: string): Series {
  if (name.startsWith('Treewright')) {
    const shape = name.includes('fused') ? 'diamond' : 'circle'
    return { name, color: 'blue', shape, isHollow: name.includes('in waves') }
  }
  if (name.startsWith('Prisma')) return { name, color: 'orange', shape: 'square', isHollow: false }
  if (name.includes('row by row')) return { name, color: 'faint', shape: 'diamond', isHollow: true }
  if (name.includes('batched')) return { name, color: 'green', shape: 'diamond', isHollow: true }
  return { name, color: 'plain', shape: 'diamond', isHollow: name.includes('unprepared') }
}
