// The names that Prisma's migrations give to constraints, where the schema does not.
//
// Knows nothing of models: a table and its columns are names of the database here.

/** A constraint's name, and the one that goes without saying in a description. */
export type ConstraintName = { readonly name: string; readonly usual: string }

/** The name of a primary key, a unique index or a foreign key. */
export function constraintName(
  kind: 'pkey' | 'key' | 'fkey',
  table: string,
  columns: readonly string[],
  given: string | undefined,
): ConstraintName {
  const stem = kind === 'pkey' ? table : [table, ...columns].join('_')
  const name = `${cut(stem, MAX_BYTES - kind.length - 1)}_${kind}`
  return { name: given ?? name, usual: `${stem}_${kind}` }
}

/** An identifier of PostgreSQL has no more. */
const MAX_BYTES = 63

/** As much of a name as fits into that many bytes of UTF-8, in whole characters. */
function cut(name: string, bytes: number): string {
  let room = bytes
  let kept = ''
  for (const letter of name) {
    const point = letter.codePointAt(0) ?? 0
    room -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (room < 0) break
    kept += letter
  }
  return kept
}
