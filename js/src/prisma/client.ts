// `new PrismaClient({ schema, driver })`: our client with Prisma's face, for code that was written for Prisma.
//
// Knows no model and no verb: every accessor of our client is passed through as it is.

import { clientThrowing } from '../client.ts'
import type { SchemaDescription } from '../schema.ts'
import type { ClientFace, Events, Models, WithOptions } from '../types/client.ts'
import { asPrismas } from './errors.ts'
import { listen, printLog, type LogEvent, type QueryEvent } from './events.ts'
import { absentOf, absentOfModel } from './not-here.ts'
import { checkOptions, type PrismaClientOptions } from './options.ts'

/** What a client offers beside its models: ours, and Prisma's events. */
export interface PrismaFace<S extends SchemaDescription, D = string> extends Omit<
  ClientFace<S, D>,
  '$on' | '$with'
> {
  /** The same client on a connection or transaction that the caller already holds. */
  $with(client: unknown, options?: WithOptions): PrismaClient<S, D>
  /** Calls `listener` for each statement; gives the client. */
  $on(event: 'query', listener: (event: QueryEvent) => void): PrismaClient<S, D>
  /** Calls `listener` for each error that an operation throws; gives the client. */
  $on(event: 'info' | 'warn' | 'error', listener: (event: LogEvent) => void): PrismaClient<S, D>
  /** Calls `listener` for each event of ours; gives a function that stops it. */
  $on<E extends keyof Events>(event: E, listener: (event: Events[E]) => void): () => void
}

/** A client; `D` is what decimals become. */
export type PrismaClient<S extends SchemaDescription, D = string> = Models<S, D> & PrismaFace<S, D>

/** The class of clients. */
export interface PrismaClientConstructor {
  new <const S extends SchemaDescription, D = string>(options: PrismaClientOptions<S, D>): PrismaClient<S, D>
}

/** Makes a client that reads its arguments as Prisma does; may be extended by a class of the caller's. */
export const PrismaClient: PrismaClientConstructor = class {
  constructor(options: PrismaClientOptions<SchemaDescription, unknown>) {
    checkOptions(options)
    const { log, ...ours } = options
    const prismaCompat = ours.prismaCompat ?? true
    const client = made(() => clientThrowing({ ...ours, prismaCompat }, asPrismas))
    printLog(client.$on, log)
    Object.defineProperties(this, faceOf(client, this))
  }
} as PrismaClientConstructor

/** Our client, of which only the face is known. */
type Faced = ClientFace<SchemaDescription, unknown>

// `self` is what `$on` gives back; the client of a transaction is made here.
function faceOf(client: Faced, self: object = {}): PropertyDescriptorMap {
  const own = Object.getOwnPropertyDescriptors(client) as PropertyDescriptorMap
  const models = Object.entries(own).filter(([name]) => !name.startsWith('$'))
  const accessors = models.map(([name, { value }]) => {
    const accessor: object = value
    const whole = { ...Object.getOwnPropertyDescriptors(accessor), ...absentOfModel(accessor, name) }
    return [name, method(Object.defineProperties({}, whole))] as const
  })
  const inner = (client: Faced): object => Object.defineProperties({}, faceOf(client))
  const face: PropertyDescriptorMap = {
    $on: method((event: string, listener: (event: never) => void) => {
      return listen(client.$on, event, listener) ?? self
    }),
    $with: method((held: unknown, options?: WithOptions) => {
      return inner(made(() => client.$with(held, options)) as unknown as Faced)
    }),
    $connect: method(() => told(client.$connect())),
    $transaction: method((work: unknown, options: never) => {
      const wrapped = typeof work === 'function' ? (tx: unknown) => work(inner(tx as Faced)) : work
      return told(client.$transaction(wrapped as [], options))
    }),
    $batch: method((operations: [], options: never) => told(client.$batch(operations, options))),
  }
  return { ...own, ...Object.fromEntries(accessors), ...face, ...absentOf(client) }
}

function method(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true }
}

function made<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw asPrismas(error)
  }
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw asPrismas(error)
  }
}
