// How a transaction of Kysely tells the node-postgres client that it runs on, which Kysely itself tells nobody.
//
// Knows nothing of plans, and imports nothing from Kysely or `pg`. Kysely sends a question to its client, and the client, which
// is from a pool that `poolForKysely` made, answers it with itself. The question never gets to a server that way.

type KyselyTransaction = {
  readonly isTransaction: boolean
  getExecutor(): { provideConnection(use: (connection: KyselyConnection) => Promise<Given>): Promise<Given> }
}

type KyselyConnection = { executeQuery(query: object): Promise<Given> }

type Given = { readonly rows: readonly unknown[] }

const SQL = 'SELECT NULL AS "which client is this?"'
const QUESTION = {
  sql: SQL,
  parameters: [],
  query: { kind: 'RawNode', sqlFragments: [SQL], parameters: [] },
  queryId: { queryId: 'treewright' },
}

/** What asks a transaction of Kysely for the client that it runs on; null for what is not of Kysely. */
export function askOfKysely(given: unknown): (() => Promise<unknown>) | null {
  if (!isOfKysely(given)) return null
  if (given.isTransaction) return () => clientOf(given)
  throw new Error('a Kysely holds no transaction: give the `trx` of `transaction().execute(...)`')
}

function isOfKysely(given: unknown): given is KyselyTransaction {
  const isObject = typeof given === 'object' && given !== null
  return isObject && 'getExecutor' in given && 'isTransaction' in given
}

async function clientOf(transaction: KyselyTransaction): Promise<unknown> {
  const { rows } = await transaction.getExecutor().provideConnection((on) => on.executeQuery(QUESTION))
  const [client] = rows
  if (answers.has(client as object)) return client
  throw new Error(
    'this transaction of Kysely does not tell its client: make its dialect with `pool: poolForKysely(pool)`',
  )
}

/** The same pool, for `new PostgresDialect({ pool })`: `$with` then takes the transactions of Kysely. */
export function poolForKysely<P extends { connect(): Promise<object> }>(pool: P): P {
  return new Proxy(pool, {
    get(target, name) {
      if (name !== 'connect') return bound(target, name)
      return async () => answering(await target.connect())
    },
  })
}

/** The same object for the same client, because Kysely keeps what it knows of a client by it. */
function answering(client: object): object {
  const known = answers.get(client)
  if (known !== undefined) return known
  const made = new Proxy(client, {
    get(target, name) {
      const own = bound(target, name)
      if (name !== 'query' || typeof own !== 'function') return own
      return (...asked: unknown[]): unknown => {
        return asked[0] === SQL
          ? Promise.resolve({ command: 'SELECT', rowCount: 1, rows: [target] })
          : own(...asked)
      }
    },
  })
  answers.set(client, made)
  return made
}

const answers = new WeakMap<object, object>()

function bound(target: object, name: string | symbol): unknown {
  const own: unknown = Reflect.get(target, name, target)
  return typeof own === 'function' ? own.bind(target) : own
}
