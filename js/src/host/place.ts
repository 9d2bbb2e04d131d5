// A refusal's place: which of the rows that were sent it speaks of.
//
// Knows nothing of SQL states; the session has said how the row is found. The text of a detail is the server's, in its
// language, and values may hold anything, so candidates are tested against it from where the values begin.

import { decoderOf } from '../coders/decode.ts'
import type { Failure, RefusalForm, Script } from '../planner/forms.ts'
import type { Binder } from './bind.ts'
import { pathOfSent, type Path } from './places.ts'
import type { Reading } from './reading.ts'
import type { Results } from './sent-rows.ts'

/** The path of the row that was refused, and of the row it collided with, as far as they can be told. */
export type Placed = {
  readonly path: Path
  readonly partner: Path | null
  /** Whether it may be any of several rows. */
  readonly isOpen: boolean
}

/** What was sent, and how it is found again. */
export type Sent = {
  readonly script: Script
  readonly reading: Reading
  readonly binder: Binder
  readonly results: Results
}

/** Finds the row that a failure speaks of; if it cannot be told, the place that all rows of the statement share. */
export function place(failure: Failure, detail: string | null, sent: Sent): Placed {
  const { reading, binder } = sent
  const { statement, columns } = failure
  const n = statement === null ? 0 : binder.nRows(statement)
  if (statement === null || n === 0) return { path: failure.path, partner: null, isOpen: false }
  const [first, second] = n === 1 ? [0] : rowsThatFit(failure, detail, n, sent)
  const isOneOfMany = second !== undefined && failure.placing !== 'detail'
  if (first === undefined || isOneOfMany)
    return { path: sharedPath(sent, [statement]), partner: null, isOpen: true }
  // Two rows with the same values: the later one could not be made beside the earlier.
  const row = second ?? first
  const path = failure.placing === 'missing' ? pathOfMissing(row) : pathAt(row)
  const parameter = columns.length === 1 ? (columns[0]?.parameter ?? null) : null
  const given = parameter === null ? undefined : binder.givenAt(statement, row, parameter)
  return {
    path: given ?? path,
    partner: second === undefined ? null : pathAt(first),
    isOpen: false,
  }

  // What is not there was looked for by the `where`, unless it is what could not be made.
  function pathOfMissing(position: number): Path {
    const { kind, guard } = sent.script.statements[statement ?? 0] ?? {}
    if (guard?.rows === 'again' && guard.at !== null) {
      return binder.pathOf(statement ?? 0, position, guard.at)
    }
    const at = binder.rowAt(statement ?? 0, position)
    const path = pathOfSent(reading, kind === 'find' ? at : { ...at, entry: null })
    return path.length === 0 ? ['where'] : path
  }

  function pathAt(position: number): Path {
    return pathOfSent(reading, binder.rowAt(statement ?? 0, position))
  }
}

/** The place that all rows of some statements share. */
export function sharedPath(
  { reading, binder }: Pick<Sent, 'reading' | 'binder'>,
  statements: readonly number[],
): Path {
  let shared: Path | undefined
  for (const statement of statements) {
    for (let position = 0; position < binder.nRows(statement); position += 1) {
      const path = pathOfSent(reading, binder.rowAt(statement, position))
      shared ??= path
      const end = shared.findIndex((segment, at) => segment !== path[at])
      if (end >= 0) shared = shared.slice(0, end)
    }
  }
  return shared ?? []
}

function rowsThatFit(
  failure: Failure,
  detail: string | null,
  n: number,
  { script, binder, results }: Sent,
): number[] {
  const { statement, columns, placing, row } = failure
  if (row !== null) return [row]
  if (statement === null || placing === 'rows') return []
  if (placing === 'missing' || placing === 'found') {
    const rows = results[statement] ?? []
    return [rows.findIndex((row) => (row === undefined) === (placing === 'missing'))].filter(
      (row) => row >= 0,
    )
  }
  const sent = columns.flatMap(({ parameter }) => {
    const form = parameter === null ? undefined : script.statements[statement]?.parameters[parameter]
    if (parameter === null || form?.is !== 'values') return []
    return [{ texts: binder.textsOf(statement, parameter), coder: form.coder.coder }]
  })
  if (sent.length < columns.length) return []
  const rows = Array.from({ length: n }, (_, row) => row)
  if (placing === 'null') return rows.filter((row) => sent.every(({ texts }) => texts[row] === null))
  const printed = detail?.slice(detail.indexOf(BEFORE_VALUES) + BEFORE_VALUES.length)
  if (printed === undefined || !detail?.includes(BEFORE_VALUES)) return []
  const lengths = rows.map((row) => {
    const values = sent.map(({ texts, coder }) => ({ text: texts[row] ?? 'null', coder }))
    return lengthOf(values, printed)
  })
  // A value may look like the end of another; the longest is the whole.
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  return rows.filter((row) => longest > 0 && lengths[row] === longest)
}

const BEFORE_VALUES = ')=('

// How much of what is printed these values are, if it begins with them; else 0.
function lengthOf(
  values: readonly { readonly text: string; readonly coder: string }[],
  printed: string,
): number {
  let at = 0
  for (const [position, { text, coder }] of values.entries()) {
    const end = position < values.length - 1 ? ', ' : ')'
    if (printed.startsWith(text + end, at)) {
      at += text.length + end.length
      continue
    }
    const found = printed.slice(at, Math.max(at, printed.indexOf(end, at)))
    const same = SAME_VALUE.get(coder)?.(text)
    if (same === undefined || same !== SAME_VALUE.get(coder)?.(found)) return 0
    at += found.length + end.length
  }
  return at
}

// Types that PostgreSQL may print otherwise than they were sent: what is the same for every way to write a value.
const SAME_VALUE: ReadonlyMap<string, (text: string) => string> = new Map([
  ...['timestamp', 'timestamptz', 'date', 'time', 'timetz'].map((coder) => {
    return [coder, (text: string) => sameInstant(coder, text)] as const
  }),
  ...['numeric', 'float4', 'float8'].map((coder) => [coder, sameNumber] as const),
])

// A Date holds milliseconds; what is finer stays text.
function sameInstant(coder: string, text: string): string {
  const date = decoderOf(coder)(text.replace('T', ' ').replace(/Z$/, '+00')) as Date
  if (Number.isNaN(date.getTime())) return text
  return `${date.getTime()} ${/\.\d{3}(\d*[1-9])/.exec(text)?.[1] ?? ''}`
}

function sameNumber(text: string): string {
  const found = NUMBER.exec(text)
  if (found === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  const power = Number(exponent) - fraction.length + digits.length - significant.length
  return significant === '' ? '0' : `${sign}${significant} ${power}`
}

const NUMBER = /^(-?)\+?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i

/** The parts of a refusal that the planner reads. */
export function refusalForm(refusal: RefusalForm): RefusalForm {
  const { state, message, detail, schema, table, column, constraint } = refusal
  return { state, message, detail, schema, table, column, constraint }
}
