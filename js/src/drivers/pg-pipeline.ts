// Several calls in one round trip on a node-postgres client: all are sent, and one Sync behind them, so the server runs them
// in one transaction of its own, which it keeps or undoes as a whole.
//
// Knows nothing of plans, and of the client only what it asks of whatever it is given to run. Rows come as the texts that
// the server sent, whatever parsers the program has set.

import type { Reply, Rows } from '../driver.ts'
import type { Prepared } from './pg-prepared.ts'
import { refusalOf } from './refusal.ts'

/** What a client lets its query say to the server. */
export interface PgWire {
  close(message: { type: 'S'; name: string }): void
  parse(query: { text: string; name: string }): void
  bind(config: { portal: string; statement: string; values: (string | null)[]; binary: boolean }): void
  execute(config: { portal: string; rows: number }): void
  sync(): void
  readonly stream?: { cork?(): void; uncork?(): void }
}

/** Calls as a client runs them: the client tells it of each message of the server. */
export class Pipeline {
  /** Set by a client that waits no longer than so long: it wants to hear of the end. */
  callback?: () => void
  readonly done: Promise<Reply>
  readonly #prepared: Prepared
  readonly #rows: Rows[] = []
  #current: (readonly (string | null)[])[] = []
  #settle: (reply: Reply) => void = () => {}

  constructor(prepared: Prepared) {
    this.#prepared = prepared
    this.done = new Promise((resolve) => (this.#settle = resolve))
  }

  submit(wire: PgWire): null {
    wire.stream?.cork?.()
    try {
      for (const name of this.#prepared.closed) wire.close({ type: 'S', name })
      for (const { sql, params, name, isNew } of this.#prepared.sendings) {
        if (isNew) wire.parse({ text: sql, name })
        wire.bind({ portal: '', statement: name, values: [...params], binary: false })
        wire.execute({ portal: '', rows: 0 })
      }
      wire.sync()
    } finally {
      wire.stream?.uncork?.()
    }
    return null
  }

  handleRowDescription(): void {}

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#current.push(fields)
  }

  handleCommandComplete(): void {
    this.#rows.push(this.#current)
    this.#current = []
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete()
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(): void {}

  handleCopyData(): void {}

  // A client forgets its query with the first error, so nothing is heard of the end.
  handleError(error: unknown): void {
    this.#end({ rows: this.#rows, refusal: refusalOf(error) })
  }

  handleReadyForQuery(): void {
    this.#end({ rows: this.#rows, refusal: null })
  }

  #end(reply: Reply): void {
    this.#settle(reply)
    this.callback?.()
  }
}
