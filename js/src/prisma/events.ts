// Prisma's events and its log, made of ours.
//
// Knows nothing of how statements run. `info` and `warn` are Prisma's engine speaking; nobody says them here.

import type { StatementEvent } from '../host/run.ts'
import type { Events } from '../types/client.ts'
import { notHere } from './not-here.ts'

/** What can be logged. */
export type LogLevel = 'query' | 'info' | 'warn' | 'error'

/** What is logged, and whether it is printed. `$on` hears it either way. */
export type LogDefinition = { readonly level: LogLevel; readonly emit: 'stdout' | 'event' }

/** A statement, as Prisma tells it. */
export type QueryEvent = {
  readonly timestamp: Date
  readonly query: string
  /** The values as a JSON array. */
  readonly params: string
  /** In milliseconds, for it and for what was sent along with it. */
  readonly duration: number
  readonly target: string
}

/** Anything else, as Prisma tells it. */
export type LogEvent = { readonly timestamp: Date; readonly message: string; readonly target: string }

/** Calls a listener for each event of ours; gives a function that stops it. */
export type Listen = <E extends keyof Events>(event: E, listener: (event: Events[E]) => void) => () => void

const TARGET = 'treewright'

/** Calls a listener for each event, by Prisma's names or by ours. Only ours give a function that stops it. */
export function listen(
  on: Listen,
  event: string,
  listener: (event: never) => void,
): (() => void) | undefined {
  switch (event) {
    case 'query':
      on('statement', (statement) => listener(queryEvent(statement) as never))
      return undefined
    case 'error':
      on('operation', ({ error }) => {
        if (error !== null) listener(logEvent(error) as never)
      })
      return undefined
    case 'info':
    case 'warn':
      return undefined
    case 'beforeExit':
      return notHere("$on('beforeExit')", "Prisma 7 has it no more either; use `process.on('beforeExit')`")()
    default:
      return on(event as 'statement', listener as (event: Events[keyof Events]) => void)
  }
}

/** Prints what the option `log` asks for. */
export function printLog(on: Listen, log: readonly (LogLevel | LogDefinition)[] = []): void {
  for (const entry of log) {
    const { level, emit } = typeof entry === 'string' ? { level: entry, emit: 'stdout' } : entry
    if (emit !== 'stdout') continue
    listen(on, level, ({ query, message }: Partial<QueryEvent & LogEvent>) => {
      console.log(`prisma:${level} ${query ?? message}`)
    })
  }
}

function queryEvent({ sql, parameters, milliseconds }: StatementEvent): QueryEvent {
  const timestamp = new Date(Date.now() - milliseconds)
  return { timestamp, query: sql, params: JSON.stringify(parameters), duration: milliseconds, target: TARGET }
}

function logEvent(error: unknown): LogEvent {
  const message = error instanceof Error ? error.message : String(error)
  return { timestamp: new Date(), message, target: TARGET }
}
