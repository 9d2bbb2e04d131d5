// Prisma's client of a schema.prisma, generated when the schema or Prisma has changed.
//
// Knows nothing of what is in the schema, but that its client goes to `generated` beside it. Generating needs no network
// and no database.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const require = createRequire(import.meta.url)

/** The folder of the client of the `schema.prisma` in a folder. */
export async function generatedClient(folder: string): Promise<string> {
  const generated = join(folder, 'generated')
  const prisma = require.resolve('prisma/package.json')
  const { version } = require(prisma) as { version: string }
  const schema = join(folder, 'schema.prisma')
  const digest = createHash('sha256').update(version).update(readFileSync(schema)).digest('hex')
  const stamp = join(generated, '.stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return generated
  const program = join(dirname(prisma), 'build/index.js')
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' }
  await promisify(execFile)(process.execPath, [program, 'generate', '--no-hints', '--schema', schema], {
    env,
  })
  writeFileSync(stamp, digest)
  return generated
}
