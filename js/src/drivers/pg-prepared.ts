// Which texts a connection has prepared, and under which names: what is sent again need not be read and planned again.
//
// A name is made of its text, so one that a pooler's connection knows already stands for the same text. Where a connection
// turns out not to know a name that it was told (a pooler has changed it, somebody has thrown all names away), its names are
// forgotten; where that happens again and again, nothing is prepared any more.

import type { Call, Refusal } from '../driver.ts'

/** How a call is to be sent. */
export type Sending = Call & {
  /** The name of its text; none for a text that is not kept. */
  readonly name: string
  /** Whether the connection has to be told the text. */
  readonly isNew: boolean
}

/** Calls as they are to be sent, and the names to be given up before. */
export type Prepared = { readonly sendings: readonly Sending[]; readonly closed: readonly string[] }

/** What the connections of a driver have prepared. */
export type PreparedTexts = {
  /** How calls are to be sent on a connection. */
  prepare(connection: object, calls: readonly Call[]): Prepared
  /** Takes note of what came of it; true if all is to be sent again, without names. */
  settle(connection: object, prepared: Prepared, n_done: number, refusal: Refusal | null): boolean
}

/** A text on a connection, with the comment that it came with last. */
type Text = { readonly sql: string; readonly name: string; uses: number; isTold: boolean; isUnsure: boolean }

/** How many texts a connection keeps. */
const MOST_TEXTS = 100

/** How often a text has to come before it is kept: one that comes once is not worth the memory. */
const USES_BEFORE = 1

/** How often names may get lost. */
const MOST_LOSSES = 3

/** Values of more parts than this are planned for each time: the best way for a few is none for thousands. */
const MOST_PARTS = 100

/** Prepares texts on the connections of one driver. */
export function preparedTexts(): PreparedTexts {
  const connections = new WeakMap<object, Map<string, Text>>()
  let n_losses = 0

  function textsOf(connection: object): Map<string, Text> {
    let texts = connections.get(connection)
    if (texts === undefined) connections.set(connection, (texts = new Map()))
    return texts
  }

  function prepare(connection: object, calls: readonly Call[]): Prepared {
    if (n_losses >= MOST_LOSSES) return { sendings: calls.map(unprepared), closed: [] }
    const texts = textsOf(connection)
    const closed: string[] = []
    const told = new Set<string>()
    const sendings = calls.map((call): Sending => {
      if (call.isUnique === true || !isSmall(call)) return unprepared(call)
      const bare = call.bare ?? call.sql
      let text = texts.get(bare)
      // What comes with another comment is another text to the server, and takes the place of the one before.
      if (text !== undefined && text.sql !== call.sql) {
        if (text.isTold || text.isUnsure) closed.push(text.name)
        text = undefined
      }
      text ??= { sql: call.sql, name: nameOf(call.sql), uses: 0, isTold: false, isUnsure: false }
      // The map's order is the order of use.
      texts.delete(bare)
      texts.set(bare, text)
      text.uses += 1
      if (text.uses <= USES_BEFORE) return unprepared(call)
      if (text.isUnsure) closed.push(text.name)
      const isNew = !text.isTold && !told.has(text.name)
      told.add(text.name)
      return { ...call, name: text.name, isNew }
    })
    for (const [sql, { name, isTold, isUnsure }] of texts) {
      if (texts.size <= MOST_TEXTS || told.has(name)) break
      texts.delete(sql)
      if (isTold || isUnsure) closed.push(name)
    }
    return { sendings, closed }
  }

  function settle(connection: object, { sendings }: Prepared, n_done: number, refusal: Refusal | null) {
    if (refusal !== null && LOST.has(refusal.state ?? '') && sendings.some(({ name }) => name !== '')) {
      connections.delete(connection)
      if (refusal.state !== CHANGED) n_losses += 1
      return true
    }
    const texts = textsOf(connection)
    for (const [at, { sql, bare = sql, name, isNew }] of sendings.entries()) {
      const text = isNew ? texts.get(bare) : undefined
      if (text === undefined || name === '' || text.name !== name) continue
      text.isTold ||= at < n_done
      // Whether the connection has read what was refused, it does not say.
      text.isUnsure = at >= n_done
    }
    return false
  }

  return { prepare, settle }
}

/** Prepares nothing. */
export const notPrepared: PreparedTexts = {
  prepare: (_, calls) => ({ sendings: calls.map(unprepared), closed: [] }),
  settle: () => false,
}

/** What the server says where it would read a text otherwise by now. */
const CHANGED = '0A000'

/** The same, and what it says of a name that it does not know, or knows already. */
const LOST: ReadonlySet<string> = new Set(['26000', '42P05', CHANGED])

function unprepared(call: Call): Sending {
  return { ...call, name: '', isNew: true }
}

function isSmall({ params }: Call): boolean {
  let left = MOST_PARTS
  for (const param of params) {
    for (let at = param?.indexOf(',') ?? -1; at >= 0; at = param?.indexOf(',', at + 1) ?? -1) {
      left -= 1
      if (left === 0) return false
    }
  }
  return true
}

// More than a hundred bits, so that two texts do not share a name.
function nameOf(sql: string): string {
  return `treewright_${hash(sql, 0)}${hash(sql, 1)}`
}

function hash(text: string, seed: number): string {
  let [one, other] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 2_654_435_761)
    other = Math.imul(other ^ code, 1_597_334_677)
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(other ^ (other >>> 13), 3_266_489_909)
  other = Math.imul(other ^ (other >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909)
  return (other >>> 0).toString(16).padStart(8, '0') + (one >>> 0).toString(16).padStart(8, '0')
}
