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

const references = new WeakSet<object>()

/** Whether a value is a reference to a field. Asks nothing of the value itself, which may be a proxy. */
export function isReference(value: unknown): value is FieldReference {
  return typeof value === 'object' && value !== null && references.has(value)
}

/** A field of a model, which a condition may compare another one with, in place of a value. `T` is its type. */
export class FieldReference<M extends string = string, T extends string = string> {
  readonly model: M
  readonly field: string
  /** Only for the compiler: what is compared has to be of the same type. */
  declare readonly type?: T

  constructor(model: M, field: string) {
    this.model = model
    this.field = field
    references.add(Object.freeze(this))
  }

  toString(): string {
    return `${this.model}.${this.field}`
  }
}

/** The database's NULL in a JSON column. */
export const DbNull: Marker<'DbNull'> = marker('DbNull')

/** JSON's own null in a JSON column. */
export const JsonNull: Marker<'JsonNull'> = marker('JsonNull')

/** Either of the two, in conditions. */
export const AnyNull: Marker<'AnyNull'> = marker('AnyNull')
