// A file with a schema as a description, with the places of its parts.
//
// JSON is read, a schema.prisma is described, and so is a folder of them. A module that holds plain data is read too, and
// never run: so TypeScript needs nothing that knows TypeScript, and the same file says the same on every Node. Any other
// module is run by Node, which takes TypeScript from 22.18 on, or with a loader of the caller's.

import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SchemaDescription } from 'treewright'
import { PrismaSchemaError, schemaFromPrisma } from 'treewright/schema-prisma'
import type { Path } from '../host/places.ts'
import { filesIn, isFolder, readText } from './files.ts'
import { readLiteral } from './literal.ts'
import { isOdd, readModuleText } from './module-text.ts'
import { Found, foundIn, Misuse, type Place } from './outcome.ts'
import { placeAt, tokensOf } from './tokens.ts'

/** A description, and where it came from. */
export type LoadedSchema = {
  readonly file: string
  readonly description: SchemaDescription
  /** Where a part of it stands in the file, if that can be told. */
  placeOf(path: Path): Place | null
}

const MODULES = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']

/** Reads a file with a schema; throws what stands against it. */
export async function loadSchema(file: string): Promise<LoadedSchema> {
  const ending = extname(file)
  if (isFolder(file) || ending === '.prisma') {
    return { file, description: describePrisma([file]), placeOf: () => null }
  }
  if (ending === '.json') return { file, ...readJson(file, readText(file)) }
  if (MODULES.includes(ending)) return { file, ...(await readModule(file)) }
  const endings = ['.json', '.prisma', ...MODULES].join(' ')
  throw new Misuse(`${file} has none of the endings that a schema may have`, endings)
}

/** The description of files of a schema.prisma, and of folders of them. */
export function describePrisma(names: readonly string[]): SchemaDescription {
  const files = filesIn(names, '.prisma')
  try {
    return schemaFromPrisma(Object.fromEntries(files.map((file) => [file, readText(file)])))
  } catch (error) {
    if (!(error instanceof PrismaSchemaError)) throw error
    throw new Found(
      error.problems.map(({ problem, path, message, help, file, line, column }) => {
        const place = `${file}:${line}:${column}: `
        const told = message.startsWith(place) ? message.slice(place.length) : message
        return { problem, path, message: told, help, file: String(file), place: { line, column } }
      }),
    )
  }
}

/** JSON with the places of its parts; throws where it is none. */
export function readJson(
  file: string,
  text: string,
): { readonly description: SchemaDescription; readonly placeOf: (path: Path) => Place | null } {
  const reader = { text, tokens: tokensOf(text), position: 0 }
  let description: unknown
  try {
    description = JSON.parse(text)
  } catch (error) {
    throw foundIn(file, `this is no JSON: ${(error as Error).message}`, { place: oddPlace(reader) })
  }
  try {
    return { description: description as SchemaDescription, placeOf: readLiteral(reader).placeOf }
  } catch (odd) {
    if (!isOdd(odd)) throw odd
    return { description: description as SchemaDescription, placeOf: () => null }
  }
}

function oddPlace(reader: Parameters<typeof readLiteral>[0]): Place | null {
  try {
    readLiteral(reader)
    return null
  } catch (odd) {
    if (!isOdd(odd)) throw odd
    return placeAt(reader.text, odd.offset)
  }
}

async function readModule(file: string): Promise<Omit<LoadedSchema, 'file'>> {
  const read = readModuleText(readText(file))
  if (read.isPlain) {
    const { value, placeOf } = read.literal
    return { description: value as SchemaDescription, placeOf }
  }
  let exported: { readonly [name: string]: unknown }
  try {
    exported = (await import(pathToFileURL(resolve(file)).href)) as typeof exported
  } catch (error) {
    throw notRun(file, read.place, error)
  }
  return { description: schemaAmong(file, exported), placeOf: () => null }
}

/** `schema`, else the default, else the only export that has models. */
function schemaAmong(file: string, exported: { readonly [name: string]: unknown }): SchemaDescription {
  const inside = exported['default']
  const candidates = [exported['schema'], inside, isObject(inside) ? inside['schema'] : undefined]
  const others = Object.values(exported)
  const described = candidates.find(hasModels)
  if (described !== undefined) return described
  const [only, ...more] = others.filter(hasModels)
  if (only !== undefined && more.length === 0) return only
  const help = 'export it as `schema`, or as the default'
  throw foundIn(file, more.length > 0 ? 'it exports several schemas' : 'it exports no schema', { help })
}

function hasModels(value: unknown): value is SchemaDescription {
  return isObject(value) && isObject(value['models'])
}

function isObject(value: unknown): value is { readonly [entry: string]: unknown } {
  return typeof value === 'object' && value !== null
}

function notRun(file: string, place: Place, error: unknown): Found {
  const { code, message = String(error) } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
    const help =
      'Node runs TypeScript from 22.18 on; else write plain data there, or keep the schema as .json or .mjs'
    const told = `from here on it is more than plain data, and Node ${process.versions.node} does not run TypeScript`
    return foundIn(file, told, { place, help })
  }
  return foundIn(file, `it cannot be run: ${message}`)
}
