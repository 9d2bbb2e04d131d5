// Carries a session's turns to a connection and the replies back, wave by wave.
//
// Decides nothing: what is sent next and what a reply means is the session's to say.

import { refusalOf, type Call, type Connection, type Reply, type Rows } from '../driver.ts'
import { errorOf, type TreewrightError } from '../errors.ts'
import type { PreparedShape } from '../planner/bindings.ts'
import type { Failure, RefusalForm, ReplyForm, Script, Turn } from '../planner/forms.ts'
import type { Binder } from './bind.ts'
import { place } from './place.ts'
import type { Reading } from './reader.ts'

/** A statement that was carried out, for listeners. */
export type StatementEvent = {
  /** The operation: `user.create`. */
  readonly operation: string
  /** Its position in the plan, from 1. */
  readonly step: number
  readonly sql: string
  readonly parameters: readonly (string | null)[]
  /** How many rows were sent. */
  readonly given: number
  /** How many rows came back or were counted. */
  readonly rows: number
}

/** One run of a script. */
export type Run = {
  readonly operation: string
  readonly prepared: PreparedShape
  readonly script: Script
  readonly reading: Reading
  readonly binder: Binder
  readonly onStatement: (event: StatementEvent) => void
}

/** Carries a script out on a connection; gives what each statement gave, or throws why it failed. */
export async function carryOut(run: Run, connection: Connection): Promise<Rows[]> {
  const results: Rows[] = []
  const session = run.prepared.start()
  try {
    let turn = session.turn()
    while (turn.turn === 'run') {
      const { reply, detail, cause } = await carryWave(run, connection, turn, results)
      turn = session.next(reply)
      if (turn.turn === 'failed') throw failed(run, turn, detail, cause)
    }
    return results
  } finally {
    session.free()
  }
}

type Carried = { readonly reply: ReplyForm; readonly detail: string | null; readonly cause: unknown }

async function carryWave(
  run: Run,
  connection: Connection,
  turn: Extract<Turn, { turn: 'run' }>,
  results: Rows[],
): Promise<Carried> {
  const { binder, script } = run
  const bound = turn.calls.map(({ statement, keys }) => {
    const params = binder.bind(statement, keys)
    return {
      statement,
      params,
      sql: script.statements[statement]?.sql ?? '',
      given: givenTo(run, statement, keys),
    }
  })
  // A statement for no rows has nothing to say; its reply is known.
  const sent = bound.filter(({ given }) => given > 0)
  const answer = await send(
    connection,
    sent.map(({ sql, params }) => ({ sql, params })),
  )
  const rows: ReplyForm['rows'][number][] = []
  let answered = 0
  for (const { statement, given, sql, params } of bound) {
    const found = given > 0 ? answer.rows[answered] : []
    if (found === undefined) break
    if (given > 0) answered += 1
    results[statement] = found
    const form = rowsForm(script, statement, given, found)
    rows.push(form)
    if (given > 0) {
      const { operation } = run
      run.onStatement({ operation, step: statement + 1, sql, parameters: params, given, rows: form.rows })
    }
  }
  const { refusal } = answer
  return {
    reply: { rows, refusal: refusal === null ? null : refusalForm(refusal) },
    detail: refusal?.detail ?? null,
    cause: refusal?.cause,
  }
}

// A driver that rejects has lost its connection.
async function send(connection: Connection, calls: readonly Call[]): Promise<Reply> {
  try {
    return await connection.send(calls)
  } catch (error) {
    return { rows: [], refusal: refusalOf(error) }
  }
}

// A read is given the rows that point somewhere; a write, the rows it makes.
function givenTo(
  run: Run,
  statement: number,
  keys: readonly { readonly values: readonly unknown[] }[],
): number {
  if (run.script.statements[statement]?.kind !== 'read') return run.binder.nRows(statement)
  return keys.reduce((n, { values }) => Math.max(n, values.filter((value) => value !== null).length), 0)
}

function rowsForm(script: Script, statement: number, given: number, found: Rows): ReplyForm['rows'][number] {
  const { givesRows = false, lends = [] } = script.statements[statement] ?? {}
  const rows = givesRows || given === 0 ? found.length : Number(found[0]?.[0] ?? 0)
  return { given, rows, lent: lends.map((position) => found.map((row) => row[position + 1] ?? null)) }
}

/** The parts of a refusal that the planner reads. */
export function refusalForm(refusal: RefusalForm): RefusalForm {
  const { state, message, detail, schema, table, column, constraint } = refusal
  return { state, message, detail, schema, table, column, constraint }
}

function failed(run: Run, failure: Failure, detail: string | null, cause: unknown): TreewrightError {
  const { path, partner } = place(failure, detail, run)
  return failureError(run.operation, failure, path, partner, cause)
}

/** A failure as an error to throw. */
export function failureError(
  operation: string,
  failure: Failure,
  path: Failure['path'],
  partner: Failure['path'] | null,
  cause: unknown,
): TreewrightError {
  const { words, model, target, constraint } = failure
  const meta = {
    ...(model === null ? {} : { modelName: model }),
    ...(target.length === 0 ? {} : { target }),
    ...(constraint === null ? {} : { constraint }),
    ...(partner === null ? {} : { partner }),
  }
  return errorOf(operation, [{ words, path }], { model, meta, ...(cause === undefined ? {} : { cause }) })
}
