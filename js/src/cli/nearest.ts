// The known word that was probably meant.
//
// Knows nothing of what the words are.

/** The nearest of the known words, if any is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3))
  const near = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= limit && distance < candidate.length)
    .sort((one, other) => one.distance - other.distance)
  return near[0]?.candidate
}

/** `did you mean ...?`, or null. */
export function suggestion(word: string, known: readonly string[], prefix = ''): string | null {
  const found = nearest(word, known)
  return found === undefined ? null : `did you mean ${prefix}${found}?`
}

/** How many letters have to be added, dropped or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, position) => position)
  for (const [n_before, letter] of [...from].entries()) {
    const next = [n_before + 1]
    for (let position = 1; position <= to.length; position += 1) {
      const changed = (row[position - 1] ?? 0) + (letter === to[position - 1] ? 0 : 1)
      next.push(Math.min((row[position] ?? 0) + 1, (next[position - 1] ?? 0) + 1, changed))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
