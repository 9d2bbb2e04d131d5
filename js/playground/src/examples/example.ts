// An example: a schema, a write, and what has to be there before.

/** Something to begin with. */
export type Example = {
  /** How it is called in links and tests. */
  readonly name: string
  readonly title: string
  readonly schema: string
  readonly write: string
  readonly seed: string
}
