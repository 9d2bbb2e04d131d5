// The thread of a distant wire: says its address, then takes delays and says when they hold.

import { parentPort, workerData } from 'node:worker_threads'
import type { Address } from '../../tests/postgres/server.ts'
import { layWire } from '../../tests/postgres/wire.ts'

const wire = await layWire(workerData as Address)
parentPort?.on('message', (milliseconds: number) => {
  wire.delayBy(milliseconds)
  parentPort?.postMessage('done')
})
parentPort?.postMessage(wire.address)
