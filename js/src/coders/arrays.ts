// PostgreSQL's array literals: texts to one literal, and a literal back to texts.
//
// Knows nothing of the elements' types: each is already a text, or null. An array inside an array stays a text on both
// ways, and is a literal of its own.

/** The literal of a one-dimensional array: `{1,NULL,2}`. Quotes every element as soon as one needs it. */
export function arrayLiteral(texts: readonly (string | null)[]): string {
  let literal = '{'
  for (let idx = 0; idx < texts.length; idx++) {
    const text = texts[idx] ?? null
    if (text !== null && NEEDS_QUOTES.test(text)) return quotedLiteral(texts)
    literal += (idx === 0 ? '' : ',') + (text ?? 'NULL')
  }
  return literal + '}'
}

// Empty, the word NULL, or a character that means something in a literal. PostgreSQL trims only ASCII whitespace;
// quoting around any other is harmless.
const NEEDS_QUOTES = /^$|[\s",\\{}]|^null$/i

// JSON quotes as PostgreSQL does, but for control characters and lone surrogates; its null without quotes is NULL.
function quotedLiteral(texts: readonly (string | null)[]): string {
  const json = JSON.stringify(texts)
  if (!ONLY_JSON_READS.test(json)) return '{' + json.slice(1, -1) + '}'
  return '{' + texts.map((text) => (text === null ? 'NULL' : quoted(text))).join(',') + '}'
}

// May be found in a backslash and a letter of the caller's own, which costs the detour and nothing else.
const ONLY_JSON_READS = /\\[bfnrtu]/

function quoted(text: string): string {
  const escaped = text.includes('\\') ? text.replaceAll('\\', '\\\\') : text
  return '"' + (escaped.includes('"') ? escaped.replaceAll('"', '\\"') : escaped) + '"'
}

/**
 * The elements of an array literal as PostgreSQL prints it. An inner array comes back as the text of its own literal.
 * A text that is no literal gives what can be made of it: this never throws.
 */
export function parseArray(literal: string): (string | null)[] {
  const start = literal.indexOf('{') + 1
  const end = literal.endsWith('}') ? literal.length - 1 : literal.length
  if (start >= end) return []
  const body = literal.slice(start, end)
  return HAS_STRUCTURE.test(body) ? parseElements(body) : body.split(',').map(nullOrText)
}

const HAS_STRUCTURE = /["\\{]/

function nullOrText(text: string): string | null {
  return text.length === 4 && text.toUpperCase() === 'NULL' ? null : text
}

function parseElements(body: string): (string | null)[] {
  const elements: (string | null)[] = []
  let at = 0
  while (at <= body.length) {
    const end = endOfElement(body, at)
    elements.push(elementText(body.slice(at, end)))
    at = end + 1
  }
  return elements
}

// The index of the comma after the element that begins at `at`, or the end of the body.
function endOfElement(body: string, at: number): number {
  if (body.charCodeAt(at) === QUOTE) return comma(body, closingQuote(body, at) + 1)
  if (body.charCodeAt(at) !== OPEN) return comma(body, at)
  let depth = 0
  for (let idx = at; idx < body.length; idx++) {
    const code = body.charCodeAt(idx)
    if (code === QUOTE) idx = closingQuote(body, idx)
    else if (code === BACKSLASH) idx++
    else if (code === OPEN) depth++
    else if (code === CLOSE && --depth === 0) return comma(body, idx + 1)
  }
  return body.length
}

const QUOTE = 34
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125

function comma(body: string, from: number): number {
  const found = body.indexOf(',', from)
  return found === -1 ? body.length : found
}

// The index of the next quote that no odd number of backslashes stands before.
function closingQuote(body: string, opening: number): number {
  for (let found = body.indexOf('"', opening + 1); found !== -1; found = body.indexOf('"', found + 1)) {
    let first = found
    while (first - 1 > opening && body.charCodeAt(first - 1) === BACKSLASH) first--
    if ((found - first) % 2 === 0) return found
  }
  return body.length
}

function elementText(element: string): string | null {
  const first = element.charCodeAt(0)
  if (first === OPEN) return element
  if (first !== QUOTE) return nullOrText(element)
  const inner = element.slice(1, element.endsWith('"') ? -1 : undefined)
  return inner.includes('\\') ? inner.replace(/\\([^])/g, '$1') : inner
}
