// Each example as two modules: one that runs and puts its claims to the proof, one for the compiler.
//
// Knows nothing of what comes of them. An example has the names of the examples before it on its page, and those of the
// blog's description; the compiler's module has each line where the example has it.

import type { Example } from './pages.ts'
import { exportsOf, importsOf, namesOf, type Name, type Scope } from './names.ts'
import { expressionOf, statementsOf, type Claim, type Statement } from './statements.ts'

export type Module = {
  readonly example: Example
  readonly statements: readonly Statement[]
  /** Below the folder of all modules. */
  readonly path: string
  readonly running: string
  readonly checked: string
  /** The claims about types, in the order of the lines at the end of `checked` that hold them. */
  readonly typeClaims: readonly Claim[]
}

const PROOF = new URL('proof.ts', import.meta.url).href
const SAME =
  'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : A; '

/** The folder of a page's modules: `guide` for docs/guide.md. */
export function folderOf(page: string): string {
  return page.replace(/^docs\//, '').replace(/\.md$/, '')
}

/** The modules of a page's examples, in order, and the names that they have made in the end. */
export function modulesOf(examples: readonly Example[], base: Scope): [readonly Module[], Scope] {
  const scope = new Map(base)
  const modules = examples.filter(isRead).map((example) => {
    const made = moduleOf(example, scope)
    const own = `../${made.path}`
    for (const { name, isType } of namesIn(made.statements)) scope.set(name, { module: own, isType })
    return made
  })
  return [modules, scope]
}

/** Whether an example is TypeScript that somebody looks at. */
export function isRead({ language, mark }: Example): boolean {
  return language === 'ts' && mark?.kind !== 'not checked'
}

function moduleOf(example: Example, scope: Scope): Module {
  const statements = statementsOf(example)
  const names = namesIn(statements)
  const imports = importsOf(example.text, new Set(names.map(({ name }) => name)), scope)
  const ends = exportsOf(names)
  const typeClaims = statements.flatMap(({ claim }) => (claim?.kind === 'type' ? [claim] : []))
  return {
    example,
    statements,
    path: `${folderOf(example.page)}/${example.line}.ts`,
    running: [
      `import * as $page from '${PROOF}'`,
      imports,
      ...statements.map(running),
      exportsOf(namesIn(statements.filter(isRun))),
    ].join('\n'),
    // The first line has what the example does not say, and so its own lines need no search.
    checked: [SAME + imports, example.text, ends, ...statements.flatMap(typeCheck)].join('\n'),
    typeClaims,
  }
}

function namesIn(statements: readonly Statement[]): readonly Name[] {
  return statements.flatMap(namesOf)
}

function isRun({ claim }: Statement): boolean {
  return claim?.kind !== 'refused'
}

function running(statement: Statement): string {
  const { line, text, kind, claim } = statement
  if (!isRun(statement)) return ''
  if (kind === 'import') return text
  if (claim === null || claim.kind === 'type') return `$page.at(${line})\n${text}`
  const subject = kind === 'expression' ? text : soleName(statement)
  const before = kind === 'expression' ? '' : `$page.at(${line})\n${text}\n`
  return `${before}await ${proof(claim, `async () => (\n${subject}\n)`)}`
}

function proof({ kind, line, text }: Claim, subject: string): string {
  if (kind === 'throws') return `$page.throws(${line}, ${subject}, ${JSON.stringify(text)})`
  const claimed = kind === 'text' ? JSON.stringify(text) : `${expressionOf(text)}`
  return `$page.gives(${line}, ${subject}, (rest) => (${claimed}\n))`
}

function typeCheck(statement: Statement, idx: number): readonly string[] {
  if (statement.claim?.kind !== 'type') return []
  const wanted = statement.claim.text.replaceAll('\n', ' ')
  return [`export const claimed_${idx}: Same<typeof ${soleName(statement)}, ${wanted}> = true`]
}

/** What a claim behind a declaration speaks of. */
function soleName(statement: Statement): string {
  return namesOf(statement)[0]?.name ?? 'undefined'
}
