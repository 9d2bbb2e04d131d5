// What the planner gives out, as types: scripts, faults, turns. The planner's serde types are the truth; tests hold
// these to it.

import type { Refusal } from '../driver.ts'

/** A problem in words. */
export type Words = {
  /** Our own stable code. */
  readonly problem: string
  /** Prisma's code for the same thing, where it has one. */
  readonly code: string | null
  /** The kind of error to throw. */
  readonly class: ErrorClass
  readonly message: string
  readonly help: string | null
  /** Facts for programs, by the names that Prisma gives them. */
  readonly meta?: Readonly<Record<string, string | null>>
}

/** The kinds of error that a caller catches apart. */
export type ErrorClass =
  | 'schema'
  | 'validation'
  | 'circular'
  | 'notFound'
  | 'unique'
  | 'foreignKey'
  | 'requiredRelation'
  | 'conflict'
  | 'database'
  | 'internal'

/** A problem of a description, or of a verb that is not there. */
export type ErrorForm = { readonly words: Words; readonly path: readonly (string | number)[] }

/** Something a row may have. */
export type Test =
  | { readonly slot: number }
  | { readonly rows: number }
  | { readonly kind: readonly [slot: number, kinds: number] }

/** Which rows have a problem, and which place of theirs to name. */
export type Spot =
  | { readonly at: 'value'; readonly slot: number; readonly kinds: number }
  | { readonly at: 'element'; readonly slot: number; readonly kinds: number }
  | { readonly at: 'lacking'; readonly group: number; readonly tests: readonly Test[]; readonly name: string }
  | { readonly at: 'both'; readonly group: number; readonly first: Test; readonly second: Test }

/** A problem, and how to find the rows that have it. */
export type FaultForm = { readonly spot: Spot; readonly words: Words }

/** How values of a field become text, and back. */
export type CoderForm = {
  readonly coder: string
  readonly list: boolean
  readonly enumeration: string | null
  readonly model: string
  readonly field: string
  readonly column: string
}

/** What a host needs to know of a shape before it sends anything. */
export type PreparedForm = {
  readonly faults: readonly FaultForm[]
  readonly rules: readonly FaultForm[]
  readonly coders: readonly (CoderForm | null)[]
}

/** A plan with all its statements. */
export type Script = {
  readonly statements: readonly Statement[]
  /** Which statements can be sent together, wave by wave. */
  readonly waves: readonly (readonly number[])[]
  /** Whether a transaction has to hold the statements together. */
  readonly inTransaction: boolean
  /** The statements to be sent all at once, if they can be. */
  readonly pipeline: readonly PipelinedCall[] | null
  /** The statement that cannot be sent before others have come back, where they cannot. */
  readonly waits: number | null
  /** Groups of which only one row can be carried out at a time. */
  readonly oneByOne: readonly number[]
  readonly returns: 'row' | 'rows' | 'count' | 'number' | 'numbers'
  readonly answer: AnswerForm | null
  /** The statements whose rows are counted, where a number is the result. */
  readonly counted: readonly number[]
}

/** A statement that is sent before those it waits for have come back. */
export type PipelinedCall = {
  /** Its position in the script. */
  readonly statement: number
  readonly sql: string
  /** Of all rows of its groups that pass the tests of the request. */
  readonly parameters: readonly Parameter[]
}

/** A script to be sent as a whole, every value that comes back a text. */
export type Fused = {
  /** The one statement, if it can be one. */
  readonly call: FusedCall | null
  /** The first statement that cannot be part of it. */
  readonly apart: number | null
  /** The statements to be sent as one, where one is not enough, if none of them waits for another. */
  readonly calls: readonly PipelinedCall[] | null
}

/** All statements of a script as one. */
export type FusedCall = {
  /** Each row that comes back begins with the position of its statement; one with nothing next stands for no row. */
  readonly sql: string
  readonly parts: readonly FusedPart[]
}

/** What one statement has to do with it. */
export type FusedPart = {
  readonly statement: number
  /** The next parameters. */
  readonly parameters: readonly Parameter[]
  /** How many columns its rows have, behind the position of the statement. */
  readonly width: number
}

/** What a refusal means of statements that were sent all at once. */
export type Meaning =
  | { readonly means: 'rowsMeet' }
  /** `among` has the statements that it may be about, where that is not known. */
  | { readonly means: 'failed'; readonly failure: Failure; readonly among: readonly number[] }

/** A step as SQL. */
export type Statement = {
  readonly kind: 'insert' | 'link' | 'unlink' | 'find' | 'update' | 'delete' | 'read'
  /** What it is to the caller. */
  readonly deed: 'created' | 'updated' | 'connected' | 'disconnected' | 'deleted' | null
  readonly model: string
  /** Where its rows stand in the request, rows left open. */
  readonly at: readonly string[]
  readonly sql: string
  readonly parameters: readonly Parameter[]
  readonly batches: readonly Batch[]
  readonly columns: readonly { readonly name: string; readonly coder: CoderForm }[]
  /** The positions of the columns that later statements borrow. */
  readonly lends: readonly number[]
  /** Whether rows come back; else only their number does. */
  readonly givesRows: boolean
  /** Whether at most one row comes back for each row that is sent, so that rows are kept by their positions. */
  readonly byPosition: boolean
  readonly guard: Guard
  /** Which rows must not meet: those missing twice, those found twice too, unless `same` slots hold the same values. */
  readonly once: {
    readonly found: boolean
    readonly same: readonly (readonly [looked: number, made: number])[]
  } | null
  /** The parameters with the key of the row that is changed, where the last of several changes counts. */
  readonly last: readonly number[]
  /** The statement that reads these rows along with its own; this one is not sent then, and has no text. */
  readonly within: number | null
  /**
   * The statements whose rows come back along with its own. Each row then holds as many columns as the widest, its number
   * among the rows of its statement, and which statement that is: 0 for this one.
   */
  readonly levels: readonly number[]
  /** Whether a key that is taken may mean that another transaction was faster. */
  readonly races: boolean
}

