// How long work takes that is too short for one look at the clock.

/** The median time of work in microseconds, once it has run for a while. */
export async function microseconds(
  work: () => unknown,
  effort: { readonly budget: number },
): Promise<number> {
  const start = performance.now()
  while (performance.now() - start < effort.budget / 4) await work()
  const times: number[] = []
  const until = performance.now() + effort.budget
  while (performance.now() < until) {
    const before = performance.now()
    let n = 0
    do {
      const result = work()
      if (result instanceof Promise) await result
      n += 1
    } while (performance.now() - before < 1)
    times.push(((performance.now() - before) * 1_000) / n)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? NaN
}
