// Drivers that are broken on purpose, each in one manner: what compares the ways must find every one.
//
// Knows nothing of schemas.

import type { Driver, Reply, Rows } from 'treewright/driver'

type Calls = Parameters<NonNullable<Driver['pipeline']>>[0]
type Send = (calls: Calls) => Promise<Reply>

/** What is broken, by what it does. */
export const BROKEN: Readonly<Record<string, (driver: Driver) => Driver>> = {
  'drops a row': (driver) =>
    changing(driver, async (send, calls) =>
      ofRows(await send(calls), (rows) => rows.slice(0, Math.max(1, rows.length - 1))),
    ),
  'swaps two statements': (driver) =>
    changing(driver, async (send, calls) => {
      const [first, second, ...rest] = calls
      return first === undefined || second === undefined ? send(calls) : send([second, first, ...rest])
    }),
  'leaves a statement out': (driver) =>
    changing(driver, async (send, calls) => {
      if (calls.length < 3) return send(calls)
      const { rows, refusal } = await send(calls.toSpliced(1, 1))
      return { rows: rows.toSpliced(1, 0, []), refusal }
    }),
  'loses what an error is about': (driver) =>
    changing(driver, async (send, calls) => {
      const { rows, refusal } = await send(calls)
      const nothing = { table: null, column: null, constraint: null }
      return { rows, refusal: refusal === null ? null : { ...refusal, ...nothing } }
    }),
  'loses where an error is': (driver) =>
    changing(driver, async (send, calls) => {
      const { rows, refusal } = await send(calls)
      return { rows: refusal === null ? rows : rows.slice(0, -1), refusal }
    }),
  'gives keys of before': (driver) => {
    const before = new Map<string, Rows>()
    return changing(driver, async (send, calls) => {
      const { rows, refusal } = await send(calls)
      const stale = rows.map((one, at) => {
        const sql = calls[at]?.sql ?? ''
        const known = before.get(sql)
        before.set(sql, one)
        return known !== undefined && known.length === one.length ? known : one
      })
      return { rows: stale, refusal }
    })
  },
  'keeps what failed': (driver) =>
    changing(driver, async (send, calls) => {
      const reply = await send(calls)
      if (reply.refusal !== null && reply.rows.length > 1) await send(calls.slice(0, reply.rows.length))
      return reply
    }),
}

function changing(driver: Driver, how: (send: Send, calls: Calls) => Promise<Reply>): Driver {
  const { pipeline } = driver
  if (pipeline === undefined) throw new Error('there is nothing to break')
  return { ...driver, pipeline: (calls) => how((all) => pipeline(all), calls) }
}

function ofRows({ rows, refusal }: Reply, change: (rows: Rows) => Rows): Reply {
  return { rows: rows.map((one) => (one.length === 0 ? one : change(one))), refusal }
}
