// treewright({ schema, driver }): one accessor a model, one method a verb, and what a client offers beside them.
//
// Knows no verb's meaning; a verb is a name that the planner reads.

import type { Driver } from './driver.ts'
import { grammarOf } from './host/grammar.ts'
import {
  checkRequest,
  planRequest,
  refuseRequest,
  runRequest,
  transportError,
  type Host,
} from './host/request.ts'
import { USUAL_RETRIES } from './host/attempts.ts'
import { USUAL_CHARACTERS } from './host/calls.ts'
import { planCache } from './host/prepared.ts'
import { fieldValues, type DecimalClass } from './host/values.ts'
import { operation, type Operation } from './operation.ts'
import { schemaPlanner } from './planner/bindings.ts'
import { rawOn } from './raw/index.ts'
import type { SchemaDescription } from './schema.ts'
import { channelsHere } from './telemetry/channels.ts'
import type { CommentsOption } from './telemetry/comments.ts'
import { figuresOf, type MetricsOption } from './telemetry/figures.ts'
import { noListeners } from './telemetry/listeners.ts'
import { readMetrics } from './telemetry/metrics.ts'
import type { Telemetry } from './telemetry/telemetry.ts'
import { watchBy, watchersIn, type AsThrown } from './telemetry/watch.ts'
import { transactionsOn } from './transactions/index.ts'
import { scopeOn, withoutSavepoints, type Scope } from './transactions/scope.ts'
import { hasSavepoints, termsOf, type TransactionOptions } from './transactions/terms.ts'
import type { Client, ClientFace, Events } from './types/client.ts'
import type { LooseAccessor } from './types/loose.ts'
import type { Transactions } from './types/transactions.ts'
import { FieldReference } from './values.ts'

/** What a client is made from. */
export type ClientOptions<S extends SchemaDescription, D = string> = {
  readonly schema: S
  readonly driver: Driver
  readonly limits?: {
    /** How many relations deep a request may be; 10 if not said, and never more than 100. */
    readonly depth?: number
    /** How many objects a request may have; 1,000,000 if not said. */
    readonly nodes?: number
    /** How many characters the values of one call may have together; more are sent in several. 67,108,864 if not said. */
    readonly characters?: number
  }
  readonly cache?: {
    /** How many plans are kept; 1,000 if not said. */
    readonly size?: number
  }
  /** Whether a write goes to the database in one round trip, where its plan and the driver can; true if not said. */
  readonly pipeline?: boolean
  /**
   * How often a write in a transaction of its own is done again when another transaction was in the way; 11 if not said, 0 for
   * never.
   */
  readonly retries?: number
  /** What holds for every transaction that does not say otherwise. */
  readonly transactionOptions?: TransactionOptions
  /** Whether a condition that is undefined is left out, as Prisma leaves it out. Else it is a mistake. */
  readonly prismaCompat?: boolean
  /** Whether `db.$metrics()` counts; with `{ shapes }`, for how many shapes of operations, 200 if not said. */
  readonly metrics?: MetricsOption
  /** After how many milliseconds `db.$on('slow', ...)` hears of an operation; 1,000 if not said. */
  readonly slow?: number
  /** Who follows operations: `openTelemetry()` of treewright/opentelemetry. */
  readonly telemetry?: Telemetry | readonly Telemetry[]
  /** Whether statements carry comments in the form of sqlcommenter: the usual ones, or those that a function gives. */
  readonly comments?: CommentsOption
  /** What decimals become: the constructor of a decimal library. Without it they stay texts, and lose no digit. */
  readonly decimal?: DecimalClass<D>
}

const EVENTS = ['statement', 'operation', 'slow', 'transaction', 'retry', 'progress'] as const
const USUAL_LIMITS = { depth: 10, nodes: 1_000_000 }
const MOST_DEPTH = 100
const USUAL_CACHE = 1_000

/** Makes a client; throws what is wrong with the schema. */
export function treewright<const S extends SchemaDescription, D = string>(
  options: ClientOptions<S, D>,
): Client<S, D> {
  return clientThrowing(options, (error) => error)
}

