// One parameter of a statement: for each row that it is sent, the text that goes there.
//
// Knows nothing of calls, nor of what a parameter is for. Which row takes which value from where is in the script.

import { generatorOf, type Generator } from '../coders/generate.ts'
import type { Borrowed, CoderForm, Lent, Parameter, RowsForm, Source, Test } from '../planner/forms.ts'
import type { Gathered } from './calls.ts'
import { passes } from './locate.ts'
import type { Reading } from './reading.ts'
import type { Relate } from './relate.ts'
import type { SentRows } from './sent-rows.ts'
import { isValueFault, type FieldValues, type ValueFault } from './values.ts'
import type { Written } from './write.ts'

/** Gathers parameters, and keeps what it has gathered. */
export type Gatherer = {
  /** A parameter of a statement, by its position; keys are what it borrows. Undefined if its rows cannot be told yet. */
  gather(
    step: number,
    position: number,
    parameter: Parameter,
    keys: readonly Borrowed[],
  ): Gathered | undefined
  /** The texts gathered for a parameter, one for each row. */
  textsOf(step: number, parameter: number): readonly (string | null)[]
}

/** What parameters are gathered from. */
export type Values = {
  readonly reading: Reading
  readonly relate: Relate
  readonly written: Written
  readonly values: FieldValues
  /** What to throw for a default that cannot be written. */
  readonly badDefault: (coder: CoderForm, fault: ValueFault['fault']) => Error
  readonly now: Date
  /** Whether nothing has come back yet: then all rows count that may be sent. */
  readonly isAhead?: boolean
}

/** How a row of a group gets its text; undefined if it has none there. */
type Draw = (row: number) => string | null | undefined

