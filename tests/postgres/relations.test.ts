// A create on real databases: every kind of relation, and names of every kind.
//
// Knows nothing of where keys come from: see create.test.ts.

import assert from 'node:assert/strict'
import { defineSchema, treewright } from 'treewright'
import { onEach, openPlaces } from './places.ts'

const places = await openPlaces()
const serial = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

const odd = `
  CREATE SCHEMA other;
  CREATE TYPE other."Gemüt ""x""" AS ENUM ('froh', 'it''s, "so" {so}');
  CREATE TABLE other."select ""from""" ("order" serial PRIMARY KEY, "naïve 😀, name" text UNIQUE, "a""b" other."Gemüt ""x""" NOT NULL);
  CREATE TABLE "table" ("group by" serial PRIMARY KEY, "--" text, "user" int NOT NULL REFERENCES other."select ""from""");
`
onEach(
  places,
  'names with quotes, spaces, other alphabets and reserved words',
  odd,
  async ({ driver, rows }) => {
    const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const
    const schema = defineSchema({
      models: {
        Größe: {
          schema: 'other',
          table: 'select "from"',
          fields: {
            id: { ...id, column: 'order' },
            'naïve 😀, name': { type: 'String?', unique: true },
            mood: { type: 'Mood', column: 'a"b' },
          },
          relations: { 'the rest': { many: 'Table' } },
        },
        Table: {
          table: 'table',
          fields: {
            id: { ...id, column: 'group by' },
            dashes: { type: 'String?', column: '--' },
            userId: { type: 'Int', column: 'user' },
          },
          relations: { user: { one: 'Größe', fields: ['userId'], references: ['id'] } },
        },
      },
      enums: {
        Mood: { schema: 'other', type: 'Gemüt "x"', values: { GLAD: 'froh', SO: 'it\'s, "so" {so}' } },
      },
    })
    const client = treewright({ schema, driver })
    const data = {
      'naïve 😀, name': "'; DROP TABLE",
      mood: 'SO',
      'the rest': { create: [{ dashes: '$1' }, { dashes: null }] },
    } as const
    const answer = await client.größe.create({ data, include: { 'the rest': true } })
    const inner = [
      { id: 1, dashes: '$1', userId: 1 },
      { id: 2, dashes: null, userId: 1 },
    ]
    assert.deepEqual(answer, { id: 1, 'naïve 😀, name': "'; DROP TABLE", mood: 'SO', 'the rest': inner })
    assert.deepEqual(await rows('SELECT "a""b"::text AS mood FROM other."select ""from"""'), [
      { mood: 'it\'s, "so" {so}' },
    ])
    await assert.rejects(async () => client.größe.create({ data }), {
      code: 'P2002',
      path: ['data', 'naïve 😀, name'],
      pathText: 'data["naïve 😀, name"]',
    })
  },
)

onEach(
  places,
  'a tree of one model, four levels deep',
  'CREATE TABLE "Node" (id serial PRIMARY KEY, name text, "parentId" int REFERENCES "Node")',
  async ({ driver, rows }) => {
    const schema = defineSchema({
      models: {
        Node: {
          fields: { id: serial, name: 'String', parentId: 'Int?' },
          relations: {
            parent: { one: 'Node', fields: ['parentId'], references: ['id'], name: 'tree' },
            children: { many: 'Node', name: 'tree' },
          },
        },
      },
    })
    type NewNode = { readonly name: string; readonly children?: { readonly create: readonly NewNode[] } }
    const node = (name: string, ...children: NewNode[]): NewNode =>
      children.length === 0 ? { name } : { name, children: { create: children } }
    const data = node(
      '1',
      node('1.1', node('1.1.1', node('1.1.1.1'), node('1.1.1.2')), node('1.1.2')),
      node('1.2', node('1.2.1', node('1.2.1.1'))),
    )
    const children = { include: { children: { include: { children: true } } } }
    await treewright({ schema, driver }).node.create({ data, include: { children } })
    const found = await rows(
      'SELECT c.name AS child, p.name AS parent FROM "Node" c JOIN "Node" p ON p.id = c."parentId" ORDER BY 1',
    )
    assert.equal(found.length, 8)
    for (const { child, parent } of found) assert.equal(String(child).slice(0, -2), parent)
  },
)

