// The three texts of the page and their editors: the write, the schema, the seed.
//
// Knows nothing of what becomes of them.

import { javascript } from '@codemirror/lang-javascript'
import { PostgreSQL } from '@codemirror/lang-sql'
import { completeSchema } from '../editor/complete-schema.ts'
import { completeWrite } from '../editor/complete-write.ts'
import { editor, type Editor } from '../editor/editor.ts'
import { prismaLanguage } from '../editor/prisma-language.ts'
import type { Finding, TextName } from '../finding.ts'
import type { ReadySchema } from '../schema/load.ts'
import type { State } from '../share/link.ts'
import { byId } from './dom.ts'

/** Whether two states have the same texts. */
export function isSame(one: Pick<State, TextName>, other: Pick<State, TextName>): boolean {
  return ORDER.every((name) => one[name] === other[name])
}

const ORDER: readonly TextName[] = ['schema', 'write', 'seed']

/** The order in which findings are listed. */
export function byPlace(one: Finding, other: Finding): number {
  return ORDER.indexOf(one.text) - ORDER.indexOf(other.text) || one.from - other.from
}

/** The language of writes and descriptions. */
export const LANGUAGE = javascript()
/** The language of a seed that is SQL. */
export const SQL = PostgreSQL.extension

/** The editors, by what is in them. */
export type Editors = { readonly [Name in TextName]: Editor }

/** Makes the three editors. */
export function makeEditors(
  state: State,
  ready: () => ReadySchema | null,
  onChange: () => void,
  onRun: () => void,
): Editors {
  const complete = completeWrite(ready)
  const common = { onChange, onRun }
  return {
    write: editor({
      ...common,
      parent: byId('write'),
      label: 'Write',
      text: state.write,
      language: LANGUAGE,
      complete,
    }),
    schema: editor({
      ...common,
      parent: byId('schema'),
      label: 'Schema',
      text: state.schema,
      language: prismaLanguage,
      complete: completeSchema,
    }),
    seed: editor({
      ...common,
      parent: byId('seed'),
      label: 'Seed',
      text: state.seed,
      language: LANGUAGE,
      complete,
    }),
  }
}
