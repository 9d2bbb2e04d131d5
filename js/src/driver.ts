// All that is asked of a database client: a connection or a transaction, texts in, texts out.
//
// Knows nothing of plans. Every parameter and every result column is PostgreSQL's own text form (or null), so a new
// adapter never has to convert a value.

export { queryDriver } from './drivers/query.ts'
export type { Query, QueryDriverOptions, QueryResult, QueryRows } from './drivers/query.ts'
export { refusalOf } from './drivers/refusal.ts'

/** One statement with its values in place. */
export type Call = {
  readonly sql: string
  readonly params: readonly (string | null)[]
  /** The text without its comment, where it has one: what an adapter goes by that knows texts again. */
  readonly bare?: string
  /** Whether this very text will not come again: then nothing is gained by preparing it. */
  readonly isUnique?: boolean
}

/** What one call gave back: rows of columns in PostgreSQL's text form. */
export type Rows = readonly (readonly (string | null)[])[]

/** The database's no, in its own words, with the fields of its protocol. */
export type Refusal = {
  /** The five characters of the SQL state; null when the connection failed before the database could say one. */
  readonly state: string | null
  readonly message: string
  readonly detail: string | null
  readonly schema: string | null
  readonly table: string | null
  readonly column: string | null
  readonly constraint: string | null
  readonly where: string | null
  /** What the client threw. */
  readonly cause: unknown
}

/** The rows of every call that succeeded, in order; with a refusal, it is the next call that was refused. */
export type Reply = {
  readonly rows: readonly Rows[]
  readonly refusal: Refusal | null
}

/** A column of what came back. */
export type Column = {
  readonly name: string
  /** PostgreSQL's number of its type: 23 is `int4`. */
  readonly type: number
}

/** All there is to know of what one call gave. */
export type Answer = {
  readonly columns: readonly Column[]
  readonly rows: Rows
  /** How many rows it made, changed, deleted or gave back. */
  readonly touched: number
}

/** One transaction of one database connection. */
export interface Connection {
  /** Sends calls in order and stops at the first that is refused. Never rejects for what the database refuses. */
  send(calls: readonly Call[]): Promise<Reply>
  /**
   * Sends one call whose columns nobody knows before. Never rejects for what the database refuses. Left out by an adapter
   * whose client does not tell the types of columns; such a driver has no raw queries.
   */
  ask?(call: Call): Promise<Answer | Refusal>
  /**
   * The same as `send`, but all calls are sent at once, and waited for once. Left out by an adapter whose client cannot do
   * that, and where no transaction is open.
   */
  pipeline?(calls: readonly Call[]): Promise<Reply>
  /**
   * Stops the call that runs, if one does: it is refused then, and calls sent later are not touched. Never rejects. Left
   * out by an adapter whose client cannot be stopped.
   */
  cancel?(): Promise<void>
}

/** The adapter for one database client. */
export interface Driver {
  /** The adapter's name, for messages: `pg`, `pglite`. */
  readonly name: string
  /** Whether the transaction is the caller's, who began it and will end it. */
  readonly isWithin?: boolean
  /** Whether writes within run in no savepoint, where they can do without. The client's to say, not an adapter's. */
  readonly withoutSavepoints?: boolean
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. The connection is given
   * back either way, and thrown away when it broke.
   *
   * Rejects with what `work` rejected with, and otherwise with what the client threw at beginning or committing, which
   * `refusalOf` reads. A transaction that the database rolled back instead of committing rejects too, with state 25P02.
   *
   * Calls `connected` as soon as it has a connection, here as below, so that it is known how long that took. An adapter
   * that does not know leaves it.
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, connected?: () => void): Promise<T>
  /**
   * Sends all calls at once and waits once: they are one transaction, which is kept if none is refused. Never rejects for
   * what the database refuses. Left out by an adapter whose client cannot do that.
   *
   * Within the caller's transaction they are a part of it, and it fails with the first that is refused.
   */
  pipeline?(calls: readonly Call[], connected?: () => void): Promise<Reply>
  /**
   * Sends what stands for a whole operation and is one transaction: one call, or several where `sendsSeveral` is true.
   * Every column that comes back is a text by the database's doing. Never rejects for what the database refuses. An
   * adapter that has it is given operations in this way before any other.
   */
  sendWhole?(calls: readonly Call[]): Promise<Reply>
  /** Whether `sendWhole` takes more than one call. */
  readonly sendsSeveral?: boolean
  /** Whether a transaction can stay open between two calls; true if not said. What needs one is refused otherwise. */
  readonly holdsTransactions?: boolean
  /** Runs `work` on one connection with no transaction around it: each call commits by itself. */
  connect<T>(work: (connection: Connection) => Promise<T>, connected?: () => void): Promise<T>
  /** The same adapter on a client or transaction the caller already holds; begins and commits nothing. */
  within(client: unknown): Driver
  /** Ends what the adapter itself opened. */
  close(): Promise<void>
}
