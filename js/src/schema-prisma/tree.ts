// The parts of a Prisma schema as they are written: blocks, their lines, attributes and values, each with its place.
//
// Knows nothing of what any name means: `Int` and `User` are both words here.

/** Where something stands: in which text, and the line and column, counted from 1. */
export type Place = { readonly source: number; readonly line: number; readonly column: number }

/** A name and where it stands. */
export type Name = { readonly text: string; readonly place: Place }

/** What stands in braces at the outermost level. */
export type Block = {
  readonly kind: BlockKind
  readonly name: Name
  /** The lines of a model, view or composite type. */
  readonly fields: readonly Field[]
  /** The lines of an enum. */
  readonly values: readonly EnumValue[]
  /** The lines of a datasource or generator. */
  readonly settings: readonly Setting[]
  readonly attributes: readonly Attribute[]
}

export type BlockKind = 'model' | 'view' | 'type' | 'enum' | 'datasource' | 'generator'

/** A line of a model. */
export type Field = {
  readonly name: Name
  readonly type: FieldType
  readonly attributes: readonly Attribute[]
}

export type FieldType = {
  /** The name, or what stands in `Unsupported("...")`. */
  readonly name: Name
  readonly isUnsupported: boolean
  readonly arity: 'required' | 'optional' | 'list'
}

/** A line of an enum. */
export type EnumValue = { readonly name: Name; readonly attributes: readonly Attribute[] }

/** A line of a datasource or generator. */
export type Setting = { readonly name: Name; readonly value: Expression }

/** `@id` or `@@id([a, b])`: the name without the signs, `db.VarChar` in full. */
export type Attribute = { readonly name: Name; readonly args: readonly Argument[] }

/** What stands in parentheses, with a name or without. */
export type Argument = { readonly name: Name | undefined; readonly value: Expression }

export type Expression =
  | { readonly kind: 'text'; readonly text: string; readonly place: Place }
  | { readonly kind: 'number'; readonly text: string; readonly place: Place }
  | { readonly kind: 'word'; readonly text: string; readonly place: Place }
  | {
      readonly kind: 'call'
      readonly text: string
      readonly args: readonly Argument[]
      readonly place: Place
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly place: Place }
  | { readonly kind: 'object'; readonly entries: readonly Argument[]; readonly place: Place }

/** The attribute of that name, if there is one. */
export function attributeOf(
  owner: { readonly attributes: readonly Attribute[] },
  name: string,
): Attribute | undefined {
  return owner.attributes.find((attribute) => attribute.name.text === name)
}
