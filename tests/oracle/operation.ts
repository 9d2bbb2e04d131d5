// What the oracle carries out on both sides: a verb of a model with its arguments, and the nulls of JSON.

/** The verbs that write nothing. */
export const READS = [
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
] as const

/** The verbs a client has. */
export const VERBS = [
  'create',
  'createMany',
  'createManyAndReturn',
  'update',
  'updateMany',
  'updateManyAndReturn',
  'upsert',
  'delete',
  'deleteMany',
  ...READS,
] as const

/** What can be done with a relation. */
export const NESTED_VERBS = [
  'create',
  'createMany',
  'connect',
  'connectOrCreate',
  'update',
  'updateMany',
  'upsert',
  'delete',
  'deleteMany',
  'disconnect',
  'set',
] as const

export type Verb = (typeof VERBS)[number]
export type NestedVerb = (typeof NESTED_VERBS)[number]

/** An object of the arguments. */
export type Arguments = { [name: string]: unknown }

export type Operation = { readonly model: string; readonly verb: Verb; readonly args: unknown }

/** Each side has objects of its own for these; they are put in place when the operation is carried out. */
export const dbNull = Symbol('DbNull')
export const jsonNull = Symbol('JsonNull')
export const anyNull = Symbol('AnyNull')

/** A field that another one is compared with. */
export class Reference {
  readonly model: string
  readonly field: string

  constructor(model: string, field: string) {
    this.model = model
    this.field = field
  }
}

export type Own = {
  readonly dbNull: unknown
  readonly jsonNull: unknown
  readonly anyNull: unknown
  reference(reference: Reference): unknown
}

/** A deep copy for one side, with what that side has of its own. */
export function copyFor(own: Own, value: unknown): unknown {
  if (value === dbNull) return own.dbNull
  if (value === jsonNull) return own.jsonNull
  if (value === anyNull) return own.anyNull
  if (value instanceof Reference) return own.reference(value)
  if (Array.isArray(value)) return value.map((element) => copyFor(own, element))
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copyFor(own, entry)]))
  }
  if (value instanceof Date) return new Date(value)
  return value instanceof Uint8Array ? Uint8Array.from(value) : value
}

/** Whether it is an object of names and values, and not a value itself. */
export function isPlain(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The operation as JavaScript, or several in one transaction. */
export function sourceOf(operations: readonly Operation[]): string {
  const [only] = operations
  if (only !== undefined && operations.length === 1) return callText(only, '')
  const calls = operations.map((operation) => `  ${callText(operation, '  ')},\n`)
  return `db.$transaction([\n${calls.join('')}])`
}

function callText({ model, verb, args }: Operation, indent: string): string {
  return `db.${accessorName(model)}.${verb}(${sourceText(args, indent)})`
}

/** The name that clients have for a model. */
export function accessorName(model: string): string {
  return `${model.charAt(0).toLowerCase()}${model.slice(1)}`
}

function sourceText(value: unknown, indent: string): string {
  if (value === dbNull || value === jsonNull || value === anyNull) return value.description ?? ''
  if (value instanceof Reference) return `db.${accessorName(value.model)}.fields.${value.field}`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`
  if (value instanceof Date) return `new Date('${value.toISOString()}')`
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join(', ')})`
  if (Array.isArray(value))
    return enclosed(
      '[',
      value.map((one) => sourceText(one, `${indent}  `)),
      ']',
      indent,
    )
  if (!isPlain(value)) return String(value)
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${sourceText(one, `${indent}  `)}`)
  return enclosed('{', entries, '}', indent)
}

function enclosed(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return `${open}${close}`
  const line = open === '{' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`
  if (line.length + indent.length < 96 && !line.includes('\n')) return line
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`
}
