// Runs operations, or batches of them, of many seeds on both sides and gathers what differed.
//
// Knows nothing of where the account goes.

import { judgeBatch } from './batches.ts'
import { generate, generateBatch, type Bounds } from './generate.ts'
import { judge, type Verdict } from './judge.ts'
import type { Operation } from './operation.ts'
import { wordOf } from './outcome.ts'
import { shrinkBatch } from './shrink.ts'
import { signatureOf } from './walk.ts'
import type { Side, World } from './world.ts'

/** What a seed stands for, and how that is judged. */
export type Subject<W> = {
  generate(seed: number, bounds: Bounds): readonly Operation[]
  judge(world: W, operations: readonly Operation[]): Promise<Verdict>
  /** As much of the world as shows a difference; all of it if not said. */
  narrowed?(world: W, found: Verdict): W
}

/** One operation by itself. */
export const alone: Subject<World> = {
  generate: (seed, bounds) => [generate(seed, bounds)],
  judge(world, [operation]) {
    if (operation === undefined) throw new Error('there is no operation')
    return judge(world, operation)
  },
}

/** Several operations in one transaction. */
export const batches: Subject<World> = { generate: generateBatch, judge: judgeBatch }

/** What the seed of a difference stands for, and the smallest that shows the same. */
export type Finding = {
  readonly seed: number
  readonly original: readonly Operation[]
  readonly smallest: Verdict
}

/** Everything that was found, by class. */
export type Account = {
  n_run: number
  n_absent: number
  readonly words: Map<string, number>
  readonly decided: Map<string, number>
  readonly classes: Map<string, { readonly first: Finding; count: number }>
}

export type Campaign<W> = {
  readonly subject: Subject<W>
  readonly seeds: Iterable<number>
  readonly bounds: Bounds
  /** Stops after the first class of differences. */
  readonly stopsAtFirst: boolean
  /** Called after each seed. */
  progress(account: Account, seed: number): void
}

/** Runs a campaign. */
export async function run<W>(
  world: W,
  { subject, seeds, bounds, stopsAtFirst, progress }: Campaign<W>,
): Promise<Account> {
  const account: Account = { n_run: 0, n_absent: 0, words: new Map(), decided: new Map(), classes: new Map() }
  for (const seed of seeds) {
    const original = subject.generate(seed, bounds)
    const verdict = await subject.judge(world, original)
    account.n_run += 1
    if (verdict.isAbsent) account.n_absent += 1
    for (const { outcome } of verdict.told.slice(0, 1)) count(account.words, wordOf(outcome))
    for (const name of verdict.decided) count(account.decided, name)
    if (verdict.difference !== null)
      await record({ world, subject, account }, { seed, original, smallest: verdict })
    progress(account, seed)
    if (stopsAtFirst && account.classes.size > 0) break
  }
  return account
}

/** How often each word was the outcome, and each use of a verb ended well, on one side alone. */
export async function survey(
  side: Side,
  seeds: Iterable<number>,
  bounds: Bounds,
  progress: (seed: number) => void,
) {
  const words = new Map<string, number>()
  const uses = new Map<string, { n: number; n_ok: number }>()
  for (const seed of seeds) {
    const operation = generate(seed, bounds)
    const word = wordOf((await side.run(operation)).outcome)
    count(words, word)
    for (const use of [`top ${operation.verb}`, ...signatureOf(operation).split(', ').slice(1)]) {
      const figures = uses.get(use) ?? { n: 0, n_ok: 0 }
      uses.set(use, { n: figures.n + 1, n_ok: figures.n_ok + (word === 'ok' ? 1 : 0) })
    }
    progress(seed)
  }
  return { words, uses }
}

type Gathering<W> = { readonly world: W; readonly subject: Subject<W>; readonly account: Account }

async function record<W>(
  { world, subject, account }: Gathering<W>,
  { seed, original, smallest: found }: Finding,
): Promise<void> {
  const kind = found.difference?.kind
  // What was found before is not made small again, where it can be told from the operation as it is.
  const known = account.classes.get(classOf(found))
  if (known !== undefined) return void (known.count += 1)
  let smallest = found
  const needed = subject.narrowed?.(world, found) ?? world
  await shrinkBatch(found.operations, async (smaller) => {
    const next = await subject.judge(needed, smaller)
    if (next.difference?.kind !== kind) return false
    smallest = next
    return true
  })
  const name = classOf(smallest)
  const first = account.classes.get(name)
  if (first !== undefined) first.count += 1
  else account.classes.set(name, { first: { seed, original, smallest }, count: 1 })
}

/** Differences of one kind that the same verbs on the same kinds of relation show. */
function classOf({ operations, difference }: Verdict): string {
  return `${difference?.kind}: ${operations.map(signatureOf).join('; ')}`
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
