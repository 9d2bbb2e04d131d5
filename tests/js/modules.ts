// Evaluates the text of a schema's module, as a program that imports it would.
//
// Knows nothing of schemas.

const START = /^import \{ defineSchema \} from 'treewright'\n\nexport const schema = defineSchema\(/

/** What the module exports as `schema`. */
export function evaluated(text: string): unknown {
  if (!START.test(text) || !text.endsWith(')\n')) throw new Error(`this is no module of a schema:\n${text}`)
  const body = text.replace(START, '').slice(0, -2)
  return new Function(`'use strict'; return (${body})`)() as unknown
}
