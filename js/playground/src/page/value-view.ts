// A value as a tree that opens and closes: what a write gave back, in the words of the language it came to.
//
// Knows nothing of writes. A large list is shown in part.

import { h } from './dom.ts'

const MOST_SHOWN = 100
const SHORT = 72

/** A value as elements. */
export function valueView(value: unknown, name?: string, depth = 0): HTMLElement {
  const entries = entriesOf(value)
  const label = name === undefined ? '' : `${name}: `
  if (entries === null)
    return h('div', { class: 'value' }, h('span', { class: 'tok-name' }, label), scalarView(value))
  const isList = Array.isArray(value)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  const inline = inlineOf(entries, isList)
  if (inline !== null && inline.length <= SHORT) {
    return h(
      'div',
      { class: 'value' },
      h('span', { class: 'tok-name' }, label),
      ...inlineView(entries, isList),
    )
  }
  const shown = entries.slice(0, MOST_SHOWN)
  const rest = entries.length - shown.length
  const children = shown.map(([key, inner]) => valueView(inner, isList ? undefined : key, depth + 1))
  const count = isList ? `${entries.length} ${entries.length === 1 ? 'row' : 'rows'}` : ''
  return h(
    'details',
    { class: 'value', open: depth < 4 },
    h(
      'summary',
      {},
      h('span', { class: 'tok-name' }, label),
      open,
      h('span', { class: 'muted' }, ` ${count}`),
    ),
    h('div', { class: 'inside' }, ...children, rest > 0 && h('div', { class: 'muted' }, `and ${rest} more`)),
    h('div', {}, close),
  )
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (typeof value !== 'object' || value === null) return null
  if (value instanceof Date || value instanceof Uint8Array) return null
  return Object.entries(value)
}

function inlineOf(entries: readonly (readonly [string, unknown])[], isList: boolean): string | null {
  if (entries.length > 12 || entries.some(([, inner]) => entriesOf(inner) !== null)) return null
  return entries.map(([key, inner]) => `${isList ? '' : `${key}: `}${textOf(inner)}`).join(', ')
}

function inlineView(entries: readonly (readonly [string, unknown])[], isList: boolean): (Node | string)[] {
  const parts: (Node | string)[] = [isList ? '[' : entries.length === 0 ? '{' : '{ ']
  for (const [at, [key, inner]] of entries.entries()) {
    if (at > 0) parts.push(', ')
    if (!isList) parts.push(h('span', { class: 'tok-name' }, `${key}: `))
    parts.push(scalarView(inner))
  }
  parts.push(isList ? ']' : entries.length === 0 ? '}' : ' }')
  return parts
}

function scalarView(value: unknown): HTMLElement {
  const kind = typeof value === 'string' ? 'tok-string' : value instanceof Date ? 'tok-type' : 'tok-literal'
  return h('span', { class: kind }, textOf(value))
}

function textOf(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Uint8Array) {
    const some = [...value.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    return `${value.length} bytes: ${some}${value.length > 12 ? ' \u2026' : ''}`
  }
  return String(value)
}
