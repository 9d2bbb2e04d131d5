// A PgBouncer in front of a server, in transaction mode: each transaction may be on another of few connections.
//
// Knows nothing of what is tested through it. It ends with the process that asked for it.

import { spawn, type ChildProcess } from 'node:child_process'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type Address } from '../postgres/server.ts'

export type Pooler = {
  readonly address: Address
  stop(): Promise<void>
}

/** The user that `nobody` is everywhere; PgBouncer refuses to run as root. */
const nobody = { uid: 65534, gid: 65534 }
const runner = process.getuid?.() === 0 ? nobody : {}

// The shell waits for the end of its input, which comes when this process closes it or dies, however it dies.
const keeper = `
"$@" 2>&1 &
pooler=$!
read -r _
kill -INT $pooler
wait $pooler
`

/** Starts a pooler that keeps so many connections to a database. */
export async function startPooler(program: string, to: Address, n_connections: number): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'treewright-pooler-'))
  const port = await freePort()
  const settings = [
    '[databases]',
    `${to.database} = host=${to.host} port=${to.port} user=${to.user}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${n_connections}`,
    'ignore_startup_parameters = extra_float_digits',
  ]
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, `${settings.join('\n')}\n`)
  if (runner === nobody) await chown(folder, nobody.uid, nobody.gid)
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', program, file], {
    ...runner,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await untilReady(child)
  return {
    address: { ...to, port },
    async stop() {
      child.stdin?.end()
      await new Promise((resolve) => child.once('exit', resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function untilReady({ stdout }: ChildProcess): Promise<void> {
  let log = ''
  return new Promise((resolve, reject) => {
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000)
      if (log.includes('process up')) resolve()
    })
    stdout?.once('end', () => reject(new Error(`the pooler did not start:\n${log}`)))
  })
}
