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
  const commentOf = option === true ? usualComments() : ownComments(option as (of: Commented) => Tags)
  const texts = commentedTexts()
  const tracers = followers.filter(({ comment }) => comment !== undefined)
  return (account, calls) => {
    if (calls.every(({ sql }) => OF_TRANSACTIONS.test(sql))) return calls
    const { tags, comment } = commentOf(account)
    const goesOn = tracers.map((one) => tagsOr(one, () => one.comment?.(account) ?? {}))
    const isTraced = goesOn.some((more) => Object.keys(more).length > 0)
    let first = isTraced ? commentText(Object.assign({}, tags, ...goesOn) as Tags) : ''
    return calls.map((call) => {
      const { sql: bare, params } = call
      if (first !== '' && takesComments(bare)) {
        const sql = commented(bare, first)
        first = ''
        return { sql, params, bare, isUnique: true }
      }
      const sql = texts(bare, comment)
      return sql === bare ? call : { sql, params, bare }
    })
  }
}

type Comment = { readonly tags: Tags; readonly comment: string }

/** What is always said of an operation. */
function usualComments(): (account: Account) => Comment {
  const known = new Map<string, Comment>()
  return ({ operation }) => {
    let comment = known.get(operation)
    if (comment === undefined) {
      const tags = { action: operation, db_driver: 'treewright' }
      known.set(operation, (comment = { tags, comment: commentText(tags) }))
    }
    return comment
  }
}

function ownComments(ask: (of: Commented) => Tags): (account: Account) => Comment {
  return ({ operation, model, verb, shape }) => {
    const tags = tagsOr(ask, () => ask({ operation, model, verb, shape }))
    return { tags, comment: commentText(tags) }
  }
}

function tagsOr(who: object, tell: () => Tags): Tags {
  try {
    return tell()
  } catch (error) {
    complain(who, 'comments', error)
    return {}
  }
}

/** How many texts are known with their comments. */
const MOST_TEXTS = 2_000

/** Texts with comments: one that comes again with the same comment is the same text, not written anew. */
function commentedTexts(): (sql: string, comment: string) => string {
  const known = new Map<string, { readonly comment: string; readonly text: string }>()
  return (sql, comment) => {
    const last = known.get(sql)
    if (last !== undefined && last.comment === comment) return last.text
    const text = comment === '' || !takesComments(sql) ? sql : commented(sql, comment)
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(sql, { comment, text })
    return text
  }
}

// A text that has a comment already is left as it is, as sqlcommenter asks; so are the words of transactions.
function takesComments(sql: string): boolean {
  return !sql.includes('/*') && !OF_TRANSACTIONS.test(sql)
}

const OF_TRANSACTIONS = /^(?:SAVEPOINT|RELEASE|ROLLBACK|SET TRANSACTION)\b/

// A comment to the end of a line would take ours along.
function commented(sql: string, comment: string): string {
  return sql + (sql.includes('--') ? '\n' : ' ') + comment
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
