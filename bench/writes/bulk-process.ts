// One contender that writes a user with very many posts, in a process of its own: `bulk-process.ts CONTENDER ROWS ADDRESS`.
// Prints how long it took and how much the process grew.

import type { Address } from '../../tests/postgres/server.ts'
import { contenders } from './contenders/all.ts'
import { postsOfOne } from './requests.ts'
import { watchMemory } from './watch-memory.ts'

const [name, rows, address = ''] = process.argv.slice(2)
const contender = contenders.find((one) => one.name === name)
if (contender === undefined) throw new Error(`there is no contender ${name}`)
const runner = await contender.open(JSON.parse(address) as Address)
// The first writes are slower than those of a program that has been running for a while.
for (let turn = 1; turn <= 5; turn += 1) await runner.run('W7', postsOfOne(turn, 200))
const request = postsOfOne(0, Number(rows) - 1)
const { result: milliseconds, grown } = await watchMemory(async () => {
  const start = performance.now()
  await runner.run('W7', request)
  return performance.now() - start
})
await runner.close()
console.log(JSON.stringify({ milliseconds, grown }))
