// Node's diagnostics channels: what is published on them, that it holds no values, and that nothing is made for nobody.
//
// A driver here answers each call with a number.

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { execFileSync } from 'node:child_process'
import diagnostics from 'node:diagnostics_channel'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { treewright, type ChannelMessage } from 'treewright'
import type { Call, Connection, Driver, Reply } from 'treewright/driver'
import { blog } from '../blog.ts'

const SECRET = 'sentinel-c4f2'

function clientOn(refusals: string[] = []) {
  const send = async (calls: readonly Call[]): Promise<Reply> => {
    const state = refusals.shift()
    if (state === undefined) return { rows: calls.map(() => [['1']]), refusal: null }
    const facts = {
      detail: SECRET,
      schema: null,
      table: null,
      column: null,
      constraint: SECRET,
      where: SECRET,
    }
    return { rows: [], refusal: { state, message: SECRET, cause: new Error(SECRET), ...facts } }
  }
  const ask = async ({ sql }: Call) => ({ columns: [{ name: sql, type: 25 }], rows: [[SECRET]], touched: 1 })
  const connection: Connection = { send, ask, pipeline: send }
  const driver: Driver = {
    name: 'told',
    transaction: (work) => work(connection),
    connect: (work) => work(connection),
    pipeline: send,
    within: () => driver,
    close: async () => {},
  }
  return treewright({ schema: blog, driver })
}

type Told = readonly [event: string, message: ChannelMessage & { readonly error?: unknown }]

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/** Everything that a tracing channel says while `work` runs. */
async function heardOn(name: string, work: () => Promise<unknown>): Promise<Told[]> {
  const told: Told[] = []
  const all = EVENTS.map((event) => {
    return [event, (message: unknown) => void told.push([event, message as ChannelMessage])] as const
  })
  const channel = diagnostics.tracingChannel(name)
  const subscribers = Object.fromEntries(all) as unknown as Parameters<typeof channel.subscribe>[0]
  channel.subscribe(subscribers)
  try {
    await work()
  } finally {
    channel.unsubscribe(subscribers)
  }
  return told
}

/** Everything that is in something, texts of errors and what nobody lists included. */
function everything(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (seen.has(value)) return ''
  seen.add(value)
  const names = Object.getOwnPropertyNames(value)
  return names
    .map((name) => `${name} ${everything((value as Record<string, unknown>)[name], seen)}`)
    .join('\n')
}

describe('an operation', () => {
  test('is traced from its beginning to its end', async () => {
    const db = clientOn()
    const told = await heardOn('treewright:operation', async () =>
      db.tag.deleteMany({ where: { name: SECRET } }),
    )
    assert.deepEqual(
      told.map(([event]) => event),
      ['start', 'end', 'asyncStart', 'asyncEnd'],
    )
    assert.equal(new Set(told.map(([, message]) => message)).size, 1)
    const { operation, model, verb, of, ended } = told[0]?.[1] ?? {}
    assert.deepEqual([operation, model, verb, of], ['tag.deleteMany', 'Tag', 'deleteMany', null])
    assert.ok(ended !== undefined && 'shape' in ended && !('error' in ended))
    assert.deepEqual([ended.shape, ended.roundTrips, ended.rows], ['tag.deleteMany', 1, 1])
    assert.ok(!everything(told).includes(SECRET))
  })

  test('that fails is told by its codes', async () => {
    const db = clientOn(['23505'])
    const told = await heardOn('treewright:operation', async () => {
      await assert.rejects(async () => db.tag.deleteMany({ where: { name: SECRET } }), { code: 'P2002' })
    })
    assert.deepEqual(
      told.map(([event]) => event),
      ['start', 'end', 'error', 'asyncStart', 'asyncEnd'],
    )
    const error = told[2]?.[1].error
    assert.ok(error instanceof Error)
    assert.match(error.message, /^P2002 \(TW601\)/)
    assert.equal(error.name, 'UniqueConstraintError')
    assert.ok(!everything(told).includes(SECRET))
  })

  test('runs in the store that is bound to its beginning', async () => {
    const db = clientOn()
    const store = new AsyncLocalStorage<ChannelMessage>()
    const { start } = diagnostics.tracingChannel('treewright:operation')
    start.bindStore(store, (message) => message as ChannelMessage)
    const heard: (string | undefined)[] = []
    db.$on('operation', () => heard.push(store.getStore()?.operation))
    await Promise.all([db.tag.count(), db.user.count()])
    start.unbindStore(store)
    assert.deepEqual(heard.toSorted(), ['tag.count', 'user.count'])
  })

  test('knows the transaction that it is a part of', async () => {
    const db = clientOn()
    let told: Told[] = []
    const transactions = await heardOn('treewright:transaction', async () => {
      told = await heardOn('treewright:operation', () => db.$transaction((tx) => tx.tag.deleteMany()))
    })
    assert.equal(transactions[0]?.[1].operation, '$transaction')
    assert.equal(told[0]?.[1].of, transactions[0]?.[1])
  })
})

