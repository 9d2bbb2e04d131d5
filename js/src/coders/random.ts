// Random bytes from the runtime's own source, drawn in batches.
//
// Knows nothing of keys. Every byte is handed out once. Nothing is drawn before the first key is asked for: some
// runtimes have no randomness while a module loads.

/** A random byte. */
export function randomByte(): number {
  if (used === pool.length) refill()
  return pool[used++] ?? 0
}

/** A random integer from 0 up to, not including, `bound`; every one equally likely. `bound` is at most 256. */
export function randomBelow(bound: number): number {
  // Bytes past the last whole multiple are drawn again: a plain remainder would favor small numbers.
  const end = 256 - (256 % bound)
  let byte = randomByte()
  while (byte >= end) byte = randomByte()
  return byte % bound
}

const POOL_BYTES = 4096
let pool = new Uint8Array(0)
let used = 0

function refill(): void {
  const fresh = pool.length === 0 ? new Uint8Array(POOL_BYTES) : pool
  crypto.getRandomValues(fresh)
  // Only now: were the source to throw, bytes that are no longer or not yet random must not be handed out.
  pool = fresh
  used = 0
}
