// Encoders and decoders of fields, looked up once, with the enums and defaults of the schema.
//
// Knows which coder the planner names for a field; what a coder does is the coders' own affair.

import { arrayLiteral } from '../coders/arrays.ts'
import { decodeList, decoderOf, type Decoder } from '../coders/decode.ts'
import { encoderOf, type Encoder } from '../coders/encode.ts'
import { fault, isFault, type Encoded, type Fault } from '../coders/fault.ts'
import type { CoderForm } from '../planner/forms.ts'
import type { SchemaDescription } from '../schema.ts'
import { isStop } from './kinds.ts'
import { AnyNull, DbNull, JsonNull } from '../values.ts'

/** What decimals become: the constructor of a decimal library. */
export type DecimalClass<D = unknown> = new (text: string) => D

/** A fault in one value, with the position in a list where it is. */
export type ValueFault = { readonly fault: Fault; readonly element: number }

/** The encoders, decoders and defaults of a schema. */
export type FieldValues = {
  /** Writes a value of a field; a fault if it cannot be sent. */
  encode(coder: CoderForm, value: unknown): string | null | ValueFault
  decoder(coder: CoderForm): (text: string | null) => unknown
  /** The default of a field, written; a fault if it cannot be sent. */
  defaultText(coder: CoderForm): string | null | ValueFault
}

/** Whether a value could not be written. */
export function isValueFault(encoded: string | null | ValueFault): encoded is ValueFault {
  return typeof encoded === 'object' && encoded !== null
}

/** Looks up what the fields of a schema need. */
export function fieldValues(schema: SchemaDescription, decimal: DecimalClass | undefined): FieldValues {
  const labels = enumLabels(schema)
  const encoders = new Map<string, Encoder>()
  const defaults = new Map<string, string | null | ValueFault>()

  function encoder(form: CoderForm): Encoder {
    const key = form.enumeration === null ? form.coder : `enum ${form.enumeration}`
    let found = encoders.get(key)
    if (found === undefined) {
      const ofEnum = form.enumeration === null ? undefined : labels.get(form.enumeration)
      found = encoderOf(form.coder, ofEnum === undefined ? {} : { labels: ofEnum })
      if (form.coder === 'json' || form.coder === 'jsonb') found = withMarkers(found)
      encoders.set(key, found)
    }
    return found
  }

  function encode(form: CoderForm, value: unknown): string | null | ValueFault {
    const one = encoder(form)
    return form.list ? encodeList(one, value) : faultAt(one(value), -1)
  }

  function decoder(form: CoderForm): (text: string | null) => unknown {
    const ofEnum = form.enumeration === null ? undefined : labels.get(form.enumeration)
    const names =
      ofEnum === undefined ? {} : { names: new Map([...ofEnum].map(([name, label]) => [label, name])) }
    const one: Decoder = decoderOf(form.coder, { ...names, ...(decimal === undefined ? {} : { decimal }) })
    if (form.list) return (text) => (text === null ? [] : decodeList(one, text))
    return (text) => (text === null ? null : one(text))
  }

  function defaultText(form: CoderForm): string | null | ValueFault {
    const key = `${form.model} ${form.field}`
    let text = defaults.get(key)
    if (text === undefined) {
      text = encode(form, defaultOf(schema, form))
      defaults.set(key, text)
    }
    return text
  }

  return { encode, decoder, defaultText }
}

const WRONG_KIND = fault('WrongKind')

// A list holds no nulls, unless its column's own values have one. Its elements may throw when they are asked for. A value
// alone is a list of one, where the planner lets one stand.
function encodeList(one: Encoder, given: unknown): string | null | ValueFault {
  const texts: (string | null)[] = []
  try {
    if (given === null || isStop(given)) return null
    if (!Array.isArray(given)) {
      const text = one(given)
      return isFault(text) ? { fault: text, element: -1 } : arrayLiteral([text])
    }
    const list: unknown[] = given
    for (let element = 0; element < list.length; element += 1) {
      const value: unknown = list[element]
      const text = one(value)
      if (isFault(text)) return { fault: text, element }
      if (text === null && value !== DbNull) return { fault: WRONG_KIND, element }
      texts.push(text)
    }
    return arrayLiteral(texts)
  } catch {
    return { fault: WRONG_KIND, element: texts.length }
  }
}

function faultAt(encoded: Encoded, element: number): string | null | ValueFault {
  return isFault(encoded) ? { fault: encoded, element } : encoded
}

// In a JSON column null is a value like any other; the database's own has a marker.
function withMarkers(encoder: Encoder): Encoder {
  return (value) => {
    if (value === null || value === JsonNull || value === AnyNull) return 'null'
    return value === DbNull ? null : encoder(value)
  }
}

function enumLabels(schema: SchemaDescription): Map<string, ReadonlyMap<string, string>> {
  const labels = new Map<string, ReadonlyMap<string, string>>()
  for (const [name, described] of Object.entries(schema.enums ?? {})) {
    const values = isNames(described) ? described : described.values
    const pairs = isNames(values)
      ? values.map((value): [string, string] => [value, value])
      : Object.entries(values)
    labels.set(name, new Map(pairs))
  }
  return labels
}

function isNames(values: unknown): values is readonly string[] {
  return Array.isArray(values)
}

function defaultOf(schema: SchemaDescription, form: CoderForm): unknown {
  const field = schema.models[form.model]?.fields[form.field]
  const described = typeof field === 'object' ? field.default : undefined
  if (described === undefined || !('value' in described)) return null
  return form.coder === 'int8' ? withBigInts(described.value) : described.value
}

// A schema that is kept as JSON has its large integers as texts.
function withBigInts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBigInts)
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value
}
