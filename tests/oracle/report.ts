// The account of a campaign in words.

import type { Account, Finding } from './campaign.ts'
import { sourceOf } from './operation.ts'
import { wordOf, type Outcome } from './outcome.ts'

/** Everything worth telling: outcomes, decided differences, and one small example of each class of the others. */
export function accountText(account: Account): string {
  const { n_run, n_absent, words, decided, classes } = account
  const found = [...classes].sort(([, one], [, other]) => other.count - one.count)
  return [
    `${n_run} run, ${n_absent} with verbs that are not there yet`,
    `ended:  ${countsText(words, n_run)}`,
    ...[...decided].map(([name, n]) => `decided: ${name}  ${n}`),
    `${classes.size} classes of differences`,
    ...found.map(([name, { count }]) => `${String(count).padStart(5)}  ${name}`),
    ...found.map(([name, { first }]) => findingText(name, first)),
  ].join('\n')
}

/** One finding: its seed, the smallest operation, both outcomes, and what differs. */
export function findingText(name: string, { seed, smallest }: Finding): string {
  const { operations, told, difference } = smallest
  const width = Math.max(...told.map(({ name }) => name.length))
  return [
    `\n--- ${name}, seed ${seed}`,
    sourceOf(operations),
    ...told.map(({ name, outcome }) => `${`${name}:`.padEnd(width + 1)} ${outcomeText(outcome)}`),
    ...(difference?.lines ?? []).map((line) => `  ${line}`),
  ].join('\n')
}

/** Counts with their share, the largest first. */
export function countsText(counts: ReadonlyMap<string, number>, n: number): string {
  const sorted = [...counts].sort(([, one], [, other]) => other - one)
  return sorted.map(([name, count]) => `${name} ${count} (${((100 * count) / n).toFixed(1)} %)`).join(', ')
}

function outcomeText(outcome: Outcome): string {
  if (outcome.end !== 'value') return [wordOf(outcome), ...faultsOf(outcome)].join(' ')
  const text = JSON.stringify(outcome.value)
  return `ok ${text.length > 300 ? `${text.slice(0, 300)} ...` : text}`
}

function faultsOf(outcome: Outcome): readonly string[] {
  if (outcome.end !== 'error' || outcome.faults === undefined) return []
  return outcome.faults.map(({ problem, path }) => `${problem} at ${path.join('.')}`)
}
