// A wire to a server that counts what a client sends and how often it waits, and that can be made long.
//
// Knows the frame of the protocol's messages and nothing of what is in them.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Address } from './server.ts'

/** A wire, and what went over it. */
export type Wire = {
  readonly address: Address
  /** How often a client has waited so far: once for each Sync and each simple query. */
  trips(): number
  /** How many statements a client has had carried out: each Execute, and each simple query, of which it sends one at a time. */
  statements(): number
  /** How many texts the server was given to parse. */
  texts(): number
  /**
   * Makes all that is sent from now on arrive so many milliseconds later; what comes back comes at once. To be set while
   * nothing is under way.
   */
  delayBy(milliseconds: number): void
  /**
   * How often a client has spoken after the server had: for clients that send a Sync with each call, and do not wait. It tells
   * most on a wire whose answers come late, so that all that is sent at once has arrived.
   */
  waits(): number
  close(): Promise<void>
}

/** Lays a wire to a server, whose answers come so many milliseconds late. */
export async function layWire(to: Address, { late = 0 } = {}): Promise<Wire> {
  const sent = { Q: 0, S: 0, P: 0, E: 0 }
  const count = (kind: string) => {
    if (kind in sent) sent[kind as keyof typeof sent] += 1
  }
  let delay = 0
  let n_waits = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to.port, to.host)
    let hasAnswered = true
    near.on('data', frames(count))
    near.on('data', () => {
      n_waits += hasAnswered ? 1 : 0
      hasAnswered = false
    })
    const answered = () => {
      hasAnswered = true
    }
    carry(near, far, () => delay)
    if (late === 0) far.on('data', answered).pipe(near)
    else carry(far, near, () => late, answered)
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay())
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { ...to, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    trips: () => sent.S + sent.Q,
    statements: () => sent.E + sent.Q,
    texts: () => sent.P + sent.Q,
    delayBy: (milliseconds) => void (delay = milliseconds),
    waits: () => n_waits,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Carries what comes from one socket to another, in its order, later by the delay of its time. */
function carry(from: Socket, to: Socket, delay: () => number, carried = () => {}): void {
  const queue: { readonly due: number; readonly work: () => void }[] = []
  const drain = () => {
    while (queue[0] !== undefined && queue[0].due <= performance.now()) queue.shift()?.work()
    // A timer may be early by a part of a millisecond.
    if (queue[0] !== undefined && queue[0].due - performance.now() < 1) setImmediate(drain)
  }
  const later = (work: () => void) => {
    if (delay() === 0 && queue.length === 0) return work()
    queue.push({ due: performance.now() + delay(), work })
    setTimeout(drain, delay())
  }
  const pass = (data: Buffer) => {
    carried()
    to.write(data)
  }
  from.on('data', (data: Buffer) => later(() => pass(data)))
  from.on('end', () => later(() => to.end()))
}

/** Tells the kind of each message of a client; the first has none. */
function frames(tell: (kind: string) => void): (data: Buffer) => void {
  let left: Buffer = Buffer.alloc(0)
  let isFirst = true
  return (data) => {
    left = left.length === 0 ? data : Buffer.concat([left, data])
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
