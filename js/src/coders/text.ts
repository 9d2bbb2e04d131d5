// Which texts PostgreSQL can store.
//
// Knows nothing of lengths or encodings other than UTF-8: those are the column's business.

import { fault, type Fault } from './fault.ts'

/** Why the text cannot be stored, or null when it can. */
export function textFault(text: string): Fault | null {
  if (text.includes('\0')) return NUL_CHARACTER
  return isWellFormed(text) ? null : LONE_SURROGATE
}

const NUL_CHARACTER = fault('NulCharacter')
const LONE_SURROGATE = fault('LoneSurrogate')

type Checked = { isWellFormed?: () => boolean }

// Read once, so that nothing can be patched in between. In Unicode mode the class finds unpaired halves only.
const ownCheck = (String.prototype as Checked).isWellFormed
const LONE_HALF = /\p{Surrogate}/u

function isWellFormed(text: string): boolean {
  return ownCheck === undefined ? !LONE_HALF.test(text) : ownCheck.call(text)
}
