// `treewright check`: loads a schema and tells every mistake with its place.

import { TreewrightError } from 'treewright'
import { createPlanner, type Planner } from 'treewright/planner'
import type { Command } from './command.ts'
import { loadSchema, type LoadedSchema } from './load-schema.ts'
import { Found, Misuse } from './outcome.ts'

/** The command. */
export const check: Command = {
  name: 'check',
  summary: 'tell every mistake of a schema, with its place',
  usage: ['<schema>'],
  about: `<schema> is a .ts, .mts, .js, .mjs, .json or .prisma file, or a folder of .prisma files.
A module that holds plain data is read, not run; any other is run, and exports \`schema\` or a default.`,
  options: {},
  examples: ['treewright check schema.ts', 'treewright check prisma/schema.prisma --json'],
  async run({ files }) {
    const [file, ...more] = files
    if (file === undefined || more.length > 0) throw new Misuse('check takes one schema')
    const loaded = await loadSchema(file)
    plannerOf(loaded)
    const { models, enums = {} } = loaded.description
    const counts = { models: Object.keys(models).length, enums: Object.keys(enums).length }
    const said = [
      counted(counts.models, 'model'),
      ...(counts.enums > 0 ? [counted(counts.enums, 'enum')] : []),
    ]
    return {
      isFine: true,
      text: `${file}: nothing is wrong with it: ${said.join(', ')}\n`,
      data: { file, ...counts, problems: [] },
    }
  },
}

/** A planner for a schema that was loaded; throws what is wrong with it, each at its place in the file. */
export function plannerOf({ file, description, placeOf }: LoadedSchema): Planner {
  try {
    return createPlanner(description)
  } catch (error) {
    if (!(error instanceof TreewrightError)) throw error
    throw new Found(error.problems.map((problem) => ({ ...problem, file, place: placeOf(problem.path) })))
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
