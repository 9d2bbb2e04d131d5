// Judges the ways against each other: each must give what going wave by wave gives, and leave the same rows.
//
// What may be otherwise is counted. Of rows that are written together and collide, the server may meet another one first.
// A way without transactions refuses what it cannot carry, tells a place of an error that holds the one that was meant, and
// where a foreign key refuses, it cannot tell whether a row points nowhere or is still pointed at.

import { isDeepStrictEqual } from 'node:util'
import type { Subject } from './campaign.ts'
import type { IsMade } from './canonical.ts'
import { compare, type Difference } from './compare.ts'
import { generate, generateBatch } from './generate.ts'
import type { Verdict } from './judge.ts'
import type { Operation } from './operation.ts'
import type { Fault, Trace } from './outcome.ts'
import type { Way, WayTrace } from './ways.ts'

/** One operation by itself. */
export const equalAlone: Subject<readonly Way[]> = {
  generate: (seed, bounds) => [generate(seed, bounds)],
  judge: judgeWays,
  narrowed,
}

/** Several operations, one after the other. */
export const equalInTurn: Subject<readonly Way[]> = { generate: generateBatch, judge: judgeWays, narrowed }

/** The two ways that a difference is told of. */
function narrowed(ways: readonly Way[], { told }: Verdict): readonly Way[] {
  return ways.filter((way) => told.some(({ name }) => name === way.name))
}

type Ran = { readonly way: Way; readonly traces: readonly WayTrace[] }

/** Carries operations out in every way and compares what each gave with what it gave in the first. */
export async function judgeWays(ways: readonly Way[], operations: readonly Operation[]): Promise<Verdict> {
  const ran = await Promise.all(ways.map(async (way) => ({ way, traces: await way.run(operations) })))
  const [first, ...others] = ran
  if (first === undefined) throw new Error('there are no ways')
  const counted: string[] = []
  for (const [at, operation] of operations.entries()) {
    const one = traceAt(first, at)
    for (const other of others) {
      const trace = traceAt(other, at)
      const found = compareWays(operation, [first.way, one], [other.way, trace])
      if (typeof found === 'string') counted.push(`${other.way.name}: ${found}`)
      if (typeof found !== 'object' || found === null) continue
      const told = [first, other].map((ran) => ({ name: ran.way.name, outcome: toldOf(traceAt(ran, at)) }))
      const kind = `${other.way.name}: ${found.kind}`
      const before = operations.slice(0, at + 1)
      return { operations: before, told, difference: { ...found, kind }, decided: counted, isAbsent: false }
    }
  }
  const { outcome } = traceAt(first, operations.length - 1)
  const told = [{ name: first.way.name, outcome }]
  return { operations, told, difference: null, decided: counted, isAbsent: outcome.end === 'absent' }
}

function traceAt({ way, traces }: Ran, at: number): WayTrace {
  const trace = traces[at]
  if (trace === undefined) throw new Error(`there is no trace ${at} of ${way.name}`)
  return trace
}

function toldOf({ outcome, refusal }: WayTrace): Trace['outcome'] {
  return refusal?.outcome ?? outcome
}

/** A way, as far as it matters for what may differ. */
export type NamedWay = Pick<Way, 'name' | 'isWhole'>

/** What differs; in a word what may; null if nothing does. */
export function compareWays(
  operation: Operation,
  [firstWay, one]: readonly [NamedWay, WayTrace],
  [way, other]: readonly [NamedWay, WayTrace],
  isMade?: IsMade,
): Difference | string | null {
  const names = [firstWay.name, way.name] as const
  const { outcome, refusal } = other
  if (refusal?.left === true) return { kind: 'left behind by a refusal', lines: other.changed }
  if (refusal === undefined && outcome.end !== 'absent' && outcome.carriage === null)
    return { kind: 'carried out where there is no way', lines: [] }
  const difference = compare(operation, one, other, names, isMade)
  if (difference !== null) return difference
  if (refusal !== undefined) return 'refused for lack of a transaction'
  const [faults, own] = [faultsOf(one), faultsOf(other)]
  if (isDeepStrictEqual(faults, own)) return null
  const reason = reasonOf(way, faults, own)
  if (reason !== null) return reason
  const lines = [faults, own].map((all, at) => `${names[at] ?? ''}: ${all.map(faultText).join(', ')}`)
  return { kind: 'faults', lines }
}

function faultsOf({ outcome }: Trace): readonly Fault[] {
  return outcome.end === 'error' ? (outcome.faults ?? []) : []
}

function faultText({ problem, path, words }: Fault): string {
  return `${problem} at ${path.join('.')}: ${JSON.stringify(words)}`
}

/** Why an error may be another one, if it may. */
function reasonOf({ isWhole }: NamedWay, faults: readonly Fault[], own: readonly Fault[]): string | null {
  const [fault, other] = [faults[0], own[0]]
  if (fault === undefined || other === undefined || faults.length + own.length !== 2) return null
  const isSame = fault.problem === other.problem && isDeepStrictEqual(fault.words, other.words)
  if (isSame && fault.problem === TAKEN && isDeepStrictEqual(unnumbered(fault), unnumbered(other)))
    return 'another of the rows that collide'
  const isWithin = isDeepStrictEqual(other.path, fault.path.slice(0, other.path.length))
  if (!isWhole || !isWithin) return null
  if (isSame) return 'the place of an error is coarser'
  const isOfLink = fault.problem === POINTED_AT && other.problem === POINTS_NOWHERE
  return isOfLink ? 'the other end of a foreign key' : null
}

const TAKEN = 'TW601'
const POINTS_NOWHERE = 'TW602'
const POINTED_AT = 'TW614'

function unnumbered({ path }: Fault): readonly string[] {
  return path.filter((segment) => typeof segment === 'string')
}
