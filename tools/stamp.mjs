// Remembers from which inputs something was made, so that it is made again only when one of them changed.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { ROOT } from './run.mjs'

/** Whether the stamp was written for these inputs: files, or folders with all that is in them. */
export function isStamped(stamp, inputs) {
  const path = join(ROOT, stamp)
  return existsSync(path) && readFileSync(path, 'utf8') === digest(inputs)
}

/** Writes the stamp of these inputs. */
export function writeStamp(stamp, inputs) {
  const path = join(ROOT, stamp)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, digest(inputs))
}

function digest(inputs) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const path of inputs.flatMap(files)) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(ROOT, path)))
        .digest(),
    )
  }
  return hash.digest('hex')
}

function files(path) {
  const full = join(ROOT, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .sort()
    .flatMap((name) => files(`${path}/${name}`))
}
