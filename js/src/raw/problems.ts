// What can be wrong with a statement of the caller's own, in words.
//
// Knows nothing of how it runs. The numbers are those of docs/errors.md.

import type { Fault, FaultName } from '../coders/fault.ts'
import type { Refusal } from '../driver.ts'
import { TreewrightError, ValidationError, type Problem } from '../errors.ts'
import type { Path } from '../host/places.ts'

/** The database refused a statement of the caller's own: P2010. */
export class RawQueryError extends TreewrightError {}

/** The error of a refusal that has an SQL state. */
export function refused(operation: string, state: string, refusal: Refusal): RawQueryError {
  const { message, constraint, table, column } = refusal
  const problem: Problem = {
    problem: 'TW801',
    code: 'P2010',
    path: [],
    message: `Raw query failed. Code: \`${state}\`. Message: \`${message}\``,
    help: HELP.get(state) ?? null,
  }
  const places = {
    ...(constraint === null ? {} : { constraint }),
    ...(table === null ? {} : { table }),
    ...(column === null ? {} : { column }),
  }
  const meta = { code: state, message, ...places, driverAdapterError: adapterError(state, refusal) }
  return new RawQueryError(operation, [problem], { meta, cause: refusal.cause })
}

const CAST = 'say which type a value has: `${value}::int`'
const HELP: ReadonlyMap<string, string> = new Map([
  ['42P08', CAST],
  ['42P18', CAST],
])

// The form in which Prisma 7 tells the same.
function adapterError(state: string, { message, constraint, table, column }: Refusal): object {
  const kind = KINDS.get(state) ?? 'postgres'
  return {
    name: 'DriverAdapterError',
    cause: {
      originalCode: state,
      originalMessage: message,
      kind,
      ...(constraint === null ? {} : { constraint: { index: constraint } }),
      ...(table === null ? {} : { table }),
      ...(column === null ? {} : { column }),
      ...(kind === 'postgres' ? { code: state, message } : {}),
    },
  }
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['22001', 'LengthMismatch'],
  ['22003', 'ValueOutOfRange'],
  ['22P02', 'InvalidInputValue'],
  ['23001', 'RestrictViolation'],
  ['23502', 'NullConstraintViolation'],
  ['23503', 'ForeignKeyConstraintViolation'],
  ['23505', 'UniqueConstraintViolation'],
  ['40001', 'TransactionWriteConflict'],
  ['40P01', 'TransactionWriteConflict'],
  ['42703', 'ColumnNotFound'],
  ['42P01', 'TableDoesNotExist'],
  ['53300', 'TooManyConnections'],
])

/** A text where a template has to be. */
export function notATemplate(operation: string): ValidationError {
  return new ValidationError(operation, [
    mistake(
      'TW802',
      [],
      'this is no template, so nothing tells its text from its values',
      `write ${operation}\`SELECT ... WHERE id = \${id}\`; for a text that is put together, and that no user wrote, \`${operation}Unsafe\``,
    ),
  ])
}

/** Something else where a text has to be. */
export function notAText(operation: string): ValidationError {
  return new ValidationError(operation, [mistake('TW802', [], 'this is no text')])
}

/** Values beside a piece of SQL that has its own. */
export function valuesBeside(operation: string): ValidationError {
  return new ValidationError(operation, [
    mistake('TW802', ['values'], 'a piece of SQL has its values in it, and takes no others'),
  ])
}

/** A value that cannot be sent. */
export function badValue(path: Path, { fault, at, detail }: Fault): Problem {
  const parts = [WORDS[fault] ?? 'this cannot be a parameter', at, detail]
  return mistake('TW803', path, parts.filter((part) => part !== undefined).join(': '))
}

/** A value that is not there. */
export function undefinedValue(path: Path): Problem {
  return mistake(
    'TW803',
    path,
    'this is undefined',
    'give null for NULL; `prismaCompat: true` takes one for the other',
  )
}

const WORDS: { readonly [F in FaultName]?: string } = {
  CyclicJson: 'a JSON value that contains itself',
  InvalidDate: 'a Date that holds no date',
  LoneSurrogate: 'text with half a surrogate pair',
  NotANumber: 'a decimal that is no number',
  NotJson: 'a value that JSON cannot hold',
  NulCharacter: 'text with a NUL character',
  OutOfRange: 'a value out of range',
  TooDeep: 'a value nested too deep',
  TooLarge: 'a value too large to be sent',
}

/** A statement that begins or ends a transaction. */
export function isTransactions(operation: string, words: string): ValidationError {
  return new ValidationError(operation, [
    mistake(
      'TW804',
      [],
      `\`${words}\` would begin or end a transaction behind the client's back`,
      'use `$transaction`; savepoints are fine within it',
    ),
  ])
}

/** A driver that cannot tell what came back. */
export function noColumns(operation: string, driver: string): TreewrightError {
  return new TreewrightError(operation, [
    mistake('TW805', [], `the driver ${driver} has no \`ask\`, so it does not tell the types of columns`),
  ])
}

/** A piece of SQL made of something that is none. */
export function badFragment(helper: 'sql' | 'join' | 'raw'): ValidationError {
  const wanted = { sql: 'a template: sql`...`', join: 'an array', raw: 'a text' }[helper]
  return new ValidationError(helper, [mistake('TW802', [], `this takes ${wanted}`)])
}

/** Nothing to stand between the texts. */
export function emptyJoin(): ValidationError {
  return new ValidationError('join', [
    mistake(
      'TW802',
      [],
      'there is nothing to join',
      'no SQL means "none of these" for all statements: look at the length before, or write `= ANY(${array})`',
    ),
  ])
}

function mistake(problem: string, path: Path, message: string, help: string | null = null) {
  return { problem, code: problem, path, message, help }
}