/** The same, for a face that has errors of its own kinds. */
export function clientThrowing<const S extends SchemaDescription, D = string>(
  options: ClientOptions<S, D>,
  asThrown: AsThrown,
): Client<S, D> {
  const { schema, decimal } = options
  const driver = options.pipeline === false ? withoutPipeline(options.driver) : options.driver
  const listeners = noListeners<Events>(EVENTS)
  const channels = channelsHere()
  const figures = figuresOf(options.metrics)
  termsOf(options.transactionOptions)
  const planner = schemaPlanner(schema)
  const host: Host = {
    planner,
    grammar: grammarOf(planner),
    cache: planCache(planner, options.cache?.size ?? USUAL_CACHE),
    reading: {
      ignoresUndefined: options.prismaCompat ?? false,
      depth: Math.min(options.limits?.depth ?? USUAL_LIMITS.depth, MOST_DEPTH),
      nodes: options.limits?.nodes ?? USUAL_LIMITS.nodes,
    },
    values: fieldValues(schema, decimal),
    onStatement(event) {
      listeners.tell('statement', event)
      channels.statement(event)
    },
    onProgress: (event) => listeners.tell('progress', event),
    characters: options.limits?.characters ?? USUAL_CHARACTERS,
    retries: retriesOf(options.retries),
    onRetry(event) {
      listeners.tell('retry', event)
      channels.retry(event)
    },
    watch: watchBy({ listeners, figures, channels, asThrown, ...watchersIn(options) }),
  }
  const $metrics = readMetrics(figures, host.cache.figures)

  function clientOn(scope: Scope): Client<S, D> {
    const { driver } = scope
    const begins = transactionsOn<Client<S, D>>({
      scope,
      usual: options.transactionOptions,
      clientOn,
      onRetry: host.onRetry,
      watch: host.watch,
      refused: (cause) => transportError(planner, '$transaction', cause),
    })
    const face: ClientFace<S, D> = {
      ...(begins as Transactions<S, D>),
      ...rawOn(host, decimal === undefined ? {} : { decimal }, scope),
      $with(client, options) {
        const within = driver.within(client)
        return clientOn(scopeOn(hasSavepoints(options) ? within : withoutSavepoints(within), client))
      },
      $on: listeners.on,
      $metrics,
      get $cache() {
        return host.cache.figures()
      },
      async $connect() {
        try {
          await driver.connect(async () => {})
        } catch (cause) {
          throw transportError(planner, '$connect', cause)
        }
      },
      $disconnect: () => driver.close(),
    }
    const models = Object.keys(schema.models).map((model) => {
      return [accessorName(model), accessor(host, scope, schema, model)] as const
    })
    return Object.defineProperties(
      Object.fromEntries(models),
      Object.getOwnPropertyDescriptors(face),
    ) as Client<S, D>
  }
  return clientOn(scopeOn(driver))
}

function retriesOf(retries: number = USUAL_RETRIES): number {
  if (Number.isInteger(retries) && retries >= 0) return retries
  throw new TypeError(`\`retries\` is a whole number from 0, and not ${JSON.stringify(retries)}`)
}

/** The same driver, which is sent statement after statement. */
function withoutPipeline({ pipeline: _, ...driver }: Driver): Driver {
  return { ...driver, within: (client) => withoutPipeline(driver.within(client)) }
}

function accessor(host: Host, scope: Scope, schema: SchemaDescription, model: string): LooseAccessor {
  const name = accessorName(model)
  const table = tableOf(schema, model)
  const verb = <T>(verb: string, args: unknown): Operation<T> => {
    const request = { name: `${name}.${verb}`, model, table, verb, args }
    return operation<T>({
      scope,
      plan: () => planRequest(host, scope.driver, request),
      check: () => checkRequest(host, request),
      refuse: () => refuseRequest(host, scope, request),
      async run(scope) {
        const { value, receipt } = await runRequest(host, scope, request)
        return { value: value as T, receipt }
      },
    })
  }
  return {
    get fields() {
      return referencesTo(schema, model)
    },
    create: (args) => verb('create', args),
    createMany: (args) => verb('createMany', args),
    createManyAndReturn: (args) => verb('createManyAndReturn', args),
    update: (args) => verb('update', args),
    updateMany: (args) => verb('updateMany', args),
    updateManyAndReturn: (args) => verb('updateManyAndReturn', args),
    upsert: (args) => verb('upsert', args),
    delete: (args) => verb('delete', args),
    deleteMany: (args = {}) => verb('deleteMany', args),
    findUnique: (args) => verb('findUnique', args),
    findUniqueOrThrow: (args) => verb('findUniqueOrThrow', args),
    findFirst: (args = {}) => verb('findFirst', args),
    findFirstOrThrow: (args = {}) => verb('findFirstOrThrow', args),
    findMany: (args = {}) => verb('findMany', args),
    count: (args) => verb('count', args ?? {}),
  }
}

function referencesTo(schema: SchemaDescription, model: string): LooseAccessor['fields'] {
  const names = Object.keys(schema.models[model]?.fields ?? {})
  return Object.fromEntries(names.map((name) => [name, new FieldReference(model, name)]))
}

function tableOf({ models }: SchemaDescription, model: string): string {
  const { table = model, schema } = models[model] ?? {}
  return schema === undefined ? table : `${schema}.${table}`
}

function accessorName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1)
}
