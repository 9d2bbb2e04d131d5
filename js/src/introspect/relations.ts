// Relations with both their sides named: how each model speaks of the rows at the other end.
//
// Knows nothing of how they are written down. Names depend on names alone, never on the order in which tables were made:
// foreign keys come first, then what points at a model, then tables of pairs.

import type { Named } from './drafts.ts'
import type { End, Junction } from './junctions.ts'
import type { Link } from './links.ts'
import { joinedLike, oneAndMany } from './names.ts'
import { pluralOf, singularOf, snake, wordsOf } from './words.ts'

/** A foreign key with the names of its two sides. */
export type NamedLink = Link<Named> & {
  readonly kind: 'link'
  /** What the holder calls the row it points at. */
  readonly here: string
  /** What the target calls the rows that point at it. */
  readonly there: string
}

/** A table of pairs with the names of its two sides. */
export type NamedJunction = Junction<Named> & {
  readonly kind: 'junction'
  /** What each end calls the rows at the other end. */
  readonly names: readonly [string, string]
}

type Join = (words: readonly string[]) => string

/** Names all relations. `style` joins words, where the names of the database do not decide. */
export function namedRelations(
  links: readonly Link<Named>[],
  junctions: readonly Junction<Named>[],
  style: Join | undefined,
): readonly (NamedLink | NamedJunction)[] {
  const half = links.map((link) => {
    const join = style ?? joinOf(link.holder, link.target)
    return { link, here: link.holder.taken.take(...namesHere(link, join)) }
  })
  const nBetween = new Map<Named, Map<Named, number>>()
  for (const { holder, target } of links) {
    const targets = nBetween.get(holder) ?? new Map<Named, number>()
    nBetween.set(holder, targets.set(target, (targets.get(target) ?? 0) + 1))
  }
  const named = half.map(({ link, here }): NamedLink => {
    const isOnly = nBetween.get(link.holder)?.get(link.target) === 1
    const join = style ?? joinOf(link.target, link.holder)
    return { ...link, kind: 'link', here, there: link.target.taken.take(...namesThere(link, join, isOnly)) }
  })
  const pairs = junctions.map((junction): NamedJunction => {
    const [one, other] = junction.ends
    const nameFor = (near: End<Named>, far: End<Named>): string => {
      const join = style ?? joinOf(near.model, far.model)
      return near.model.taken.take(...namesAcross(junction, near, far, join))
    }
    return { ...junction, kind: 'junction', names: [nameFor(one, other), nameFor(other, one)] }
  })
  return [...named, ...pairs]
}

/** Relations look like the fields they stand beside. */
function joinOf(near: Named, far: Named): Join {
  const fieldsOf = ({ columns }: Named): string[] => [...columns.values()].map(({ field }) => field)
  return joinedLike([...fieldsOf(near), ...fieldsOf(far), near.model, far.model])
}

/** `author` for `authorId`; the other model's name where the columns are named by what they reference. */
function namesHere(link: Link<Named>, join: Join): string[] {
  const { one } = oneAndMany(link.target.model)
  const role = roleOf(link)
  return role === null ? [join(one), join([...one, 'row'])] : [join(role), join([...role, ...one])]
}

/** `posts`; `postsAsReviewer` where several foreign keys of posts lead here. */
function namesThere(link: Link<Named>, join: Join, isOnly: boolean): string[] {
  const { one, many } = oneAndMany(link.holder.model)
  const rows = link.isOneToOne ? one : many
  const target = oneAndMany(link.target.model).one
  const role = roleOf(link) ?? target
  const asRole = join([...rows, 'as', ...role])
  if (link.holder === link.target) {
    return snake(role) === 'parent' ? [link.isOneToOne ? 'child' : 'children', asRole] : [asRole]
  }
  return isOnly || snake(singularOf(role)) === snake(target) ? [join(rows), asRole] : [asRole]
}

/** `reviewers` by a column `reviewer_id`; else `users`, or `usersViaLikes` where that is another relation's name. */
function namesAcross(
  { table, ends }: Junction<Named>,
  near: End<Named>,
  far: End<Named>,
  join: Join,
): string[] {
  const { one, many } = oneAndMany(far.model.model)
  const words = wordsOf(table.name)
  const [key] = far.model.keys.primary.fields
  const role = /^[AB]$/.test(far.column) ? [] : withoutReference(far.column, key ?? '')
  const isTelling = role.length > 0 && snake(role) !== snake(one)
  const via = join([...many, 'via', ...words])
  if (isTelling) return [join(pluralOf(role)), via]
  if (near.model !== far.model) return [join(many), via]
  return near === ends[0]
    ? [join(words), via]
    : [join([...words, 'of']), join([...many, 'via', ...words, 'of'])]
}

/** What the target is to the holder, by the columns: null where they say nothing, or different things. */
function roleOf({ fields, references }: Link<Named>): string[] | null {
  const roles = fields.map((field, position) => withoutReference(field, references[position] ?? ''))
  const told = new Map(roles.filter((role) => role.length > 0).map((role) => [snake(role), role]))
  const [role, ...others] = told.values()
  return role === undefined || others.length > 0 ? null : role
}

/** `country` of `country_code` that references `code`; `author` of `authorId`, whatever it references. */
function withoutReference(field: string, reference: string): string[] {
  const words = wordsOf(field)
  const end = wordsOf(reference)
  const endsAlike = end.length > 0 && snake(words.slice(-end.length)) === snake(end)
  if (endsAlike) return words.slice(0, -end.length)
  return /^(id|uuid|fk|ref)$/i.test(words.at(-1) ?? '') ? words.slice(0, -1) : words
}
