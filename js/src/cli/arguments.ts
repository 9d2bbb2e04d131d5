// The words after `treewright <command>`: options and names of files, checked against what the command takes.
//
// Knows nothing of what options mean. Node's own parser splits the words. It is asked not to judge them, because its words
// for mistakes are for programmers, and it never suggests what was meant.

import { parseArgs } from 'node:util'
import { suggestion } from './nearest.ts'
import { Misuse } from './outcome.ts'

/** An option of a command. */
export type Option = {
  /** How its value is called in the help; without it, the option takes none. */
  readonly value?: string
  readonly short?: string
  /** Whether it may be given several times. */
  readonly multiple?: boolean
  readonly about: string
}

export type Options = { readonly [name: string]: Option }

/** Options that every command has. */
export const SHARED: Options = {
  json: { about: 'print one JSON document, for programs' },
  help: { short: 'h', about: 'show this help' },
}

/** What was asked for. */
export type Asked = {
  readonly files: readonly string[]
  /** The value of an option, if it is given. */
  value(option: string): string | undefined
  values(option: string): readonly string[]
  has(option: string): boolean
}

/** Reads the words of a command; throws what is wrong with them. */
export function readArguments(words: readonly string[], own: Options): Asked {
  const options: Options = { ...own, ...SHARED }
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value, short }]) => {
        const type = value === undefined ? ('boolean' as const) : ('string' as const)
        return [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }]
      }),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (option === undefined) throw unknownOption(token.rawName, token.name, Object.keys(options))
    const before = given.get(token.name) ?? []
    if (before.length > 0 && option.multiple !== true) throw new Misuse(`${token.rawName} is given twice`)
    given.set(token.name, [...before, checkedValue(option, token)])
  }
  return {
    files: positionals,
    value: (option) => given.get(option)?.[0],
    values: (option) => given.get(option) ?? [],
    has: (option) => given.has(option),
  }
}

function unknownOption(written: string, name: string, known: readonly string[]): Misuse {
  return new Misuse(`there is no option ${written}`, suggestion(name, known, '--'))
}

type Token = {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function checkedValue(option: Option, { rawName, value, inlineValue }: Token): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new Misuse(`${rawName} takes no value`)
    return ''
  }
  if (value === undefined || value === '') throw new Misuse(`${rawName} takes a value: <${option.value}>`)
  if (inlineValue !== true && /^-./.test(value)) {
    const help = `if that is the value, write ${rawName}=${value}`
    throw new Misuse(`${rawName} takes a value, and ${value} looks like an option`, help)
  }
  return value
}
