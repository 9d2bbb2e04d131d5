// Values as the case files write them: JSON, with `$date`, `$bytes`, `$bigint`, `$float` and `$field` for what JSON cannot hold.

import { FieldReference } from 'treewright'

type Forms = { readonly [name: string]: (text: string) => unknown }

const FORMS: Forms = {
  $date: (text) => new Date(text),
  $bytes: (text) => Uint8Array.from(Buffer.from(text, 'base64')),
  $bigint: BigInt,
  $field: (text) => {
    const [model = '', field = ''] = text.split('.')
    return new FieldReference(model, field)
  },
  $float: (text) => Number(text.replace('inf', 'Infinity')),
}

/** JSON of a case file as a caller would write it. */
export function toValue(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(toValue)
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json)
  const [name = '', text] = entries[0] ?? []
  const form = entries.length === 1 && Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
  if (form !== undefined && typeof text === 'string') return form(text)
  return Object.fromEntries(entries.map(([name, value]) => [name, toValue(value)]))
}
