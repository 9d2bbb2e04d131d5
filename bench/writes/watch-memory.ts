// The most memory that a process holds while it works, looked at by a thread of its own, so that it is seen while the
// program computes.

import { Worker } from 'node:worker_threads'

const WATCHING = `
  const { parentPort } = require('node:worker_threads')
  let most = process.memoryUsage.rss()
  setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 2)
  parentPort.on('message', () => parentPort.postMessage(Math.max(most, process.memoryUsage.rss())))
  parentPort.postMessage('ready')
`

/** What work gave, and by how many bytes the process grew beyond what it held before. */
export async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; grown: number }> {
  const worker = new Worker(WATCHING, { eval: true, execArgv: [] })
  const said = () => new Promise<unknown>((resolve) => worker.once('message', resolve))
  await said()
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const result = await work()
  const most = said()
  worker.postMessage('how much?')
  const grown = Number(await most) - before
  await worker.terminate()
  return { result, grown }
}
