// How long a program waits for its first write: the import, the client, and the first operation on a connection that is there.
//
// Each is measured in processes of their own, which run JavaScript as it is published, and the median is told.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generatedClient } from '../../tests/oracle/generated-client.ts'
import { schema } from '../writes/contenders/treewright.ts'
import type { Ground } from '../writes/ground.ts'
import { requests } from '../writes/requests.ts'

/** Milliseconds from one to the next. */
export type First = {
  readonly contender: string
  readonly imported: number
  readonly client: number
  readonly first: number
  readonly second: number
}

const PROGRAM = fileURLToPath(new URL('first-process.mjs', import.meta.url))
const run = promisify(execFile)

export async function measureFirst(ground: Ground, nRuns: number): Promise<First[]> {
  const folder = fileURLToPath(new URL('../writes', import.meta.url))
  const places = { Treewright: JSON.stringify(schema), 'Prisma 7': await generatedClient(folder) }
  const results: First[] = []
  for (const [contender, place] of Object.entries(places)) {
    const runs: Omit<First, 'contender'>[] = []
    for (let n = 0; n < nRuns; n += 1) {
      await ground.clear()
      const turns = [requests.W1(0), requests.W1(1)]
      const args = [contender, place, JSON.stringify(ground.address), JSON.stringify(turns)]
      const { stdout } = await run(process.execPath, [PROGRAM, ...args])
      runs.push(JSON.parse(stdout) as Omit<First, 'contender'>)
    }
    const median = (name: keyof (typeof runs)[number]) => {
      return runs.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(nRuns / 2)] ?? NaN
    }
    results.push({
      contender,
      imported: median('imported'),
      client: median('client'),
      first: median('first'),
      second: median('second'),
    })
  }
  await ground.clear()
  return results
}
