// Judges one operation: carried out on both sides, compared, and where it differs, whether that was decided.
//
// Knows nothing of seeds and campaigns. Several errors in one operation are taken apart by smaller operations.

import { compare, type Difference } from './compare.ts'
import { decided } from './differences.ts'
import { isPlain, type Operation } from './operation.ts'
import { VALIDATION, wordOf, type Outcome, type Trace } from './outcome.ts'
import { shrink, smallerOrTamer } from './shrink.ts'
import type { Twins } from './world.ts'

/** How an operation ended, and where. */
export type Told = { readonly name: string; readonly outcome: Outcome }

/** What an operation showed, alone or after others. */
export type Verdict = {
  /** The one that was judged comes last; before it those that ran first, in the same transaction. */
  readonly operations: readonly Operation[]
  /** How it ended, on each side that is told of. */
  readonly told: readonly Told[]
  /** What differs and was not meant to. */
  readonly difference: Difference | null
  /** The names of the decisions that explain what differs otherwise. */
  readonly decided: readonly string[]
  /** Treewright does not have the verb. */
  readonly isAbsent: boolean
}

/** Carries an operation out on both sides and compares. */
export async function judge(twins: Twins, operation: Operation): Promise<Verdict> {
  const [prisma, ours] = await Promise.all([twins.prisma.run(operation), twins.ours.run(operation)])
  const isAbsent = ours.outcome.end === 'absent'
  const difference = isAbsent ? null : compare(operation, prisma, ours)
  const why = difference && decided.find((one) => one.applies(operation, prisma.outcome, ours.outcome))
  const name =
    why?.name ??
    (difference !== null && (await failBothAlone(twins, operation, prisma, ours)) ? SEVERAL : null)
  return {
    operations: [operation],
    told: [
      { name: 'prisma', outcome: prisma.outcome },
      { name: 'ours', outcome: ours.outcome },
    ],
    difference: name === null ? difference : null,
    decided: name === null ? [] : [name],
    isAbsent,
  }
}

/** Decided as well: statements run table by table, so where several things are wrong another may be met first. */
const SEVERAL = 'another of several errors'

/**
 * Whether each side's error is one that the other side makes too, once what leads to the other error is left out: the
 * operation is made small with regard to one side's code, and then the other side must say the same.
 */
async function failBothAlone(
  twins: Twins,
  operation: Operation,
  prisma: Trace,
  ours: Trace,
): Promise<boolean> {
  if (codeOf(ours) === 'P2025' && codeOf(prisma) !== null && (await isRowMissing(twins, operation)))
    return true
  // Where one side says that a key is taken, no key is: then both must say what the other one said.
  const [prismaCode, ourCode] = [codeOf(prisma), codeOf(ours)]
  if ((prismaCode === 'P2002') !== (ourCode === 'P2002')) {
    const fresh = withFreshTexts(operation)
    const said = prismaCode === 'P2002' ? ourCode : prismaCode
    if (codeOf(await twins.ours.run(fresh)) === said && codeOf(await twins.prisma.run(fresh)) === said)
      return true
  }
  const sides = [
    { mine: twins.ours, other: twins.prisma, code: codeOf(ours) },
    { mine: twins.prisma, other: twins.ours, code: codeOf(prisma) },
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
async function isRowMissing({ prisma }: Twins, { model, verb, args }: Operation): Promise<boolean> {
  if (verb !== 'update' || !isPlain(args)) return false
  const { outcome } = await prisma.run({ model, verb, args: { where: args['where'], data: {} } })
  return wordOf(outcome) === 'P2025'
}

/** The code of an error that comes of the rows, not of the arguments. */
function codeOf({ outcome }: Trace): string | null {
  return outcome.end === 'error' && /^P20/.test(outcome.code) ? outcome.code : null
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
