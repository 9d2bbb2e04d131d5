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
const start = performance.now()
for (let n = 0; n < Number(times); n += 1) await client[workload.model]?.[workload.verb]?.(request)
console.log(`${(((performance.now() - start) * 1_000) / Number(times)).toFixed(1)} microseconds an operation`)
