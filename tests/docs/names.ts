// The names that an example makes, and where the names come from that it does not make: examples before it.
//
// Knows statements by their first words, as they are written in pages.

import type { Statement } from './statements.ts'

export type Name = { readonly name: string; readonly isType: boolean; readonly isExported: boolean }

/** Where a name comes from: the module that exports it. */
export type Scope = ReadonlyMap<string, { readonly module: string; readonly isType: boolean }>

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu

/** The names that a statement makes for the statements after it. */
export function namesOf({ kind, text }: Statement): readonly Name[] {
  if (kind === 'import') return imported(text)
  if (kind !== 'declaration') return []
  const isExported = text.startsWith('export ')
  const [, word = '', rest = ''] =
    /^(?:export |declare )*(?:async )?(const|let|type|interface|class|function) ([^]*)$/.exec(text) ?? []
  const isType = word === 'type' || word === 'interface'
  const target = /^[{[]/.test(rest) ? (/^[^=]*/.exec(rest)?.[0] ?? '') : (rest.match(WORD)?.[0] ?? '')
  return words(target.replaceAll(/\w+:/g, '')).map((name) => ({ name, isType, isExported }))
}

/** One line of imports for what a text says and does not make. */
export function importsOf(text: string, own: ReadonlySet<string>, scope: Scope): string {
  const said = [...new Set(words(text))].filter((name) => !own.has(name))
  return said
    .map((name) => ({ name, from: scope.get(name) }))
    .map(({ name, from }) => {
      if (from === undefined) return ''
      return `import ${from.isType ? 'type ' : ''}{ ${name} } from '${from.module}'; `
    })
    .join('')
}

/** One line that exports names, so that later examples have them. */
export function exportsOf(names: readonly Name[]): string {
  const inner = names.filter(({ isExported }) => !isExported)
  const list = inner.map(({ name, isType }) => `${isType ? 'type ' : ''}${name}`)
  return `export { ${list.join(', ')} }`
}

function imported(text: string): readonly Name[] {
  const isTypes = text.startsWith('import type ')
  const clause = /^import (?:type )?([^]*?) from /.exec(text)?.[1] ?? ''
  const parts = clause.replaceAll(/[{}\n]/g, ',').split(',')
  const named = parts.map((part) => part.trim()).filter((part) => part !== '')
  return named.map((part) => {
    const name = part.split(' ').at(-1) ?? ''
    return { name, isType: isTypes || part.startsWith('type '), isExported: false }
  })
}

function words(text: string): readonly string[] {
  return text.match(WORD) ?? []
}
