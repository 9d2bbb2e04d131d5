// What would be sent, in each of the ways that keys can travel: found out by handing the write to drivers that write down
// what they are given and send nothing.
//
// Knows nothing of how a text is made. A way that a write does not allow is told in the planner's words.

import { TreewrightError } from 'treewright'
import { queryDriver, type Call, type Driver } from 'treewright/driver'
import type { SchemaDescription } from 'treewright'
import { looseClient, type LooseClient } from '../schema/client.ts'

/** A request for some verb of some model. */
export type Asked = { readonly accessor: string; readonly verb: string; readonly args: unknown }

/** What is sent in one way, or why it cannot be. */
export type Sent = { readonly calls: readonly Call[] | null; readonly why: string | null }

/** Writes down what would be sent. */
export type Recorder = {
  /** All statements at once. */
  pipelined(asked: Asked): Promise<Sent>
  /** One statement for the whole. */
  fused(asked: Asked): Promise<Sent>
}

/** The recorder for a schema. */
export function recorderFor(schema: SchemaDescription): Recorder {
  return { pipelined: recorded(schema, pipelining), fused: recorded(schema, whole) }
}

type Keep = (calls: readonly Call[]) => void

// Made when it is first asked for: each client holds a planner of its own.
function recorded(
  schema: SchemaDescription,
  driverFor: (keep: Keep) => Driver,
): (asked: Asked) => Promise<Sent> {
  let kept: readonly Call[] | null = null
  let client: LooseClient | undefined
  return async ({ accessor, verb, args }) => {
    client ??= looseClient(schema, { driver: driverFor((calls) => (kept ??= calls)), retries: 0 })
    kept = null
    try {
      await client[accessor]?.[verb]?.(args)
    } catch (error) {
      if (kept === null && error instanceof TreewrightError && error.code === 'TW613') {
        return {
          calls: null,
          why: error.problems[0]?.message.replace(/^the driver "\w+" holds no .*?: /, '') ?? '',
        }
      }
    }
    return { calls: kept, why: null }
  }
}

function pipelining(keep: Keep): Driver {
  return {
    name: 'preview',
    async pipeline(calls) {
      keep(calls)
      throw new NothingSent()
    },
    transaction: () => Promise.reject(new NothingSent()),
    connect: () => Promise.reject(new NothingSent()),
    within: (): Driver => pipelining(keep),
    close: async () => {},
  }
}

function whole(keep: Keep): Driver {
  return queryDriver(
    async (sql, params) => {
      keep([{ sql, params }])
      throw new NothingSent()
    },
    { name: 'preview' },
  )
}

class NothingSent extends Error {
  constructor() {
    super('this is a preview: nothing is sent')
  }
}
