// One workload over and over on recorded answers, for a profiler to look at: the host's own time and nothing else.
//
//     node --cpu-prof --import ./tools/typescript.mjs bench/own/profile.ts W3 20000

import { openGround } from '../writes/ground.ts'
import { workloads } from '../writes/workloads.ts'
import { replayed } from './host.ts'

const [name = 'W1', times = '10000'] = process.argv.slice(2)
const workload = workloads.find((one) => one.name === name)
if (workload === undefined) throw new Error(`there is no workload ${name}`)
const ground = await openGround()
const client = await replayed(ground, workload)
await ground.close()
const request = workload.request(0)
const run = async () => await client[workload.model]?.[workload.verb]?.(request)
// The beginning is slower, and no measure of a program that has been running for a while.
for (let n = 0; n < Number(times) / 2; n += 1) await run()
const [start, used] = [performance.now(), process.cpuUsage()]
for (let n = 0; n < Number(times); n += 1) await run()
const { user, system } = process.cpuUsage(used)
const each = (microseconds: number) => (microseconds / Number(times)).toFixed(1)
console.log(
  `an operation takes ${each((performance.now() - start) * 1_000)} microseconds, ${each(user + system)} of a core`,
)
