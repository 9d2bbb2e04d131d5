// Random relations between the models of a draft: of every sort, between any two, by ids and by other keys.
//
// Knows nothing of rows. Foreign keys that must be there mostly point at earlier models, so that rows can be made.

import type { Random } from '../random.ts'
import { addMap, type Column, type DraftModel } from './draft.ts'
import { LINKS, QUOTE, quoted } from './names.ts'

type Sort = 'one' | 'many' | 'pairs'

type Link = {
  readonly sort: Sort
  readonly holder: DraftModel
  readonly target: DraftModel
  readonly isRequired: boolean
  /** What both ends call it, if they must. */
  readonly name: string | null
  readonly n: number
}

/** Draws links and writes them into the models. */
export function addLinks(random: Random, models: readonly DraftModel[]): void {
  const n_links = models.length - 1 + random.below(4)
  const drawn = Array.from({ length: n_links }, (_, n) => drawnLink(random, models, n))
  for (const link of drawn) {
    const alike = drawn.filter((other) => isBetween(other, link))
    const isNamed = alike.length > 1 || link.holder === link.target || random.chance(20)
    const name = isNamed ? random.pick([`r${link.n}`, `R ${link.n}`, `r${QUOTE}${link.n}`]) : null
    if (link.sort === 'pairs') addPairs(random, { ...link, name: name === null ? null : `r${link.n}` })
    else addForeignKey(random, { ...link, name })
  }
  for (const model of models) if (random.chance(12)) addJoin(random, model, models)
}

function isBetween(one: Link, other: Link): boolean {
  const ends = new Set([one.holder, one.target])
  return (
    ends.has(other.holder) && ends.has(other.target) && ends.size === (other.holder === other.target ? 1 : 2)
  )
}

function drawnLink(random: Random, models: readonly DraftModel[], n: number): Link {
  const sort = random.weighted({ many: 52, one: 26, pairs: 22 })
  const [one, other] = [random.below(models.length), random.below(models.length)]
  const isSelf = random.chance(18)
  // The first links join what would stand alone.
  const from = n + 1 < models.length ? n + 1 : Math.max(one, other)
  const to = isSelf ? from : n + 1 < models.length ? random.below(n + 1) : Math.min(one, other)
  const isTurned = random.chance(15)
  const holder = models[isTurned ? to : from]
  const target = models[isTurned ? from : to]
  if (holder === undefined || target === undefined) throw new Error('there are no models')
  const isRequired = holder !== target && random.chance(isTurned ? 15 : 45)
  return { sort, holder, target, isRequired, name: null, n }
}

function addPairs(random: Random, { holder, target, name, n }: Link): void {
  const able = [holder, target].every(({ columns }) => columns.some(isId))
  if (!able) return
  const relation = name === null ? '' : ` @relation(${quoted(name)})`
  const [here, there] = [endName(random, n, 'x'), endName(random, n, 'y')]
  holder.lines.push(`${here} ${target.name}[]${relation}`)
  target.lines.push(`${there} ${holder.name}[]${relation}`)
}

function isId({ attributes }: Column): boolean {
  return attributes.includes('@id')
}

function endName(random: Random, n: number, end: string): string {
  return `${random.pick(LINKS)}${n}${end}`
}

function addForeignKey(random: Random, link: Link): void {
  const { sort, holder, target, isRequired, name, n } = link
  const references = random.chance(70) ? target.keys[0] : random.pick(target.keys)
  if (references === undefined) return
  const fields = references.map((reference) => {
    return foreignField(
      random,
      link,
      target.columns.find((one) => one.name === reference),
    )
  })
  if (new Set(fields).size < fields.length) return
  const hereName = endName(random, n, 'x')
  const actions = actionsOf(random, isRequired)
  const label = name === null ? '' : `${quoted(name)}, `
  const mark = isRequired ? '' : '?'
  const parts = `${label}fields: [${fields.join(', ')}], references: [${references.join(', ')}]${actions}`
  holder.lines.push(`${hereName} ${target.name}${mark} @relation(${parts})`)
  target.lines.push(
    `${endName(random, n, 'y')} ${holder.name}${sort === 'one' ? '?' : '[]'}${name === null ? '' : ` @relation(${quoted(name)})`}`,
  )
  if (sort !== 'one') return
  holder.blocks.push(`@@unique([${fields.join(', ')}], map: "one of ${n}")`)
  holder.keys.push(fields)
}

/** A column for one part of a foreign key; now and then one that is there already. */
function foreignField(random: Random, { holder, isRequired, n }: Link, part: Column | undefined): string {
  if (part === undefined) throw new Error('there is no such key')
  const mark = isRequired ? '' : '?'
  const { type, native } = part
  const shared = holder.columns.filter(
    (one) =>
      one.type === type &&
      one.native === native &&
      one.mark === mark &&
      (/^f\d/.test(one.name) || ['org', 'num', 'id'].includes(one.name)),
  )
  if (shared.length > 0 && random.chance(12)) return random.pick(shared).name
  const column: Column = { type, native, mark, name: `f${n}${part.name}`, attributes: [] }
  if (random.chance(20)) addMap(random, holder, column)
  holder.columns.push(column)
  return column.name
}

function actionsOf(random: Random, isRequired: boolean): string {
  const all = ['Cascade', 'Restrict', 'NoAction', ...(isRequired ? [] : ['SetNull', 'SetNull'])]
  const onDelete = random.chance(60) ? `, onDelete: ${random.pick(all)}` : ''
  const onUpdate = random.chance(40) ? `, onUpdate: ${random.pick(all)}` : ''
  return `${onDelete}${onUpdate}`
}

/** Makes a model's id of foreign keys to two others: an explicit table of pairs. */
function addJoin(random: Random, model: DraftModel, models: readonly DraftModel[]): void {
  const id = model.columns.find(isId)
  const isReferenced = models.some(({ lines }) => lines.some((line) => line.includes(` ${model.name}`)))
  if (id === undefined || isReferenced) return
  const others = random.shuffled(models.filter((one) => one !== model)).slice(0, 2)
  if (others.length < 2) return
  model.columns.splice(model.columns.indexOf(id), 1)
  model.keys.splice(0, 1)
  const fields: string[] = []
  for (const [at, target] of others.entries()) {
    const n = 90 + at
    const before = model.columns.length
    addForeignKey(random, {
      ...{ sort: 'many', holder: model, target, isRequired: true, name: `join ${model.name} ${at}`, n },
    })
    fields.push(...model.columns.slice(before).map(({ name }) => name))
  }
  model.keys.unshift(fields)
  model.blocks.push(`@@id([${fields.join(', ')}])`)
}
