// Rows -> the answer's objects: each row decoded once, each object put where its row belongs.
//
// Knows nothing of how rows were got. Rows written inside of others belong to the rows they stand in; rows read for
// others say for which.

import type { AnswerForm, AnswerPart, Script } from '../planner/forms.ts'
import type { Binder } from './bind.ts'
import type { Reading } from './reading.ts'
import type { Relate } from './relate.ts'
import type { Results } from './sent-rows.ts'
import type { FieldValues } from './values.ts'

/** A row as the caller gets it. */
export type Row = { [name: string]: unknown }

/** What rows are assembled from. */
export type Parts = {
  readonly script: Script
  readonly reading: Reading
  readonly relate: Relate
  readonly binder: Binder
  readonly values: FieldValues
  /** What each statement gave: for each row its position, then its columns. */
  readonly results: Results
}

type Built = {
  readonly objects: readonly Row[]
  /** By group, then by its rows; empty for rows that were read. */
  readonly ofGroups: ReadonlyMap<number, readonly (Row | undefined)[]>
  /** For rows that were read, the position of the object each was read for. */
  readonly readFor: readonly number[]
}

/** What the caller gets: the row at the top or null, rows, how many were written, or what was counted. */
export function assemble(parts: Parts): Row | null | Row[] | { count: number } | number {
  const { returns, answer, counted, statements } = parts.script
  if (returns === 'number' || returns === 'numbers') {
    const [step = 0] = counted
    const numbers = (parts.results[step]?.[0] ?? []).slice(1).map(Number)
    if (returns === 'number') return numbers[0] as number
    const names = statements[step]?.columns.map(({ name }) => name) ?? []
    return Object.fromEntries(names.map((name, at) => [name, numbers[at]]))
  }
  if (returns === 'count' || answer === null) {
    const counts = counted.map((step) => {
      const rows = parts.results[step] ?? []
      return statements[step]?.givesRows === true
        ? rows.filter((row) => row !== undefined).length
        : Number(rows[0]?.[0] ?? 0)
    })
    return { count: counts.reduce((sum, count) => sum + count, 0) }
  }
  const { objects } = build(parts, answer)
  return returns === 'rows' ? [...objects] : (objects[0] ?? null)
}

function build(parts: Parts, answer: AnswerForm): Built {
  const objects: Row[] = []
  const ofGroups = new Map<number, (Row | undefined)[]>()
  const readFor: number[] = []
  answer.rows.forEach(({ step, group }, idx) => {
    const decode = rowDecoder(parts, answer, step, idx)
    const rows = parts.results[step] ?? []
    if (group === null) {
      for (const row of rows) {
        if (row === undefined) continue
        objects.push(decode(row))
        readFor.push(Number(row[0]) - 1)
      }
      return
    }
    // Rows of one group that went into several statements stand together, in the caller's order.
    const ofGroup = ofGroups.get(group) ?? []
    ofGroups.set(group, ofGroup)
    const n = parts.reading.groups[group]?.parents.length ?? 0
    for (let row = 0; row < n; row += 1) {
      const found = rows[parts.binder.positionOf(step, group, row)]
      if (found === undefined) continue
      const object = decode(found)
      objects.push(object)
      ofGroup[row] = object
    }
  })
  const built = { objects, ofGroups, readFor }
  for (const part of answer.relations) join(parts, built, part)
  return built
}

function rowDecoder(parts: Parts, answer: AnswerForm, step: number, idx: number) {
  const columns = parts.script.statements[step]?.columns ?? []
  const decoded = ([name, positions]: readonly [string, readonly number[]]) => {
    const position = positions[idx] ?? 0
    const coder = columns[position]?.coder
    return { name, at: position + 1, decode: coder === undefined ? asIs : parts.values.decoder(coder) }
  }
  const [fields, counts] = [answer.fields.map(decoded), answer.counts.map(decoded)]
  return (row: readonly (string | null)[]): Row => {
    const object: Row = {}
    for (const { name, at, decode } of fields) object[name] = decode(row[at] ?? null)
    if (counts.length > 0) {
      const counted: Row = {}
      for (const { name, at, decode } of counts) counted[name] = decode(row[at] ?? null)
      object['_count'] = counted
    }
    return object
  }
}

function asIs(text: string | null): unknown {
  return text
}

function join(parts: Parts, outer: Built, part: AnswerPart): void {
  const { name, many } = part
  for (const object of outer.objects) object[name] = many ? [] : null
  if (part.answer === null) return
  const inner = build(parts, part.answer)
  if (part.by === 'read') {
    inner.objects.forEach((object, position) => {
      put(outer.objects[inner.readFor[position] ?? -1], name, many, object)
    })
    return
  }
  for (const [innerGroup, inside] of inner.ofGroups) {
    for (const [group, objects] of outer.ofGroups) {
      if (isInside(parts.reading, innerGroup, group)) {
        const related = parts.relate(innerGroup, group)
        inside.forEach((object, row) => put(objects[related[row] ?? -1], name, many, object))
      } else if (isInside(parts.reading, group, innerGroup)) {
        const related = parts.relate(group, innerGroup)
        objects.forEach((object, row) => put(object, name, many, inside[related[row] ?? -1]))
      }
    }
  }
}

function put(into: Row | undefined, name: string, many: boolean, object: Row | undefined): void {
  if (into === undefined || object === undefined) return
  if (many) (into[name] as Row[]).push(object)
  else into[name] = object
}

function isInside(reading: Reading, inner: number, outer: number): boolean {
  let group = inner
  while (group !== outer) {
    const found = reading.groups[group]
    if (found === undefined) return false
    group = reading.slots[found.slot]?.group ?? -1
  }
  return true
}
