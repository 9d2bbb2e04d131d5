// What a write costs a program that walks its tree and awaits one statement for each row: the figure beside ours.
//
// Counted from the request alone, by the rule of docs/playground.md. Where the number hangs on what is in the database,
// the branch with the fewest statements counts, so the figure is never too high.

import { holderOf, type ModelFacts, type RelationFacts, type SchemaFacts } from '../schema/facts.ts'

/** How many statements a writer sends that goes row by row, and how often it waits. */
export type RowByRow = {
  readonly statements: number
  /** Those of them that open and end the transaction. */
  readonly ends: 0 | 2
  /** Whether it may be more, by what is in the database. */
  readonly isLeast: boolean
}

type Count = { rows: number; reads: number; isLeast: boolean; readonly facts: SchemaFacts }
type Tree = { readonly [name: string]: unknown }

/** Counts the statements of a row-by-row writer. */
export function rowByRow(facts: SchemaFacts, model: string, verb: string, args: unknown): RowByRow {
  const count: Count = { rows: 0, reads: 0, isLeast: false, facts }
  const root = facts.models.get(model)
  const tree = treeOf(args)
  if (root !== undefined) {
    countTop(count, root, verb, tree)
    countReads(count, root, verb.startsWith('find') ? undefined : (tree['data'] ?? tree['update']), tree)
  }
  const work = Math.max(1, count.rows + count.reads)
  const ends = count.rows > 0 && work > 1 ? 2 : 0
  return { statements: work + ends, ends, isLeast: count.isLeast }
}

function countTop(count: Count, model: ModelFacts, verb: string, args: Tree): void {
  switch (verb) {
    case 'create':
      return countRow(count, model, args['data'])
    case 'createMany':
    case 'createManyAndReturn':
      for (const row of listOf(args['data'])) countRow(count, model, row)
      return
    case 'update':
      return countRow(count, model, args['data'])
    case 'upsert':
      return countUpsert(count, model, args)
    case 'delete':
    case 'deleteMany':
    case 'updateMany':
    case 'updateManyAndReturn':
      count.rows += 1
      return
    default:
      count.reads += 1
  }
}

// One statement for the row itself, and those of everything written inside of it. An update that changes nothing of its row
// has to find it all the same.
function countRow(count: Count, model: ModelFacts, data: unknown): void {
  count.rows += 1
  for (const [name, value] of Object.entries(treeOf(data))) {
    const relation = model.relations.get(name)
    if (relation !== undefined) countRelation(count, model, relation, treeOf(value))
  }
}

function countRelation(count: Count, model: ModelFacts, relation: RelationFacts, verbs: Tree): void {
  const target = count.facts.models.get(relation.to)
  if (target === undefined) return
  const holder = holderOf(count.facts, model, relation)
  // A pair of a table between is a statement of its own.
  const pair = holder === 'between' ? 1 : 0
  for (const [verb, value] of Object.entries(verbs)) {
    switch (verb) {
      case 'create':
        for (const row of listOf(value)) {
          countRow(count, target, row)
          count.rows += pair
        }
        break
      case 'createMany':
        for (const row of listOf(treeOf(value)['data'])) countRow(count, target, row)
        break
      case 'connect':
        for (const where of listOf(value)) countConnect(count, relation, holder, where)
        break
      case 'connectOrCreate':
        for (const one of listOf(value)) {
          count.isLeast = true
          countConnect(count, relation, holder, undefined, treeOf(one)['where'])
        }
        break
      case 'disconnect':
      case 'delete':
      case 'deleteMany':
      case 'updateMany':
        count.rows += listOf(value).filter((one) => one !== false).length
        break
      case 'set':
        count.rows += 1
        for (const where of listOf(value)) countConnect(count, relation, holder, where)
        break
      case 'update':
        for (const one of listOf(value)) countRow(count, target, dataOf(one))
        break
      case 'upsert':
        for (const one of listOf(value)) countUpsert(count, target, treeOf(one))
    }
  }
}

// Where the link is in the other row it is one change of it; where it is here or between, the other row has to be found,
// unless its key is told.
function countConnect(
  count: Count,
  relation: RelationFacts,
  holder: 'here' | 'there' | 'between',
  where: unknown,
  sought?: unknown,
): void {
  const isConnectOrCreate = where === undefined && sought !== undefined
  if (holder === 'there') {
    count.rows += 1
    return
  }
  const target = count.facts.models.get(relation.to)
  const key = holder === 'here' ? relation.references : (target?.key?.fields ?? [])
  const names = Object.keys(treeOf(where))
  const isTold =
    !isConnectOrCreate &&
    key.length > 0 &&
    names.length === key.length &&
    key.every((one) => names.includes(one))
  count.rows += (isTold ? 0 : 1) + (holder === 'between' ? 1 : 0)
}

// The update is tried first. Where it finds no row, an insert follows: the branch that needs less counts.
function countUpsert(count: Count, model: ModelFacts, { create, update }: Tree): void {
  const [one, other] = [create, update].map((data, at) => {
    const own: Count = { rows: at === 0 ? 1 : 0, reads: 0, isLeast: false, facts: count.facts }
    countRow(own, model, data)
    return own
  })
  count.rows += Math.min(one?.rows ?? 0, other?.rows ?? 0)
  count.isLeast = true
}

// A row that was written is known by what came back; rows beside it have to be read, one statement for each relation.
function countReads(count: Count, model: ModelFacts, written: unknown, chosen: Tree): void {
  const data = treeOf(written)
  for (const part of [chosen['include'], chosen['select']]) {
    for (const [name, value] of Object.entries(treeOf(part))) {
      const relation = model.relations.get(name)
      const target = relation === undefined ? undefined : count.facts.models.get(relation.to)
      if (value === false || value === undefined || relation === undefined || target === undefined) continue
      const own = treeOf(data[name])
      const isKnown = isAllWritten(relation, own, written !== undefined && !isUpdated(chosen))
      if (!isKnown) count.reads += 1
      const inner = own['create'] ?? (isKnown ? own['connect'] : undefined)
      countReads(count, target, isKnown ? (listOf(inner)[0] ?? {}) : undefined, treeOf(value))
    }
  }
}

// Whether all rows of a relation came back while writing: those of a new row, or the one row that was written.
function isAllWritten(relation: RelationFacts, verbs: Tree, isNew: boolean): boolean {
  const names = Object.keys(verbs)
  const isOnly = (known: readonly string[]) => names.length > 0 && names.every((name) => known.includes(name))
  if (!relation.many) return isOnly(['create', 'connect', 'connectOrCreate', 'upsert', 'update'])
  if (names.includes('set') && listOf(verbs['set']).length === 0) {
    return isOnly(['set', 'create', 'connect', 'connectOrCreate'])
  }
  return isNew && isOnly(['create', 'connect', 'connectOrCreate'])
}

function isUpdated(chosen: Tree): boolean {
  return 'where' in chosen
}

function dataOf(one: unknown): unknown {
  const tree = treeOf(one)
  return 'data' in tree ? tree['data'] : one
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function treeOf(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {}
}
