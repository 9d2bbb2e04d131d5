// A driver without a server: it answers each pipeline as a real server once answered the same.
//
// Knows nothing of what is written. What is measured on it is the host's own time.

import type { Call, Driver, Reply } from 'treewright/driver'

/** A driver around a real one that remembers the last answer, and one that always gives it. */
export function recorder(driver: Driver): { readonly recording: Driver; replaying(): Driver } {
  let last: Promise<Reply> | undefined
  const recording: Driver = {
    ...driver,
    pipeline(calls: readonly Call[]) {
      last = driver.pipeline?.(calls)
      if (last === undefined) throw new Error('the driver has no pipeline')
      return last
    },
  }
  return { recording, replaying: () => answering(last) }
}

function answering(answer: Promise<Reply> | undefined): Driver {
  if (answer === undefined) throw new Error('nothing has been sent in one trip')
  const never = () => Promise.reject(new Error('only pipelines are answered here'))
  return {
    name: 'recorded',
    pipeline: () => answer,
    transaction: never,
    connect: never,
    within: () => answering(answer),
    close: async () => {},
  }
}
