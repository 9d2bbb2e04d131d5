// Whether two ways differ because an operation has several errors, of which each way meets another one first.
//
// The operation is made small with regard to the one's error, and then the other must say the same; and the other way
// round. Where statements are one, foreign keys are checked when all is written; and a value that does not fit may be seen
// before the server looks for a row.

import { wordOf } from '../outcome.ts'
import { shrink, smallerOrTamer } from '../shrink.ts'
import type { Operation } from '../operation.ts'
import { OF_VALUES, type Dealer, type Found, type Turn } from './turns.ts'

/** Whether each way makes the other's error as well. */
export async function haveBothErrors({ take }: Dealer, turn: Turn, { ways, told }: Found): Promise<boolean> {
  const words = told.map(({ outcome }) => wordOf(outcome))
  const [one, other] = words
  if (ways.length !== 2 || one === undefined || other === undefined || one === other) return false
  if (!words.every((word) => /^P20/.test(word)) || !isExcused(ways, told)) return false
  for (const [at, word] of words.entries()) {
    const outcomes = async (operation: Operation) => {
      const { traces } = await take({ ...turn, operation }, ways)
      return traces.map(({ outcome }) => wordOf(outcome))
    }
    const stillFails = async (smaller: Operation) => {
      const words = await outcomes(smaller)
      return words[at] === word && /^P20/.test(words[1 - at] ?? '')
    }
    const smallest = await shrink(turn.operation, stillFails, smallerOrTamer)
    if ((await outcomes(smallest))[1 - at] !== word) return false
  }
  return true
}

/** A way without transactions sends statements as one; elsewhere one of the errors must be of a value by itself. */
function isExcused(ways: Found['ways'], told: Found['told']): boolean {
  const problems = told.flatMap(({ outcome }) => (outcome.end === 'error' ? (outcome.faults ?? []) : []))
  return ways.some(({ isWhole }) => isWhole) || problems.some(({ problem }) => OF_VALUES.test(problem))
}
