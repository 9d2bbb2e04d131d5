// The markers a caller writes where a plain value would be ambiguous.
//
// Knows nothing of what they become; coders and the planner tell.

/** A value that stands for itself. */
export interface Marker<Name extends string = string> {
  readonly marker: Name
  toString(): string
}

function marker<const Name extends string>(name: Name): Marker<Name> {
  return Object.freeze({ marker: name, toString: () => name })
}

/** The database's NULL in a JSON column. */
export const DbNull: Marker<'DbNull'> = marker('DbNull')

/** JSON's own null in a JSON column. */
export const JsonNull: Marker<'JsonNull'> = marker('JsonNull')

/** Either of the two, in conditions. */
export const AnyNull: Marker<'AnyNull'> = marker('AnyNull')
