// How the relations of a database are called, and which of its foreign keys are none.
//
// Knows nothing of columns.

import assert from 'node:assert/strict'
import { treewright, type SchemaDescription } from 'treewright'
import { schemaFromDatabase, type IntrospectOptions } from 'treewright/introspect'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()

/** A test of the names of all relations, each with where it leads. */
function joins(
  name: string,
  ddl: string,
  expected: { readonly [model: string]: { readonly [relation: string]: string } },
  { notes: wanted = [], ...options }: IntrospectOptions & { readonly notes?: readonly string[] } = {},
) {
  onEach(places, name, ddl, async ({ driver }) => {
    const { schema, notes } = await schemaFromDatabase(driver, options)
    treewright({ schema, driver })
    assert.deepEqual(relationsOf(schema), expected)
    assert.deepEqual(
      notes.map(({ message }) => message),
      wanted,
    )
  })
}

/** `many posts`, or `one users by author_id`. */
function relationsOf({ models }: SchemaDescription) {
  const described = Object.entries(models).map(([model, { relations }]) => {
    const sides = Object.entries(relations ?? {}).map(([name, { one, many, fields, through }]) => {
      const by = fields ?? (through && [`${through.table}.${through.here}`])
      return [
        name,
        `${one === undefined ? `many ${many}` : `one ${one}`}${by === undefined ? '' : ` by ${by.join(' ')}`}`,
      ]
    })
    return [model, Object.fromEntries(sides) as object]
  })
  return Object.fromEntries(described) as object
}

joins(
  'one to many, one to one, several between the same',
  `CREATE TABLE users (id serial PRIMARY KEY);
   CREATE TABLE posts (id serial PRIMARY KEY, user_id int REFERENCES users, reviewer_id int REFERENCES users, editor int REFERENCES users);
   CREATE TABLE profiles (user_id int PRIMARY KEY REFERENCES users)`,
  {
    users: {
      posts: 'many posts',
      posts_as_reviewer: 'many posts',
      posts_as_editor: 'many posts',
      profile: 'one profiles',
    },
    posts: {
      user: 'one users by user_id',
      reviewer: 'one users by reviewer_id',
      editor_user: 'one users by editor',
    },
    profiles: { user: 'one users by user_id' },
  },
)

joins(
  'in capitals',
  `CREATE TABLE "User" (id serial PRIMARY KEY);
   CREATE TABLE "BlogPost" (id serial PRIMARY KEY, "authorId" int REFERENCES "User", "lastReviewerId" int REFERENCES "User")`,
  {
    User: { blogPostsAsAuthor: 'many BlogPost', blogPostsAsLastReviewer: 'many BlogPost' },
    BlogPost: { author: 'one User by authorId', lastReviewer: 'one User by lastReviewerId' },
  },
)

joins(
  'to itself',
  `CREATE TABLE nodes (id serial PRIMARY KEY, parent_id int REFERENCES nodes);
   CREATE TABLE people (id serial PRIMARY KEY, manager_id int REFERENCES people, spouse_id int UNIQUE REFERENCES people);
   CREATE TABLE follows (follower_id int REFERENCES people, followed_id int REFERENCES people, PRIMARY KEY (follower_id, followed_id))`,
  {
    nodes: { parent: 'one nodes by parent_id', children: 'many nodes' },
    people: {
      manager: 'one people by manager_id',
      people_as_manager: 'many people',
      spouse: 'one people by spouse_id',
      person_as_spouse: 'one people',
      followed: 'many people by follows.follower_id',
      followers: 'many people by follows.followed_id',
    },
  },
)

joins(
  'many to many, beside a foreign key, twice, and by tables of their own',
  `CREATE TABLE users (id serial PRIMARY KEY);
   CREATE TABLE posts (id serial PRIMARY KEY, author_id int REFERENCES users);
   CREATE TABLE likes (user_id int REFERENCES users, post_id int REFERENCES posts, PRIMARY KEY (post_id, user_id));
   CREATE TABLE reviews (reviewer_id int NOT NULL REFERENCES users, post_id int NOT NULL REFERENCES posts, UNIQUE (reviewer_id, post_id));
   CREATE TABLE reads (user_id int REFERENCES users, post_id int REFERENCES posts, at date, PRIMARY KEY (user_id, post_id));
   CREATE TABLE maybe (user_id int REFERENCES users, post_id int REFERENCES posts, UNIQUE (user_id, post_id))`,
  {
    users: {
      posts: 'many posts',
      reads: 'many reads',
      posts_via_likes: 'many posts by likes.user_id',
      posts_via_reviews: 'many posts by reviews.reviewer_id',
    },
    posts: {
      author: 'one users by author_id',
      reads: 'many reads',
      users: 'many users by likes.post_id',
      reviewers: 'many users by reviews.post_id',
    },
    reads: { user: 'one users by user_id', post: 'one posts by post_id' },
  },
  {
    notes: [
      'the table is left out: it has no key; name the columns of one in the option `keys`, if its values are never repeated',
    ],
  },
)

joins(
  "Prisma's tables of pairs",
  `CREATE TABLE "Post" (id int PRIMARY KEY); CREATE TABLE "Tag" (id int PRIMARY KEY);
   CREATE TABLE "_PostToTag" ("A" int REFERENCES "Post", "B" int REFERENCES "Tag", PRIMARY KEY ("A", "B"));
   CREATE TABLE "_pinned" ("A" int NOT NULL REFERENCES "Post", "B" int NOT NULL REFERENCES "Tag"); CREATE UNIQUE INDEX ON "_pinned" ("A", "B");
   CREATE TABLE "_turned" ("A" int NOT NULL REFERENCES "Tag", "B" int NOT NULL REFERENCES "Post", PRIMARY KEY ("A", "B"))`,
  {
    Post: { tags: 'many Tag', tagsViaPinned: 'many Tag', tagsViaTurned: 'many Tag by _turned.B' },
    Tag: { posts: 'many Post', postsViaPinned: 'many Post', postsViaTurned: 'many Post by _turned.A' },
  },
)

joins(
  'keys of several columns, other keys, and foreign keys that are no relations',
  `CREATE TABLE plans (tenant int, id int, code text UNIQUE, big bigint UNIQUE, PRIMARY KEY (tenant, id)); CREATE TABLE far (id int PRIMARY KEY);
   CREATE TABLE uses (id int PRIMARY KEY, tenant int, plan_id int, plan_code text REFERENCES plans (code), big int REFERENCES plans (big),
     far_id int REFERENCES far, CONSTRAINT one FOREIGN KEY (tenant, plan_id) REFERENCES plans, CONSTRAINT two FOREIGN KEY (tenant, plan_id) REFERENCES plans)`,
  {
    plans: { uses: 'many uses', uses_as_plan: 'many uses' },
    uses: { plan: 'one plans by tenant plan_id', plan_plan: 'one plans by plan_code' },
  },
  {
    tables: { exclude: ['f*'] },
    notes: [
      'it is no relation: one is the same',
      'it is no relation: the types of its columns differ',
      'it is no relation: public.far is not described',
    ],
  },
)

joins(
  'models and fields in capitals',
  `CREATE TABLE blog_users (id int PRIMARY KEY); CREATE TABLE order_items (id int PRIMARY KEY, blog_user_id int REFERENCES blog_users, owned_by int REFERENCES blog_users)`,
  {
    BlogUser: { orderItems: 'many OrderItem', orderItemsAsOwnedBy: 'many OrderItem' },
    OrderItem: { blogUser: 'one BlogUser by blogUserId', ownedByBlogUser: 'one BlogUser by ownedBy' },
  },
  { names: 'prisma' },
)
