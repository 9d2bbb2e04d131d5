// `treewright plan`: a request in a file as the plan of it, to be read by people or programs.
//
// Knows no database: a plan needs none.

import { TreewrightError } from 'treewright'
import type { OperationPlan } from 'treewright/planner'
import { plannerOf } from './check.ts'
import type { Command } from './command.ts'
import { readText } from './files.ts'
import { loadSchema, readJson } from './load-schema.ts'
import { Found, Misuse } from './outcome.ts'
import { readRequest } from './request-file.ts'

/** The command. */
export const plan: Command = {
  name: 'plan',
  summary: 'show what a request would do, without a database',
  usage: ['--schema <file> <request.json>', '--schema <file> -'],
  about: `The request is { "model": "User", "verb": "create", "args": { ... } }; - is standard input.
What JSON cannot hold: { "$bigint": "1" }, { "$date": "2024-02-29T12:00:00Z" }, { "$float": "NaN" },
{ "$bytes": "aGk=" } or { "$bytes": "\\\\x6869" }, { "$null": "DbNull" }, and { "$json": ... } for JSON
that looks like one of these. All mistakes of the request are told with their paths.`,
  options: {
    schema: { value: 'file', about: 'the schema, in any form that `check` takes' },
    sql: { about: 'show the statements too' },
  },
  examples: [
    'treewright plan --schema schema.ts request.json',
    'treewright plan --schema schema.prisma --sql - < request.json',
  ],
  async run(asked) {
    const [file, ...more] = asked.files
    const schema = asked.value('schema')
    if (schema === undefined) throw new Misuse('plan needs --schema <file>')
    if (file === undefined || more.length > 0)
      throw new Misuse('plan takes one request, or - for standard input')
    const planner = plannerOf(await loadSchema(schema))
    const name = file === '-' ? 'standard input' : file
    const { description: json, placeOf } = readJson(name, readText(file))
    const { model, verb, args } = readRequest(name, json, placeOf)
    const planned = orFound(name, () => planner.plan(model, verb, args), placeOf)
    const sql = asked.has('sql') ? `\n${sqlOf(planned)}` : ''
    return { isFine: true, text: `${withEnd(String(planned))}${sql}`, data: dataOf(model, verb, planned) }
  },
}

type PlaceOf = ReturnType<typeof readJson>['placeOf']

/** The paths of problems begin inside `args`. */
function orFound<T>(file: string, work: () => T, placeOf: PlaceOf): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TreewrightError)) throw error
    const start = { TW209: 'model', TW210: 'verb' }[error.problem] ?? 'args'
    throw new Found(
      error.problems.map((problem) => ({ ...problem, file, place: placeOf([start, ...problem.path]) })),
    )
  }
}

function sqlOf({ statements, waves, inTransaction }: OperationPlan): string {
  const texts = waves.flatMap((wave, round) =>
    wave.map((position) => {
      const statement = statements[position]
      const about = statement === undefined ? '' : `${statement.kind} ${statement.model}`
      return `-- ${position + 1}, wave ${round + 1}: ${about}\n${statement?.sql ?? ''};\n`
    }),
  )
  return (inTransaction ? ['BEGIN;\n', ...texts, 'COMMIT;\n'] : texts).join('\n')
}

function dataOf(model: string, verb: string, plan: OperationPlan): { readonly [entry: string]: unknown } {
  const { carriage, roundTrips, inTransaction, waits, fused, statements, waves } = plan
  const steps = String(plan).trimEnd().split('\n')
  const facts = { model, verb, carriage, roundTrips, inTransaction, waits, fused }
  return { ...facts, steps, statements, waves, problems: [] }
}

function withEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
