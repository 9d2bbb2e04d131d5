// Completion of a write: models, verbs, the names that may stand at the cursor, and the values of enums.
//
// Which names may stand where the planner says; this only finds the cursor's place and dresses the names up.

import {
  snippetCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { ModelFacts } from '../schema/facts.ts'
import type { ReadySchema } from '../schema/load.ts'
import { cursorAt, type Cursor } from '../write/cursor.ts'
import { subjectAt, type Subject } from '../write/subject.ts'

/** The verbs of a model, those that write first. */
export const VERBS: readonly string[] = [
  ...['create', 'createMany', 'createManyAndReturn', 'update', 'updateMany', 'updateManyAndReturn', 'upsert'],
  ...[
    'delete',
    'deleteMany',
    'findUnique',
    'findUniqueOrThrow',
    'findFirst',
    'findFirstOrThrow',
    'findMany',
    'count',
  ],
]

/** What can be offered at a cursor, whatever editor shows it. */
export type Offer = { readonly from: number; readonly options: readonly Completion[] }

/** The completion of writes; `schema` is what was last fit to plan with. */
export function completeWrite(schema: () => ReadySchema | null) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const ready = schema()
    const offer = ready === null ? null : offerAt(ready, state.doc.toString(), pos)
    if (offer === null || (!explicit && offer.from === pos && !isInviting(state.sliceDoc(pos - 1, pos))))
      return null
    return { from: offer.from, options: [...offer.options], validFor: /^[\p{L}\p{N}_$]*$/u }
  }
}

// After these something has to come.
function isInviting(before: string): boolean {
  return before === '.' || before === "'" || before === '"'
}

/** What can be offered at a position. */
export function offerAt(ready: ReadySchema, text: string, position: number): Offer | null {
  const cursor = cursorAt(text, position)
  if (cursor === undefined) return null
  if (cursor.isInCallee) return calleeOffer(ready, text, cursor)
  const [, accessor = '', verb = ''] = cursor.callee
  const model = ready.facts.models.get(ready.facts.accessors.get(accessor) ?? '')
  if (model === undefined || !VERBS.includes(verb)) return null
  const options =
    cursor.at === 'name' ? names(ready, model, verb, cursor) : values(ready, model, verb, cursor)
  return options.length === 0 ? null : { from: cursor.from, options }
}

function calleeOffer({ facts }: ReadySchema, text: string, { from, callee }: Cursor): Offer | null {
  const isAfterDot = text.charAt(from - 1) === '.'
  const words = callee.filter((word) => !BEFORE.has(word))
  if (!isAfterDot) return words.length > 0 ? null : { from, options: [{ label: 'db', type: 'variable' }] }
  if (words.length === 1) {
    const options = [...facts.accessors].map(([label, detail]) => ({ label, detail, type: 'class' }))
    return { from, options }
  }
  if (words.length !== 2) return null
  return { from, options: VERBS.map((verb, at) => call(verb, at)) }
}

const BEFORE: ReadonlySet<string> = new Set(['await', 'const', 'let', 'var'])

function call(verb: string, at: number): Completion {
  const inside: Readonly<Record<string, string>> = {
    create: 'data: { ${} }',
    createMany: 'data: [{ ${} }]',
    createManyAndReturn: 'data: [{ ${} }]',
    update: 'where: { ${} }, data: { ${} }',
    updateMany: 'where: { ${} }, data: { ${} }',
    updateManyAndReturn: 'where: { ${} }, data: { ${} }',
    upsert: 'where: { ${} }, create: { ${} }, update: { ${} }',
  }
  const template = `${verb}({ ${inside[verb] ?? 'where: { ${} }'} })`
  return snippetCompletion(template, { label: verb, type: 'method', boost: -at })
}

// Verbs that need a row which is there cannot stand in one that is being made.
const OF_ROWS: ReadonlySet<string> = new Set([
  ...['update', 'upsert', 'delete', 'disconnect', 'set', 'updateMany', 'deleteMany'],
])

