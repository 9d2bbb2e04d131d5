// A small source of chance that gives the same from the same seed, on every machine.

export type Random = {
  /** A whole number from 0 up to, and not including, `limit`. */
  below(limit: number): number
  /** Whether it happened, this many times of a hundred. */
  chance(percent: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of the names, by their weights. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K
  shuffled<T>(of: readonly T[]): T[]
}

/** Starts from a seed: xorshift over 32 bits, after the seed's bits are spread. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0xc2b2ae35 || 1

  function next(): number {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }

  for (let n = 0; n < 8; n += 1) next()

  const below = (limit: number) => Math.floor(next() * limit)

  function pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('there is nothing to pick from')
    return from[below(from.length)] as T
  }

  function weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let point = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      point -= weight
      if (point < 0) return name
    }
    return pick(entries)[0]
  }

  function shuffled<T>(of: readonly T[]): T[] {
    const all = [...of]
    for (let n = all.length - 1; n > 0; n -= 1) {
      const other = below(n + 1)
      ;[all[n], all[other]] = [all[other] as T, all[n] as T]
    }
    return all
  }

  return { below, chance: (percent) => next() * 100 < percent, pick, weighted, shuffled }
}
