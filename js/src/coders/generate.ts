// Keys the host makes itself, so that they are known before a row is inserted.
//
// Knows nothing of fields or of the database. State is kept per process, not per field: keys with a clock in them rise
// across all fields that use the same kind.

import { randomBelow, randomByte } from './random.ts'

/** The kinds of keys a host makes, as a schema names them: `uuid(7)` is the name `uuid` and the argument 7. */
export type GeneratorName = 'uuid' | 'cuid' | 'ulid' | 'nanoid'

/** Makes fresh keys. */
export type Generator = () => string

/**
 * The maker of keys of that kind. The argument is the version of a uuid (4 or 7, else 4) or of a cuid (1 or 2, else 1),
 * and the length of a nanoid (else 21).
 */
export function generatorOf(name: GeneratorName, args: readonly number[] = []): Generator {
  const [arg] = args
  switch (name) {
    case 'uuid':
      return arg === 7 ? uuid7 : uuid4
    case 'cuid':
      return arg === 2 ? cuid2 : cuid
    case 'ulid':
      return ulid
    case 'nanoid':
      return () => nanoid(arg)
  }
}

// The bytes of the UUID being made, and the codes of its letters, with the hyphens already in place.
const uuidBytes = new Uint8Array(16)
const uuidCodes: number[] = Array.from('00000000-0000-0000-0000-000000000000', (letter) =>
  letter.charCodeAt(0),
)
const HEX_CODES: readonly number[] = Array.from('0123456789abcdef', (letter) => letter.charCodeAt(0))

function uuidText(): string {
  let at = 0
  for (const byte of uuidBytes) {
    if (at === 8 || at === 13 || at === 18 || at === 23) at++
    uuidCodes[at++] = HEX_CODES[byte >>> 4] ?? 0
    uuidCodes[at++] = HEX_CODES[byte & 15] ?? 0
  }
  return String.fromCharCode(...uuidCodes)
}

/** A UUID of version 4: random but for its marks. */
export function uuid4(): string {
  for (let idx = 0; idx < 16; idx++) uuidBytes[idx] = randomByte()
  uuidBytes[6] = 0x40 | (randomByte() & 0x0f)
  uuidBytes[8] = 0x80 | (randomByte() & 0x3f)
  return uuidText()
}

/** A moment no earlier than the last one, and a count within it. */
type Tick = { ms: number; count: number }

const uuidTick: Tick = { ms: 0, count: 0 }
const UUID_COUNTS = 2 ** 24

/**
 * A UUID of version 7 (RFC 9562): 48 bits of milliseconds, a counter of 24 bits that starts at a random number below
 * its middle in each millisecond, 50 random bits. Rises strictly; a clock set back is waited out on the last
 * millisecond, a full counter borrows the next.
 */
export function uuid7(): string {
  const now = Date.now()
  if (now > uuidTick.ms) {
    uuidTick.ms = now
    uuidTick.count = randomSeed()
  } else if (++uuidTick.count >= UUID_COUNTS) {
    uuidTick.ms++
    uuidTick.count = randomSeed()
  }
  const { ms, count } = uuidTick
  for (let idx = 5, rest = ms; idx >= 0; idx--, rest = Math.floor(rest / 256)) uuidBytes[idx] = rest % 256
  uuidBytes[6] = 0x70 | (count >>> 20)
  uuidBytes[7] = (count >>> 12) & 0xff
  uuidBytes[8] = 0x80 | ((count >>> 6) & 0x3f)
  uuidBytes[9] = ((count & 0x3f) << 2) | (randomByte() & 3)
  for (let idx = 10; idx < 16; idx++) uuidBytes[idx] = randomByte()
  return uuidText()
}

function randomSeed(): number {
  return ((randomByte() & 0x7f) << 16) | (randomByte() << 8) | randomByte()
}

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'

function randomBase36(length: number): string {
  let text = ''
  for (let idx = 0; idx < length; idx++) text += BASE36[randomBelow(36)]
  return text
}

let cuidCount = 0
let processMark = ''

/**
 * A cuid of the first kind, 25 letters: `c`, milliseconds, a counter, a mark of this process, random letters. The mark
 * is random too: the original's, made from process id and host name, tells more than a key should.
 */
export function cuid(): string {
  if (processMark === '') processMark = randomBase36(4)
  const count = cuidCount.toString(36).padStart(4, '0')
  cuidCount = (cuidCount + 1) % 36 ** 4
  return 'c' + Date.now().toString(36).padStart(8, '0') + count + processMark + randomBase36(8)
}

/**
 * A key in the shape of a cuid2: 24 lower-case letters and digits, a letter first. The original hashes a clock, a
 * counter and randomness together with SHA-3; here every letter is random, which is as hard to guess and to repeat.
 */
export function cuid2(): string {
  return (BASE36[10 + randomBelow(26)] ?? 'a') + randomBase36(23)
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ulidTail: number[] = new Array<number>(16).fill(0)
let ulidMs = 0

/** A ULID: 48 bits of milliseconds and 80 random bits, which count up by one within a millisecond. Rises strictly. */
export function ulid(): string {
  const now = Date.now()
  if (now > ulidMs) drawUlid(now)
  else if (!incrementUlid()) drawUlid(ulidMs + 1)
  let text = ''
  for (let rest = ulidMs, idx = 0; idx < 10; idx++) {
    text = (CROCKFORD[rest % 32] ?? '') + text
    rest = Math.floor(rest / 32)
  }
  for (const digit of ulidTail) text += CROCKFORD[digit]
  return text
}

function drawUlid(ms: number): void {
  ulidMs = ms
  for (let idx = 0; idx < ulidTail.length; idx++) ulidTail[idx] = randomByte() & 31
}

// False when all 80 bits were set, and the count cannot go on in this millisecond.
function incrementUlid(): boolean {
  for (let idx = ulidTail.length - 1; idx >= 0; idx--) {
    const digit = ulidTail[idx] ?? 0
    ulidTail[idx] = (digit + 1) & 31
    if (digit < 31) return true
  }
  return false
}

const URL_LETTERS = 'useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict'

/** A nanoid: random letters of an alphabet of 64, each safe in a URL. */
export function nanoid(length: number = 21): string {
  let text = ''
  for (let idx = 0; idx < length; idx++) text += URL_LETTERS[randomByte() & 63]
  return text
}
