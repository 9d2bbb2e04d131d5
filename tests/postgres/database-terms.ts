// A description in the database's terms: tables, columns, constraints, tables of pairs and types, by their names there.
//
// Two descriptions that differ only in what the caller calls things are the same in these terms. What a description leaves
// out because it goes without saying is said here. Knows nothing of where a description came from.

import type {
  DefaultDescription,
  EnumDescription,
  FieldFacts,
  KeyDescription,
  ModelDescription,
  RelationDescription,
  SchemaDescription,
} from 'treewright'
import { shortForm } from '../../js/src/schema-file/short-form.ts'

/** Where a table is that stands without a schema, by the search path of a new database. */
const USUAL_PLACE = 'public'

/** A description in the database's terms: plain data. */
export type Terms = { readonly [part: string]: unknown }

/** The description in the database's terms. */
export function databaseTerms(description: SchemaDescription): Terms {
  const schema = shortForm(description)
  const models = Object.entries(schema.models)
  return {
    postgres: schema.postgres,
    tables: Object.fromEntries(
      models.map(([name, model]) => [tableOf(schema, name), tableTerms(schema, name, model)]),
    ),
    pairs: Object.fromEntries(models.flatMap(([name]) => pairsOf(schema, name))),
    enums: Object.fromEntries(
      Object.entries(schema.enums ?? {}).map(([name, one]) => [
        typeOf(name, one),
        Object.values(labelsOf(one)),
      ]),
    ),
  }
}

function tableTerms(schema: SchemaDescription, name: string, model: ModelDescription): Terms {
  const table = model.table ?? name
  const facts = Object.entries(model.fields).map(([field, described]) => [field, factsOf(described)] as const)
  const marked = (mark: 'id' | 'unique') =>
    facts.filter(([, fact]) => fact[mark] === true).map(([field]) => field)
  const uniques: KeyDescription[] = [...(model.uniques ?? []), ...marked('unique').map((field) => [field])]
  return {
    columns: Object.fromEntries(
      facts.map(([field, fact]) => [fact.column ?? field, columnTerms(schema, fact)]),
    ),
    primary: keyTerms(model, model.key ?? marked('id'), () => `${table}_pkey`),
    uniques: Object.fromEntries(
      uniques.map((key) => {
        const { constraint, columns } = keyTerms(model, key, (columns) => `${table}_${columns.join('_')}_key`)
        return [constraint, columns]
      }),
    ),
    foreignKeys: Object.fromEntries(
      Object.values(model.relations ?? {}).flatMap((relation) => foreignKeyTerms(schema, name, relation)),
    ),
    triggers: model.triggers ?? [],
  }
}

function columnTerms(schema: SchemaDescription, fact: FieldFacts): Terms {
  const [, word = '', mark] = /^(.*?)(\?|\[\])?$/.exec(fact.type) ?? []
  const found = schema.enums?.[word]
  return {
    type: found === undefined ? word : typeOf(word, found),
    native: fact.native?.toLowerCase(),
    isList: mark === '[]',
    isNullable: mark === '?',
    default: found === undefined ? fact.default : inLabels(fact.default, labelsOf(found)),
    updatedAt: fact.updatedAt,
    generated: fact.generated,
  }
}

function inLabels(byDefault: DefaultDescription | undefined, labels: Labels): unknown {
  if (byDefault === undefined || !('value' in byDefault)) return byDefault
  const label = (name: unknown) => labels[String(name)]
  return { value: Array.isArray(byDefault.value) ? byDefault.value.map(label) : label(byDefault.value) }
}

type Key = { readonly columns: readonly string[]; readonly constraint: string }

function keyTerms(
  model: ModelDescription,
  key: KeyDescription,
  usual: (columns: readonly string[]) => string,
): Key {
  const columns = ('fields' in key ? key.fields : key).map((field) => columnOf(model, field))
  return { columns, constraint: ('fields' in key ? key.constraint : undefined) ?? usual(columns) }
}

function foreignKeyTerms(
  schema: SchemaDescription,
  name: string,
  { one = '', fields, references = [], constraint, onDelete, onUpdate }: RelationDescription,
): [string, Terms][] {
  const [model, target] = [schema.models[name], schema.models[one]]
  if (fields === undefined || model === undefined || target === undefined) return []
  const columns = fields.map((field) => columnOf(model, field))
  const isNullable = fields.every((field) => factsOf(model.fields[field] ?? '').type.endsWith('?'))
  const terms = {
    columns,
    target: tableOf(schema, one),
    references: references.map((field) => columnOf(target, field)),
    isOneToOne: Object.values(target.relations ?? {}).some(
      (back) => back.one === name && back.fields === undefined && isBack(back, fields, model),
    ),
    onDelete: onDelete ?? (isNullable ? 'SetNull' : 'Restrict'),
    onUpdate: onUpdate ?? 'Cascade',
  }
  return [[constraint ?? `${model.table ?? name}_${columns.join('_')}_fkey`, terms]]
}

/** Whether the other side speaks of this foreign key: by the name that both share, if there is one. */
function isBack(back: RelationDescription, fields: readonly string[], model: ModelDescription): boolean {
  const own = Object.values(model.relations ?? {}).find(
    (relation) => relation.fields?.join() === fields.join(),
  )
  return own?.name === back.name
}

/** The tables of pairs of a model, each as the table that a column of it references, by column. */
function pairsOf(schema: SchemaDescription, name: string): [string, Terms][] {
  const relations = Object.entries(schema.models[name]?.relations ?? {})
  return relations.flatMap(([field, relation]): [string, Terms][] => {
    const other = relation.many
    if (other === undefined) return []
    const back = Object.entries(schema.models[other]?.relations ?? {}).find(
      ([far, { many, name: link }]) =>
        many === name && link === relation.name && (other !== name || far !== field),
    )
    if (back === undefined) return []
    const { through } = relation
    const isFirst = other === name ? field < back[0] : name < other
    const [here, there] = through ? [through.here, through.there] : isFirst ? ['A', 'B'] : ['B', 'A']
    const table = through?.table ?? `_${relation.name ?? [name, other].sort().join('To')}`
    const place = through === undefined ? schema.models[name]?.schema : through.schema
    return [
      [
        `${place ?? USUAL_PLACE}.${table}`,
        { [here]: tableOf(schema, name), [there]: tableOf(schema, other) },
      ],
    ]
  })
}

function tableOf(schema: SchemaDescription, name: string): string {
  const model = schema.models[name]
  return `${model?.schema ?? USUAL_PLACE}.${model?.table ?? name}`
}

function columnOf(model: ModelDescription, field: string): string {
  return factsOf(model.fields[field] ?? '').column ?? field
}

function factsOf(field: string | FieldFacts): FieldFacts {
  return typeof field === 'string' ? { type: field } : field
}

type Labels = Readonly<Record<string, string>>

function labelsOf(one: EnumDescription): Labels {
  const values = isNames(one) ? one : one.values
  return isNames(values)
    ? Object.fromEntries(values.map((label) => [label, label]))
    : ({ ...values } as Labels)
}

function typeOf(name: string, one: EnumDescription): string {
  const { schema = USUAL_PLACE, type = name } = isNames(one)
    ? {}
    : (one as { schema?: string; type?: string })
  return `${schema}.${type}`
}

function isNames(values: unknown): values is readonly string[] {
  return Array.isArray(values)
}
