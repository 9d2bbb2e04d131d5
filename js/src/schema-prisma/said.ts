// How parts of a description are put together: what says nothing is left out.
//
// Knows nothing of Prisma.

import type { FieldDescription, FieldFacts, KeyDescription } from '../schema.ts'
import type { Key } from './keys.ts'

/** The same entries, of which any may be undefined. */
type Maybe<T> = { readonly [Entry in keyof T]?: T[Entry] | undefined }

/** The entries that are there. */
export function said<T extends object>(entries: Maybe<T>): T {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as T
}

/** A field as short as it can be said. */
export function fieldSaid(facts: Maybe<FieldFacts>): FieldDescription {
  const field = said(facts)
  return Object.keys(field).length === 1 ? field.type : field
}

/** A key as short as it can be said. */
export function keySaid({ name, fields, constraint }: Key): KeyDescription {
  const other = constraint.name === constraint.usual ? undefined : constraint.name
  return name === undefined && other === undefined ? fields : said({ name, fields, constraint: other })
}