function names(ready: ReadySchema, model: ModelFacts, verb: string, cursor: Cursor): Completion[] {
  const { planner, facts } = ready
  const given = new Set(cursor.names.filter((name) => name !== cursor.begun))
  const around = subjectAt(facts, model, verb, cursor.path)
  return planner
    .expected(model.name, verb, cursor.path)
    .names.filter(
      (name) => !given.has(name) && !(around.relation !== undefined && around.isNew && OF_ROWS.has(name)),
    )
    .map((name, at) => {
      const subject = subjectAt(facts, model, verb, [...cursor.path, name])
      const expected = planner.expected(model.name, verb, [...cursor.path, name])
      const label = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : `'${name}'`
      const value = valueTemplate(subject, expected, cursor.path)
      return snippetCompletion(`${label}: ${value}`, { label: name, ...detailOf(subject, name), boost: -at })
    })
}

function valueTemplate(
  subject: Subject,
  { names, words }: { names: readonly string[]; words: readonly string[] },
  path: Cursor['path'],
): string {
  const within = path.filter((one) => typeof one === 'string').at(-1)
  if (within === 'select' || within === 'include' || within === 'omit') return '${true}'
  if (words.length > 0) return `'\${${words[0] ?? ''}}'`
  if (
    subject.field !== undefined &&
    (names.length === 0 || names.includes('set') || names.includes('equals'))
  ) {
    if (subject.field.list) return '[${}]'
    return QUOTED.has(subject.field.type) || !SCALARS.has(subject.field.type) ? "'${}'" : '${}'
  }
  return names.length > 0 ? '{ ${} }' : '${}'
}

const QUOTED: ReadonlySet<string> = new Set(['String', 'Decimal'])
const SCALARS: ReadonlySet<string> = new Set([
  ...['String', 'Int', 'BigInt', 'Float', 'Decimal', 'Boolean', 'DateTime', 'Json', 'Bytes'],
])

function detailOf({ model, field, relation }: Subject, name: string): Partial<Completion> {
  if (relation?.name === name) return { detail: relation.to + (relation.many ? '[]' : ''), type: 'class' }
  if (field?.name === name && model.fields.has(name)) {
    return { detail: field.type + (field.list ? '[]' : '') + (field.nullable ? '?' : ''), type: 'property' }
  }
  return { type: 'keyword' }
}

function values(ready: ReadySchema, model: ModelFacts, verb: string, cursor: Cursor): Completion[] {
  const { planner, facts } = ready
  const { field, relation } = subjectAt(facts, model, verb, cursor.path)
  const expected = planner.expected(model.name, verb, cursor.path)
  const quote = (word: string) => (cursor.quote === null ? `'${word}'` : word)
  const texts = (words: Iterable<string>) =>
    [...words].map((word) => ({ label: word, apply: quote(word), type: 'enum' }))
  const options: Completion[] = texts(expected.words)
  const labels = field === undefined ? undefined : facts.enums.get(field.type)?.labels
  if (labels !== undefined) options.push(...texts(labels.keys()))
  if (cursor.quote !== null) return options
  const isChoice = cursor.path.some((one) => one === 'select' || one === 'include' || one === 'omit')
  if (field?.type === 'Boolean' || isChoice) {
    options.push({ label: 'true', type: 'constant' }, { label: 'false', type: 'constant' })
  }
  if (field?.nullable === true && relation === undefined) options.push({ label: 'null', type: 'constant' })
  if (field?.type === 'DateTime') {
    const now = "new Date('${2026-01-31T12:00:00Z}')"
    options.push(snippetCompletion(now, { label: 'new Date(...)', type: 'function' }))
  }
  if (expected.names.length > 0 && field === undefined) {
    options.push(snippetCompletion('{ ${} }', { label: '{ }', type: 'text' }))
    if (expected.list) options.push(snippetCompletion('[{ ${} }]', { label: '[{ }]', type: 'text' }))
  }
  return options
}