/** How many rows must come back. */
export type Guard =
  | { readonly rows: 'any' | 'kept' }
  | { readonly rows: 'each' | 'none'; readonly words: Words }
  /** `at` is where the value is that stands against it. */
  | { readonly rows: 'again'; readonly words: Words; readonly at: number | null }

/** What goes into one place of a statement. */
export type Parameter =
  | { readonly is: 'values'; readonly coder: CoderForm; readonly sources: readonly (readonly Source[])[] }
  | { readonly is: 'lent'; readonly of: readonly Lent[] }
  | { readonly is: 'positions'; readonly of: readonly (number | null)[] }
  | { readonly is: 'has'; readonly test: Test }
  | { readonly is: 'around'; readonly of: readonly RowsForm[] }
  /** For each row, where among all rows of an earlier statement the one is that it takes values from. */
  | {
      readonly is: 'place'
      readonly step: number
      readonly group: number
      /** For each batch, the values that come first where a row has one; null for rows that ask for nothing there. */
      readonly before: readonly (readonly Source[] | null)[]
    }
  /** The first and the last position of rows of earlier statements. */
  | { readonly is: 'span'; readonly of: readonly RowsForm[] }
  | { readonly is: 'count' }
  | { readonly is: 'number'; readonly slot: number }
  /** One value of the request, or the literal of a list. */
  | { readonly is: 'single'; readonly coder: CoderForm; readonly slot: number }

/** Rows of one group. */
export type Batch = {
  readonly group: number
  readonly only: readonly Pick[]
  /** The entry of the rows that asks for the statement, where it is not the rows themselves. */
  readonly entry: number | null
}

/** What a row must be for a statement to be about it. */
export type Pick =
  | { readonly is: 'test'; readonly test: Test; readonly wanted: boolean }
  | { readonly is: 'any'; readonly tests: readonly Test[] }
  | { readonly is: 'found' | 'missing'; readonly of: readonly RowsForm[] }

/** Where a value comes from. */
export type Source =
  | { readonly given: number }
  | { readonly key: { readonly step: number; readonly column: number; readonly group: number } }
  | { readonly sent: { readonly step: number; readonly parameter: number; readonly group: number } }
  | { readonly made: { readonly generator: string; readonly length: number | null } }
  | 'default'
  | 'now'
  | 'null'

/** A column of rows that came back. */
export type Lent = { readonly step: number; readonly column: number; readonly group: number | null }

/** How rows become objects. */
export type AnswerForm = {
  readonly rows: readonly RowsForm[]
  /** The field's name, and for each of `rows` its column's position. */
  readonly fields: readonly (readonly [string, readonly number[]])[]
  readonly relations: readonly AnswerPart[]
  /** What stands in `_count`: the relation's name, and for each of `rows` its column's position. */
  readonly counts: readonly (readonly [string, readonly number[]])[]
}

/** Rows of a statement. */
export type RowsForm = { readonly step: number; readonly group: number | null }

/** A relation of an answer. */
export type AnswerPart = {
  readonly name: string
  readonly many: boolean
  readonly by: 'nothing' | 'written' | 'read'
  readonly answer: AnswerForm | null
}

/** What a session asks of its host. */
export type Turn =
  | { readonly turn: 'run'; readonly calls: readonly CallForm[] }
  | { readonly turn: 'done'; readonly statements: number; readonly rows: number }
  | ({ readonly turn: 'failed' } & Failure)

/** A statement to be sent. */
export type CallForm = { readonly statement: number; readonly keys: readonly Borrowed[] }

/** A column of an earlier statement's rows, in the order the rows were sent. */
export type Borrowed = {
  readonly step: number
  readonly column: number
  readonly values: readonly (string | null)[]
}

/** Why a session failed, and how a host finds the place. */
export type Failure = {
  readonly words: Words
  /** Whether it may help to do all again. */
  readonly again: boolean
  readonly path: readonly (string | number)[]
  readonly model: string | null
  readonly target: readonly string[]
  readonly constraint: string | null
  readonly statement: number | null
  readonly placing: 'rows' | 'position' | 'detail' | 'null' | 'missing' | 'found'
  /** The position of the row, where the database tells it. */
  readonly row: number | null
  readonly columns: readonly {
    readonly column: string
    readonly field: string
    readonly parameter: number | null
  }[]
}

/** What a host brings back for one wave. */
export type ReplyForm = {
  readonly rows: readonly {
    readonly given: number
    readonly rows: number
    readonly lent: readonly (readonly (string | null)[])[]
  }[]
  readonly refusal: RefusalForm | null
}

/** The database's no, as the planner reads it. */
export type RefusalForm = Omit<Refusal, 'where' | 'cause'>
