// What an introspection could not say in the schema, or had to leave out, told one by one.
//
// Knows nothing of how it was found. A note is for a person: nothing is decided by it.

/** What a note is about. */
export type NoteKind =
  /** The table is left out: no key finds its rows. */
  | 'no key'
  /** The table is left out: it cannot be written. */
  | 'not writable'
  /** The table stands for several: its partitions, or tables that inherit from it. */
  | 'children'
  /** The column is left out: its type has no name that could be sent. */
  | 'type'
  /** The unique index is no key, because it does not hold for all rows or cannot be relied upon. */
  | 'unique'
  /** The foreign key has no relation. */
  | 'foreign key'
  /** The database rewrites statements on the table. */
  | 'rule'
  /** The database hides rows of the table. */
  | 'row security'
  /** The name is another one than the database's. */
  | 'renamed'
  /** The database's clock is set to local time. */
  | 'clock'
  /** A pattern that no table meets. */
  | 'pattern'

/** One thing that a reader of the schema should know. */
export type Note = {
  readonly kind: NoteKind
  /** The database's names, from the schema inwards: `['public', 'users', 'email']`. */
  readonly place: readonly string[]
  readonly message: string
}

/** Takes a note. */
export type Tell = (kind: NoteKind, place: readonly string[], message: string) => void

/** A list of notes, and what adds to it. */
export function noteBook(): { readonly notes: Note[]; readonly tell: Tell } {
  const notes: Note[] = []
  return { notes, tell: (kind, place, message) => void notes.push({ kind, place, message }) }
}
