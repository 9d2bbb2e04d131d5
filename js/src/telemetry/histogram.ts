// How long things took, counted in buckets with fixed bounds: adding a time makes nothing, and what is told of many is near.
//
// Knows nothing of what took so long. Times are in milliseconds.

/** The upper bounds of the buckets, in milliseconds; what is longer than the last goes into one without a bound. */
export const BOUNDS: readonly number[] = [
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
]

/** Times counted. */
export type Histogram = {
  /** How many were in each bucket; one more than there are bounds. */
  readonly counts: number[]
  count: number
  sum: number
  min: number
  max: number
}

/** What is told of times, in milliseconds. All but count and sum are null where nothing was counted. */
export type Latency = {
  readonly count: number
  readonly sum: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Half of all were shorter, as near as the buckets tell; the same of 95 and 99 in a hundred. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  /** How many were at most so long: each bucket counts those before it, too. The last has no bound. */
  readonly buckets: readonly { readonly atMost: number | null; readonly count: number }[]
}

/** Nothing counted. */
export function emptyHistogram(): Histogram {
  return {
    counts: Array.from({ length: BOUNDS.length + 1 }, () => 0),
    count: 0,
    sum: 0,
    min: Infinity,
    max: 0,
  }
}

/** Counts a time. */
export function addTime(histogram: Histogram, time: number): void {
  let bucket = 0
  while (bucket < BOUNDS.length && time > (BOUNDS[bucket] ?? 0)) bucket += 1
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
  histogram.count += 1
  histogram.sum += time
  if (time < histogram.min) histogram.min = time
  if (time > histogram.max) histogram.max = time
}

/** What is counted in one, and in the other. */
export function joinTimes(into: Histogram, { counts, count, sum, min, max }: Histogram): void {
  counts.forEach((n, bucket) => (into.counts[bucket] = (into.counts[bucket] ?? 0) + n))
  into.count += count
  into.sum += sum
  into.min = Math.min(into.min, min)
  into.max = Math.max(into.max, max)
}

/** What is told of the times. */
export function latencyOf(histogram: Histogram): Latency {
  const { counts, count, sum, min, max } = histogram
  let below = 0
  const buckets = counts.map((n, bucket) => {
    below += n
    return { atMost: BOUNDS[bucket] ?? null, count: below }
  })
  const isEmpty = count === 0
  return {
    count,
    sum,
    min: isEmpty ? null : min,
    max: isEmpty ? null : max,
    mean: isEmpty ? null : sum / count,
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
    buckets,
  }
}

// Within a bucket all times are taken to lie evenly, and none below the least nor above the most.
function quantile({ counts, count, min, max }: Histogram, part: number): number | null {
  if (count === 0) return null
  const wanted = part * count
  let below = 0
  for (const [bucket, n] of counts.entries()) {
    if (below + n >= wanted && n > 0) {
      const from = Math.max(bucket === 0 ? 0 : (BOUNDS[bucket - 1] ?? 0), min)
      const to = Math.min(BOUNDS[bucket] ?? max, max)
      return from + ((wanted - below) / n) * (to - from)
    }
    below += n
  }
  return max
}
