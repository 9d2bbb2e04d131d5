// `$queryRaw` and its kind: statements of the caller's own, which wait to be awaited as operations do.
//
// Knows nothing of models.

import type { DecodeOptions } from '../coders/decode.ts'
import type { Answer, Call } from '../driver.ts'
import { ValidationError, type Problem } from '../errors.ts'
import type { Host } from '../host/request.ts'
import { rawOperation, type RawOperation } from '../operation.ts'
import type { Scope } from '../transactions/scope.ts'
import type { Raw } from '../types/raw.ts'
import { rowsOf } from './columns.ts'
import { parametersOf } from './parameters.ts'
import { notAText, notATemplate, valuesBeside } from './problems.ts'
import { carryRaw, refuseRaw } from './run.ts'
import { isSql, isTemplate, pieceOf } from './sql.ts'

/** A text with its values; throws if it is none. */
type Read = () => { readonly text: string; readonly values: readonly unknown[] }

/** What a client offers for statements of the caller's own. */
export function rawOn(host: Host, decoding: DecodeOptions, scope: Scope): Raw {
  const rows = (answer: Answer) => rowsOf(answer, decoding)
  const count = ({ touched }: Answer) => touched
  const asked = <T>(name: string, read: Read, give: (answer: Answer) => unknown): RawOperation<T> => {
    const call = () => callOf(host, name, read)
    return rawOperation<T>({
      scope,
      call,
      check: () => problemsOf(call),
      refuse: () => refuseRaw(host, scope, name, call),
      async run(scope) {
        return { value: give(await carryRaw(host, scope, name, call)) as T }
      },
    })
  }
  return {
    $queryRaw: (query, ...values) => asked('$queryRaw', tagged('$queryRaw', query, values), rows),
    $executeRaw: (query, ...values) => asked('$executeRaw', tagged('$executeRaw', query, values), count),
    $queryRawUnsafe: (text, ...values) => {
      return asked('$queryRawUnsafe', asText('$queryRawUnsafe', text, values), rows)
    },
    $executeRawUnsafe: (text, ...values) => {
      return asked('$executeRawUnsafe', asText('$executeRawUnsafe', text, values), count)
    },
  }
}

function tagged(name: string, query: unknown, values: readonly unknown[]): Read {
  return () => {
    if (isTemplate(query)) return pieceOf(query, values)
    if (!isSql(query)) throw notATemplate(name)
    if (values.length > 0) throw valuesBeside(name)
    // A piece of another library may have been changed since it was made.
    return pieceOf(query.strings, query.values)
  }
}

function asText(name: string, text: unknown, values: readonly unknown[]): Read {
  return () => {
    if (typeof text !== 'string') throw notAText(name)
    return { text, values }
  }
}

function callOf(host: Host, name: string, read: Read): Call {
  const { text, values } = read()
  const { texts, problems } = parametersOf(values, host.reading.ignoresUndefined === true)
  if (problems.length > 0) throw new ValidationError(name, problems)
  return { sql: text, params: texts }
}

function problemsOf(call: () => Call): readonly Problem[] {
  try {
    call()
    return []
  } catch (error) {
    if (error instanceof ValidationError) return error.problems
    throw error
  }
}
