// A wire to a server that counts how often a client waits: once for each Sync and each simple query it sends.
//
// Knows the frame of the protocol's messages and nothing of what is in them.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Address } from './server.ts'

/** A wire, and what went over it. */
export type Wire = {
  readonly address: Address
  /** How often a client has waited so far. */
  trips(): number
  /** How often a client has spoken after the server had: for clients that send a Sync with each call, and do not wait. */
  waits(): number
  close(): Promise<void>
}

const WAITING: ReadonlySet<string> = new Set(['S', 'Q'])

/** Lays a wire to a server. */
export async function layWire(to: Address): Promise<Wire> {
  let n_trips = 0
  let n_waits = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to.port, to.host)
    const read = frames((kind) => (n_trips += WAITING.has(kind) ? 1 : 0))
    let hasAnswered = true
    near.on('data', (data) => {
      n_waits += hasAnswered ? 1 : 0
      hasAnswered = false
      read(data)
    })
    near.pipe(far)
    // A little late, so that all that is sent at once has arrived.
    far.on('data', (data) => {
      setTimeout(() => {
        hasAnswered = true
        near.write(data)
      }, 2)
    })
    far.on('end', () => setTimeout(() => near.end(), 2))
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { ...to, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    trips: () => n_trips,
    waits: () => n_waits,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Tells the kind of each message of a client; the first has none. */
function frames(tell: (kind: string) => void): (data: Buffer) => void {
  let left: Buffer = Buffer.alloc(0)
  let isFirst = true
  return (data) => {
    left = Buffer.concat([left, data])
    for (;;) {
      const head = isFirst ? 0 : 1
      if (left.length < head + 4) return
      const end = head + left.readInt32BE(head)
      if (left.length < end) return
      if (!isFirst) tell(String.fromCharCode(left[0] ?? 0))
      isFirst = false
      left = left.subarray(end)
    }
  }
}
