// Who writes: one entry each, in the order they are told in. Another way to write is one entry more.

import { prepared, unprepared } from './ask.ts'
import { batched } from './batched.ts'
import type { Contender } from './contender.ts'
import { fused } from './fused.ts'
import { prisma } from './prisma.ts'
import { rowByRow } from './row-by-row.ts'
import { ours } from './treewright.ts'

/** What the others are told as a ratio to. */
export const yardstick: Contender = fused('by hand, fused', prepared)

export const contenders: readonly Contender[] = [
  yardstick,
  fused('by hand, fused, unprepared', unprepared),
  batched,
  rowByRow,
  prisma,
  ours('Treewright'),
  ours('Treewright, unprepared', { prepare: false }),
  ours('Treewright, by a function', { byFunction: true }),
  ours('Treewright, in waves', { pipeline: false }),
]
