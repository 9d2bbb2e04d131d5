// The oracle by hand: `npm run oracle -- --seed 1 --count 5000 [--verbs create,update] [--nested connect] [--keep-going]`,
// or, without building anything, `node --import ./tools/typescript.mjs tests/oracle/main.ts` with the same arguments.
//
// With `--batches --seed 1 --count 500` each seed stands for two to four operations in one `$transaction([...])`.
// With `--ways` our own ways to carry a write are compared with each other instead: wave by wave, all at once, as a whole,
// within transactions, on PGlite. With `--batches` beside it the operations of a seed go one after the other.
// With `--schemas 100 --seed 7` the ways are compared on a hundred random schemas, beside each other and the description that
// is read from the database: 40 operations on each, or `--count`, one after the other on the rows that are there by then.
// `--schemas 1 --seed 17 --show 17` tells every operation of one schema as well.
// `--only-prisma` tells how Prisma takes the operations, to judge the generator; `--show 17` carries out one seed.

import { parseArgs } from 'node:util'
import { alone, batches, run, survey, type Account, type Finding, type Subject } from './campaign.ts'
import { equalAlone, equalInTurn } from './equal.ts'
import type { Bounds } from './generate.ts'
import { NESTED_VERBS, VERBS, sourceOf } from './operation.ts'
import { accountText, countsText, findingText } from './report.ts'
import { findingText as schemaFindingText, tour, touredText } from './schemas/account.ts'
import { openWays } from './ways.ts'
import { openWorld, type World } from './world.ts'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    verbs: { type: 'string' },
    nested: { type: 'string' },
    spoiled: { type: 'string', default: '5' },
    batches: { type: 'boolean', default: false },
    ways: { type: 'boolean', default: false },
    schemas: { type: 'string' },
    'keep-going': { type: 'boolean', default: false },
    'only-prisma': { type: 'boolean', default: false },
    show: { type: 'string' },
  },
})

let n_told = 0
const from = Number(options.seed)
const n_seeds = Number(options.count ?? 1000)
const bounds: Bounds = {
  verbs: chosen(VERBS, options.verbs),
  nested: chosen(NESTED_VERBS, options.nested),
  spoiledPercent: Number(options.spoiled),
}
if (options['only-prisma'] && (options.batches || options.ways))
  throw new Error('--only-prisma takes operations one by one, and only Prisma')

if (options.schemas !== undefined) await compareSchemas(Number(options.schemas))
else if (options.ways) await compareWays()
else await compareTwins()

async function compareSchemas(n_schemas: number): Promise<void> {
  const { show } = options
  const toured = await tour({
    seeds: show === undefined ? Array.from({ length: n_schemas }, (_, at) => from + at) : [Number(show)],
    n_operations: Number(options.count ?? 40),
    stopsAtFirst: !options['keep-going'],
    told: (name, finding) => void process.stdout.write(`${schemaFindingText(name, finding)}\n\n`),
    before(seed, n, operation) {
      if (show !== undefined) process.stdout.write(`${n}: ${sourceOf([operation])}\n`)
      else if (n === 0) process.stderr.write(`\rseed ${seed}`)
    },
  })
  process.stderr.write('\n')
  process.stdout.write(`${touredText(toured)}\n`)
  process.exitCode = toured.classes.size === 0 ? 0 : 1
}

async function compareWays(): Promise<void> {
  const ways = await openWays()
  const subject = options.batches ? equalInTurn : equalAlone
  try {
    if (options.show !== undefined) await show(ways.all, subject, Number(options.show))
    else process.exitCode = await compareAll(ways.all, subject)
  } finally {
    await ways.close()
  }
}

async function compareTwins(): Promise<void> {
  const world = await openWorld()
  const subject = options.batches ? batches : alone
  try {
    if (options.show !== undefined) await show(world, subject, Number(options.show))
    else if (options['only-prisma']) await surveyPrisma(world)
    else process.exitCode = await compareAll(world, subject)
  } finally {
    await world.close()
  }
}

async function compareAll<W>(world: W, subject: Subject<W>): Promise<number> {
  const account = await run(world, {
    subject,
    seeds: seeds(),
    bounds,
    stopsAtFirst: !options['keep-going'],
    progress,
  })
  process.stderr.write('\n')
  console.log(accountText(account))
  return account.classes.size === 0 ? 0 : 1
}

async function surveyPrisma(world: World): Promise<void> {
  const { words, uses } = await survey(world.prisma, seeds(), bounds, () => {})
  console.log(`${n_seeds} operations: ${countsText(words, n_seeds)}`)
  for (const [use, { n, n_ok }] of [...uses].sort(([one], [other]) => (one < other ? -1 : 1))) {
    console.log(
      `${use.padEnd(32)} ${String(n).padStart(5)}  ${String(Math.round((100 * n_ok) / n)).padStart(3)} % ok`,
    )
  }
}

async function show<W>(world: W, subject: Subject<W>, seed: number): Promise<void> {
  const operations = subject.generate(seed, bounds)
  console.log(sourceOf(operations))
  const { told, difference, decided } = await subject.judge(world, operations)
  console.dir({ told, decided, difference }, { depth: 12 })
}

function* seeds(): Generator<number> {
  for (let n = 0; n < n_seeds; n += 1) yield from + n
}

// What a long campaign finds is told as it is found.
function tell(name: string, finding: Finding): void {
  n_told += 1
  process.stderr.write(`\n${findingText(name, finding)}\n`)
}

function progress({ n_run, classes }: Account, seed: number): void {
  if (classes.size > n_told) for (const [name, { first }] of [...classes].slice(n_told)) tell(name, first)
  if (n_run % 20 === 0) process.stderr.write(`\r${n_run}/${n_seeds}, seed ${seed}, ${classes.size} classes`)
}

function chosen<T extends string>(from: readonly T[], names: string | undefined): readonly T[] {
  if (names === undefined) return from
  const wanted = names.split(',')
  const unknown = wanted.filter((name) => !(from as readonly string[]).includes(name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}: choose from ${from.join(', ')}`)
  return from.filter((name) => wanted.includes(name))
}
