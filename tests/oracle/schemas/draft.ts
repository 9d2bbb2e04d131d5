// Random schemas: models with ids, fields and keys, and how they are linked, before they are a text.
//
// The same chance makes the same draft. Whether Prisma takes it is seen when its tables are made.

import type { Random } from '../random.ts'
import { FIELD_KINDS, KEY_KINDS, type Kind } from './kinds.ts'
import { FIELDS, MODELS, QUOTE, oddNames, quoted, type Once } from './names.ts'

/** A scalar field, as it will stand in the text. */
export type Column = Kind & {
  readonly name: string
  readonly mark: '' | '?' | '[]'
  readonly attributes: string[]
}

/** A model, as it will stand in the text. */
export type DraftModel = {
  readonly name: string
  readonly columns: Column[]
  /** The fields of keys that others may point at, the id first. */
  readonly keys: (readonly string[])[]
  readonly lines: string[]
  readonly blocks: string[]
  /** Names of columns in the database, each once. */
  readonly odd: Once
}

/** Enums by name, with their labels. */
export type DraftEnums = Readonly<Record<string, readonly string[]>>

export type Draft = { readonly models: readonly DraftModel[]; readonly enums: readonly string[] }

const LABELS = ['red @map("r%d")', 'Green @map("with space")', 'BLUE', 'select', 'constructor @map("ünï")']

/** The models, without links between them. */
export function draftModels(random: Random): Draft {
  const enums = ['Mood', 'Select2'].filter(() => random.chance(60))
  const tables = oddNames()
  const models = random
    .shuffled(MODELS)
    .slice(0, 2 + random.below(5))
    .map((name) => modelOf(random, name, enums, tables))
  return { models, enums: enums.map((name) => enumText(random, name)) }
}

function enumText(random: Random, name: string): string {
  const labels = random.shuffled(LABELS).slice(0, 2 + random.below(3))
  const map = random.chance(40) ? `  @@map(${quoted(`${name} type${QUOTE}`)})\n` : ''
  return `enum ${name} {\n${labels.map((label) => `  ${label}\n`).join('')}${map}}`
}

function modelOf(random: Random, name: string, enums: readonly string[], tables: Once): DraftModel {
  const model: DraftModel = { name, columns: [], keys: [], lines: [], blocks: [], odd: oddNames() }
  addId(random, model)
  const names = random.shuffled(FIELDS).filter((name) => !model.columns.some((one) => one.name === name))
  for (const name of names.slice(0, 1 + random.below(5))) model.columns.push(fieldOf(random, name, enums))
  addUniques(random, model)
  for (const column of model.columns) if (random.chance(25)) addMap(random, model, column)
  if (random.chance(35)) model.blocks.push(`@@map(${quoted(tables(random))})`)
  return model
}

/** Gives the column an odd name in the database. */
export function addMap(random: Random, { odd }: DraftModel, { attributes }: Column): void {
  attributes.push(`@map(${quoted(odd(random))})`)
}

const COUNTED = '@default(autoincrement())'
const MADE = ['uuid()', 'uuid(7)', 'cuid()', 'cuid(2)', 'ulid()', 'nanoid()']

function addId(random: Random, model: DraftModel): void {
  const id = (kind: Kind, ...attributes: string[]) => {
    model.columns.push({ ...kind, name: 'id', mark: '', attributes: ['@id', ...attributes] })
    model.keys.push(['id'])
  }
  const [int, big, text] = [
    { type: 'Int', native: '' },
    { type: 'BigInt', native: '' },
    { type: 'String', native: '' },
  ]
  const how = random.weighted({ int: 30, big: 8, made: 18, native: 8, given: 14, pair: 14, none: 4 })
  if (how === 'int') id(int, COUNTED)
  else if (how === 'big') id(big, COUNTED)
  else if (how === 'made') id(text, `@default(${random.pick(MADE)})`)
  else if (how === 'native')
    id(
      { type: 'String', native: '@db.Uuid' },
      random.pick(['@default(dbgenerated("gen_random_uuid()"))', '@default(uuid())']),
    )
  else if (how === 'given') id(random.pick(KEY_KINDS))
  else if (how === 'none') {
    model.columns.push({ ...random.pick(KEY_KINDS), name: 'code', mark: '', attributes: ['@unique'] })
    model.keys.push(['code'])
  } else {
    const kinds = [random.pick([int, text, text]), random.pick(KEY_KINDS)]
    const columns = kinds.map((kind, n): Column => ({
      ...kind,
      name: n === 0 ? 'org' : 'num',
      mark: '',
      attributes: [],
    }))
    if (random.chance(25) && columns[1]?.type === 'Int' && columns[1].native === '')
      columns[1].attributes.push(COUNTED)
    model.columns.push(...columns)
    model.keys.push(['org', 'num'])
    model.blocks.push(random.chance(25) ? '@@id([org, num], name: "place")' : '@@id([org, num])')
  }
}

function fieldOf(random: Random, name: string, enums: readonly string[]): Column {
  const isOfEnum = enums.length > 0 && random.chance(20)
  const kind = isOfEnum ? { type: random.pick(enums), native: '' } : random.pick(FIELD_KINDS)
  const mark = random.weighted({ req: 45, '?': 40, '[]': 15 })
  if (kind.type === 'DateTime' && kind.native === '' && random.chance(50))
    return {
      ...kind,
      name,
      mark: '',
      attributes: [random.pick(['@updatedAt', '@default(now())', '@default(now()) @updatedAt'])],
    }
  const attributes: string[] = []
  const value = mark === '[]' ? undefined : defaultOf(random, kind)
  if (value !== undefined && random.chance(40)) attributes.push(`@default(${value})`)
  if (mark === '[]' && random.chance(25)) attributes.push('@default([])')
  return { ...kind, name, mark: mark === 'req' ? '' : mark, attributes }
}

function defaultOf(random: Random, { type, native }: Kind): string | undefined {
  if (native !== '' && native !== '@db.SmallInt') return undefined
  if (type === 'String') return random.pick(['"a"', '"it\'s"', 'uuid()', 'cuid()', '"ä \\" x"'])
  if (type === 'Int') return random.pick(['3', '0', '-1'])
  const fixed: Record<string, string> = {
    BigInt: '9007199254740993',
    Float: '0.5',
    Decimal: '2.25',
    Boolean: 'true',
    Json: '"{\\"a\\": 1}"',
  }
  return fixed[type]
}

/** Single keys, keys of two fields, some of which may be null. */
function addUniques(random: Random, model: DraftModel): void {
  const able = model.columns.filter(
    ({ mark, type, attributes }) =>
      mark !== '[]' &&
      !['Json', 'Boolean', 'Float'].includes(type) &&
      !attributes.some((one) => /@(id|unique|updatedAt)|now\(\)/.test(one)),
  )
  for (const column of able) {
    if (['org', 'num'].includes(column.name) || !random.chance(35)) continue
    column.attributes.push('@unique')
    model.keys.push([column.name])
  }
  const two = random.shuffled(able).slice(0, 2)
  if (two.length < 2 || !random.chance(40)) return
  const fields = two.map(({ name }) => name)
  const isId = fields.includes('org') && fields.includes('num')
  if (isId) return
  model.keys.push(fields)
  model.blocks.push(`@@unique([${fields.join(', ')}]${random.chance(25) ? ', name: "both"' : ''})`)
}
