// Calls as the messages of PostgreSQL's protocol: each parsed, bound and carried out, and one Sync behind them all.
//
// Knows nothing of who sends them, and reads nothing of what comes back.

import type { Call } from '../driver.ts'

/** All calls in one piece. Parameters are texts, rows come back as texts, and nothing is named. */
export function messagesOf(calls: readonly Call[]): Uint8Array {
  const page = blankPage()
  for (const { sql, params } of calls) {
    page.message('P', () => {
      page.text('')
      page.text(sql)
      page.int16(0)
    })
    page.message('B', () => {
      page.text('')
      page.text('')
      page.int16(0)
      page.int16(params.length)
      for (const param of params) page.value(param)
      page.int16(0)
    })
    page.message('E', () => {
      page.text('')
      page.int32(0)
    })
  }
  page.message('S', () => {})
  return page.written()
}

const FIRST_ROOM = 4_096
const encoder = new TextEncoder()

/** Bytes that are written from the start to the end; whoever knows a length only afterwards goes back for it. */
function blankPage() {
  let bytes = new Uint8Array(FIRST_ROOM)
  let end = 0
  function room(more: number): DataView {
    if (end + more > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, end + more))
      larger.set(bytes.subarray(0, end))
      bytes = larger
    }
    return new DataView(bytes.buffer)
  }
  function int16(value: number): void {
    room(2).setUint16(end, value)
    end += 2
  }
  function int32(value: number): void {
    room(4).setInt32(end, value)
    end += 4
  }
  function characters(text: string): void {
    room(text.length * 3)
    end += encoder.encodeInto(text, bytes.subarray(end)).written
  }
  // The length counts itself, or not.
  function measured(own: number, write: () => void): void {
    const start = end
    int32(0)
    write()
    new DataView(bytes.buffer).setInt32(start, end - start - 4 + own)
  }
  return {
    int16,
    int32,
    text(text: string): void {
      characters(text)
      room(1).setUint8(end, 0)
      end += 1
    },
    value(text: string | null): void {
      if (text === null) int32(-1)
      else measured(0, () => characters(text))
    },
    message(kind: string, write: () => void): void {
      room(1).setUint8(end, kind.charCodeAt(0))
      end += 1
      measured(4, write)
    },
    written: () => bytes.subarray(0, end),
  }
}
