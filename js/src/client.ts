// treewright({ schema, driver }): one accessor a model, one method a verb, and what a client offers beside them.
//
// Knows no verb's meaning; a verb is a name that the planner reads.

import type { Driver } from './driver.ts'
import { grammarOf } from './host/grammar.ts'
import { checkRequest, planRequest, runRequest, type Host, type OperationEvent } from './host/request.ts'
import { planCache, type CacheFigures } from './host/prepared.ts'
import type { Row } from './host/assemble.ts'
import type { StatementEvent } from './host/run.ts'
import { fieldValues, type DecimalClass } from './host/values.ts'
import { operation, type Operation } from './operation.ts'
import { schemaPlanner } from './planner/bindings.ts'
import type { SchemaDescription } from './schema.ts'

/** What a client is made from. */
export type ClientOptions<S extends SchemaDescription> = {
  readonly schema: S
  readonly driver: Driver
  readonly limits?: {
    /** How many relations deep a request may be; 10 if not said, and never more than 100. */
    readonly depth?: number
    /** How many objects a request may have; 1,000,000 if not said. */
    readonly nodes?: number
  }
  readonly cache?: {
    /** How many plans are kept; 1,000 if not said. */
    readonly size?: number
  }
  /** Whether a condition that is undefined is left out, as Prisma leaves it out. Else it is a mistake. */
  readonly prismaCompat?: boolean
  /** What decimals become: the constructor of a decimal library. Without it they stay texts, and lose no digit. */
  readonly decimal?: DecimalClass
}

/** Fields, relations and conditions by their names. */
export type Tree = { readonly [name: string]: unknown }

/** What comes back of the rows that are written. */
export type Chosen = {
  readonly select?: Choice
  readonly include?: Choice
  readonly omit?: { readonly [field: string]: boolean }
}

/** How many rows were written. */
export type Count = { readonly count: number }

/** The arguments of `create`. */
export type CreateArguments = Chosen & { readonly data: Tree }

/** The arguments of `createMany`. */
export type CreateManyArguments = {
  readonly data: Tree | readonly Tree[]
  /** Whether rows that share a key with a row that is there are left out. */
  readonly skipDuplicates?: boolean
}

/** The arguments of `update`. */
export type UpdateArguments = Chosen & { readonly where: Tree; readonly data: Tree }

/** The arguments of `updateMany`. */
export type UpdateManyArguments = {
  readonly where?: Tree
  readonly data: Tree
  /** How many rows at most. */
  readonly limit?: number
}

/** The arguments of `upsert`. */
export type UpsertArguments = Chosen & { readonly where: Tree; readonly create: Tree; readonly update: Tree }

/** The arguments of `delete`. */
export type DeleteArguments = Chosen & { readonly where: Tree }

/** The arguments of `deleteMany`. */
export type DeleteManyArguments = {
  readonly where?: Tree
  /** How many rows at most. */
  readonly limit?: number
}

/** What comes back: fields by true and false, relations also by what is chosen of them. */
export type Choice = {
  readonly [name: string]:
    | boolean
    | {
        readonly select?: Choice
        readonly include?: Choice
        readonly omit?: { readonly [field: string]: boolean }
      }
}

/** What can be done with a model. */
export type ModelAccessor = {
  /** Makes a row and everything written inside of it. */
  create<T = Row>(args: CreateArguments): Operation<T>
  /** Makes rows. */
  createMany(args: CreateManyArguments): Operation<Count>
  /** Makes rows and gives them back. */
  createManyAndReturn<T = Row>(args: CreateManyArguments & Chosen): Operation<T[]>
  /** Changes a row and everything written inside of it. */
  update<T = Row>(args: UpdateArguments): Operation<T>
  /** Changes all rows that meet a condition. */
  updateMany(args: UpdateManyArguments): Operation<Count>
  /** Changes all rows that meet a condition, and gives them back. */
  updateManyAndReturn<T = Row>(args: UpdateManyArguments & Chosen): Operation<T[]>
  /** Changes a row, or makes it if it is not there. */
  upsert<T = Row>(args: UpsertArguments): Operation<T>
  /** Deletes a row; gives back what it was. */
  delete<T = Row>(args: DeleteArguments): Operation<T>
  /** Deletes all rows that meet a condition. */
  deleteMany(args?: DeleteManyArguments): Operation<Count>
}

