// Faults -> errors: finds the rows that a fault speaks of, and their paths.
//
// Knows no rule and no words: the planner has said both.

import type { FaultForm, Spot, Test, Words } from '../planner/forms.ts'
import { kindOf } from './kinds.ts'
import { pathOfRow, pathOfSlot, pathText, type Path } from './places.ts'
import type { Reading } from './reading.ts'
import type { Relate } from './relate.ts'

/** A problem at its place. */
export type Located = { readonly words: Words; readonly path: Path }

/** How many problems of one request are told. */
export const MOST_PROBLEMS = 100

/** Finds the rows of each fault, as many as are told. */
export function locate(faults: readonly FaultForm[], reading: Reading, relate: Relate): Located[] {
  const located: Located[] = []
  for (const { spot, words } of faults) {
    for (const found of placesOf(spot, reading, relate)) {
      located.push({ words: withOther(words, found.other), path: found.path })
      if (located.length >= MOST_PROBLEMS) return located
    }
  }
  return located
}

type Found = { readonly path: Path; readonly other?: Path }

function* placesOf(spot: Spot, reading: Reading, relate: Relate): Generator<Found> {
  switch (spot.at) {
    case 'value': {
      const values = reading.slots[spot.slot]?.values ?? []
      for (const [row, value] of values.entries()) {
        if (value !== undefined && (kindOf(value) & spot.kinds) !== 0) {
          yield { path: pathOfSlot(reading, spot.slot, row) }
        }
      }
      return
    }
    case 'element': {
      const values = reading.slots[spot.slot]?.values ?? []
      for (const [row, value] of values.entries()) {
        if (!Array.isArray(value)) continue
        for (let element = 0; element < value.length; element += 1) {
          if ((kindOf(value[element]) & spot.kinds) === 0) continue
          yield { path: [...pathOfSlot(reading, spot.slot, row), element] }
        }
      }
      return
    }
    case 'lacking': {
      for (const row of rowsOf(reading, spot.group)) {
        if (spot.tests.some((test) => passes(reading, relate, spot.group, row, test))) continue
        const path = pathOfRow(reading, spot.group, row)
        yield { path: spot.name === '' ? path : [...path, spot.name] }
      }
      return
    }
    case 'both': {
      for (const row of rowsOf(reading, spot.group)) {
        if (!passes(reading, relate, spot.group, row, spot.first)) continue
        if (!passes(reading, relate, spot.group, row, spot.second)) continue
        const other = pathOfTest(reading, relate, spot.group, row, spot.first)
        yield { path: pathOfTest(reading, relate, spot.group, row, spot.second), other }
      }
    }
  }
}

/** Whether a row has what a test asks for. */
export function passes(reading: Reading, relate: Relate, group: number, row: number, test: Test): boolean {
  if ('rows' in test) return (relate(group, test.rows)[row] ?? -1) >= 0
  const slot = reading.slots['slot' in test ? test.slot : test.kind[0]]
  if (slot === undefined) return false
  const own = slot.group === group ? row : (relate(group, slot.group)[row] ?? -1)
  const value = slot.values[own]
  return value !== undefined && ('slot' in test || (kindOf(value) & test.kind[1]) !== 0)
}

function rowsOf(reading: Reading, group: number): Iterable<number> {
  return (reading.groups[group]?.parents ?? []).keys()
}

function pathOfTest(reading: Reading, relate: Relate, group: number, row: number, test: Test): Path {
  if ('rows' in test) return pathOfRow(reading, test.rows, relate(group, test.rows)[row] ?? 0)
  const id = 'slot' in test ? test.slot : test.kind[0]
  const slot = reading.slots[id]
  const own = slot === undefined || slot.group === group ? row : (relate(group, slot.group)[row] ?? 0)
  return pathOfSlot(reading, id, own)
}

// A message may speak of a second place, which only the rows tell.
function withOther(words: Words, other: Path | undefined): Words {
  if (other === undefined) return words
  return { ...words, message: words.message.replace('{also}', () => pathText(other)) }
}