test('statements and retries are told without values', async () => {
  const db = clientOn(['40001'])
  const told: unknown[] = []
  const hear = (message: unknown) => void told.push(message)
  const names = ['treewright:statement', 'treewright:retry']
  for (const name of names) diagnostics.subscribe(name, hear)
  await db.tag.deleteMany({ where: { name: SECRET } })
  await db.$executeRawUnsafe(`SELECT '${SECRET}'`)
  for (const name of names) diagnostics.unsubscribe(name, hear)
  const [retry, statement, raw, ...more] = told as Record<string, unknown>[]
  assert.deepEqual(more, [])
  assert.equal((retry?.['error'] as Record<string, unknown>)['code'], 'P2034')
  assert.match(String(statement?.['sql']), /DELETE FROM "Tag"/)
  assert.deepEqual([raw?.['operation'], raw?.['sql']], ['$executeRawUnsafe', null])
  assert.ok(!everything(told).includes(SECRET))
})

test('nothing is asked of the time, and nothing told, where nobody listens', async (context) => {
  const db = clientOn()
  await db.tag.deleteMany()
  const now = context.mock.method(performance, 'now')
  await db.tag.deleteMany()
  const unwatched = now.mock.callCount()
  db.$on('operation', () => {})
  await db.tag.deleteMany()
  // The two that are left are those of each statement's own event.
  assert.equal(unwatched, 2)
  assert.ok(now.mock.callCount() - unwatched > 2)
})

test('no build of the package imports a module of Node, but for the command', () => {
  const require = createRequire(import.meta.url)
  const dist = join(dirname(require.resolve('treewright/package.json')), 'dist')
  const builds = ['esm', 'cjs', 'workerd', 'edge'].flatMap((build) => {
    return readdirSync(join(dist, build)).map((name) => join(dist, build, name))
  })
  const imports = /(?:from|import|require)\s*\(?\s*['"]node:/
  const texts = builds
    .filter((file) => /\.c?js$/.test(file))
    .map((file) => [file, readFileSync(file, 'utf8')] as const)
  assert.deepEqual(
    texts.filter(([, text]) => imports.test(text)).map(([file]) => file),
    [],
  )
  const using = texts
    .filter(([, text]) => text.includes('@opentelemetry/api'))
    .map(([file]) => basename(file))
  assert.ok(using.length >= 4 && using.every((name) => name.startsWith('opentelemetry.')), String(using))
})

test('a program without the module has no channels, and works', async () => {
  const script = `
    Object.defineProperty(process, 'getBuiltinModule', { value: undefined })
    const { treewright } = await import('treewright')
    const { queryDriver } = await import('treewright/driver')
    const schema = { models: { Tag: { fields: { id: { type: 'Int', id: true } } } } }
    const db = treewright({ schema, driver: queryDriver(async () => [{ c0: '0', c1: '1', c2: '5' }]) })
    console.log(await db.tag.count())`
  const args = ['--input-type=module', '--eval', script]
  assert.equal(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim(), '5')
})
