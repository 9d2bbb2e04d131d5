// The whole state of the page in the part of its address that no server sees: `#1.<deflated>`.
//
// Knows no page. A link that was cut or made by a later version is told in a sentence, never thrown further.

/** What the page remembers. */
export type State = {
  readonly schema: string
  readonly write: string
  readonly seed: string
  readonly way: 'pipelined' | 'stepwise' | 'fused'
}

/** What became of a link. */
export type Opened = { readonly state: State } | { readonly broken: string } | { readonly none: true }

/** The version of what follows; links of earlier ones stay readable. */
const VERSION = 1

/** Longer addresses are not made: browsers and chats cut them. */
export const MOST_LETTERS = 60_000

/** A page as small as that may be unpacked, so that a short link cannot fill the memory. */
const MOST_UNPACKED = 4_000_000

/** The link's end for a state; null if it would be too long. */
export async function linkOf({ schema, write, seed, way }: State): Promise<string | null> {
  const bytes = new TextEncoder().encode(JSON.stringify({ s: schema, w: write, d: seed, c: way }))
  const packed = await through(bytes, new CompressionStream('deflate-raw'), Infinity)
  const text = `#${VERSION}.${base64url(packed)}`
  return text.length > MOST_LETTERS ? null : text
}

/** Reads the end of a link. */
export async function openLink(hash: string): Promise<Opened> {
  if (hash === '' || hash === '#') return { none: true }
  const [, version = '', data = ''] = /^#(\d+)\.([\w-]*)$/.exec(hash) ?? []
  if (version === '') return { broken: 'This link is not one of this page, or a part of it was lost.' }
  if (Number(version) > VERSION) {
    return {
      broken: `This link was made by a later version of this page (form ${version}); this one reads form ${VERSION}.`,
    }
  }
  try {
    const bytes = await through(fromBase64url(data), new DecompressionStream('deflate-raw'), MOST_UNPACKED)
    const state = stateOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    if (state !== undefined) return { state }
  } catch {
    // What was lost of it, nobody can tell.
  }
  return { broken: 'This link is damaged: a part of it was lost or changed on the way.' }
}

const WAYS: readonly State['way'][] = ['pipelined', 'stepwise', 'fused']

function stateOf(json: unknown): State | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { s, w, d, c } = json as Readonly<Record<string, unknown>>
  if (typeof s !== 'string' || typeof w !== 'string' || typeof d !== 'string') return undefined
  return { schema: s, write: w, seed: d, way: WAYS.find((way) => way === c) ?? 'pipelined' }
}

/** Whether something is a state. */
export function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false
  const { schema, write, seed, way } = value as Readonly<Record<string, unknown>>
  return [schema, write, seed].every((text) => typeof text === 'string') && WAYS.some((one) => one === way)
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>)
    .getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
    if (length > most) throw new RangeError('more than a page may hold')
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))
}