const junctions = `
  CREATE TABLE "Post" (id serial PRIMARY KEY, title text, "authorId" int, "editorId" int);
  CREATE TABLE "Tag" (id uuid PRIMARY KEY, name text);
  CREATE TABLE other_tags (post int REFERENCES "Post", tag uuid REFERENCES "Tag", PRIMARY KEY (post, tag));
  CREATE TABLE "User" (id serial PRIMARY KEY, name text);
  ALTER TABLE "Post" ADD FOREIGN KEY ("authorId") REFERENCES "User", ADD FOREIGN KEY ("editorId") REFERENCES "User";
`
onEach(
  places,
  'a junction of its own, and two relations between the same models',
  junctions,
  async ({ driver, rows }) => {
    const schema = defineSchema({
      models: {
        User: {
          fields: { id: serial, name: 'String' },
          relations: { written: { many: 'Post', name: 'author' }, edited: { many: 'Post', name: 'editor' } },
        },
        Post: {
          fields: { id: serial, title: 'String', authorId: 'Int?', editorId: 'Int?' },
          relations: {
            author: { one: 'User', name: 'author', fields: ['authorId'], references: ['id'] },
            editor: { one: 'User', name: 'editor', fields: ['editorId'], references: ['id'] },
            tags: { many: 'Tag', through: { table: 'other_tags', here: 'post', there: 'tag' } },
          },
        },
        Tag: {
          fields: {
            id: { type: 'String', native: 'uuid', id: true, default: { fn: 'uuid' } },
            name: 'String',
          },
          relations: { posts: { many: 'Post' } },
        },
      },
    })
    const data = {
      name: 'ada',
      written: {
        create: [
          {
            title: 'a',
            editor: { create: { name: 'bob' } },
            tags: { create: [{ name: 't1' }, { name: 't2' }] },
          },
        ],
      },
      edited: {
        create: [{ title: 'b', author: { create: { name: 'cy' } }, tags: { create: { name: 't3' } } }],
      },
    }
    const include = {
      written: { include: { editor: true, tags: true } },
      edited: { include: { author: true, tags: true } },
    }
    const answer = await treewright({ schema, driver }).user.create({ data, include })
    const said = JSON.parse(
      JSON.stringify(answer, (name, value: unknown) => (/^id$|Id$/.test(name) ? undefined : value)),
    ) as unknown
    assert.deepEqual(said, {
      name: 'ada',
      written: [{ title: 'a', editor: { name: 'bob' }, tags: [{ name: 't1' }, { name: 't2' }] }],
      edited: [{ title: 'b', author: { name: 'cy' }, tags: [{ name: 't3' }] }],
    })
    const found = await rows(
      'SELECT p.title, a.name AS author, e.name AS editor, (SELECT string_agg(t.name, \',\' ORDER BY t.name) FROM other_tags o JOIN "Tag" t ON t.id = o.tag WHERE o.post = p.id) AS tags FROM "Post" p JOIN "User" a ON a.id = p."authorId" JOIN "User" e ON e.id = p."editorId" ORDER BY 1',
    )
    assert.deepEqual(found, [
      { title: 'a', author: 'ada', editor: 'bob', tags: 't1,t2' },
      { title: 'b', author: 'cy', editor: 'ada', tags: 't3' },
    ])
  },
)

const composite = `
  CREATE TABLE "Order" (shop text, number int, note text, PRIMARY KEY (shop, number));
  CREATE TABLE "Line" (shop text, number int, position int, item text, PRIMARY KEY (shop, number, position), FOREIGN KEY (shop, number) REFERENCES "Order");
`
onEach(places, 'keys of several fields', composite, async ({ driver }) => {
  const schema = defineSchema({
    models: {
      Order: {
        fields: { shop: 'String', number: 'Int', note: 'String?' },
        key: ['shop', 'number'],
        relations: { lines: { many: 'Line' } },
      },
      Line: {
        fields: { shop: 'String', number: 'Int', position: 'Int', item: 'String' },
        key: ['shop', 'number', 'position'],
        relations: { order: { one: 'Order', fields: ['shop', 'number'], references: ['shop', 'number'] } },
      },
    },
  })
  const lines = [1, 2].map((position) => ({ position, item: `i${position}` }))
  const data = { shop: 'x', number: 7, lines: { create: lines } }
  const answer = await treewright({ schema, driver }).order.create({ data, include: { lines: true } })
  assert.deepEqual(answer, {
    shop: 'x',
    number: 7,
    note: null,
    lines: lines.map((line) => ({ shop: 'x', number: 7, ...line })),
  })
})
