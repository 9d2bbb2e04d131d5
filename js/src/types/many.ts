// Several of a thing, as types.
//
// Knows nothing of what the things are.

/** An array, as far as it is read. A whole array type costs the compiler all methods of arrays, for each element type. */
export interface Many<T> {
  readonly length: number
  readonly [position: number]: T
}

/** A thing, or several. */
export type OneOrMany<T> = T | Many<T>
