// Models, relations and enums as a description: what is known of a database, written down.
//
// Knows nothing of names being free or relations fitting: that has been settled. What equals a default is left out at the
// end, by the room that knows all short forms.

import type {
  EnumDescription,
  FieldFacts,
  KeyDescription,
  ModelDescription,
  RelationDescription,
  SchemaDescription,
  TriggerDescription,
} from '../schema.ts'
import { shortForm } from '../schema-file/short-form.ts'
import type { Catalog } from './catalog.ts'
import { columnDefault } from './defaults.ts'
import type { Named } from './drafts.ts'
import type { Key } from './keys.ts'
import { linkNames } from './link-names.ts'
import type { NamedJunction, NamedLink } from './relations.ts'
import type { Types } from './types.ts'

/** The description of these models. */
export function describe(
  catalog: Catalog,
  types: Types,
  models: readonly Named[],
  relations: readonly (NamedLink | NamedJunction)[],
): SchemaDescription {
  const names = linkNames(relations)
  const ofModel = grouped(relations)
  return shortForm({
    postgres: Math.floor(catalog.version / 10_000),
    models: Object.fromEntries(
      models.map((model) => [
        model.model,
        describeModel(model, relationsOf(model, ofModel.get(model) ?? [], names)),
      ]),
    ),
    enums: describeEnums(types, models),
  })
}

function describeModel(
  { table, columns, keys }: Named,
  relations: Readonly<Record<string, RelationDescription>>,
): ModelDescription {
  const fields = table.columns.flatMap((column): [string, FieldFacts][] => {
    const described = columns.get(column.position)
    if (described === undefined) return []
    const { field, type } = described
    const isGenerated = column.generated !== '' || !column.isWritable
    const byDefault = isGenerated ? undefined : columnDefault(table, column, type)
    const facts: FieldFacts = {
      type: type.scalar,
      list: type.isList,
      nullable: type.isNullable && !keys.primary.fields.includes(field),
      column: column.name,
      generated: isGenerated,
      ...(type.native === undefined ? {} : { native: type.native }),
      ...(byDefault === undefined ? {} : { default: byDefault }),
    }
    return [[field, facts]]
  })
  return {
    table: table.name,
    ...(table.isVisible ? {} : { schema: table.schema }),
    fields: Object.fromEntries(fields),
    relations,
    key: describeKey(keys.primary),
    uniques: keys.others.map(describeKey),
    triggers: triggersOf(table.triggers),
  }
}

function describeKey({ fields, name, constraint }: Key): KeyDescription {
  return {
    fields,
    ...(name === undefined ? {} : { name }),
    ...(constraint === undefined ? {} : { constraint }),
  }
}

/** What triggers do, by the bits of their kinds: 1 row, 2 before, 4 insert, 8 delete, 16 update, 64 instead. */
function triggersOf(kinds: readonly number[]): TriggerDescription[] {
  const isAny = (test: (bits: number) => boolean): boolean => kinds.some(test)
  // Before a statement there is no row yet to be changed; after it, all of them are.
  const isBefore = (bits: number): boolean => (bits & 64) !== 0 || (bits & 3) === 3
  const isAfter = (bits: number): boolean => (bits & 66) === 0
  const events: readonly [number, TriggerDescription, TriggerDescription][] = [
    [4, 'beforeInsert', 'afterInsert'],
    [16, 'beforeUpdate', 'afterUpdate'],
    [8, 'beforeDelete', 'afterDelete'],
  ]
  return events.flatMap(([event, before, after]) => [
    ...(isAny((bits) => (bits & event) !== 0 && isBefore(bits)) ? [before] : []),
    ...(isAny((bits) => (bits & event) !== 0 && isAfter(bits)) ? [after] : []),
  ])
}

/** The relations of each model: first those it holds the key of, then the others. */
function grouped(
  relations: readonly (NamedLink | NamedJunction)[],
): ReadonlyMap<Named, readonly (NamedLink | NamedJunction)[]> {
  const here = new Map<Named, (NamedLink | NamedJunction)[]>()
  const there = new Map<Named, (NamedLink | NamedJunction)[]>()
  const add = (group: typeof here, model: Named, relation: NamedLink | NamedJunction): void => {
    const known = group.get(model)
    if (known === undefined) group.set(model, [relation])
    else known.push(relation)
  }
  for (const relation of relations) {
    const isLink = relation.kind === 'link'
    const ends = isLink ? [relation.target] : relation.ends.map(({ model }) => model)
    if (isLink) add(here, relation.holder, relation)
    for (const model of new Set(ends)) if (!isLink || model !== relation.holder) add(there, model, relation)
  }
  const models = new Set([...here.keys(), ...there.keys()])
  return new Map(
    [...models].map((model) => [model, [...(here.get(model) ?? []), ...(there.get(model) ?? [])]]),
  )
}

function relationsOf(
  model: Named,
  relations: readonly (NamedLink | NamedJunction)[],
  names: ReadonlyMap<NamedLink | NamedJunction, { readonly name?: string; readonly isUsual: boolean }>,
): Record<string, RelationDescription> {
  const described: [string, RelationDescription][] = []
  for (const relation of relations) {
    const { name, isUsual = false } = names.get(relation) ?? {}
    const link = name === undefined ? {} : { name }
    if (relation.kind === 'link') {
      const { holder, target, here, there, fields, references, constraint, onDelete, onUpdate, isOneToOne } =
        relation
      const holding = { one: target.model, ...link, fields, references, constraint, onDelete, onUpdate }
      if (holder === model) described.push([here, holding])
      if (target === model) described.push([there, { [isOneToOne ? 'one' : 'many']: holder.model, ...link }])
      continue
    }
    relation.ends.forEach((near, position) => {
      if (near.model !== model) return
      const far = relation.ends[1 - position] ?? near
      const through = {
        ...(relation.table.isVisible ? {} : { schema: relation.table.schema }),
        table: relation.table.name,
        here: near.column,
        there: far.column,
      }
      const side = { many: far.model.model, ...link, ...(isUsual ? {} : { through }) }
      described.push([relation.names[position] ?? '', side])
    })
  }
  return Object.fromEntries(described)
}

function describeEnums(types: Types, models: readonly Named[]): Record<string, EnumDescription> {
  const used = new Set(models.flatMap(({ columns }) => [...columns.values()].map(({ type }) => type.base.id)))
  const enums = [...types.enumNames].filter(([id]) => used.has(id))
  return Object.fromEntries(
    enums.flatMap(([id, name]) => {
      const type = types.byId.get(id)
      if (type === undefined) return []
      const schema = type.isVisible ? {} : { schema: type.schema }
      return [[name, { ...schema, type: type.name, values: type.labels }]]
    }),
  )
}
