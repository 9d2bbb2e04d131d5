// Whether two ways differ because an operation has several errors, of which each way meets another one first.
//
// Where statements are one, foreign keys are checked when all is written: without foreign keys the ways must say the same.
// Otherwise the operation is made small with regard to the one's error, and then the other must say the same; and the
// other way round. A value that does not fit may be seen before the server looks for a row.

import type { Operation } from '../operation.ts'
import { wordOf, type Outcome } from '../outcome.ts'
import { shrink, smallerOrTamer } from '../shrink.ts'
import type { Route } from './routes.ts'
import { identifier, type Plot } from './state.ts'
import { OF_VALUES, type Dealer, type Found, type Turn } from './turns.ts'

/** Whether each way makes the other's error as well. */
export async function haveBothErrors(plot: Plot, dealer: Dealer, turn: Turn, found: Found): Promise<boolean> {
  const { ways, told } = found
  const [one, other] = told.map(({ outcome }) => outcome)
  const [first, second] = ways
  if (first === undefined || second === undefined || one === undefined || other === undefined) return false
  const words = [wordOf(one), wordOf(other)]
  if (words[0] === words[1] || !words.every((word) => /^P20/.test(word))) return false
  if (second.isWhole && /^TW6(02|14)$/.test(problemOf(one))) {
    const outcome = await withoutForeignKeys(plot, dealer, turn, first)
    if (problemOf(outcome) === problemOf(other)) return true
  }
  const isOfValue = [one, other].some((outcome) => OF_VALUES.test(problemOf(outcome)))
  return (second.isWhole || isOfValue) && (await failBothAlone(dealer, turn, ways, words))
}

function problemOf(outcome: Outcome): string {
  return outcome.end === 'error' ? (outcome.faults?.[0]?.problem ?? '') : ''
}

async function withoutForeignKeys(plot: Plot, { take }: Dealer, turn: Turn, route: Route): Promise<Outcome> {
  const all = (what: string) =>
    plot.tables.map(({ name }) => `ALTER TABLE ${identifier(name)} ${what} TRIGGER ALL;`).join('\n')
  await route.ground.run(all('DISABLE'))
  const { traces } = await take(turn, [route])
  await route.ground.run(all('ENABLE'))
  const [trace] = traces
  if (trace === undefined) throw new Error('there is no trace')
  return trace.outcome
}

async function failBothAlone(
  { take }: Dealer,
  turn: Turn,
  ways: readonly Route[],
  words: readonly string[],
): Promise<boolean> {
  const wordsOf = async (operation: Operation) => {
    const { traces } = await take({ ...turn, operation }, ways)
    return traces.map(({ outcome }) => wordOf(outcome))
  }
  for (const [at, word] of words.entries()) {
    const stillFails = async (smaller: Operation) => {
      const own = await wordsOf(smaller)
      return own[at] === word && /^P20/.test(own[1 - at] ?? '')
    }
    const smallest = await shrink(turn.operation, stillFails, smallerOrTamer)
    if ((await wordsOf(smallest))[1 - at] !== word) return false
  }
  return true
}
