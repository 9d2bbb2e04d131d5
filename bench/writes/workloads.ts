// The workloads: what each does, the verb that does it, and the rows that have to be there before it is done.
//
// Knows nothing of who carries them out; the tests that count round trips use them too.

import { requests, roles, type Name } from './requests.ts'

/** A workload. */
export type Workload = {
  readonly name: Name
  readonly title: string
  /** The same in three words, for charts. */
  readonly brief: string
  /** The model as an accessor, and the verb. */
  readonly model: 'user' | 'post' | 'company'
  readonly verb: 'create' | 'update'
  /** Whether it is of thousands of rows. */
  readonly isLarge: boolean
  /** Makes the rows that turns from the first to before the end find. */
  seed(first: number, end: number): string
  /** The arguments of a turn. */
  request(turn: number): object
}

/** All of them, in the order they are told in. */
export const workloads: readonly Workload[] = [
  made('W1', 'user', 'create', {
    brief: 'user, profile, posts',
    title: 'user, profile and 2 posts, read back',
  }),
  made('W2', 'post', 'create', {
    brief: 'post, author, tags',
    title: 'post, author connected, 5 tags connected or created, read back',
    seed: seedTwo,
  }),
  made('W3', 'company', 'create', {
    brief: 'tree of 58 rows',
    title: 'organization of 58 rows in 4 levels with 45 connects, read back',
    seed: seedThree,
  }),
  made('W4', 'user', 'create', {
    brief: '3,001 rows',
    title: 'user, 1,000 posts with 2 comments each',
    isLarge: true,
  }),
  made('W5', 'user', 'update', {
    brief: 'mixed update',
    title: 'user changed, profile upserted, posts made, changed, deleted, connected, disconnected, read back',
    seed: seedFive,
  }),
  made('W6', 'post', 'update', {
    brief: 'tags replaced',
    title: 'tags of a post set to none, 5 connected or created, read back',
    seed: seedSix,
  }),
  made('W7', 'user', 'create', { brief: '10,001 rows', title: 'user and 10,000 posts', isLarge: true }),
]

type Making = {
  readonly brief: string
  readonly title: string
  readonly isLarge?: true
  readonly seed?: (turns: string) => string
}

function made(name: Name, model: Workload['model'], verb: Workload['verb'], making: Making): Workload {
  const { brief, title, isLarge = false, seed = () => '' } = making
  const turns = (first: number, end: number) => `generate_series(${first}, ${end - 1}) AS turn`
  return {
    name,
    title,
    brief,
    model,
    verb,
    isLarge,
    request: requests[name],
    seed: (first, end) => seed(turns(first, end)),
  }
}

function seedTwo(turns: string): string {
  return `
    INSERT INTO "User" (email, name) SELECT 'w2.' || turn || '@example.com', 'Author' FROM ${turns};
    ${twoTags('w2', turns)}`
}

function seedThree(): string {
  const names = roles.map((role) => `('${role}')`)
  return `INSERT INTO "Role" (name) VALUES ${names.join(', ')} ON CONFLICT DO NOTHING;`
}

// Every second user has a profile.
function seedFive(turns: string): string {
  return `
    INSERT INTO "User" (email, name) SELECT 'w5.' || turn || '@example.com', 'Before' FROM ${turns};
    INSERT INTO "Profile" (bio, "userId")
      SELECT 'Old', id FROM "User" JOIN ${turns} ON email = 'w5.' || turn || '@example.com' WHERE turn % 2 = 0;
    INSERT INTO "Post" (slug, title, "authorId")
      SELECT 'w5.' || turn || '.' || post.name, title, CASE WHEN post.name <> 'joins' THEN id END
      FROM "User" JOIN ${turns} ON email = 'w5.' || turn || '@example.com',
        (VALUES ('draft.0', 'Draft'), ('draft.1', 'Draft'), ('spam.0', 'Spam'), ('spam.1', 'Spam'),
          ('stays', 'Good'), ('leaves', 'Good'), ('joins', 'Good')) AS post (name, title);`
}

function seedSix(turns: string): string {
  return `
    INSERT INTO "Post" (slug, title) SELECT 'w6.' || turn, 'Retagged' FROM ${turns};
    INSERT INTO "Tag" (name) SELECT 'w6.' || turn || '.old.' || at FROM ${turns}, generate_series(0, 2) AS at;
    ${twoTags('w6', turns)}
    INSERT INTO "_PostToTag" ("A", "B")
      SELECT post.id, tag.id FROM ${turns} JOIN "Post" post ON slug = 'w6.' || turn
        JOIN "Tag" tag ON name LIKE 'w6.' || turn || '.old.%' OR name = 'w6.' || turn || '.0';`
}

function twoTags(workload: 'w2' | 'w6', turns: string): string {
  return `INSERT INTO "Tag" (name) SELECT '${workload}.' || turn || '.' || at FROM ${turns}, generate_series(0, 1) AS at;`
}
