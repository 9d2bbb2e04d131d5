// Rows -> the answer's objects: each row decoded once, each object put where its row belongs.
//
// Knows nothing of how rows were got. Rows written inside of others belong to the rows they stand in; rows read for
// others say for which.

import type { AnswerForm, AnswerPart, Script } from '../planner/forms.ts'
import type { Binder } from './bind.ts'
import type { Reading } from './reader.ts'
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
  /** By the rows of the group; empty for rows that were read. */
  readonly ofGroup: readonly (Row | undefined)[]
  /** For rows that were read, the position of the object each was read for. */
  readonly readFor: readonly number[]
}

/** What the caller gets: the row at the top or null, rows, or how many were written. */
export function assemble(parts: Parts): Row | null | Row[] | { count: number } {
  const { returns, answer, counted, statements } = parts.script
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
  const ofGroup: (Row | undefined)[] = []
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
    const n = parts.reading.groups[group]?.parents.length ?? 0
    for (let row = 0; row < n; row += 1) {
      const found = rows[parts.binder.positionOf(step, group, row)]
      if (found === undefined) continue
      const object = decode(found)
      objects.push(object)
      ofGroup[row] = object
    }
  })
  const built = { objects, ofGroup, readFor }
  for (const part of answer.relations) join(parts, answer, built, part)
  return built
}

function rowDecoder(parts: Parts, answer: AnswerForm, step: number, idx: number) {
  const columns = parts.script.statements[step]?.columns ?? []
  const fields = answer.fields.map(([name, positions]) => {
    const position = positions[idx] ?? 0
    const coder = columns[position]?.coder
    return { name, at: position + 1, decode: coder === undefined ? asIs : parts.values.decoder(coder) }
  })
  return (row: readonly (string | null)[]): Row => {
    const object: Row = {}
    for (const { name, at, decode } of fields) object[name] = decode(row[at] ?? null)
    return object
  }
}

function asIs(text: string | null): unknown {
  return text
}

function join(parts: Parts, answer: AnswerForm, outer: Built, part: AnswerPart): void {
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
  const [group, innerGroup] = [groupOf(answer), groupOf(part.answer)]
  if (isInside(parts.reading, innerGroup, group)) {
    const related = parts.relate(innerGroup, group)
    inner.ofGroup.forEach((object, row) => put(outer.ofGroup[related[row] ?? -1], name, many, object))
  } else {
    const related = parts.relate(group, innerGroup)
    outer.ofGroup.forEach((object, row) => put(object, name, many, inner.ofGroup[related[row] ?? -1]))
  }
}

function put(into: Row | undefined, name: string, many: boolean, object: Row | undefined): void {
  if (into === undefined || object === undefined) return
  if (many) (into[name] as Row[]).push(object)
  else into[name] = object
}

function groupOf(answer: AnswerForm): number {
  return answer.rows[0]?.group ?? -1
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
