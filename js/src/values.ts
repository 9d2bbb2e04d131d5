// The markers a caller writes where a plain value would be ambiguous.
//
// Knows nothing of what they become; coders and the planner tell.

/** A value that stands for itself. */
export type Marker = { readonly marker: string }

function marker(name: string): Marker {
  return Object.freeze({ marker: name, toString: () => name })
}

/** The database's NULL in a JSON column. */
export const DbNull: Marker = marker('DbNull')

/** JSON's own null in a JSON column. */
export const JsonNull: Marker = marker('JsonNull')

/** Either of the two, in conditions. */
export const AnyNull: Marker = marker('AnyNull')
