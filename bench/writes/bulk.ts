// Very many rows in one write: how many in a second, and how much memory the program takes for them.
//
// Each write has a process of its own, so that nobody's memory is taken for another's.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Contender } from './contenders/contender.ts'
import type { Ground } from './ground.ts'

/** What a contender takes for so many rows. */
export type Bulk = {
  readonly contender: string
  readonly rows: number
  readonly rowsPerSecond: number
  /** How much the process grew, in bytes. */
  readonly grown: number
}

/** A row at a time is not measured further than this. */
const MOST_SINGLY = 10_000
const PROGRAM = fileURLToPath(new URL('bulk-process.ts', import.meta.url))
const run = promisify(execFile)

/** Writes a user with posts, so many rows in all, by each contender. */
export async function measureBulk(
  ground: Ground,
  contenders: readonly Contender[],
  sizes: readonly number[],
): Promise<Bulk[]> {
  const results: Bulk[] = []
  for (const rows of sizes) {
    for (const { name } of contenders) {
      if (rows > MOST_SINGLY && name.endsWith('row by row')) continue
      await ground.clear()
      const args = ['--expose-gc', ...process.execArgv, PROGRAM, name, `${rows}`]
      const { stdout } = await run(process.execPath, [...args, JSON.stringify(ground.address)])
      const { milliseconds, grown } = JSON.parse(stdout) as { milliseconds: number; grown: number }
      results.push({ contender: name, rows, rowsPerSecond: (rows / milliseconds) * 1_000, grown })
    }
  }
  await ground.clear()
  return results
}
