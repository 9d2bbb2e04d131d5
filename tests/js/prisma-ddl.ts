// The tables that Prisma's own migrations make of a schema: `prisma migrate diff --from-empty --to-schema`, in this process.
//
// Knows nothing of Treewright. No database is asked for more than its version, so none is there.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

type Bindings = typeof bindings & { __wbg_set_wasm(exports: WebAssembly.Exports): void }

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('@prisma/schema-engine-wasm'))
const imports = { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports }
const wasm = readFileSync(join(folder, 'schema_engine_bg.wasm'))
const { instance } = await WebAssembly.instantiate(wasm, imports)
;(bindings as Bindings).__wbg_set_wasm(instance.exports)
;(instance.exports['__wbindgen_start'] as () => void)()

const connection = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: async () => ({
    columnNames: ['version', 'numeric_version'],
    columnTypes: [7, 0],
    rows: [['PostgreSQL 18.0', 180_000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  startTransaction: () => Promise.reject(new Error('there is no database')),
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
  dispose: async () => {},
} satisfies SqlDriverAdapter

const factory = bindMigrationAwareSqlAdapterFactory({
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => connection,
  connectToShadowDb: async () => connection,
})

/** The statements that make the database of a schema; throws what Prisma has against the schema. */
export async function prismaDdl(...texts: readonly string[]): Promise<string> {
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, factory)
  const files = texts.map((content, idx) => ({ path: `text-${idx + 1}.prisma`, content }))
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files, configDir: '.' },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: false,
    filters: { externalTables: [], externalEnums: [] },
  } as unknown as Parameters<typeof engine.diff>[0])
  return stdout ?? ''
}

/** The lines that Prisma complains of, each once; none if it takes the schema. */
export async function prismaComplaints(...texts: readonly string[]): Promise<readonly number[]> {
  try {
    await prismaDdl(...texts)
    return []
  } catch (error) {
    const places = String((error as Error).message).matchAll(/-->\s+\S+\.prisma:(\d+)/g)
    return [...new Set([...places].map(([, line]) => Number(line)))]
  }
}
