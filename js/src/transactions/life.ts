// How long a transaction lives: until its work has ended, or its time is up.
//
// Knows nothing of connections; who runs the transaction is told when the time is up, and asks before every call.

import { isOver, timeIsUp, type TransactionFault } from './problems.ts'

/** The life of one transaction. */
export type Life = {
  /** Throws why nothing more can be asked, if so. */
  check(): void
  /** Rejects when the time is up. */
  readonly cut: Promise<never>
  /** Says that its work has ended, and how. */
  end(how: string): void
}

/** A life that nobody ends. */
export const endless: Pick<Life, 'check'> = { check() {} }

/** Starts a life of at most `limit` milliseconds. `onCut` is called if they are over before its work is. */
export function startLife(limit: number | null, onCut: (fault: TransactionFault) => void): Life {
  const start = performance.now()
  const age = () => performance.now() - start
  let fault: TransactionFault | null = null
  const alarm = alarmAfter(limit, (limit) => {
    fault = timeIsUp(limit, age())
    onCut(fault)
    return fault
  })
  return {
    check() {
      // What never waits for anything outside of this thread keeps the alarm from ringing by itself.
      if (limit !== null && age() >= limit) alarm.ring(limit)
      if (fault !== null) throw fault
    },
    cut: alarm.rings,
    end(how) {
      alarm.stop()
      fault ??= isOver(how)
    },
  }
}

/** A promise that is rejected when a time has come. */
export type Alarm = {
  readonly rings: Promise<never>
  /** Rings now, unless it has rung or was stopped. */
  ring(limit: number): void
  stop(): void
}

/** An alarm that rings after that many milliseconds, or never by itself; `reason` is asked when it does. */
export function alarmAfter(limit: number | null, reason: (limit: number) => unknown): Alarm {
  let reject: (reason: unknown) => void = () => {}
  const rings = new Promise<never>((_, no) => (reject = no))
  // Nobody may be listening any more.
  rings.catch(() => {})
  let isDone = false
  function stop(): void {
    isDone = true
    clearTimeout(timer)
  }
  function ring(limit: number): void {
    if (isDone) return
    stop()
    reject(reason(limit))
  }
  const timer = limit === null ? undefined : setTimeout(ring, limit, limit)
  return { rings, ring, stop }
}
