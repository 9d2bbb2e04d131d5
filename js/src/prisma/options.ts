// The options of `new PrismaClient`: ours go on to our client, Prisma's that mean nothing here are refused in words.
//
// Knows nothing of what they do.

import type { ClientOptions } from '../client.ts'
import { ValidationError, type Problem } from '../errors.ts'
import type { SchemaDescription } from '../schema.ts'
import { asPrismas } from './errors.ts'
import type { LogDefinition, LogLevel } from './events.ts'

/** What a client is made from: what ours is, and `log`. */
export type PrismaClientOptions<S extends SchemaDescription, D = string> = ClientOptions<S, D> & {
  /** What is printed (`'query'`), or only told to `$on` (`{ level: 'query', emit: 'event' }`). */
  readonly log?: readonly (LogLevel | LogDefinition)[] | undefined
}

const OURS = [
  'schema',
  'driver',
  'limits',
  'cache',
  'pipeline',
  'retries',
  'transactionOptions',
  'prismaCompat',
  'decimal',
  'metrics',
  'slow',
  'telemetry',
  'comments',
  'log',
]

const DRIVER = 'give `driver`: `pg(pool)` of treewright/pg, or `pglite(db)` of treewright/pglite'
const SELECT = 'leave fields out by `omit` or `select` where they are read'

/** What Prisma's constructor takes, or has taken, and ours does not. */
const INSTEAD: Readonly<Record<string, string>> = {
  adapter: DRIVER,
  accelerateUrl: DRIVER,
  datasourceUrl: DRIVER,
  datasources: DRIVER,
  omit: SELECT,
  errorFormat: 'messages have one form, without colors: leave it out',
  queryPlanCacheMaxSize: 'write `cache: { size }`',
}

const LEVELS = ['query', 'info', 'warn', 'error']
const EMITS = ['stdout', 'event']

/** Throws everything that is wrong with the options, but for what our own client looks at. */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw wrong([problem([], 'a client is made from options', '`new PrismaClient({ schema, driver })`')])
  }
  const given = options as Readonly<Record<string, unknown>>
  const said = Object.keys(given).filter((name) => given[name] !== undefined)
  const problems = said
    .filter((name) => !OURS.includes(name))
    .map((name) => {
      const help = INSTEAD[name] ?? `one of ${OURS.map((one) => `\`${one}\``).join(', ')}`
      return problem([name], `there is no option \`${name}\` here`, help)
    })
  if (given['schema'] === undefined) {
    problems.push(
      problem(['schema'], 'it is missing', 'give what `defineSchema` or `schemaFromPrisma` gives'),
    )
  }
  if (given['driver'] === undefined) problems.push(problem(['driver'], 'it is missing', DRIVER))
  problems.push(...logProblems(given['log']))
  if (problems.length > 0) throw wrong(problems)
}

function logProblems(log: unknown): Problem[] {
  if (log === undefined) return []
  if (!Array.isArray(log)) return [problem(['log'], 'this is no list', "write `log: ['query']`")]
  return Array.from<unknown>(log).flatMap((entry, at) => {
    const isObject = typeof entry === 'object' && entry !== null
    const { level, emit } = (isObject ? entry : { level: entry, emit: 'stdout' }) as Partial<LogDefinition>
    if (level === undefined || !LEVELS.includes(level)) {
      return [problem(['log', at], 'there is no such level', `one of ${LEVELS.join(', ')}`)]
    }
    if (emit === undefined || !EMITS.includes(emit)) {
      return [problem(['log', at, 'emit'], 'there is no such place', `one of ${EMITS.join(', ')}`)]
    }
    return []
  })
}

function problem(path: Problem['path'], message: string, help: string): Problem {
  return { problem: 'TW811', code: 'TW811', path, message, help }
}

function wrong(problems: readonly Problem[]): unknown {
  return asPrismas(new ValidationError('new PrismaClient', problems))
}
