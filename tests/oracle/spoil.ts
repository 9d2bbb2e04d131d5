// Breaks arguments on purpose, in one place: what is refused must be refused on both sides.

import { NESTED_VERBS, isPlain, type Arguments } from './operation.ts'
import type { Random } from './random.ts'

type Spot = { readonly holder: Arguments; readonly name: string }

/** A copy of the arguments with one thing wrong; it may happen to be right again. */
export function spoiled(random: Random, args: Arguments): Arguments {
  const copy = copied(args) as Arguments
  const spots = spotsOf(copy)
  if (spots.length === 0) return copy
  const { holder, name } = random.pick(spots.filter(({ holder, name }) => typeof holder[name] !== 'symbol'))
  const value = holder[name]
  const isVerb = (NESTED_VERBS as readonly string[]).includes(name)
  const ways: (() => void)[] = [
    () => void (holder[name] = null),
    () => void (holder[name] = Array.isArray(value) ? value[0] : [value]),
    () => void (holder[name] = {}),
    () => void (holder['nonsense'] = 1),
    () => void (holder[name] = 'text'),
    () => void delete holder[name],
  ]
  if (Array.isArray(value)) ways.push(() => void value.splice(random.below(value.length + 1), 0, undefined))
  if (isVerb) ways.push(() => renameTo(holder, name, random.pick(NESTED_VERBS)))
  if (isVerb) ways.push(() => renameTo(holder, name, random.pick(NESTED_VERBS)))
  if (isPlain(value)) ways.push(() => void (value[random.pick(['id', 'authorId', 'userId', 'postId'])] = 1))
  random.pick(ways)()
  return copy
}

function renameTo(holder: Arguments, name: string, other: string): void {
  const value = holder[name]
  delete holder[name]
  holder[other] = value
}

/** Every entry of every object. */
function spotsOf(value: unknown): Spot[] {
  if (Array.isArray(value)) return value.flatMap(spotsOf)
  if (!isPlain(value)) return []
  return Object.keys(value).flatMap((name) => [{ holder: value, name }, ...spotsOf(value[name])])
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copied(entry)]))
}
