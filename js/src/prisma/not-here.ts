// What Prisma has and we have not, and what to do instead: told when it is called, not by an undefined function.
//
// Knows nothing of what is here.

import { ValidationError } from '../errors.ts'
import { asPrismas } from './errors.ts'

const BY_SQL = 'write it with `$queryRaw`'

/** What a client of Prisma's has, and ours has not. */
const OF_CLIENTS: Readonly<Record<string, string>> = {
  $extends: 'put functions of your own around the client; `$on` tells of every operation and statement',
  $use: 'Prisma 7 has it no more either; `$on` tells of every operation and statement',
  $queryRawTyped: 'write `$queryRaw<Row[]>`',
  $runCommandRaw: 'it is for MongoDB',
}

/** What a model of Prisma's has, and ours has not. */
const OF_MODELS: Readonly<Record<string, string>> = {
  aggregate: BY_SQL,
  groupBy: BY_SQL,
  findRaw: `it is for MongoDB; ${BY_SQL}`,
  aggregateRaw: `it is for MongoDB; ${BY_SQL}`,
}

/** Functions that say what to do instead, for all that a client lacks. */
export function absentOf(client: object): PropertyDescriptorMap {
  return absent(OF_CLIENTS, client, '')
}

/** The same for a model. */
export function absentOfModel(accessor: object, name: string): PropertyDescriptorMap {
  return absent(OF_MODELS, accessor, `${name}.`)
}

function absent(
  names: Readonly<Record<string, string>>,
  owner: object,
  prefix: string,
): PropertyDescriptorMap {
  const missing = Object.entries(names).filter(([name]) => !(name in owner))
  return Object.fromEntries(
    missing.map(([name, instead]) => [name, { value: notHere(prefix + name, instead), enumerable: false }]),
  )
}

/** A function that says that it is not there, and what to do instead. Code for Prisma may call it with `new`. */
export function notHere(name: string, instead: string): () => never {
  return function () {
    const message = `\`${name}\` is not there`
    throw asPrismas(
      new ValidationError(name, [{ problem: 'TW812', code: 'TW812', path: [], message, help: instead }]),
    )
  }
}
