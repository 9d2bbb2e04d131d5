// One operation in every way: carried out on the same rows, and compared with what the first way gives.
//
// What all ways agree on may still be wrong: a mistake of ours, a refusal that has no place, rows that a failure leaves.

import { mock } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { IsMade } from '../canonical.ts'
import type { Difference } from '../compare.ts'
import { compareWays } from '../equal.ts'
import { READS, isPlain, type Operation } from '../operation.ts'
import type { Fault, Outcome, Table } from '../outcome.ts'
import type { WayTrace } from '../ways.ts'
import { madeBy, withoutMade } from './made.ts'
import type { Route } from './routes.ts'
import type { Plot } from './state.ts'

/** An operation, the rows it meets, and its number in the run, by which counters and the clock are set. */
export type Turn = { readonly operation: Operation; readonly before: readonly Table[]; readonly n: number }

/** What came of it in each way. */
export type Taken = {
  readonly traces: readonly WayTrace[]
  readonly isMade: IsMade
  readonly found: Found | null
  /** What differs and may. */
  readonly decided: readonly string[]
}

/** A difference, with the ways that show it. */
export type Found = Difference & { readonly ways: readonly Route[]; readonly told: readonly Told[] }

export type Told = { readonly name: string; readonly outcome: Outcome }

/** Carries turns out. */
export type Dealer = { take(turn: Turn, among?: readonly Route[]): Promise<Taken> }

const NOON = Date.UTC(2033, 0, 1, 12)
const TWO_HOURS = 7_200_000

/** The n-th operation has a clock that stands still, two hours after the one before it. */
function setClock(n: number): void {
  mock.timers.reset()
  mock.timers.enable({ apis: ['Date'], now: NOON + n * TWO_HOURS })
}

/** Gives the clock back. */
export function releaseClock(): void {
  mock.timers.reset()
}

/** The ways of a schema, as something that takes turns. */
export function dealer(plot: Plot, routes: readonly Route[]): Dealer {
  const held = new Map<Route, readonly Table[]>()

  async function lay(route: Route, { before, n }: Turn): Promise<void> {
    const there = held.get(route) ?? []
    const other = before.filter((table, at) => !isDeepStrictEqual(table.rows, there[at]?.rows ?? []))
    const sql = plot.laying(other, n)
    if (sql !== '') await route.ground.run(sql)
  }

  async function see(route: Route): Promise<readonly Table[]> {
    const tables = await plot.see(route.ground)
    held.set(route, tables)
    return tables
  }

  async function trace(route: Route, turn: Turn): Promise<WayTrace> {
    const { operation, before } = turn
    await lay(route, turn)
    if (route.isTwice) {
      await route.one(operation)
      await see(route)
      await lay(route, turn)
    }
    const outcome = await route.one(operation)
    const tables = await see(route)
    const changed = changedTables(before, tables)
    if (!isRefused(outcome)) return { outcome, tables, changed }
    const instead = await route.instead(operation)
    const after = await see(route)
    const refusal = { outcome, left: changed.length > 0 }
    return { outcome: instead, tables: after, changed: changedTables(before, after), refusal }
  }

  return {
    async take(turn, among = routes) {
      setClock(turn.n)
      const isMade = madeBy(plot, turn.operation, turn.before, turn.n)
      const traces = await Promise.all(
        among.map(async (route) => {
          const taken = await trace(route, turn)
          return { ...taken, outcome: withoutMade(taken.outcome, isMade) }
        }),
      )
      return { traces, isMade, ...judged(turn, among, traces, isMade) }
    },
  }
}

function changedTables(before: readonly Table[], after: readonly Table[]): string[] {
  return after.filter(({ rows }, at) => !isDeepStrictEqual(rows, before[at]?.rows)).map(({ name }) => name)
}

/** Whether the driver has no way to carry it out. */
function isRefused(outcome: Outcome): boolean {
  return outcome.end === 'error' && outcome.faults?.[0]?.problem === 'TW613'
}

function judged(
  { operation }: Turn,
  routes: readonly Route[],
  traces: readonly WayTrace[],
  isMade: IsMade,
): Pick<Taken, 'found' | 'decided'> {
  const decided: string[] = []
  const [first, ...others] = routes.map((route, at) => ({ route, trace: traces[at] as WayTrace }))
  if (first === undefined) throw new Error('there are no ways')
  for (const { route, trace } of [first, ...others]) {
    const wrong = wrongInItself(trace)
    if (wrong !== null) return { found: foundIn(wrong, [{ route, trace }]), decided }
  }
  for (const other of others) {
    const [one, another] = [first, other].map(({ route, trace }) => [route, withReceipt(trace)] as const)
    if (one === undefined || another === undefined) throw new Error('there are no two ways')
    const found = excuse(one, another) ?? compareWays(operation, one, another, isMade)
    if (typeof found === 'string') decided.push(`${other.route.name}: ${found}`)
    const difference =
      typeof found === 'string' ? null : (found ?? otherOrder(operation, first.trace, other.trace))
    if (difference !== null) return { found: foundIn(difference, [first, other]), decided }
  }
  return { found: null, decided }
}

