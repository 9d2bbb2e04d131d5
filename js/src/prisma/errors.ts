// Prisma's error classes by their names: what our client throws is an instance of them, and still of our own classes.
//
// Knows nothing of what went wrong: our codes are Prisma's where it has one. An error is one object with two families, so
// that ported code finds `code`, `meta` and `clientVersion`, and new code `path`, `problems` and `help`.

import { SchemaError, TreewrightError, ValidationError } from '../errors.ts'
import { clientVersion } from '../version.ts'

/** Prisma's classes that our errors belong to. */
type Kind =
  | 'PrismaClientInitializationError'
  | 'PrismaClientKnownRequestError'
  | 'PrismaClientUnknownRequestError'
  | 'PrismaClientValidationError'

/** To which of Prisma's classes an error of ours belongs; null if it is none of ours. */
function kindOf(error: unknown): Kind | null {
  if (!(error instanceof TreewrightError)) return null
  if (/^P\d{4}$/.test(error.code)) return 'PrismaClientKnownRequestError'
  if (error instanceof SchemaError) return 'PrismaClientInitializationError'
  if (error instanceof ValidationError) return 'PrismaClientValidationError'
  return 'PrismaClientUnknownRequestError'
}

/** The same error with the name and the version that code for Prisma may look at. */
export function asPrismas(error: unknown): unknown {
  const name = kindOf(error)
  return name === null ? error : Object.assign(error as TreewrightError, { name, clientVersion })
}

// Classes of the caller's that extend these have only what they made themselves.
function belongs(asked: object, value: unknown, kind: Kind): boolean {
  if (Function.prototype[Symbol.hasInstance].call(asked, value)) return true
  return Object.hasOwn(asked, Symbol.hasInstance) && kindOf(value) === kind
}

/** What a class of Prisma's is made from. */
type Facts = {
  readonly clientVersion: string
  readonly batchRequestIdx?: number | undefined
}

/** A request failed for a reason that has a code: P2002, P2025 and so on. */
export class PrismaClientKnownRequestError extends Error {
  override name = 'PrismaClientKnownRequestError'
  readonly code: string
  readonly meta?: Record<string, unknown>
  readonly clientVersion: string

  constructor(
    message: string,
    { code, clientVersion, meta }: Facts & { readonly code: string; readonly meta?: Record<string, unknown> },
  ) {
    super(message)
    this.code = code
    this.clientVersion = clientVersion
    if (meta !== undefined) this.meta = meta
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return belongs(this, value, 'PrismaClientKnownRequestError')
  }
}

/** A request failed for a reason that has no code. */
export class PrismaClientUnknownRequestError extends Error {
  override name = 'PrismaClientUnknownRequestError'
  readonly clientVersion: string

  constructor(message: string, { clientVersion }: Facts) {
    super(message)
    this.clientVersion = clientVersion
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return belongs(this, value, 'PrismaClientUnknownRequestError')
  }
}

/** The arguments are wrong; nothing was sent. */
export class PrismaClientValidationError extends Error {
  override name = 'PrismaClientValidationError'
  readonly clientVersion: string

  constructor(message: string, { clientVersion }: Facts) {
    super(message)
    this.clientVersion = clientVersion
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return belongs(this, value, 'PrismaClientValidationError')
  }
}

/** A client could not be made. */
export class PrismaClientInitializationError extends Error {
  override name = 'PrismaClientInitializationError'
  readonly clientVersion: string
  readonly errorCode?: string

  constructor(message: string, clientVersion: string, errorCode?: string) {
    super(message)
    this.clientVersion = clientVersion
    if (errorCode !== undefined) this.errorCode = errorCode
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return belongs(this, value, 'PrismaClientInitializationError')
  }
}

/** Prisma's engine stopped. There is none here, so nothing that we throw is one. */
export class PrismaClientRustPanicError extends Error {
  override name = 'PrismaClientRustPanicError'
  readonly clientVersion: string

  constructor(message: string, clientVersion: string) {
    super(message)
    this.clientVersion = clientVersion
  }
}
