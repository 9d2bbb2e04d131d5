// Slots -> parameters: every value written once, then gathered into one array for each parameter of a statement.
//
// Knows nothing of SQL or of connections. Which row takes which value from where is in the script.

import { arrayLiteral } from '../coders/arrays.ts'
import { generatorOf, type Generator } from '../coders/generate.ts'
import type {
  Batch,
  Borrowed,
  CoderForm,
  PreparedForm,
  Script,
  Source,
  Statement,
  Words,
} from '../planner/forms.ts'
import { passes, type Located } from './locate.ts'
import { pathOfSlot } from './places.ts'
import type { Reading } from './reader.ts'
import type { Relate } from './relate.ts'
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
  const texts = reading.slots.map(({ values: given }, slot) => {
    const coder = form.coders[slot]
    if (coder === undefined || coder === null) return []
    return given.map((value, row) => {
      if (value === undefined) return undefined
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

/** What stands ready to be bound, for one run of a script. */
export type Binder = {
  /** How many rows a statement is sent. */
  nRows(step: number): number
  /** The rows a statement is sent: for each, its batch's group and its row there. */
  rowAt(step: number, position: number): { readonly group: number; readonly row: number }
  /** The position of a group's row among those a statement is sent, or -1. */
  positionOf(step: number, group: number, row: number): number
  /** The parameters of a statement; keys are what it borrows. */
  bind(step: number, keys: readonly Borrowed[]): (string | null)[]
  /** The texts sent for a parameter, one for each row. */
  textsOf(step: number, parameter: number): readonly (string | null)[]
}

/** What a binder draws values from. */
export type Sources = {
  readonly script: Script
  readonly reading: Reading
  readonly relate: Relate
  readonly written: Written
  readonly values: FieldValues
  /** What to throw for a default that cannot be written. */
  readonly badDefault: (coder: CoderForm, fault: ValueFault['fault']) => Error
  /** What to throw for a parameter that is too large to be sent. */
  readonly tooLarge: (coder: CoderForm, step: number) => Error
  readonly now: Date
}

/** Binds the statements of a script to the values of a request. */
export function binder(sources: Sources): Binder {
  const { script, reading, relate, written, values, badDefault, tooLarge, now } = sources
  const sent = new Map<string, readonly (string | null)[]>()
  const rows = script.statements.map(({ batches }) => batches.map((batch) => rowsOf(batch, reading, relate)))
  const positions = new Map<string, readonly number[]>()

  function statementAt(step: number): Statement {
    const statement = script.statements[step]
    if (statement === undefined) throw new RangeError(`the script has no statement ${step}`)
    return statement
  }

  function nRows(step: number): number {
    return (rows[step] ?? []).reduce((n, batch) => n + batch.length, 0)
  }

  function rowAt(step: number, position: number): { readonly group: number; readonly row: number } {
    let left = position
    for (const [idx, batch] of (rows[step] ?? []).entries()) {
      const row = batch[left]
      if (row !== undefined) return { group: statementAt(step).batches[idx]?.group ?? 0, row }
      left -= batch.length
    }
    throw new RangeError(`statement ${step} has no row ${position}`)
  }

  function positionsOf(step: number, group: number): readonly number[] {
    const key = `${step} ${group}`
    const known = positions.get(key)
    if (known !== undefined) return known
    const found = new Array<number>(reading.groups[group]?.parents.length ?? 0).fill(-1)
    let offset = 0
    for (const [idx, batch] of (rows[step] ?? []).entries()) {
      if (statementAt(step).batches[idx]?.group === group) {
        batch.forEach((row, position) => (found[row] = offset + position))
      }
      offset += batch.length
    }
    positions.set(key, found)
    return found
  }

  const positionOf = (step: number, group: number, row: number) => positionsOf(step, group)[row] ?? -1

  function textsOf(step: number, parameter: number): readonly (string | null)[] {
    return sent.get(`${step} ${parameter}`) ?? []
  }

  type Draw = (row: number) => string | null | undefined

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
      const related = relate(group, own)
      return (row) => texts[related[row] ?? -1]
    }
    const lender = 'key' in source ? source.key : source.sent
    const texts =
      'key' in source ? columnOf(keys, source.key) : textsOf(source.sent.step, source.sent.parameter)
    const related = relate(group, lender.group)
    const lent = positionsOf(lender.step, lender.group)
    return (row) => texts[lent[related[row] ?? -1] ?? -1]
  }

  function valuesOf(
    step: number,
    coder: CoderForm,
    sources: readonly (readonly Source[])[],
    keys: readonly Borrowed[],
  ) {
    const texts: (string | null)[] = []
    for (const [idx, batch] of (rows[step] ?? []).entries()) {
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
    return (rows[step] ?? []).flatMap((batch, idx) => {
      const lender = of[idx] ?? null
      if (lender === null) return batch.map(() => null)
      const related = relate(statementAt(step).batches[idx]?.group ?? 0, lender)
      const found = positionsOf(step, lender)
      return batch.map((row) => {
        const position = found[related[row] ?? -1] ?? -1
        return position < 0 ? null : String(position + 1)
      })
    })
  }

  function bind(step: number, keys: readonly Borrowed[]): (string | null)[] {
    return statementAt(step).parameters.map((parameter, position) => {
      if (parameter.is === 'count') return String(nRows(step))
      if (parameter.is === 'positions') return arrayLiteral(ownPositions(step, parameter.of))
      if (parameter.is === 'values') {
        const texts = valuesOf(step, parameter.coder, parameter.sources, keys)
        sent.set(`${step} ${position}`, texts)
        const literal = literalOf(texts)
        if (literal === undefined) throw tooLarge(parameter.coder, step)
        return literal
      }
      const lent = parameter.of.flatMap((of) => {
        const column = columnOf(keys, of)
        if (of.group === null) return column
        return (reading.groups[of.group]?.parents ?? []).flatMap((_, row) => {
          const at = positionOf(of.step, of.group ?? 0, row)
          return at < 0 ? [] : [column[at] ?? null]
        })
      })
      return arrayLiteral(lent)
    })
  }

  return { nRows, rowAt, positionOf, bind, textsOf }
}

function rowsOf({ group, only }: Batch, reading: Reading, relate: Relate): readonly number[] {
  const all = [...(reading.groups[group]?.parents ?? []).keys()]
  if (only.length === 0) return all
  return all.filter((row) =>
    only.every(({ test, wanted }) => passes(reading, relate, group, row, test) === wanted),
  )
}

// A parameter of more characters than this is not sent; the server's own limit is a gigabyte.
const MOST_CHARACTERS = 2 ** 28

// Nothing, if the literal would be too large. Past half a billion characters the engine cannot hold it at all.
function literalOf(texts: readonly (string | null)[]): string | undefined {
  try {
    const literal = arrayLiteral(texts)
    return literal.length > MOST_CHARACTERS ? undefined : literal
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function firstOf(draws: readonly ((row: number) => string | null | undefined)[], row: number): string | null {
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