/** Too long, out of range, not read by the column's type. */
export const OF_VALUES: RegExp = /^TW60[567]$/

const POINTS_NOWHERE = 'TW602'

/**
 * Why the same error may have another place. Of a value that does not fit the server tells neither table nor column, so
 * that without a transaction only what holds all that was sent at once is known. And rows that are written together may be
 * written in the order of keys that were made for them, by chance, so that of several that point nowhere any may be first.
 */
function excuse([, one]: Compared, [way, other]: Compared): string | null {
  if (other.refusal !== undefined || other.changed.length > 0) return null
  const [fault, own] = [one, other].map(faultOf)
  if (fault === undefined || own === undefined || fault.problem !== own.problem) return null
  const isWithin = isDeepStrictEqual(own.path, fault.path.slice(0, own.path.length))
  const isPlaceless = OF_VALUES.test(own.problem) && isPlain(own.words) && own.words['model'] === null
  if (way.isWhole && isWithin && isPlaceless) return 'the server does not tell of which table a value is'
  const isSame = isDeepStrictEqual(fault.words, own.words) && isDeepStrictEqual(named(fault), named(own))
  if (own.problem !== POINTS_NOWHERE || !isSame || isDeepStrictEqual(fault.path, own.path)) return null
  return 'another of the rows that point nowhere'
}

function faultOf({ outcome }: WayTrace): Fault | undefined {
  return outcome.end === 'error' ? outcome.faults?.[0] : undefined
}

function named({ path }: Fault): readonly (string | number)[] {
  return path.filter((segment) => typeof segment === 'string')
}

type Compared = readonly [route: Route, trace: WayTrace]

/** Rows that are alike in all tables are told apart by what the receipt says of each. */
function withReceipt(trace: WayTrace): WayTrace {
  const { outcome, tables } = trace
  const receipt = outcome.end === 'value' ? outcome.receipt : undefined
  const told = Object.entries(isPlain(receipt) ? receipt : {}).flatMap(([what, all]) => {
    return (Array.isArray(all) ? all : []).flatMap(({ place, row }: { place: unknown; row?: object }) => {
      return Object.values(row ?? {}).map((value) => [what, String(place), keyText(value)])
    })
  })
  return {
    ...trace,
    tables: [...tables, { name: 'the receipt', columns: ['what', 'place', 'key'], rows: told }],
  }
}

function keyText(value: unknown): string {
  return isPlain(value) ? String(Object.values(value)[0]) : String(value)
}

type Ran = { readonly route: Route; readonly trace: WayTrace }

function foundIn({ kind, lines }: Difference, ran: readonly Ran[]): Found {
  const told = ran.map(({ route, trace }) => ({
    name: route.name,
    outcome: trace.refusal?.outcome ?? trace.outcome,
  }))
  return { kind: `${told.at(-1)?.name ?? ''}: ${kind}`, lines, told, ways: ran.map(({ route }) => route) }
}

/** Mistakes that are one whatever the others say. */
function wrongInItself({ outcome, changed, refusal }: WayTrace): Difference | null {
  for (const one of [outcome, ...(refusal === undefined ? [] : [refusal.outcome])]) {
    if (one.end !== 'error') continue
    if (one.code.startsWith('thrown')) return { kind: one.code, lines: [one.message] }
    const problem = one.faults?.find(({ problem }) => NEVER.test(problem))?.problem
    if (problem !== undefined) return { kind: problem, lines: [one.message] }
  }
  if (outcome.end === 'error' && changed.length > 0)
    return { kind: 'left behind by what failed', lines: changed }
  return null
}

/** A mistake of ours, a table or column that is not there, a state that nobody foresaw. */
const NEVER = /^TW(9\d\d|610|611|612|699)$/

/** What is read comes in the same order. */
function otherOrder({ verb }: Operation, one: WayTrace, other: WayTrace): Difference | null {
  if (!(READS as readonly string[]).includes(verb)) return null
  const [value, own] = [one, other].map(({ outcome }) => (outcome.end === 'value' ? outcome.value : null))
  if (isDeepStrictEqual(value, own)) return null
  return { kind: 'order', lines: [JSON.stringify(value), JSON.stringify(own)] }
}
