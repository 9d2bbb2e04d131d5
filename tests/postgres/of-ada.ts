// Ada with three posts and Bob with one: what is written to Ada's posts, and what must be left of them.
//
// Knows nothing of the cases.

import { openPlaces } from './places.ts'
import { notesNow, postsNow, tagsNow, type People } from './people.ts'
import { leaves, refuses } from './seen.ts'

const places = await openPlaces()
const looks = { posts: postsNow, tags: tagsNow, notes: notesNow }
const seed = `
  INSERT INTO "Team" (name) VALUES ('t1'), ('t2');
  INSERT INTO "User" (email, "teamId") VALUES ('ada', 1), ('bob', 1);
  INSERT INTO "Post" (slug, rank, "authorId") VALUES ('a', 1, 1), ('b', 2, 1), ('c', 3, 1), ('d', 4, 2);
  INSERT INTO "Tag" (name) VALUES ('x'), ('y');
  INSERT INTO "_PostToTag" VALUES (1, 1), (2, 1), (1, 2);
  INSERT INTO "Note" (text, "userId") VALUES ('n1', 1), ('n2', 2);
`

export type Data = { readonly [name: string]: unknown }
type Expected = { readonly [key in keyof typeof looks]?: readonly string[] }

/** An update of Ada. */
export const ofAda = (data: Data) => (db: People) => {
  return db.user.update({ where: { email: 'ada' }, data, select: { email: true } })
}
/** What is done with the posts of Ada. */
export const posts = (verbs: Data) => ofAda({ posts: verbs })
/** A write that must leave these rows. */
export const see = (name: string, write: (db: People) => PromiseLike<unknown>, expected: Expected) => {
  leaves(places, name, seed, write, expected, looks)
}
/** A write that must be refused with a code, at a place. */
export const refuse = (
  name: string,
  write: (db: People) => PromiseLike<unknown>,
  code: string,
  at: string,
) => {
  refuses(places, name, seed, write, { code, at })
}
/** Ada's posts and Bob's, as they are at first. */
export const [a, b, c, d] = ['a t 1 0 ada x:0,y:0', 'b t 2 0 ada x:0', 'c t 3 0 ada', 'd t 4 0 bob'] as const
/** Which post. */
export const where = (slug: string) => ({ where: { slug } })
