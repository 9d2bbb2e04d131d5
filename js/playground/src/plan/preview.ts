// Everything that can be said of a write without running it: its plan, its cost, and what is wrong with it, at its place.
//
// Knows no editor and no page. Bad texts give findings, never an error.

import { TreewrightError, type Problem } from 'treewright'
import type { OperationPlan } from 'treewright/planner'
import type { Finding } from '../finding.ts'
import { loadSchema, type Loaded, type ReadySchema } from '../schema/load.ts'
import { markOf, nameOf, pathText } from '../write/places.ts'
import { parseWrites, type Written } from '../write/parse.ts'
import { rowByRow, type RowByRow } from './figures.ts'
import { stepsOf, type Steps } from './steps.ts'

/** A write that can be carried out. */
export type Planned = {
  readonly written: Written
  readonly model: string
  readonly plan: OperationPlan
  readonly steps: Steps
  readonly rowByRow: RowByRow
  /** How long it took to make the plan, with nothing kept from before. */
  readonly milliseconds: number
}

/** What there is to see. */
export type Preview = {
  readonly schema: Loaded
  readonly written: Written | null
  readonly planned: Planned | null
  readonly findings: readonly Finding[]
}

/** Looks at a schema and a write. A schema that was read before is not read again. */
export function previewOf(
  texts: { readonly schema: string; readonly write: string },
  known?: Loaded,
): Preview {
  const schema = known ?? loadSchema(texts.schema)
  const { ready } = schema
  const accessors = ready?.facts.accessors
  const parsed = parseWrites(texts.write, 'write', (accessor) => accessors?.get(accessor))
  const written = parsed.writes[0] ?? null
  const findings = [...schema.findings, ...parsed.findings, ...tooMany(parsed.writes)]
  if (written === null && parsed.findings.length === 0) findings.push(nothingAsked(texts.write))
  if (ready === null || written === null || findings.length > 0) {
    return { schema, written, planned: null, findings }
  }
  const looked = planOf(ready, written)
  if ('plan' in looked) return { schema, written, planned: looked, findings }
  return { schema, written, planned: null, findings: looked }
}

/** The plan of a write, or what is wrong with it. */
export function planOf(ready: ReadySchema, written: Written): Planned | readonly Finding[] {
  const { planner, facts } = ready
  const model = facts.accessors.get(written.accessor)
  if (model === undefined) return [noModel(written, [...facts.accessors.keys()])]
  const start = performance.now()
  try {
    const plan = planner.plan(model, written.verb, written.args)
    const milliseconds = performance.now() - start
    const cost = rowByRow(facts, model, written.verb, written.args)
    return { written, model, plan, steps: stepsOf(plan), rowByRow: cost, milliseconds }
  } catch (error) {
    return findingsOf(error, written)
  }
}

/** What an error says, at its places in the write. */
export function findingsOf(error: unknown, written: Written, text: Finding['text'] = 'write'): Finding[] {
  if (!(error instanceof TreewrightError)) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ ...written.named.verb, text, code: null, place: '', message, help: null }]
  }
  return error.problems.map((problem) => findingOf(problem, written, text))
}

function findingOf({ problem, code, path, message, help }: Problem, written: Written, text: Finding['text']) {
  const codes = code === problem ? problem : `${code} (${problem})`
  const mark = problem === 'TW210' ? written.named.verb : markFor(problem, path, written)
  return { ...mark, text, code: codes, place: pathText(path), message, help }
}

function markFor(problem: string, path: Problem['path'], { places, named }: Written) {
  return (
    (NAMES.has(problem) ? nameOf(places, path) : path.length === 0 ? undefined : markOf(places, path)) ??
    named.verb
  )
}

// What is wrong there is a name, not what it says.
const NAMES: ReadonlySet<string> = new Set([
  ...[
    'TW201',
    'TW202',
    'TW203',
    'TW204',
    'TW304',
    'TW305',
    'TW306',
    'TW309',
    'TW316',
    'TW317',
    'TW318',
    'TW319',
  ],
])

function noModel({ named, accessor }: Written, known: readonly string[]): Finding {
  const shown = known.slice(0, 12).map((name) => `\`db.${name}\``)
  const help = known.length === 0 ? null : `there are ${shown.join(', ')}${known.length > 12 ? ', ...' : ''}`
  const message = `the schema has no model for \`db.${accessor}\``
  return { ...named.accessor, text: 'write', code: 'TW209', place: '', message, help }
}

function tooMany([, second]: readonly Written[]): Finding[] {
  if (second === undefined) return []
  const message = 'one write is looked at here, and this is another one'
  const help = 'rows that have to be there before can be written in the seed'
  return [{ from: second.from, to: second.to, text: 'write', code: null, place: '', message, help }]
}

function nothingAsked(text: string): Finding {
  const message = 'there is no write yet'
  const help = 'a write looks so: `db.user.create({ data: { ... } })`'
  return { from: 0, to: Math.min(1, text.length), text: 'write', code: null, place: '', message, help }
}
