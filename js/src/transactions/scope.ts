// Where the operations of a client run: each by itself, or all inside of one transaction, one after another.
//
// Knows nothing of what an operation does.

import type { Connection, Driver } from '../driver.ts'
import { inLine } from '../drivers/connection.ts'
import type { Account } from '../telemetry/account.ts'
import { isNested, isOver, type TransactionFault } from './problems.ts'
import { endless, type Life } from './life.ts'

/** Where operations run. */
export type Scope = {
  /** What they run on; `isWithin` if inside of a transaction. */
  readonly driver: Driver
  /** How many transactions of ours it is inside of. */
  readonly depth: number
  /** The account of the innermost of them, where it is watched. */
  readonly of?: Account | null
  /** Starts an operation in its turn; throws a fault if there is none for it. */
  enter<T>(operation: () => Promise<T>): Promise<T>
  /** Takes the turns of all operations for a transaction inside of this one. */
  nest<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** Lets nobody in any more, and waits for those who are. */
  close(how: string): Promise<void>
}

/** Operations that wait for each other, and whether a transaction inside has taken their turns. */
type Line = { isNested: boolean }

// What the caller holds has one line, however many clients are made on it.
const lines = new WeakMap<object, Line>()

/** Where operations of a driver run that the caller gave, or on something that the caller holds. */
export function scopeOn(driver: Driver, held?: unknown): Scope {
  if (driver.isWithin === true) return scopeInside(driver, 0, lineOf(held), endless)
  return {
    driver,
    depth: 0,
    enter: (operation) => operation(),
    nest: (work) => driver.transaction(work),
    close: async () => {},
  }
}

/** The same driver, whose writes run in no savepoints where they can do without. */
export function withoutSavepoints(driver: Driver): Driver {
  return {
    name: driver.name,
    isWithin: true,
    withoutSavepoints: true,
    transaction: (work) => driver.transaction(work),
    connect: (work) => driver.connect(work),
    ...(driver.pipeline && { pipeline: driver.pipeline.bind(driver) }),
    within: (client) => driver.within(client),
    close: () => driver.close(),
  }
}

/** Where operations of one transaction of ours run. */
export function scopeOf(connection: Connection, around: Scope, life: Life, savepoints: boolean): Scope {
  const outer = around.driver
  const use: Driver['connect'] = (work) => work(connection)
  const { pipeline } = connection
  const driver: Driver = {
    name: outer.name,
    isWithin: true,
    transaction: use,
    connect: use,
    ...(outer.pipeline && pipeline && { pipeline }),
    within: (client) => outer.within(client),
    close: async () => {},
  }
  const own = savepoints ? driver : withoutSavepoints(driver)
  return scopeInside(own, around.depth + 1, { isNested: false }, life)
}

function scopeInside(driver: Driver, depth: number, line: Line, life: Pick<Life, 'check'>): Scope {
  let closed: TransactionFault | null = null
  function admit(): void {
    life.check()
    if (closed !== null) throw closed
    // To wait for it could be to wait for oneself.
    if (line.isNested) throw isNested()
  }
  const inTurn = <T>(work: () => Promise<T>) =>
    inLine(line, () => {
      life.check()
      return work()
    })
  return {
    driver,
    depth,
    async enter(operation) {
      admit()
      return await inTurn(operation)
    },
    async nest(work) {
      admit()
      line.isNested = true
      try {
        return await inTurn(() => driver.transaction(work))
      } finally {
        line.isNested = false
      }
    },
    async close(how) {
      closed = isOver(how)
      await inLine(line, async () => {})
    },
  }
}

function lineOf(held: unknown): Line {
  if (typeof held !== 'object' || held === null) return { isNested: false }
  const line = lines.get(held) ?? { isNested: false }
  lines.set(held, line)
  return line
}
