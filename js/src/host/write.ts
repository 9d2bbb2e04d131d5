// Values -> texts: every value of a request written once, before anything is sent.
//
// Knows nothing of statements. What a value becomes is its coder's affair.

import type { CoderForm, PreparedForm, Words } from '../planner/forms.ts'
import { KIND, kindOf } from './kinds.ts'
import type { Located } from './locate.ts'
import { pathOfSlot } from './places.ts'
import type { Reading } from './reading.ts'
import { isValueFault, type FieldValues, type ValueFault } from './values.ts'

/** The values of every slot as texts, and what could not be written. */
export type Written = {
  /** For each slot, a text or null for each row; undefined where a row has no value. */
  readonly texts: readonly (readonly (string | null | undefined)[])[]
  readonly problems: readonly Located[]
}

/** Says why a coder could not write a value. */
export type CoderWords = (coder: CoderForm, fault: ValueFault['fault']) => Words

/** Writes the values of every slot that holds values of a field. */
export function writeSlots(
  form: PreparedForm,
  reading: Reading,
  values: FieldValues,
  wordsOf: CoderWords,
): Written {
  const problems: Located[] = []
  const read = new Set(reading.groups.map(({ slot }) => slot))
  const texts = reading.slots.map(({ values: given }, slot) => {
    const coder = form.coders[slot]
    if (coder === undefined || coder === null) return []
    const isRead = read.has(slot)
    return given.map((value, row) => {
      // An object that was read on has its values further in.
      if (value === undefined || (isRead && kindOf(value) === KIND.Object)) return undefined
      const text = values.encode(coder, value)
      if (!isValueFault(text)) return text
      const path = pathOfSlot(reading, slot, row)
      const place = text.element < 0 ? path : [...path, text.element]
      problems.push({ words: wordsOf(coder, text.fault), path: place })
      return null
    })
  })
  return { texts, problems }
}
