// Judges batches: several operations in one `$transaction([...])`, on both sides, and on ours in a function too.
//
// Where a batch differs, its operations are judged one by one, each after those before it and in one transaction with
// them, as if it were alone on the rows that they leave: by the same comparison, the same decided differences and the
// same word on several errors. The first one that differs explains the batch, because what follows it has other rows to
// start from. So a decided difference counts where it shows, and a batch without one is compared as a whole.

import { compareBatch, type Difference } from './compare.ts'
import { judge, type Verdict } from './judge.ts'
import type { Operation } from './operation.ts'
import type { Trace } from './outcome.ts'
import type { Side, Runner, World } from './world.ts'

/** Carries a batch out on both sides and compares what each operation gave, and what is left. */
export async function judgeBatch(world: World, operations: readonly Operation[]): Promise<Verdict> {
  const [prisma, ours] = await Promise.all([
    world.prisma.runBatch(operations),
    world.ours.runBatch(operations),
  ])
  const isAbsent = ours.outcome.end === 'absent'
  const told = [
    { name: 'prisma', outcome: prisma.outcome },
    { name: 'ours', outcome: ours.outcome },
  ]
  const verdict: Verdict = { operations, told, difference: null, decided: [], isAbsent }
  if (isAbsent) return verdict
  const difference = compareBatch(operations, prisma, ours)
  if (difference !== null) return (await firstThatDiffers(world, operations)) ?? { ...verdict, difference }
  return { ...verdict, difference: leftBehind(prisma, ours) ?? (await inFunction(world, operations, ours)) }
}

/** The first operation with a difference that is decided or is not, judged after those before it. */
async function firstThatDiffers(
  { prisma, ours }: World,
  operations: readonly Operation[],
): Promise<Verdict | null> {
  for (const [at, operation] of operations.entries()) {
    const before = operations.slice(0, at)
    const twins = { prisma: runnerAfter(prisma, before), ours: runnerAfter(ours, before) }
    const verdict = await judge(twins, operation)
    if (verdict.difference === null && verdict.decided.length === 0) continue
    return { ...verdict, operations: [...before, operation] }
  }
  return null
}

/** Carries out one operation after others, and tells what came of the one. */
function runnerAfter(side: Side, before: readonly Operation[]): Runner {
  return {
    async run(operation) {
      const trace = await side.runBatch([...before, operation])
      const { outcome } = trace
      if (outcome.end !== 'value' || !Array.isArray(outcome.value)) return trace
      return { ...trace, outcome: { end: 'value', value: outcome.value.at(-1) } }
    },
  }
}

/** Whether a batch that failed has changed rows. */
function leftBehind(prisma: Trace, ours: Trace): Difference | null {
  const lines = Object.entries({ prisma, ours }).flatMap(([name, { outcome, changed }]) => {
    return outcome.end === 'error' && changed.length > 0 ? [`${name}: ${changed.join(', ')}`] : []
  })
  return lines.length === 0 ? null : { kind: 'left behind by a batch that failed', lines }
}

/**
 * The same operations in a function that has the transaction must give what they give in a list. Of several errors
 * another one may be met: a list is looked at as a whole before it begins.
 */
async function inFunction(
  { ours }: World,
  operations: readonly Operation[],
  inList: Trace,
): Promise<Difference | null> {
  const trace = await ours.runInFunction(operations)
  if (inList.outcome.end === 'error' && trace.outcome.end === 'error') return leftBehind(inList, trace)
  const difference = compareBatch(operations, inList, trace, ['list', 'function'])
  return difference && { ...difference, kind: `in a list / in a function: ${difference.kind}` }
}