/** Gathers the parameters of statements that are sent these rows. */
export function gatherer(from: Values, rows: SentRows): Gatherer {
  const { reading, relate, written, values, badDefault, now, isAhead = false } = from
  const { statementAt, batchesOf, related, rowOf, nRows, positionOf } = rows
  const sent = new Map<string, readonly (string | null)[]>()

  function textsOf(step: number, parameter: number): readonly (string | null)[] {
    return sent.get(`${step} ${parameter}`) ?? []
  }

  // How a row of a group gets its text from one source; undefined if it has none there.
  function draw(source: Source, group: number, coder: CoderForm, keys: readonly Borrowed[]): Draw {
    if (source === 'null') return () => null
    if (source === 'now') {
      const text = values.encode(coder, now)
      return () => (isValueFault(text) ? null : text)
    }
    if (source === 'default') {
      const text = values.defaultText(coder)
      if (isValueFault(text)) throw badDefault(coder, text.fault)
      return () => text
    }
    if ('made' in source) return generatorFor(source.made)
    if ('given' in source) {
      const texts = written.texts[source.given] ?? []
      const own = reading.slots[source.given]?.group ?? group
      if (own === group) return (row) => texts[row]
      const other = relate(group, own)
      return (row) => texts[other[row] ?? -1]
    }
    if ('sent' in source) {
      const { step, parameter, group: of } = source.sent
      const texts = textsOf(step, parameter)
      return (row) => texts[positionOf(step, of, related(group, row, of))]
    }
    if (isAhead) return () => undefined
    const { step, group: of } = source.key
    const texts = columnOf(keys, source.key)
    return (row) => {
      const position = positionOf(step, of, related(group, row, of))
      return rowOf(step, position) === undefined ? undefined : texts[position]
    }
  }

  function valuesOf(
    step: number,
    coder: CoderForm,
    sources: readonly (readonly Source[])[],
    keys: readonly Borrowed[],
  ) {
    const texts: (string | null)[] = []
    for (const [idx, batch] of batchesOf(step).entries()) {
      const group = statementAt(step).batches[idx]?.group ?? 0
      const draws = (sources[idx] ?? []).map((source) => draw(source, group, coder, keys))
      const [only] = draws
      if (draws.length === 1 && only !== undefined) for (const row of batch) texts.push(only(row) ?? null)
      else for (const row of batch) texts.push(firstOf(draws, row))
    }
    return texts
  }

  // For each row, where among the rows of its own statement the row is that it takes values from.
  function ownPositions(step: number, of: readonly (number | null)[]): (string | null)[] {
    return batchesOf(step).flatMap((batch, idx) => {
      const lender = of[idx] ?? null
      if (lender === null) return batch.map(() => null)
      const group = statementAt(step).batches[idx]?.group ?? 0
      return batch.map((row) => place(positionOf(step, lender, related(group, row, lender))))
    })
  }

  // For each row of earlier statements, what becomes of it; rows that were not sent are left out.
  function ofLent<T>({ step, group }: RowsForm, each: (position: number, row: number) => T): T[] {
    return (reading.groups[group ?? 0]?.parents ?? []).flatMap((_, row) => {
      const at = positionOf(step, group ?? 0, row)
      return at < 0 ? [] : [each(at, row)]
    })
  }

  // The position of the row around, for each row of earlier statements.
  function around(step: number, of: readonly RowsForm[]): (string | null)[] {
    const own = statementAt(step).batches[0]?.group ?? 0
    return of.flatMap((rows) => {
      const group = rows.group ?? own
      return ofLent(rows, (_, row) => place(positionOf(step, own, related(group, row, own))))
    })
  }

  function passing(step: number, test: Test): string[] {
    return batchesOf(step).flatMap((batch, idx) => {
      const group = statementAt(step).batches[idx]?.group ?? 0
      return batch.map((row) => (passes(reading, relate, group, row, test) ? 't' : 'f'))
    })
  }

  function lent(of: readonly Lent[], keys: readonly Borrowed[]): (string | null)[] {
    return of.flatMap((one) => {
      const column = columnOf(keys, one)
      return one.group === null ? column : ofLent(one, (at) => column[at] ?? null)
    })
  }

  // For each row, where among all rows of an earlier statement the row is that it takes values from.
  function places(step: number, { step: lender, group: of, before }: Place): (string | null)[] {
    return batchesOf(step).flatMap((batch, idx) => {
      const group = statementAt(step).batches[idx]?.group ?? 0
      const earlier = before[idx] ?? null
      if (earlier === null) return batch.map(() => null)
      const draws = earlier.map((source) => draw(source, group, NO_CODER, []))
      return batch.map((row) => {
        if (draws.some((own) => own(row) !== undefined)) return null
        return place(positionOf(lender, of, related(group, row, of)))
      })
    })
  }

  // The first and the last position of rows of earlier statements; undefined if others stand between them.
  function spans(of: readonly RowsForm[]): (string | null)[] | undefined {
    const bounds: string[] = []
    for (const { step, group } of of) {
      const at = group === null ? [] : ofLent({ step, group }, (position) => position + 1)
      const [first, last] = [at[0] ?? 1, at.at(-1) ?? 0]
      if (at.length !== last - first + 1 || at.some((position, idx) => position !== first + idx))
        return undefined
      bounds.push(String(first), String(group === null ? MOST_ROWS : last))
    }
    return bounds
  }

  function gather(
    step: number,
    position: number,
    parameter: Parameter,
    keys: readonly Borrowed[],
  ): Gathered | undefined {
    switch (parameter.is) {
      case 'place':
        return places(step, parameter)
      case 'span':
        return spans(parameter.of)
      case 'count':
        return String(nRows(step))
      case 'number':
        return String(reading.slots[parameter.slot]?.values[0] ?? '')
      case 'single':
        return written.texts[parameter.slot]?.[0] ?? null
      case 'positions':
        return ownPositions(step, parameter.of)
      case 'has':
        return passing(step, parameter.test)
      case 'around':
        return around(step, parameter.of)
      case 'lent':
        return lent(parameter.of, keys)
      case 'values': {
        const texts = valuesOf(step, parameter.coder, parameter.sources, keys)
        sent.set(`${step} ${position}`, texts)
        return texts
      }
    }
  }

  return { gather, textsOf }
}

type Place = Extract<Parameter, { is: 'place' }>

// The last position there can be.
const MOST_ROWS = 2 ** 31 - 1

// What is only asked whether it is there is written by nobody.
const NO_CODER: CoderForm = {
  coder: 'text',
  list: false,
  enumeration: null,
  model: '',
  field: '',
  column: '',
}

// A position as SQL counts them.
function place(position: number): string | null {
  return position < 0 ? null : String(position + 1)
}

function firstOf(draws: readonly Draw[], row: number): string | null {
  for (const draw of draws) {
    const text = draw(row)
    if (text !== undefined) return text
  }
  return null
}

function columnOf(keys: readonly Borrowed[], { step, column }: { step: number; column: number }) {
  return keys.find((key) => key.step === step && key.column === column)?.values ?? []
}

function generatorFor({ generator, length }: { generator: string; length: number | null }): Generator {
  switch (generator) {
    case 'uuid7':
      return generatorOf('uuid', [7])
    case 'cuid':
      return generatorOf('cuid')
    case 'cuid2':
      return generatorOf('cuid', [2])
    case 'ulid':
      return generatorOf('ulid')
    case 'nanoid':
      return generatorOf('nanoid', [length ?? 21])
    default:
      return generatorOf('uuid', [4])
  }
}
