// Completion of a schema.prisma: blocks, types, attributes and the functions in them; of a description, its types.
//
// Goes by the words before the cursor on its line; it reads no grammar.

import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { kindOf } from '../schema/load.ts'

const BLOCKS = ['model', 'enum', 'view', 'datasource', 'generator']
const SCALARS = ['String', 'Int', 'BigInt', 'Float', 'Decimal', 'Boolean', 'DateTime', 'Json', 'Bytes']
const ATTRIBUTES = [
  '@id',
  '@unique',
  '@default()',
  '@relation(fields: [], references: [])',
  '@map("")',
  '@updatedAt',
]
const NATIVES = [
  '@db.Uuid',
  '@db.VarChar()',
  '@db.Timestamptz()',
  '@db.Date',
  '@db.Citext',
  '@db.Decimal()',
  '@db.Text',
]
const BLOCK_ATTRIBUTES = ['@@id([])', '@@unique([])', '@@index([])', '@@map("")']
const FUNCTIONS = [
  'autoincrement()',
  'now()',
  'uuid()',
  'uuid(7)',
  'cuid()',
  'ulid()',
  'nanoid()',
  'dbgenerated("")',
]
const ACTIONS = ['Cascade', 'Restrict', 'NoAction', 'SetNull', 'SetDefault']

/** The completion of schemas. */
export function completeSchema({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const text = state.doc.toString()
  const line = state.doc.lineAt(pos)
  const before = line.text.slice(0, pos - line.from)
  const word = /[@\p{L}\p{N}_.]*$/u.exec(before)?.[0] ?? ''
  if (word === '' && !explicit) return null
  const labels =
    kindOf(text) === 'prisma' ? prismaLabels(text, pos, before, word) : descriptionLabels(text, before)
  if (labels.length === 0) return null
  return {
    from: pos - word.length,
    options: labels.map((label) => ({ label })),
    validFor: /^[@\p{L}\p{N}_.]*$/u,
  }
}

function prismaLabels(text: string, position: number, before: string, word: string): readonly string[] {
  const start = text.lastIndexOf('{', position - 1)
  const isInBlock = start >= 0 && !text.slice(start, position).includes('}')
  if (!isInBlock) return /^\s*\w*$/.test(before) ? BLOCKS : []
  if (/@default\(\s*[\w]*$/.test(before))
    return [...FUNCTIONS, ...namesOf(text, 'enum').flatMap((name) => valuesOf(text, name))]
  if (/on(?:Delete|Update):\s*\w*$/.test(before)) return ACTIONS
  if (word.startsWith('@@')) return BLOCK_ATTRIBUTES
  if (word.startsWith('@')) return /^\s*@\w*$/.test(before) ? BLOCK_ATTRIBUTES : [...ATTRIBUTES, ...NATIVES]
  if (/^\s*\w+\s+\w*$/.test(before)) return [...SCALARS, ...namesOf(text, 'model'), ...namesOf(text, 'enum')]
  return []
}

function namesOf(text: string, kind: 'model' | 'enum'): string[] {
  return [...text.matchAll(new RegExp(`^\\s*${kind}\\s+(\\w+)`, 'gm'))].map(([, name = '']) => name)
}

function valuesOf(text: string, name: string): string[] {
  const body = new RegExp(`^\\s*enum\\s+${name}\\s*\\{([^}]*)\\}`, 'm').exec(text)?.[1] ?? ''
  return [...body.matchAll(/^\s*(\w+)/gm)].map(([, value = '']) => value)
}

const ENTRIES = [
  ...[
    'models',
    'enums',
    'fields',
    'relations',
    'uniques',
    'table',
    'type',
    'column',
    'native',
    'default',
    'id',
    'unique',
  ],
  ...[
    'nullable',
    'list',
    'updatedAt',
    'generated',
    'one',
    'many',
    'references',
    'onDelete',
    'onUpdate',
    'key',
    'through',
  ],
]

function descriptionLabels(text: string, before: string): readonly string[] {
  if (/on(?:Delete|Update):\s*['"]\w*$/.test(before)) return ACTIONS
  if (/fn:\s*['"]\w*$/.test(before))
    return ['autoincrement', 'now', 'uuid', 'cuid', 'ulid', 'nanoid', 'dbgenerated']
  if (/(?:one|many):\s*['"]\w*$/.test(before)) {
    return [...text.matchAll(/^ {2,}["']?([A-Z]\w*)["']?:\s*\{/gm)].map(([, name = '']) => name)
  }
  if (/['"]\w*$/.test(before)) return SCALARS
  return ENTRIES
}
