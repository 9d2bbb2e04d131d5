// What an operation does, as a short text for people and for figures: `user.update(posts.upsert, posts.deleteMany)`.
//
// Knows only scripts, which hold no values: what it says is made of the names of models, relations and verbs. Two plans may
// have one text, because it leaves out fields and conditions.

import type { AnswerForm, Script } from '../planner/forms.ts'

const known = new WeakMap<Script, string>()

/** The text of an operation and its script, made once. */
export function shapeOf(operation: string, script: Script): string {
  let shape = known.get(script)
  if (shape === undefined) known.set(script, (shape = write(operation, script)))
  return shape
}

/** How long a text may be; a longer one is cut, and ends with a number made of the whole. */
const LONGEST = 160

function write(operation: string, script: Script): string {
  const places = script.statements.flatMap(({ at }) => at.map(verbsOf))
  const inside = [...new Set([...places, ...(operation.includes('.find') ? readIn(script.answer) : [])])]
  const said = inside.filter((place) => place !== '')
  if (said.length === 0) return operation
  const whole = `${operation}(${said.join(', ')})`
  return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST)}... #${hashOf(whole)}`
}

/** What may stand between a verb and the relations inside of its rows. */
const ENVELOPES: Readonly<Record<string, readonly string[]>> = {
  upsert: ['create', 'update'],
  connectOrCreate: ['create'],
  update: ['data'],
  updateMany: ['data'],
  createMany: ['data'],
}

// `data.posts.upsert.create.tags.connect[*]` is `posts.upsert.tags.connect`.
function verbsOf(place: string): string {
  const [first, ...others] = place.replaceAll('[*]', '').split('.')
  const verbs: string[] = []
  for (let idx = 0; idx < others.length; idx += 2) {
    const [relation, verb] = others.slice(idx, idx + 2)
    if (relation === undefined || verb === undefined) break
    verbs.push(relation, verb)
    if (ENVELOPES[verb]?.includes(others[idx + 2] ?? '') === true) idx += 1
  }
  return first === undefined ? '' : verbs.join('.')
}

function readIn(answer: AnswerForm | null, around = ''): string[] {
  return (answer?.relations ?? []).flatMap(({ name, answer }) => {
    return [around + name, ...readIn(answer, `${around}${name}.`)]
  })
}

// FNV-1a: the same text has the same number in every program.
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
