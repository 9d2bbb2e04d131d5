// Lays a description out as text: models, fields and relations on lines of their own, short things on one line.
//
// Knows nothing of what the entries mean, but for which of them are lists of named things.

/** How a language writes names and texts. */
export type Words = {
  name(name: string): string
  text(text: string): string
  /** What follows the last entry of several lines. */
  readonly comma: string
}

export const JSON_WORDS: Words = {
  name: (name) => JSON.stringify(name),
  text: (text) => JSON.stringify(text),
  comma: '',
}

export const MODULE_WORDS: Words = { name: moduleName, text: moduleText, comma: ',' }

const WIDTH = 100

/** The places whose entries have a line each, however short they are; `*` stands for any name. */
const ON_LINES: readonly (readonly string[])[] = [
  [],
  ['models'],
  ['models', '*'],
  ['models', '*', 'fields'],
  ['models', '*', 'relations'],
  ['enums'],
]

/** The text of plain data. */
export function layOut(data: unknown, words: Words): string {
  return block(data, words, [], 0)
}

/** Data on one line, if it may be and fits behind what stands there; else with a line for each entry. */
function block(data: unknown, words: Words, path: readonly string[], before: number): string {
  const indent = '  '.repeat(path.length)
  const line = inline(data, words, path)
  const mayBeOneLine = typeof data !== 'object' || data === null || !isOnLines(data, path)
  if (mayBeOneLine && indent.length + before + line.length < WIDTH) return line
  if (typeof data !== 'object' || data === null) return line
  const [open, close] = Array.isArray(data) ? ['[', ']'] : ['{', '}']
  const entries = Object.entries(data).filter(([, entry]) => entry !== undefined)
  if (entries.length === 0) return open + close
  const lines = entries.map(([name, entry]) => {
    const label = Array.isArray(data) ? '' : `${words.name(name)}: `
    return `${indent}  ${label}${block(entry, words, [...path, name], label.length + 1)}`
  })
  return `${open}\n${lines.join(',\n')}${words.comma}\n${indent}${close}`
}

function isOnLines(data: object, path: readonly string[]): boolean {
  if (Object.keys(data).length === 0) return false
  return ON_LINES.some((place) => {
    return place.length === path.length && place.every((name, depth) => name === '*' || name === path[depth])
  })
}

function inline(data: unknown, words: Words, path: readonly string[]): string {
  if (typeof data === 'string') return words.text(data)
  if (typeof data === 'boolean' || data === null) return String(data)
  if (typeof data === 'number' && Number.isFinite(data)) return Object.is(data, -0) ? '-0' : String(data)
  if (Array.isArray(data)) {
    const items: unknown[] = data
    return `[${items.map((item, position) => inline(item, words, [...path, String(position)])).join(', ')}]`
  }
  if (typeof data !== 'object')
    throw new TypeError(`a schema is plain data, and ${path.join('.')} is a ${typeof data}`)
  const entries = Object.entries(data).filter(([, entry]) => entry !== undefined)
  if (entries.length === 0) return '{}'
  const parts = entries.map(
    ([name, entry]) => `${words.name(name)}: ${inline(entry, words, [...path, name])}`,
  )
  return `{ ${parts.join(', ')} }`
}

/** In a module, a bare or quoted `__proto__` would not be an entry. */
function moduleName(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : moduleText(name)
}

function moduleText(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1)
  if (text.includes("'") && !text.includes('"')) return JSON.stringify(text)
  return `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
