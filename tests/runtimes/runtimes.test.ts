// The files of docs/runtimes.md in every runtime, from the package as npm packs it.
//
// Knows nothing of what a runtime is: each has a file of its own.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { startServer } from '../postgres/server.ts'
import { testBrowsers } from './browsers.ts'
import { testEdge } from './edge.ts'
import { testInstalled } from './installed.ts'
import { testNewcomer } from './newcomer.ts'
import { files } from './page.ts'
import { PROCESS_FILES, testProcesses } from './processes.ts'
import { closeProject, openProject } from './project.ts'
import { testWorkers } from './workers.ts'

const [folder, server] = await Promise.all([openProject(), startServer()])
after(async () => {
  await server.stop()
  await closeProject(folder)
})

test('every file of the page is run by something', () => {
  const run = [...PROCESS_FILES, 'worker.ts', 'worker-over-http.ts', 'route.ts', 'page.ts']
  assert.deepEqual([...files.keys()].sort(), ['schema.ts', 'sign-up.ts', ...run].sort())
})

describe('runtimes', { concurrency: 2 }, () => {
  testInstalled(folder, server)
  testNewcomer(folder, server)
  testProcesses(folder, server)
  testWorkers(folder, server)
  testEdge(folder, server)
  testBrowsers(folder)
})
