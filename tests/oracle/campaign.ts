// Runs operations of many seeds on both sides and gathers what differed.
//
// Knows nothing of where the account goes.

import { compare, type Difference } from './compare.ts'
import { decided } from './differences.ts'
import { generate, type Bounds } from './generate.ts'
import { isPlain, type Operation } from './operation.ts'
import { VALIDATION, wordOf, type Trace } from './outcome.ts'
import { shrink, smallerOrTamer } from './shrink.ts'
import { signatureOf } from './walk.ts'
import type { Side, World } from './world.ts'

/** What one operation showed. */
export type Verdict = {
  readonly operation: Operation
  readonly prisma: Trace
  readonly ours: Trace
  /** What differs and was not meant to. */
  readonly difference: Difference | null
  /** The name of the decision that explains the difference. */
  readonly decided: string | null
  /** Treewright does not have the verb. */
  readonly isAbsent: boolean
}

/** An operation that showed a difference, and the smallest that shows the same. */
export type Finding = { readonly seed: number; readonly original: Operation; readonly smallest: Verdict }

/** Everything that was found, by class. */
export type Account = {
  n_run: number
  n_absent: number
  readonly words: Map<string, number>
  readonly decided: Map<string, number>
  readonly classes: Map<string, { readonly first: Finding; count: number }>
}

export type Campaign = {
  readonly seeds: Iterable<number>
  readonly bounds: Bounds
  /** Stops after the first class of differences. */
  readonly stopsAtFirst: boolean
  /** Called after each operation. */
  progress(account: Account, seed: number): void
}

/** Runs a campaign. */
export async function run(
  world: World,
  { seeds, bounds, stopsAtFirst, progress }: Campaign,
): Promise<Account> {
  const account: Account = { n_run: 0, n_absent: 0, words: new Map(), decided: new Map(), classes: new Map() }
  for (const seed of seeds) {
    const operation = generate(seed, bounds)
    const verdict = await judge(world, operation)
    account.n_run += 1
    if (verdict.isAbsent) account.n_absent += 1
    count(account.words, wordOf(verdict.prisma.outcome))
    if (verdict.decided !== null) count(account.decided, verdict.decided)
    if (verdict.difference !== null) await record(world, account, seed, verdict)
    progress(account, seed)
    if (stopsAtFirst && account.classes.size > 0) break
  }
  return account
}

/** Carries an operation out on both sides and compares. */
export async function judge(world: World, operation: Operation): Promise<Verdict> {
  const [prisma, ours] = await Promise.all([world.prisma.run(operation), world.ours.run(operation)])
  const isAbsent = ours.outcome.end === 'absent'
  const difference = isAbsent ? null : compare(operation, prisma, ours)
  const why = difference && decided.find((one) => one.applies(operation, prisma.outcome, ours.outcome))
  const name =
    why?.name ??
    (difference !== null && (await failBothAlone(world, operation, prisma, ours)) ? SEVERAL : null)
  return { operation, prisma, ours, difference: name === null ? difference : null, decided: name, isAbsent }
}

/** Decided as well: statements run table by table, so where several things are wrong another may be met first. */
const SEVERAL = 'another of several errors'

/**
 * Whether each side's error is one that the other side makes too, once what leads to the other error is left out: the
 * operation is made small with regard to one side's code, and then the other side must say the same.
 */
async function failBothAlone(
  world: World,
  operation: Operation,
  prisma: Trace,
  ours: Trace,
): Promise<boolean> {
  if (codeOf(ours) === 'P2025' && codeOf(prisma) !== null && (await isRowMissing(world, operation)))
    return true
  // Where one side says that a key is taken, no key is: then both must say what the other one said.
  const [prismaCode, ourCode] = [codeOf(prisma), codeOf(ours)]
  if ((prismaCode === 'P2002') !== (ourCode === 'P2002')) {
    const fresh = withFreshTexts(operation)
    const said = prismaCode === 'P2002' ? ourCode : prismaCode
    if (codeOf(await world.ours.run(fresh)) === said && codeOf(await world.prisma.run(fresh)) === said)
      return true
  }
  const sides = [
    { mine: world.ours, other: world.prisma, code: codeOf(ours) },
    { mine: world.prisma, other: world.ours, code: codeOf(prisma) },
  ]
  // What stands inside of a row that is to be changed and is not there is never looked at here.
  const isOfMissing = ours.outcome.end === 'error' && /for a nested update/.test(ours.outcome.message)
  for (const { mine, other, code } of isOfMissing ? sides.slice(0, 1) : sides) {
    if (code === null) return false
    const stillFails = async (smaller: Operation) => {
      if (codeOf(await mine.run(smaller)) !== code) return false
      const { outcome } = await other.run(smaller)
      return outcome.end === 'error' && wordOf(outcome) !== VALIDATION
    }
    const smallest = await shrink(operation, stillFails, smallerOrTamer)
    if (codeOf(await other.run(smallest)) !== code) return false
  }
  return true
}

/** Whether the row that is to be updated is not there at all, by Prisma's own word. */
async function isRowMissing({ prisma }: World, { model, verb, args }: Operation): Promise<boolean> {
  if (verb !== 'update' || !isPlain(args)) return false
  const { outcome } = await prisma.run({ model, verb, args: { where: args['where'], data: {} } })
  return wordOf(outcome) === 'P2025'
}

/** The code of an error that comes of the rows, not of the arguments. */
function codeOf({ outcome }: Trace): string | null {
  return outcome.end === 'error' && /^P20/.test(outcome.code) ? outcome.code : null
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

async function record(world: World, account: Account, seed: number, verdict: Verdict): Promise<void> {
  const kind = verdict.difference?.kind
  // What was found before is not made small again, where it can be told from the operation as it is.
  const known = account.classes.get(classOf(verdict))
  if (known !== undefined) return void (known.count += 1)
  let smallest = verdict
  await shrink(verdict.operation, async (smaller) => {
    const next = await judge(world, smaller)
    if (next.difference?.kind !== kind) return false
    smallest = next
    return true
  })
  const name = classOf(smallest)
  const first = account.classes.get(name)
  if (first !== undefined) first.count += 1
  else account.classes.set(name, { first: { seed, original: verdict.operation, smallest }, count: 1 })
}

/** Differences of one kind that the same verbs on the same kinds of relation show. */
function classOf({ operation, difference }: Verdict): string {
  return `${difference?.kind}: ${signatureOf(operation)}`
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

// The same operation with texts that no row has in all that it makes, so that no key is taken.
function withFreshTexts(operation: Operation): Operation {
  let n = 0
  const freshen = (value: unknown, isMade: boolean): unknown => {
    if (typeof value === 'string') return isMade ? `${value}-fresh-${(n += 1)}` : value
    if (value instanceof Uint8Array) return isMade ? Uint8Array.of(...value, 77, (n += 1)) : value
    if (Array.isArray(value)) return value.map((item) => freshen(item, isMade))
    if (!isPlain(value)) return value
    const entries = Object.entries(value).map(([name, inner]) => {
      const below = name === 'create' || name === 'data' || (isMade && !LOOKING.has(name))
      return [name, freshen(inner, below)] as const
    })
    return Object.fromEntries(entries)
  }
  return { ...operation, args: freshen(operation.args, false) }
}

const LOOKING: ReadonlySet<string> = new Set([
  'where',
  'connect',
  'set',
  'disconnect',
  'delete',
  'deleteMany',
])
