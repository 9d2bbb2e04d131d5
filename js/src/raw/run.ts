// Carries one statement of the caller's own to the database, where its client's operations run.
//
// Knows nothing of templates or of columns: a call goes in, what the database gave comes out.

import { refusalOf, type Answer, type Call, type Connection, type Driver, type Refusal } from '../driver.ts'
import { isRefusal } from '../drivers/connection.ts'
import { transportError, type Host } from '../host/request.ts'
import { TransactionFault } from '../transactions/problems.ts'
import type { Subject } from '../telemetry/account.ts'
import { inSavepoint } from '../transactions/savepoint.ts'
import type { Scope } from '../transactions/scope.ts'
import { isTransactions, noColumns, refused } from './problems.ts'

/** Throws what is wrong with a call that is not to be sent then, and tells the client's listeners of it. */
export function refuseRaw(host: Host, scope: Scope, operation: string, prepare: () => Call): void {
  try {
    prepare()
  } catch (error) {
    host.watch.refused(scope, subjectOf(operation), error)
    throw error
  }
}

/** Sends the call that `prepare` gives, and tells the client's listeners; throws why it failed. */
export async function carryRaw(
  host: Host,
  scope: Scope,
  operation: string,
  prepare: () => Call,
): Promise<Answer> {
  return await host.watch.operation(scope, subjectOf(operation), async (driver, account) => {
    const answer = await carry(host, driver, operation, prepare())
    if (account !== null) {
      account.statements += 1
      account.given += 1
      account.rows += answer.touched
    }
    return answer
  })
}

function subjectOf(operation: string): Subject {
  return { name: operation, model: null, table: null, verb: operation }
}

async function carry(host: Host, driver: Driver, operation: string, call: Call): Promise<Answer> {
  const place = placeOf(operation, call.sql)
  const thrown: unknown[] = []
  const work = async (connection: Connection): Promise<Answer> => {
    try {
      return await send(host, connection, operation, call, driver.name)
    } catch (error) {
      thrown.push(error)
      throw error
    }
  }
  try {
    if (driver.isWithin !== true) return await driver.connect(work)
    const isSafe = driver.withoutSavepoints !== true && place === 'anywhere'
    return await driver.transaction(isSafe ? inSavepoint(work) : work)
  } catch (error) {
    throw thrown.length > 0 ? thrown[0] : transportError(host.planner, operation, error)
  }
}

async function send(
  host: Host,
  connection: Connection,
  operation: string,
  call: Call,
  driver: string,
): Promise<Answer> {
  if (connection.ask === undefined) throw noColumns(operation, driver)
  const start = performance.now()
  const answer = await connection.ask(call).catch(lost)
  if (isRefusal(answer)) {
    if (answer.state !== null) throw refused(operation, answer.state, answer)
    throw transportError(host.planner, operation, answer.cause)
  }
  const { sql, params: parameters } = call
  const milliseconds = performance.now() - start
  host.onStatement({ operation, step: 1, sql, parameters, given: 1, rows: answer.touched, milliseconds })
  return answer
}

// A driver that rejects has lost its connection, unless its transaction is over.
function lost(error: unknown): Refusal {
  if (error instanceof TransactionFault) throw error
  return refusalOf(error)
}

/**
 * Whether a statement can run in a savepoint of ours. Savepoints of the caller's have to outlive theirs, and a transaction
 * cannot be set inside of one.
 */
function placeOf(operation: string, sql: string): 'anywhere' | 'outermost' {
  const [, first = '', second = ''] = (FIRST_WORDS.exec(sql) ?? []).map((word) => word?.toUpperCase())
  const words = `${first} ${second}`
  if (OUTERMOST.test(words)) return 'outermost'
  if (OF_A_TRANSACTION.test(words)) throw isTransactions(operation, words.trim())
  return 'anywhere'
}

// The first two words behind white space and comments, if there are any: it always matches, so it never looks twice.
const FIRST_WORDS = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*(?:([a-z]+)(?:\s+([a-z]+))?)?/i
const OUTERMOST = /^(?:SAVEPOINT|RELEASE|ROLLBACK TO|SET TRANSACTION) ?/
const OF_A_TRANSACTION =
  /^(?:BEGIN|START TRANSACTION|END|ABORT|PREPARE TRANSACTION|(?:COMMIT|ROLLBACK)(?! PREPARED))\b/
