// The help texts, made from what commands say of themselves.
//
// Knows nothing of what commands do.

import { SHARED, type Options } from './arguments.ts'
import type { Command } from './command.ts'

const EXITS = `Exit codes:
  0  done, and nothing is wrong
  1  something was found wrong, or the file would change (--check)
  2  it could not be done: called wrongly, a file is missing, no answer from the database`

/** The help of the whole tool. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Nested writes for PostgreSQL: schemas, and plans without a database.

Usage: treewright <command> [options]

Commands:
${lines.join('\n')}

Options:
  -h, --help     show this help, or a command's: treewright pull --help
  -v, --version  show the version

${EXITS}
`
}

/** The help of one command. */
export function helpOf({ name, summary, usage, about, options, examples }: Command): string {
  const usages = usage.map((line) => `treewright ${name} ${line}`).join('\n       ')
  return `${capital(summary)}.

Usage: ${usages}

${about}

Options:
${optionLines({ ...options, ...SHARED })}

Examples:
${examples.map((line) => `  ${line}`).join('\n')}

${EXITS}
`
}

function optionLines(options: Options): string {
  const entries = Object.entries(options).map(([name, { short, value, about }]) => {
    const left = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`
    return { left, about }
  })
  const width = Math.max(...entries.map(({ left }) => left.length))
  return entries.map(({ left, about }) => `  ${left.padEnd(width)}  ${about}`).join('\n')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
