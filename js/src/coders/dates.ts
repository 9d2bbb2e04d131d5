// Points in time, dates and times of day as PostgreSQL reads them, from Date objects and ISO 8601 texts.
//
// Knows nothing of reading them back. All is turned to UTC and to one form, so equal instants are equal texts; what is
// finer than a microsecond is cut off, never rounded up into the next second or day.

import { fault, nullOrWrong, type Encoded, type Fault } from './fault.ts'

/** The text of a timestamp, with or without time zone: from a Date, or a text with date, time and zone. */
export function instantText(value: unknown): Encoded {
  return written(value, parseInstant, NOT_A_DATE_TIME, printInstant)
}

/** The text of a date: the UTC date of a Date or of a full text, or a date alone. */
export function dateText(value: unknown): Encoded {
  return written(value, (text) => parseInstant(text) ?? parseDay(text), NOT_A_DATE, printDate)
}

/** The text of a time: the UTC time of day of a Date or of a full text, or a time alone, which has no zone. */
export function timeText(value: unknown): Encoded {
  return written(value, (text) => parseInstant(text) ?? parseTime(text), NOT_A_TIME, printTime)
}

/** The text of a timetz: as a time, in UTC; but the zone of a time alone is kept. */
export function timetzText(value: unknown): Encoded {
  const parts = typeof value === 'string' ? TIME_WITH_ZONE.exec(value) : null
  if (parts === null) return withZone(timeText(value), '+00:00')
  const [, time, zone = ''] = parts
  const minutes = offsetMinutes(zone)
  // PostgreSQL has no zone 16 hours from UTC; no zone at all is NaN.
  if (!(Math.abs(minutes) < 16 * 60)) return NOT_A_TIME
  const offset = clockText(new Date(Math.abs(minutes) * 60_000)).slice(0, 5)
  return withZone(timeText(time), (minutes < 0 ? '-' : '+') + offset)
}

function withZone(time: Encoded, zone: string): Encoded {
  return typeof time === 'string' ? time + zone : time
}

/** Milliseconds since 1970, and the three digits below them, empty when they are zero. NaN is past what Date holds. */
type Instant = { readonly ms: number; readonly micros: string }

function written(
  value: unknown,
  parse: (text: string) => Instant | undefined,
  unreadable: Fault,
  print: (ms: number, micros: string) => Encoded,
): Encoded {
  if (typeof value === 'string') {
    const instant = parse(value)
    return instant === undefined ? unreadable : print(instant.ms, instant.micros)
  }
  const ms = dateMs(value)
  if (ms === undefined) return nullOrWrong(value)
  return Number.isNaN(ms) ? INVALID_DATE : print(ms, '')
}

/** The time a Date holds, of any realm, whatever was put on the object; undefined when it is no Date. */
function dateMs(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return ownTime.call(value as Date)
  } catch {
    return undefined
  }
}

const ownTime = Date.prototype.getTime

const NOT_A_DATE_TIME = fault('NotADateTime')
const NOT_A_DATE = fault('NotADate')
const NOT_A_TIME = fault('NotATime')
const INVALID_DATE = fault('InvalidDate')
const OUT_OF_RANGE = fault('OutOfRange', 'timestamp')

function printInstant(ms: number, micros: string): Encoded {
  if (!(ms >= EARLIEST && ms <= LATEST)) return OUT_OF_RANGE
  const date = new Date(ms)
  return `${dayText(date)}T${clockText(date)}${micros}Z${eraText(date)}`
}

function printDate(ms: number): Encoded {
  if (!(ms >= EARLIEST && ms <= LATEST)) return OUT_OF_RANGE
  const date = new Date(ms)
  return dayText(date) + eraText(date)
}

function printTime(ms: number, micros: string): Encoded {
  return Math.abs(ms) <= LATEST ? clockText(new Date(ms)) + micros : OUT_OF_RANGE
}

// PostgreSQL's first day, 24 November 4714 BC, and the last instant of Date, which ends earlier than PostgreSQL.
const EARLIEST = Date.UTC(-4713, 10, 24)
const LATEST = 8.64e15

const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) =>
  String(number).padStart(2, '0'),
)

// Years past 9999 have no sign, and the year before 1 is 1 BC.
function dayText(date: Date): string {
  const year = date.getUTCFullYear()
  const shown = year >= 1000 ? String(year) : String(year > 0 ? year : 1 - year).padStart(4, '0')
  return `${shown}-${TWO_DIGITS[date.getUTCMonth() + 1]}-${TWO_DIGITS[date.getUTCDate()]}`
}

function eraText(date: Date): string {
  return date.getUTCFullYear() > 0 ? '' : ' BC'
}

function clockText(date: Date): string {
  const ms = String(date.getUTCMilliseconds()).padStart(3, '0')
  const minutes = `${TWO_DIGITS[date.getUTCHours()]}:${TWO_DIGITS[date.getUTCMinutes()]}`
  return `${minutes}:${TWO_DIGITS[date.getUTCSeconds()]}.${ms}`
}

const DAY = /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)$/
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/
const TIME_WITH_ZONE = /^([\d:.]+)(Z|[+-]\d\d(?::?\d\d)?)$/i
const INSTANT = /^([+-]?\d+-\d\d-\d\d)T([\d:.]+)(Z|[+-]\d\d(?::?\d\d)?)$/i

function parseInstant(text: string): Instant | undefined {
  const [, date = '', clock = '', zone = ''] = INSTANT.exec(text) ?? []
  const day = parseDay(date)
  const time = parseTime(clock)
  const minutes = offsetMinutes(zone)
  if (day === undefined || time === undefined || Number.isNaN(minutes)) return undefined
  return { ms: day.ms + time.ms - minutes * 60_000, micros: time.micros }
}

function parseDay(text: string): Instant | undefined {
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? []
  if (year === '' || year === '-000000') return undefined
  const date = new Date(0)
  const ms = date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return exists || Number.isNaN(ms) ? { ms, micros: '' } : undefined
}

function parseTime(text: string): Instant | undefined {
  const [, hour = '', minute = '', second = '0', fraction = ''] = TIME.exec(text) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const digits = fraction.padEnd(6, '0')
  const micros = digits.slice(3, 6)
  const ms =
    (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Number(digits.slice(0, 3))
  return { ms, micros: micros === '000' ? '' : micros }
}

/** Minutes east of UTC; NaN when the zone is no zone. */
function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  const total = zone.length > 3 ? hours * 60 + minutes : hours * 60
  return zone === '' || hours > 23 || minutes > 59 ? Number.NaN : zone.startsWith('-') ? -total : total
}
