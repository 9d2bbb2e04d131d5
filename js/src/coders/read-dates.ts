// Date objects from PostgreSQL's text of timestamps, dates and times, in its ISO date style.
//
// Knows nothing of writing them. A Date has no microseconds and no infinity: the first are cut off, the second becomes
// an invalid Date, as does what lies past the year 275760 and what is no date at all.

/** A timestamp, with or without zone; without one it is taken as UTC. */
export function parseTimestamp(text: string): Date {
  return new Date(instantMs(text))
}

/** A date, at midnight UTC. */
export function parseDate(text: string): Date {
  return new Date(text.length === 10 ? instantMs(text + ' 00:00:00') : unusualMs(text))
}

/** A time of day, on the first of January 1970 in UTC; a zone moves it, round the clock if need be. */
export function parseTime(text: string): Date {
  const ms = instantMs('1970-01-01 ' + text)
  return new Date(((ms % DAY_MS) + DAY_MS) % DAY_MS)
}

const DAY_MS = 86_400_000

function instantMs(text: string): number {
  return isUsual(text) ? usualMs(text) : unusualMs(text)
}

// `YYYY-MM-DD HH:MM:SS` with anything after it but an era; years below 100 go the long way, for Date.UTC moves them.
function isUsual(text: string): boolean {
  return (
    text.length >= 19 &&
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(13) === COLON &&
    !(text.charCodeAt(0) === ZERO && text.charCodeAt(1) === ZERO) &&
    text.charCodeAt(text.length - 1) !== LETTER_C
  )
}

const ZERO = 48
const DASH = 45
const PLUS = 43
const DOT = 46
const COLON = 58
const LETTER_C = 67

function usualMs(text: string): number {
  const year = pair(text, 0) * 100 + pair(text, 2)
  const day = Date.UTC(year, pair(text, 5) - 1, pair(text, 8))
  const time = (pair(text, 11) * 60 + pair(text, 14)) * 60_000 + pair(text, 17) * 1000
  let at = 19
  let fraction = 0
  if (text.charCodeAt(at) === DOT) {
    let unit = 100
    for (at = 20; isDigit(text.charCodeAt(at)); at++) {
      if (at < 23) fraction += (text.charCodeAt(at) - ZERO) * unit
      unit /= 10
    }
  }
  const isUtc = text.length === at || (text.length === at + 3 && text.endsWith('00'))
  return day + time + fraction - (isUtc ? 0 : offsetMs(text.slice(at)))
}

function pair(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9
}

// `+02`, `-03:30`, `+00:19:32`; nothing or `Z` is UTC.
function offsetMs(zone: string): number {
  const sign = zone.charCodeAt(0)
  if (sign !== PLUS && sign !== DASH) return 0
  const [hours = '0', minutes = '0', seconds = '0'] = zone.slice(1).split(':')
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
  return sign === DASH ? -ms : ms
}

const UNUSUAL = /^(\d{4,})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(Z|[+-][\d:]+)?( BC)?$/

function unusualMs(text: string): number {
  const parts = UNUSUAL.exec(text)
  if (parts === null) return Number.NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = '', era = ''] =
    parts
  const date = new Date(0)
  date.setUTCFullYear(era === '' ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  // Hours, not a sum of milliseconds: 24:00:00 is a time PostgreSQL prints.
  return date.setUTCHours(Number(hour), Number(minute), Number(second), ms) - offsetMs(zone)
}