/** What can be listened to. */
export type Events = {
  /** A statement was carried out. */
  readonly statement: StatementEvent
  /** An operation ended, well or not. */
  readonly operation: OperationEvent
}

/** What a client offers beside its models. */
export type ClientFace<S extends SchemaDescription> = {
  /** The same client on a connection or transaction that the caller already holds. */
  $with(client: unknown): Client<S>
  /** Calls `listener` for each event; gives a function that stops it. */
  $on<E extends keyof Events>(event: E, listener: (event: Events[E]) => void): () => void
  /** What the plan cache has done so far. */
  readonly $cache: CacheFigures
  /** Ends what the driver itself opened. */
  $disconnect(): Promise<void>
}

/** A client: the models by their names with a small first letter. */
export type Client<S extends SchemaDescription> = {
  readonly [M in keyof S['models'] & string as Uncapitalize<M>]: ModelAccessor
} & ClientFace<S>

const USUAL_LIMITS = { depth: 10, nodes: 1_000_000 }
const MOST_DEPTH = 100
const USUAL_CACHE = 1_000

/** Makes a client; throws what is wrong with the schema. */
export function treewright<const S extends SchemaDescription>(options: ClientOptions<S>): Client<S> {
  const { schema, driver, decimal } = options
  const listeners: { readonly [E in keyof Events]: Set<(event: Events[E]) => void> } = {
    statement: new Set(),
    operation: new Set(),
  }
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
    onStatement: (event) => listeners.statement.forEach((listener) => listener(event)),
    onOperation: (event) => listeners.operation.forEach((listener) => listener(event)),
  }

  function clientOn(driver: Driver): Client<S> {
    const face: ClientFace<S> = {
      $with: (client) => clientOn(driver.within(client)),
      $on(event, listener) {
        const heard = listeners[event]
        if (heard === undefined) throw new TypeError(`there is no event ${JSON.stringify(event)}`)
        heard.add(listener)
        return () => void heard.delete(listener)
      },
      get $cache() {
        return host.cache.figures()
      },
      $disconnect: () => driver.close(),
    }
    const models = Object.keys(schema.models).map((model) => {
      return [accessorName(model), accessor(host, driver, model)] as const
    })
    return Object.defineProperties(
      Object.fromEntries(models),
      Object.getOwnPropertyDescriptors(face),
    ) as Client<S>
  }
  return clientOn(driver)
}

function accessor(host: Host, driver: Driver, model: string): ModelAccessor {
  const name = accessorName(model)
  const verb = <T>(verb: string, args: unknown): Operation<T> => {
    const request = { name: `${name}.${verb}`, model, verb, args }
    return operation<T>({
      plan: () => planRequest(host, request),
      check: () => checkRequest(host, request),
      async run() {
        const { value, receipt } = await runRequest(host, driver, request)
        return { value: value as T, receipt }
      },
    })
  }
  return {
    create: (args) => verb('create', args),
    createMany: (args) => verb('createMany', args),
    createManyAndReturn: (args) => verb('createManyAndReturn', args),
    update: (args) => verb('update', args),
    updateMany: (args) => verb('updateMany', args),
    updateManyAndReturn: (args) => verb('updateManyAndReturn', args),
    upsert: (args) => verb('upsert', args),
    delete: (args) => verb('delete', args),
    deleteMany: (args = {}) => verb('deleteMany', args),
  }
}

function accessorName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1)
}
