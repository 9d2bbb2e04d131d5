// What the compiler says of a folder of modules, and what of that is not as their pages say.
//
// Knows nothing of running.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Module } from './modules.ts'
import { says, type Failure } from './proof.ts'
import type { Statement } from './statements.ts'
import { write } from './folder.ts'

/** Something the compiler says, at a place of a module. */
export type Diagnostic = {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly message: string
}

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
const SETTINGS = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'DOM'],
    types: ['node'],
    module: 'NodeNext',
    strict: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  },
}

/** Compiles all modules of a folder. */
export async function diagnosticsOf(folder: string): Promise<readonly Diagnostic[]> {
  await write(folder, 'tsconfig.json', JSON.stringify(SETTINGS))
  const output = await new Promise<string>((resolve) => {
    execFile(TSC, ['-p', '.', '--pretty', 'false'], { cwd: folder, maxBuffer: 1 << 26 }, (_error, stdout) => {
      resolve(stdout)
    })
  })
  const found = output.matchAll(/^(?:(\S+)\((\d+),(\d+)\): )?error ([^]*?)(?=^\S|$(?![^]))/gm)
  return [...found].map(([, path = '', line, column, message = '']) => {
    return { path, line: Number(line ?? 0), column: Number(column ?? 0), message: message.trimEnd() }
  })
}

/** What the compiler says of an example and the page does not, and the other way round, by lines of the page. */
export function wrongIn(module: Module, diagnostics: readonly Diagnostic[]): readonly Failure[] {
  const said = diagnostics.filter(({ path }) => path === module.path).map((each) => placed(module, each))
  const awaited = module.statements.filter(({ claim }) => claim?.kind === 'refused')
  const unheard = awaited.filter((statement) => !said.some((each) => isAwaited(statement, each)))
  const thrown = module.statements.filter(({ claim }) => claim?.kind === 'throws')
  const unforeseen = said.filter(
    (each) => !awaited.some((one) => isAwaited(one, each)) && !thrown.some((one) => isInside(one, each)),
  )
  return [
    ...unheard.map(({ claim }) => ({
      line: claim?.line ?? 0,
      message: 'the compiler does not say this there',
    })),
    ...unforeseen.map(({ line, column, message }) => ({ line, message: `column ${column}: ${message}` })),
  ]
}

/** A diagnostic with the line of the page: a line of the example, or of a claim about a type below it. */
function placed({ example, typeClaims }: Module, diagnostic: Diagnostic): Diagnostic {
  const below = diagnostic.line - 1 - example.text.split('\n').length - 1
  const line = below > 0 ? typeClaims[below - 1]?.line : undefined
  return { ...diagnostic, line: line ?? example.line + diagnostic.line - 2 }
}

function isAwaited({ claim }: Statement, { line, column, message }: Diagnostic): boolean {
  if (claim === null) return false
  return line === claim.line - 1 && column === claim.column && says(message, `...${claim.text}...`)
}

/** The compiler may know beforehand what is thrown. */
function isInside({ line, text }: Statement, diagnostic: Diagnostic): boolean {
  return diagnostic.line >= line && diagnostic.line < line + text.split('\n').length
}
