// Bytes as PostgreSQL writes them, and as base64: texts to bytes and back.
//
// Knows nothing of runtimes by name: it uses Buffer where there is one, and a table where there is none.

/** The bytes of a Uint8Array or an ArrayBuffer, not copied; undefined when it is neither. */
export function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    const isBytes = tagOf.call(value) === 'Uint8Array'
    return isBytes ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined
  }
  try {
    lengthOf.call(value)
    return new Uint8Array(value as ArrayBuffer)
  } catch {
    return undefined
  }
}

/** Bytes in PostgreSQL's hex form: `\x00ff`. */
export function hexText(bytes: Uint8Array): string {
  if (nodeBuffer !== undefined) {
    return '\\x' + nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  }
  let text = '\\x'
  for (let idx = 0; idx < bytes.length; idx++) text += HEX[bytes[idx] ?? 0]
  return text
}

/** The bytes of either form PostgreSQL prints: hex, or the older one with escapes. */
export function parseBytes(text: string): Uint8Array {
  return text.startsWith('\\x') ? parseHex(text) : parseEscapes(text)
}

/** Strict base64 as PostgreSQL's hex form; undefined when the text is not base64. */
export function hexOfBase64(text: string): string | undefined {
  const nPadding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  if (text.length % 4 !== 0 || NOT_BASE64.test(text.slice(0, text.length - nPadding))) return undefined
  if (nodeBuffer !== undefined) return '\\x' + nodeBuffer.from(text, 'base64').toString('hex')
  const binary = atob(text)
  let hex = '\\x'
  for (let idx = 0; idx < binary.length; idx++) hex += HEX[binary.charCodeAt(idx)]
  return hex
}

type Buffered = Uint8Array & { toString(form: 'hex'): string; write(text: string, form: 'hex'): number }
type NodeBuffer = {
  from(source: ArrayBufferLike, offset: number, length: number): Buffered
  from(source: string, form: 'base64'): Buffered
}

// Reached through globalThis, so that no bundler adds a copy of Buffer.
const nodeBuffer = (globalThis as { Buffer?: NodeBuffer }).Buffer

// Up to this many hex digits a Buffer costs more than it saves.
const SHORT = 128
const NOT_BASE64 = /[^A-Za-z0-9+/]/
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

// These two look at what an object is, past its properties and prototype, so they hold for objects of any realm and
// cannot be fooled. The second throws for all but an ArrayBuffer.
const tagOf = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag)
const lengthOf = getter(ArrayBuffer.prototype, 'byteLength')

function getter(prototype: object, name: string | symbol): () => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get ?? (() => undefined)
}

function parseHex(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) >> 1)
  if (nodeBuffer !== undefined && text.length > SHORT) {
    nodeBuffer.from(bytes.buffer, 0, bytes.length).write(text.slice(2), 'hex')
    return bytes
  }
  for (let idx = 0, at = 2; idx < bytes.length; idx++, at += 2) {
    bytes[idx] = (nibble(text.charCodeAt(at)) << 4) | nibble(text.charCodeAt(at + 1))
  }
  return bytes
}

// The value of a hex digit's character: digits have the low bits 0 to 9, letters 1 to 6 of either case.
function nibble(code: number): number {
  return code > 57 ? (code & 15) + 9 : code & 15
}

function parseEscapes(text: string): Uint8Array {
  const bytes: number[] = []
  for (let idx = 0; idx < text.length; idx++) {
    const code = text.charCodeAt(idx)
    if (code !== 92) bytes.push(code)
    else if (text.charCodeAt(idx + 1) === 92) bytes.push(text.charCodeAt(++idx))
    else {
      bytes.push(Number.parseInt(text.slice(idx + 1, idx + 4), 8))
      idx += 3
    }
  }
  return Uint8Array.from(bytes)
}
