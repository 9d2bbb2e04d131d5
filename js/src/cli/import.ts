// `treewright import`: a schema.prisma as a schema file.

import type { Command } from './command.ts'
import { checkDelivery, deliver, DELIVERY } from './deliver.ts'
import { describePrisma } from './load-schema.ts'
import { Misuse } from './outcome.ts'

/** The command. */
export const importPrisma: Command = {
  name: 'import',
  summary: 'make a schema file from a schema.prisma',
  usage: ['<schema.prisma | folder> ... [--out <file>] [options]'],
  about: `Several files, or a folder of .prisma files, are one schema. Without --out it is printed.
A file that says the same already is left as it is.`,
  options: {
    postgres: {
      value: 'major',
      about: "the server's major version, which a schema.prisma does not tell: 18",
    },
    ...DELIVERY,
  },
  examples: [
    'treewright import prisma/schema.prisma --out schema.ts',
    'treewright import prisma/ --postgres 18 --out schema.ts --check',
  ],
  async run(asked) {
    if (asked.files.length === 0)
      throw new Misuse('import takes a schema.prisma, or a folder of .prisma files')
    checkDelivery(asked)
    const major = asked.value('postgres')
    if (major !== undefined && !/^[1-9]\d{0,2}$/.test(major))
      throw new Misuse(`--postgres takes a major version, as 18, not ${major}`)
    const version = major === undefined ? {} : { postgres: Number(major) }
    return deliver(asked, { ...version, ...describePrisma(asked.files) })
  },
}
