// A wire in a thread of its own, so that carrying takes no time of the program that is measured.

import { Worker } from 'node:worker_threads'
import type { Address } from '../../tests/postgres/server.ts'

/** A wire whose length can be set. */
export type Distant = {
  readonly address: Address
  /** Makes a round trip longer by so many milliseconds. */
  delayBy(milliseconds: number): Promise<void>
  close(): Promise<void>
}

/** Lays a wire to a server. */
export async function layDistant(to: Address): Promise<Distant> {
  const worker = new Worker(new URL('distant-wire.ts', import.meta.url), { workerData: to })
  const said = <T>() =>
    new Promise<T>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', (message: T) => {
        worker.off('error', reject)
        resolve(message)
      })
    })
  const address = await said<Address>()
  return {
    address,
    async delayBy(milliseconds) {
      const heard = said()
      worker.postMessage(milliseconds)
      await heard
    },
    close: async () => void (await worker.terminate()),
  }
}
