// What differs between two descriptions, a line for each model, field, relation or other entry.
//
// Knows nothing of what the entries mean, but for which of them are lists of named things. Both are taken in their shortest
// form, so that only what means something else differs: neither the order of entries nor how a file is laid out.

import { isDeepStrictEqual } from 'node:util'
import type { SchemaDescription } from 'treewright'
import { schemaJson } from 'treewright/introspect'
import { pathText, type Path } from '../host/places.ts'

/** One thing that differs. */
export type Difference = {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly path: Path
  readonly before: unknown
  readonly after: unknown
}

/** What differs, in the order of the first description, then of the second. */
export function differencesOf(before: SchemaDescription, after: SchemaDescription): readonly Difference[] {
  return between(short(before), short(after), [])
}

function short(description: SchemaDescription): unknown {
  return JSON.parse(schemaJson(description))
}

/** The places whose entries are looked at one by one; `*` stands for any name. */
const OPENED: readonly (readonly string[])[] = [
  [],
  ['models'],
  ['models', '*'],
  ['models', '*', 'fields'],
  ['models', '*', 'relations'],
  ['enums'],
]

function between(before: unknown, after: unknown, path: Path): readonly Difference[] {
  if (isDeepStrictEqual(before, after)) return []
  const isOpened = OPENED.some(
    (place) =>
      place.length === path.length && place.every((name, depth) => name === '*' || name === path[depth]),
  )
  const isList = path.length > 0 && ['enums', 'relations', 'fields', 'models'].includes(String(path.at(-1)))
  const left = before === undefined && isList ? {} : before
  const right = after === undefined && isList ? {} : after
  if (isOpened && isObject(left) && isObject(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return names.flatMap((name) => between(own(left, name), own(right, name), [...path, name]))
  }
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ kind, path, before, after }]
}

/** A difference in a line. */
export function differenceText({ kind, path, before, after }: Difference): string {
  if (kind === 'added') return `+ ${pathText(path)}: ${said(after)}`
  if (kind === 'removed') return `- ${pathText(path)}: ${said(before)}`
  return `~ ${pathText(path)}: ${said(before)} -> ${said(after)}`
}

const MOST_LETTERS = 120

/** A value in few words; of a model, how much there is of it. */
function said(value: unknown): string {
  if (isObject(value) && isObject(value['fields'])) {
    const count = Object.keys(value['fields']).length
    return `a model of ${count} field${count === 1 ? '' : 's'}`
  }
  const text = JSON.stringify(value)
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)} ...` : text
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(object: { readonly [name: string]: unknown }, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
