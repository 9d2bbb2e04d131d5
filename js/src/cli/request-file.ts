// A request in a file: JSON, with forms for the values that JSON cannot hold.
//
// Knows nothing of what a request may say: that is the planner's.

import { AnyNull, DbNull, JsonNull } from 'treewright'
import type { Path } from '../host/places.ts'
import { suggestion } from './nearest.ts'
import { Found, foundIn, type Finding, type Place } from './outcome.ts'

/** What is asked. */
export type FileRequest = { readonly model: string; readonly verb: string; readonly args: unknown }

const ENTRIES = ['model', 'verb', 'args']

/** Reads a request; throws everything that is wrong with it. `placeOf` finds the place of a path. */
export function readRequest(file: string, json: unknown, placeOf: (path: Path) => Place | null): FileRequest {
  const help = 'a request is { "model": "User", "verb": "create", "args": { ... } }'
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw foundIn(file, 'this is no request', { help, place: placeOf([]) })
  const unknown = Object.keys(json).find((entry) => !ENTRIES.includes(entry))
  if (unknown !== undefined) {
    const meant = suggestion(unknown, ENTRIES) ?? help
    const path = [unknown]
    throw foundIn(file, 'a request has no such entry', { path, help: meant, place: placeOf(path) })
  }
  const { model, verb, args = {} } = json as { readonly [entry: string]: unknown }
  const expected = (what: string, path: Path): Found =>
    foundIn(file, `expected ${what}`, { path, help, place: placeOf(path) })
  if (typeof model !== 'string') throw expected('the name of a model', ['model'])
  if (typeof verb !== 'string') throw expected('a verb', ['verb'])
  const findings: Finding[] = []
  const value = valueOf(args, [], (path, message) =>
    findings.push({ problem: null, path, message, help: null, file, place: placeOf(['args', ...path]) }),
  )
  if (findings.length > 0) throw new Found(findings)
  return { model, verb, args: value }
}

type Tell = (path: Path, message: string) => void

/** JSON with its forms as the values they stand for. */
function valueOf(json: unknown, path: Path, tell: Tell): unknown {
  if (Array.isArray(json)) return json.map((item, position) => valueOf(item, [...path, position], tell))
  if (typeof json !== 'object' || json === null) return json
  const entries: [string, unknown][] = Object.entries(json)
  const [name = '', inside] = entries[0] ?? []
  if (entries.length !== 1 || !name.startsWith('$')) {
    return Object.fromEntries(entries.map(([entry, part]) => [entry, valueOf(part, [...path, entry], tell)]))
  }
  if (name === '$json') return inside
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
  if (form === undefined) {
    const known = [...Object.keys(FORMS), '$json'].join(' ')
    tell(
      path,
      `there is no form ${name}, only ${known}; JSON that is to stay as it is stands in { "$json": ... }`,
    )
    return null
  }
  const value = typeof inside === 'string' ? form.read(inside) : undefined
  if (value === undefined) tell(path, `${name} takes ${form.takes}`)
  return value
}

type Form = { readonly takes: string; read(text: string): unknown }

const FORMS: Readonly<Record<string, Form>> = {
  $bigint: {
    takes: 'a whole number as a text: "9007199254740993"',
    read: (text) => (/^-?\d+$/.test(text) ? BigInt(text) : undefined),
  },
  $date: {
    takes: 'an instant as a text: "2024-02-29T12:34:56.789Z"',
    read(text) {
      const date = new Date(text)
      return Number.isNaN(date.getTime()) ? undefined : date
    },
  },
  $bytes: {
    takes: 'bytes as a text of base64, "aGk=", or of hexadecimal digits after \\x, "\\\\x6869"',
    read: bytesOf,
  },
  $float: {
    takes: '"NaN", "inf" or "-inf"',
    read: oneOf({ NaN, inf: Infinity, '-inf': -Infinity }),
  },
  $null: { takes: '"DbNull", "JsonNull" or "AnyNull"', read: oneOf({ AnyNull, DbNull, JsonNull }) },
}

function oneOf(values: Readonly<Record<string, unknown>>): Form['read'] {
  return (text) => (Object.hasOwn(values, text) ? values[text] : undefined)
}

function bytesOf(text: string): Uint8Array | undefined {
  if (/^\\x([0-9a-f]{2})*$/i.test(text)) return Uint8Array.from(Buffer.from(text.slice(2), 'hex'))
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
  return isBase64 ? Uint8Array.from(Buffer.from(text, 'base64')) : undefined
}
