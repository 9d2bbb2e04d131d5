// Names as English words: taken apart, put together in another style, made singular or plural.
//
// Knows nothing of tables. What is not English comes out readable, and always the same.

/** The words of a name, whatever joins them: `authorID`, `author_id` and `Author Id` are two words. */
export function wordsOf(name: string): string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[\p{L}\p{M}]+/gu) ?? []
}

/** `authorId`. */
export function camel(words: readonly string[]): string {
  const [first = '', ...rest] = words
  return first.toLowerCase() + pascal(rest)
}

/** `AuthorId`. */
export function pascal(words: readonly string[]): string {
  return words.map((word) => capital(word.toLowerCase())).join('')
}

/** `author_id`. */
export function snake(words: readonly string[]): string {
  return words.map((word) => word.toLowerCase()).join('_')
}

/** The words of many things, the last of them made plural. */
export function pluralOf(words: readonly string[]): string[] {
  return withLast(words, plural)
}

/** The words of one thing, the last of them made singular. */
export function singularOf(words: readonly string[]): string[] {
  return withLast(words, singular)
}

function withLast(words: readonly string[], change: (word: string) => string): string[] {
  return words.map((word, position) => (position === words.length - 1 ? change(word.toLowerCase()) : word))
}

const UNCOUNTED =
  /^(data|equipment|information|media|metadata|money|news|series|species|staff|.*ed|.*[^a-z].*)$/
const IRREGULAR: readonly (readonly [one: string, many: string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['mouse', 'mice'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['goose', 'geese'],
  ['leaf', 'leaves'],
  ['life', 'lives'],
  ['wife', 'wives'],
  ['half', 'halves'],
  ['shelf', 'shelves'],
  ['quiz', 'quizzes'],
  ['analysis', 'analyses'],
  ['basis', 'bases'],
  ['crisis', 'crises'],
  ['criterion', 'criteria'],
  ['hero', 'heroes'],
  ['echo', 'echoes'],
  ['potato', 'potatoes'],
  ['index', 'indexes'],
  ['movie', 'movies'],
  ['cookie', 'cookies'],
  ['cache', 'caches'],
  ['focus', 'focuses'],
  ['menu', 'menus'],
]

function plural(word: string): string {
  if (UNCOUNTED.test(word) || IRREGULAR.some(([, many]) => many === word)) return word
  const irregular = IRREGULAR.find(([one]) => one === word)
  if (irregular !== undefined) return irregular[1]
  if (singular(word) !== word) return word
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

function singular(word: string): string {
  if (UNCOUNTED.test(word) || ENDS_IN_S.test(word) || IRREGULAR.some(([one]) => one === word)) return word
  const irregular = IRREGULAR.find(([, many]) => many === word)
  if (irregular !== undefined) return irregular[0]
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(ss|x|zz|ch|sh|ias|las|vas|lens|[^aocf]us)es$/.test(word)) return word.slice(0, -2)
  return word.length > 2 && word.endsWith('s') ? word.slice(0, -1) : word
}

const ENDS_IN_S = /(ss|us|is|ias|las|vas|lens|gas)$/

function capital(word: string): string {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('')
}
