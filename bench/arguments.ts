// What `npm run bench` is asked for.

import { parseArgs } from 'node:util'

/** What is wanted of a run. */
export type Wanted = {
  /** The workloads by name; all where nothing is said. */
  readonly only: readonly string[] | null
  readonly isQuick: boolean
  readonly asJson: boolean
  /** Whether the page and the charts are written anew. */
  readonly writes: boolean
}

/** A reason to end that is said in one sentence. */
export class Unusable extends Error {}

export const HELP = `npm run bench [-- OPTIONS]        writes, planning, first writes and sizes, in some ten minutes
npm run bench -- types [--json]   how long the compiler takes

  --only W1,W3   measure these workloads, and nothing else
  --quick        a minute or two: fewer turns, fewer rows, figures that say less
  --json         print the figures as JSON
  --write        put the tables and charts into docs/performance.md and docs/charts
  --help         this`

/** Reads the arguments; null asks for help. */
export function wanted(args: readonly string[], known: readonly string[]): Wanted | null {
  const { only, quick = false, json = false, write = false, help = false } = parsed(args)
  if (help) return null
  const names = only?.split(',').filter((name) => name !== '') ?? null
  const unknown = names?.filter((name) => !known.includes(name)) ?? []
  if (names?.length === 0 || unknown.length > 0) {
    throw new Unusable(
      `--only takes workloads of ${known.join(', ')}; ${only ? unknown.join(', ') : 'nothing'} is none`,
    )
  }
  if (write && (names !== null || quick)) {
    throw new Unusable('--write writes what a whole run gave, so it takes no --only and no --quick')
  }
  return { only: names, isQuick: quick, asJson: json, writes: write }
}

function parsed(args: readonly string[]) {
  const isSet = { type: 'boolean' } as const
  const options = { only: { type: 'string' }, quick: isSet, json: isSet, write: isSet, help: isSet } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    throw new Unusable(`${(error as Error).message.split('. ')[0]}; --help tells what there is`)
  }
}
