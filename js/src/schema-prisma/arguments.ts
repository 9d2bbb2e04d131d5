// What stands in the parentheses of an attribute or a function: which arguments there are, and of which form each is.
//
// Knows nothing of what an argument is for.

import type { Report } from './problems.ts'
import type { Argument, Expression, Name, Place } from './tree.ts'

/** Arguments by name; what is not there was not written, or not of the right form and told. */
export type Given = ReadonlyMap<string, Expression>

/** Something with arguments: an attribute with its `@`, or a function with its `()`. */
export type Called = { readonly label: string; readonly args: readonly Argument[]; readonly place: Place }

/** The arguments, each under its name. Those without one get the names of `inOrder`; all others must be known. */
export function given(
  { label, args, place }: Called,
  inOrder: readonly string[],
  others: readonly string[],
  report: Report,
): Given {
  const known = [...inOrder, ...others]
  const found = new Map<string, Expression>()
  let nUnnamed = 0
  for (const { name, value } of args) {
    const text = name?.text ?? inOrder[nUnnamed++]
    if (text === undefined) {
      const message = `\`${label}\` takes ${inOrder.length === 0 ? 'no' : 'no further'} argument without a name`
      report.add({ kind: 'attribute', place: value.place, message })
    } else if (!known.includes(text)) {
      const message = `\`${label}\` has no argument \`${text}\``
      const help = known.length === 0 ? 'it takes none' : `it takes ${listed(known)}`
      report.add({ kind: 'attribute', place: name?.place ?? place, message, help })
    } else if (found.has(text)) {
      const message = `\`${label}\` is given \`${text}\` twice`
      report.add({ kind: 'attribute', place: name?.place ?? value.place, message })
    } else found.set(text, value)
  }
  return found
}

/** The text an argument is. */
export function textGiven(args: Given, name: string, report: Report): string | undefined {
  const value = args.get(name)
  if (value === undefined) return undefined
  if (value.kind === 'text' && value.text !== '') return value.text
  const message = `\`${name}\` is a text in double quotes`
  report.add({ kind: 'attribute', place: value.place, message })
  return undefined
}

/** The whole number an argument is. */
export function numberGiven(args: Given, name: string, report: Report): number | undefined {
  const value = args.get(name)
  if (value === undefined) return undefined
  if (value.kind === 'number' && /^-?\d+$/.test(value.text)) return Number(value.text)
  report.add({ kind: 'attribute', place: value.place, message: `\`${name}\` is a whole number` })
  return undefined
}

/** The field names an argument lists, with or without what an index wants to know of each: `[a, b(sort: Desc)]`. */
export function fieldsGiven(args: Given, name: string, report: Report): readonly Name[] | undefined {
  const value = args.get(name)
  if (value === undefined) return undefined
  const items = value.kind === 'list' ? value.items : [value]
  const names: Name[] = []
  for (const item of items) {
    if (item.kind === 'word' || item.kind === 'call') names.push({ text: item.text, place: item.place })
    else report.add({ kind: 'attribute', place: item.place, message: `\`${name}\` is a list of fields` })
  }
  return names.length === items.length ? names : undefined
}

/** Names as a message lists them. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
