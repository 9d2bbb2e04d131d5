// What a place of a request is about: the model whose entries stand there, and the field whose value it is.
//
// Goes by the names of relations and fields alone; which names may stand at a place the planner says.

import type { FieldFacts, ModelFacts, RelationFacts, SchemaFacts } from '../schema/facts.ts'
import type { Path } from './places.ts'

/** What a place is about. */
export type Subject = {
  readonly model: ModelFacts
  readonly field: FieldFacts | undefined
  readonly relation: RelationFacts | undefined
  /** Whether a row is being made there, of which nothing is there before. */
  readonly isNew: boolean
}

/** What a place of the arguments is about. */
export function subjectAt(facts: SchemaFacts, root: ModelFacts, verb: string, path: Path): Subject {
  let model = root
  let field: FieldFacts | undefined
  let relation: RelationFacts | undefined
  let isNew = verb.startsWith('create')
  // A name is one of the model's right behind a word that opens a row, else it is a word itself.
  let isRow = false
  for (const segment of path) {
    if (typeof segment === 'number') continue
    const found = isRow ? model.relations.get(segment) : undefined
    if (found !== undefined) {
      model = facts.models.get(found.to) ?? model
      relation = found
      field = undefined
      isRow = false
      continue
    }
    field = isRow ? (model.fields.get(segment) ?? field) : field
    if (segment === 'create' || segment === 'createMany') isNew = true
    if (segment === 'update' || segment === 'updateMany') isNew = false
    isRow =
      OPENS.has(segment) || (isRow && JOINS.has(segment)) || (relation !== undefined && NESTED.has(segment))
    if (OPENS.has(segment) || NESTED.has(segment)) relation = undefined
  }
  return { model, field, relation, isNew }
}

const OPENS: ReadonlySet<string> = new Set([
  ...['data', 'where', 'create', 'update', 'select', 'include', 'omit', 'orderBy', 'cursor'],
  ...['some', 'every', 'none', 'is', 'isNot', '_count'],
])

const JOINS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT'])

const NESTED: ReadonlySet<string> = new Set([
  ...[
    'connect',
    'disconnect',
    'delete',
    'deleteMany',
    'set',
    'connectOrCreate',
    'upsert',
    'updateMany',
    'createMany',
  ],
])
