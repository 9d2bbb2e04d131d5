// What a coder answers when a value cannot be sent: a fact with a name, never a thrown error.
//
// Knows nothing of paths in a request or of words for people: whoever asked adds both. A fault carries no part of the
// value itself, so it can be logged.

/** Why a value cannot be sent. */
export type FaultName =
  /** Not a kind of value this coder takes. */
  | 'WrongKind'
  /** NaN or an infinity; `detail` says which. */
  | 'NotANumber'
  /** A number with a fraction where only integers go. */
  | 'NotAnInteger'
  /** An integer past 2^53 held in a number: its last digits are already lost. */
  | 'UnsafeInteger'
  /** More than the column's type can hold; `detail` names the type. */
  | 'OutOfRange'
  /** A text that is not a plain decimal number. */
  | 'NotADecimal'
  /** A text with the character U+0000, which PostgreSQL cannot store; `at` is its place inside a JSON value. */
  | 'NulCharacter'
  /** A text with half a surrogate pair, which has no UTF-8 form; `at` is its place inside a JSON value. */
  | 'LoneSurrogate'
  /** A Date object that holds no date. */
  | 'InvalidDate'
  /** A text that is not a full date, time and zone. */
  | 'NotADateTime'
  /** A text that is neither a date nor a full date, time and zone. */
  | 'NotADate'
  /** A text that is neither a time of day nor a full date, time and zone. */
  | 'NotATime'
  /** A text that is not a UUID. */
  | 'NotAUuid'
  /** A text that is not base64. */
  | 'NotBase64'
  /** A label the enum does not have; `detail` lists those it has. */
  | 'UnknownEnumValue'
  /** Something JSON has no form for; `at` is its place, `detail` what it is. */
  | 'NotJson'
  /** A JSON value that contains itself; `at` is where it is met again. */
  | 'CyclicJson'
  /** A JSON value nested too deep; `detail` is the limit. */
  | 'TooDeep'
  /** More text than can travel; for a JSON value, too many entries. */
  | 'TooLarge'
  /** A number of rows below zero. */
  | 'Negative'
  | 'NotOne'

/** Why a value cannot be sent, with what helps to say so. */
export type Fault = {
  readonly fault: FaultName
  /** The place inside a JSON value: `tags[2].name`. Absent at its root. */
  readonly at?: string
  readonly detail?: string
}

/** What a coder makes of one value: its text for PostgreSQL, null for NULL, or the reason it cannot be sent. */
export type Encoded = string | null | Fault

/** Whether a coder refused. */
export function isFault(encoded: Encoded): encoded is Fault {
  return typeof encoded === 'object' && encoded !== null
}

/** Names a fault. */
export function fault(name: FaultName, detail?: string, at?: string): Fault {
  return Object.freeze({
    fault: name,
    ...(at === undefined || at === '' ? {} : { at }),
    ...(detail === undefined ? {} : { detail }),
  })
}

/** What every coder makes of a value it does not take: nothing becomes NULL, the rest is of a wrong kind. */
export function nullOrWrong(value: unknown): null | Fault {
  return value === null || value === undefined ? null : WRONG_KIND
}

const WRONG_KIND = fault('WrongKind')
