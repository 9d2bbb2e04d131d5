// Comments on statements, in the form of sqlcommenter: `/*action='create',model='User'*/` behind the text, keys in order.
//
// Whatever a key or a value is, what is written of it is letters, digits and `-_.%`, so nothing of it can end a comment or
// begin a statement. Comments never stand in the way of a write: what cannot be written is left out.

import type { Call } from '../driver.ts'
import type { Account } from './account.ts'
import { complain } from './listeners.ts'
import type { Telemetry } from './telemetry.ts'

/** What a comment is made for. */
export type Commented = {
  /** The operation: `user.create`. */
  readonly operation: string
  readonly model: string | null
  readonly verb: string
  /** The operation with what it does inside: `user.create(posts.create)`. */
  readonly shape: string
}

/** What a comment says, by keys; what is null or undefined is left out. */
export type Tags = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Comments as the option `comments` asks for them: the usual ones, or those of a function. */
export type CommentsOption = boolean | ((of: Commented) => Tags)

/** How calls get their comments. */
export type Comments = (account: Account, calls: readonly Call[]) => readonly Call[]

/** How calls get comments; null if they get none. */
export function commentsOf(option: unknown, followers: readonly Telemetry[]): Comments | null {
  if (option === undefined || option === false) return null
  if (option !== true && typeof option !== 'function') {
    throw new TypeError('`comments` is true, false or a function that gives tags')
  }
  const ask = option === true ? usual : (option as (of: Commented) => Tags)
  const orNone = (who: object, tell: () => Tags | undefined): Tags => {
    try {
      return tell() ?? {}
    } catch (error) {
      complain(who, 'comments', error)
      return {}
    }
  }
  return (account, calls) => {
    const { operation, model, verb, shape } = account
    const tags = orNone(ask, () => ask({ operation, model, verb, shape }))
    const stays = commentText(tags)
    let first = stays
    for (const one of followers) {
      const goesOn = orNone(one, () => one.comment?.(account))
      if (Object.keys(goesOn).length > 0) first = commentText({ ...tags, ...goesOn })
    }
    let isFirst = first !== stays
    return calls.map((call) => {
      if (!takesComments(call.sql)) return call
      const isUnique = isFirst
      isFirst = false
      return withComment(call, isUnique ? first : stays, isUnique)
    })
  }
}

function usual({ operation }: Commented): Tags {
  return { action: operation, db_driver: 'treewright' }
}

// A text that has a comment already is left as it is, as sqlcommenter asks; so are the words of transactions.
function takesComments(sql: string): boolean {
  return !sql.includes('/*') && !OF_TRANSACTIONS.test(sql)
}

const OF_TRANSACTIONS = /^(?:SAVEPOINT|RELEASE|ROLLBACK|SET TRANSACTION)\b/

function withComment(call: Call, comment: string, isUnique: boolean): Call {
  if (comment === '') return call
  // A comment to the end of a line would take ours along.
  const between = call.sql.includes('--') ? '\n' : ' '
  return { sql: call.sql + between + comment, params: call.params, bare: call.sql, isUnique }
}

/** How long a value may be. */
const LONGEST = 500

/** A comment in the form of sqlcommenter; empty for no tags. */
export function commentText(tags: Tags): string {
  if (typeof tags !== 'object' || tags === null) return ''
  const pairs = Object.entries(tags).flatMap(([key, value]) => {
    const isOne = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return isOne && key !== '' ? [[encoded(key), encoded(String(value))] as const] : []
  })
  pairs.sort(([one], [other]) => (one < other ? -1 : 1))
  return pairs.length === 0 ? '' : `/*${pairs.map(([key, value]) => `${key}='${value}'`).join(',')}*/`
}

function encoded(text: string): string {
  const whole = text.slice(0, LONGEST).replaceAll(/\p{Surrogate}/gu, '\u{FFFD}')
  return encodeURIComponent(whole).replaceAll(/[!'()*~]/g, (mark) => {
    return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  })
}
