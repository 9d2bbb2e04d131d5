// Reads plain data from the words of a text: objects, lists, texts, numbers, true, false and null, with the place of each.
//
// Runs nothing. JSON is plain data too, so the places of a JSON file are found by the same reader.

import type { Path } from '../host/places.ts'
import type { Place } from './outcome.ts'
import { placeAt, type Token } from './tokens.ts'

/** Data, and where its parts stand. */
export type Literal = {
  readonly value: unknown
  /** Where a part stands, or the smallest part around it that there is. */
  placeOf(path: Path): Place
}

/** Where a text stops being plain data. */
export type Odd = { readonly offset: number }

/** Words, and how many of them have been read. */
export type Reader = { readonly text: string; readonly tokens: readonly Token[]; position: number }

/** Deeper than any description, and far from where the stack ends. */
const MOST_DEPTH = 200

/** Reads one value; throws an Odd. */
export function readLiteral(reader: Reader): Literal {
  const places = new Map<string, number>()
  const value = valueAt(reader, [], places)
  return {
    value,
    placeOf(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const offset = places.get(keyOf(path.slice(0, length)))
        if (offset !== undefined) return placeAt(reader.text, offset)
      }
      return { line: 1, column: 1 }
    },
  }
}

function valueAt(reader: Reader, path: Path, places: Map<string, number>): unknown {
  const token = peek(reader)
  if (path.length > MOST_DEPTH) throw oddAt(token)
  // The place of an entry is its name's.
  if (!places.has(keyOf(path))) places.set(keyOf(path), token.offset)
  reader.position += 1
  if (token.kind === 'text') return token.text
  if (token.kind === 'number') return Number(token.text)
  if (token.kind === 'word' && Object.hasOwn(WORDS, token.text)) return WORDS[token.text]
  if (token.text === '{' && token.kind === 'mark') return objectAt(reader, path, places)
  if (token.text === '[' && token.kind === 'mark') return listAt(reader, path, places)
  throw oddAt(token)
}

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }

function objectAt(reader: Reader, path: Path, places: Map<string, number>): object {
  const object = {}
  while (!takes(reader, '}')) {
    const { offset } = peek(reader)
    const name = nameAt(reader)
    places.set(keyOf([...path, name]), offset)
    expect(reader, ':')
    const value = valueAt(reader, [...path, name], places)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
    if (takes(reader, ',')) continue
    expect(reader, '}')
    break
  }
  return object
}

function listAt(reader: Reader, path: Path, places: Map<string, number>): unknown[] {
  const list: unknown[] = []
  while (!takes(reader, ']')) {
    list.push(valueAt(reader, [...path, list.length], places))
    if (takes(reader, ',')) continue
    expect(reader, ']')
    break
  }
  return list
}

function nameAt(reader: Reader): string {
  const token = peek(reader)
  reader.position += 1
  // In a module this would be no entry but the object's prototype.
  if (token.kind !== 'mark' && token.text === '__proto__') throw oddAt(token)
  if (token.kind === 'word' || token.kind === 'text') return token.text
  if (token.kind === 'number' && String(Number(token.text)) === token.text) return token.text
  const name = peek(reader)
  if (token.kind !== 'mark' || token.text !== '[' || name.kind !== 'text') throw oddAt(token)
  reader.position += 1
  expect(reader, ']')
  return name.text
}

/** The next word. */
export function peek({ tokens, position, text }: Reader): Token {
  return tokens[position] ?? { kind: 'end', text: '', offset: text.length }
}

/** Whether the next word is this one. */
export function sees(reader: Reader, text: string): boolean {
  const token = peek(reader)
  return token.kind !== 'text' && token.kind !== 'end' && token.text === text
}

/** Whether the next word is this one, which is then read. */
export function takes(reader: Reader, text: string): boolean {
  if (!sees(reader, text)) return false
  reader.position += 1
  return true
}

/** Reads this word; throws an Odd. */
export function expect(reader: Reader, text: string): void {
  if (!takes(reader, text)) throw oddAt(peek(reader))
}

/** The word as what is odd. */
export function oddAt({ offset }: Token): Odd {
  return { offset }
}

function keyOf(path: Path): string {
  return JSON.stringify(path)
}
