#!/usr/bin/env node
// The command `treewright`: finds the command, runs it, prints what came of it, and sets the exit code.
//
// Knows nothing of what commands do. Nothing a caller writes ends in a stack trace; only a mistake of ours does.

import { createRequire } from 'node:module'
import { readArguments } from './arguments.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { helpOf, overview } from './help.ts'
import { importPrisma } from './import.ts'
import { suggestion } from './nearest.ts'
import { findingData, Found, Misuse, type Outcome } from './outcome.ts'
import { plan } from './plan.ts'
import { pull } from './pull.ts'

const COMMANDS: readonly Command[] = [pull, importPrisma, check, plan]

const [FINE, FOUND, MISUSED] = [0, 1, 2]

await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<void> {
  // Whoever reads us may have heard enough: `treewright pull | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const [name = '', ...rest] = words
  const isForPrograms = words.includes('--json')
  try {
    const command = COMMANDS.find((command) => command.name === name)
    process.exitCode = command === undefined ? withoutCommand(name) : await runCommand(command, rest)
  } catch (error) {
    process.exitCode = error instanceof Found ? FOUND : MISUSED
    if (isForPrograms) print(`${JSON.stringify({ ok: false, ...errorData(error) }, null, 2)}\n`)
    else process.stderr.write(`${errorText(error, name)}\n`)
  }
  await flushed(process.stdout)
  await flushed(process.stderr)
  // A schema that was run may have opened what would keep us waiting.
  process.exit()
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write('', () => resolve()))
}

function withoutCommand(name: string): number {
  if (name === '--help' || name === '-h') print(overview(COMMANDS))
  else if (name === '--version' || name === '-v') print(`${version()}\n`)
  else if (name === '') {
    process.stderr.write(overview(COMMANDS))
    return MISUSED
  } else if (name.startsWith('-'))
    throw new Misuse(
      `there is no option ${name} without a command`,
      suggestion(name, ['--help', '--version']),
    )
  else {
    const names = COMMANDS.map((command) => command.name)
    throw new Misuse(
      `there is no command ${name}`,
      suggestion(name, names) ?? `there are ${names.join(', ')}`,
    )
  }
  return FINE
}

async function runCommand(command: Command, words: readonly string[]): Promise<number> {
  const asked = readArguments(words, command.options)
  if (asked.has('help')) {
    print(helpOf(command))
    return FINE
  }
  const { isFine, text, notes = [], data }: Outcome = await command.run(asked)
  if (asked.has('json')) print(`${JSON.stringify({ ok: isFine, ...data }, null, 2)}\n`)
  else {
    print(text)
    for (const note of notes) process.stderr.write(`${note}\n`)
  }
  return isFine ? FINE : FOUND
}

function print(text: string): void {
  process.stdout.write(text)
}

function errorText(error: unknown, command: string): string {
  if (error instanceof Found) return error.message
  if (!(error instanceof Misuse)) return `treewright: a mistake of ours: ${stackOf(error)}`
  const known = COMMANDS.some(({ name }) => name === command) ? `${command} ` : ''
  const help = error.help ?? `treewright ${known}--help tells how it is called`
  return `treewright: ${error.message}\n  help: ${help}`
}

function errorData(error: unknown): object {
  if (error instanceof Found) return { problems: error.findings.map(findingData) }
  if (error instanceof Misuse) return { error: { message: error.message, help: error.help } }
  return { error: { message: `a mistake of ours: ${stackOf(error)}`, help: null } }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function version(): string {
  return (createRequire(import.meta.url)('treewright/package.json') as { version: string }).version
}
