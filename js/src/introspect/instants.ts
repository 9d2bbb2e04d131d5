// Constants of dates and times, as PostgreSQL prints them, in the one text that a description has for an instant.
//
// Knows nothing of columns. What has no exact such text (an infinity, a year before the first, microseconds, a printing style
// other than ISO) is none.

const DAY = String.raw`(\d{4}-\d{2}-\d{2})`
const TIME = String.raw`((?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,3})?)`
const OFFSET = String.raw`([+-]\d{2})(:\d{2})?`

/** How each type is printed, and the ISO text of it. */
const FORMS: ReadonlyMap<string, readonly [RegExp, (parts: readonly string[]) => string]> = new Map([
  ['date', [new RegExp(`^${DAY}$`), ([day]) => `${day}T00:00:00Z`]],
  ['time', [new RegExp(`^${TIME}$`), ([time]) => `1970-01-01T${time}Z`]],
  ['timestamp', [new RegExp(`^${DAY} ${TIME}$`), ([day, time]) => `${day}T${time}Z`]],
  [
    'timestamptz',
    [
      new RegExp(`^${DAY} ${TIME}${OFFSET}$`),
      ([day, time, hours, minutes = ':00']) => `${day}T${time}${hours}${minutes}`,
    ],
  ],
])

/** The instant that a constant of a type is, as `2020-02-29T12:34:56.789Z`. */
export function instant(text: string, type: string): string | undefined {
  const [pattern, iso] = FORMS.get(type) ?? []
  const found = pattern?.exec(text)
  if (found === null || found === undefined || iso === undefined) return undefined
  const date = new Date(iso(found.slice(1)))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
