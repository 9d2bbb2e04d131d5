// Every mistake a caller can make in the form of a create: found before anything is sent, all at once, each with its
// place, its code and the next thing to try. Mistakes in values are in value-mistakes.test.ts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { blog } from './blog.ts'
import { client, wrong, wrongArguments, type Line } from './mistakes.ts'

const email = 'ada@x.io'

describe('names', () => {
  test('unknown fields', () =>
    wrong(
      { email, naem: 1, nickname: 1, zzz: 3, posts: { create: [{ slug: 'a', tilte: 'A', title: 'A' }] } },
      [
        ['TW201', 'data.naem', 'User has no field `naem`', 'did you mean `name`?'],
        ['TW201', 'data.nickname', 'User has no field `nickname`', 'did you mean `nicknames`?'],
        ['TW201', 'data.zzz', 'User has no field `zzz`'],
        ['TW201', 'data.posts.create[0].tilte', 'Post has no field `tilte`', 'did you mean `title`?'],
      ],
    ))
  test('unknown verbs', () =>
    wrong({ email, posts: { craete: {}, upsrt: {} }, profile: { zzz: 1 } }, [
      [
        'TW203',
        'data.posts.craete',
        '`craete` is nothing that can be done with `posts` here',
        'did you mean `create`?',
      ],
      [
        'TW203',
        'data.posts.upsrt',
        '`upsrt` is nothing that can be done with `posts` here',
        'known here: `create`, `createMany`, `connect`, `connectOrCreate`',
      ],
      [
        'TW203',
        'data.profile.zzz',
        '`zzz` is nothing that can be done with `profile` here',
        'known here: `create`, `connect`, `connectOrCreate`',
      ],
    ]))
  test('unknown arguments', () =>
    wrongArguments({ dta: {}, selekt: 1 }, [
      ['TW202', 'dta', 'create takes no argument `dta`', 'did you mean `data`?'],
      ['TW202', 'selekt', 'create takes no argument `selekt`', 'did you mean `select`?'],
      ['TW310', 'data', 'create needs `data`'],
    ]))
})

describe('what is missing', () => {
  test('the data', async () => {
    for (const args of [undefined, {}, { data: undefined }]) {
      await wrongArguments(args, [['TW310', 'data', 'create needs `data`']])
    }
  })
  test('a field, at the top and in the second of three', () =>
    wrong({ posts: { create: [{ slug: 'a', title: 'A' }, { slug: 'b' }, { slug: 'c', title: 'C' }] } }, [
      ['TW301', 'data.email', 'User needs `email`'],
      ['TW301', 'data.posts.create[1].title', 'Post needs `title`'],
    ]))
  test('a field that is undefined', () =>
    wrong({ email: undefined, posts: { create: { slug: undefined, title: 'A' } } }, [
      ['TW301', 'data.email', 'User needs `email`'],
      ['TW301', 'data.posts.create.slug', 'Post needs `slug`'],
    ]))
  test('a foreign key that nothing sets', () => {
    const { problem, path, message } =
      client.post.create({ data: { slug: 'a', title: 'A' } }).check()[0] ?? {}
    assert.deepEqual(
      [problem, path, message],
      ['TW301', ['data', 'author'], 'Post needs `author` or `authorId`'],
    )
  })
})

describe('forms', () => {
  test('of the arguments', async () => {
    const found = {
      null: null,
      'an array': [],
      'a whole number': 7,
      'a string': 'x',
      true: true,
      'a function': () => {},
    }
    for (const [noun, args] of Object.entries(found)) {
      await wrongArguments(args, [['TW205', '', `expected an object of arguments, found ${noun}`]])
    }
  })
  test('of the data', async () => {
    await wrong(null, [['TW205', 'data', 'expected an object of fields, found null']])
    await wrong([{ email }], [['TW205', 'data', 'expected an object of fields, found an array']])
  })
  test('of relations', () =>
    wrong({ email, posts: [{ slug: 'a', title: 'A' }], profile: null, team: 'x' }, [
      ['TW205', 'data.posts', 'expected an object that says what to do, as { create: ... }, found an array'],
      [
        'TW206',
        'data.profile',
        'the relation `profile` cannot be null',
        'leave the relation out, or write what shall be done with it',
      ],
      ['TW205', 'data.team', 'expected an object that says what to do, as { create: ... }, found a string'],
    ]))
  test('of rows', () =>
    wrong(
      {
        email,
        posts: { create: [null, { slug: 'a', title: 'A' }, 'x', [], , {}] },
        profile: { create: [{ bio: 'x' }] },
      },
      [
        ['TW205', 'data.posts.create[0]', 'expected an object, found null'],
        ['TW205', 'data.posts.create[2]', 'expected an object, found a string'],
        ['TW205', 'data.posts.create[3]', 'expected an object, found an array'],
        ['TW207', 'data.posts.create[4]', 'an array has nothing at this position'],
        [
          'TW306',
          'data.profile.create',
          '`profile` joins one row, found an array',
          'write the object without the array',
        ],
        ['TW301', 'data.posts.create[5].slug', 'Post needs `slug`'],
        ['TW301', 'data.posts.create[5].title', 'Post needs `title`'],
      ],
    ))
})

describe('what is chosen', () => {
  const nothing: Line = [
    'TW308',
    'select',
    'nothing of User is selected',
    'choose at least one field or relation',
  ]
  const both: Line = [
    'TW309',
    'include',
    '`select` cannot stand beside `include` or `omit`',
    'list everything under `select`, or nothing',
  ]
  test('nothing', async () => {
    await wrong({ email }, [nothing], { select: {} })
    await wrong({ email }, [nothing], { select: { email: false, posts: false } })
    const all = Object.fromEntries(Object.keys(blog.models.User.fields).map((field) => [field, true]))
    await wrong({ email }, [['TW308', 'omit', ...nothing.slice(2)] as unknown as Line], { omit: all })
  })
  test('two ways at once', () =>
    wrong({ email }, [both], { select: { email: true }, include: { posts: true } }))
  test('by anything but true, false and an object', () =>
    wrong(
      { email },
      [
        ['TW307', 'select.email', '`email` is chosen by true or false, found a string'],
        ['TW307', 'select.posts', '`posts` is chosen by true, false or an object, found a whole number'],
      ],
      { select: { email: 'x', posts: 1, id: true } },
    ))
  test('unknown, in depth', () =>
    wrong(
      { email },
      [
        [
          'TW204',
          'include.posts.having',
          'there is no entry `having` here',
          'known here: `where`, `orderBy`, `cursor`, `take`, `skip`, `distinct`, `select`, `include`, `omit`',
        ],
        ['TW201', 'include.posts.select.tilte', 'Post has no field `tilte`', 'did you mean `title`?'],
      ],
      { include: { posts: { having: {}, select: { tilte: true, id: true } } } },
    ))
})

test('everything at once, in one error', async () => {
  const data = {
    emial: email,
    age: 'x',
    role: 'OWNER',
    teamId: 1,
    team: { create: { name: 7 } },
    posts: { create: [{ slug: 'a', title: 'A' }, { slug: 'b' }, null] },
    profile: { create: { bio: 'b\0' } },
  }
  const operation = client.user.create({ data, select: {} })
  const places = operation
    .check()
    .map(({ path }) => path.join('.'))
    .sort()
  const expected =
    'data.age data.email data.emial data.posts.create.1.title data.posts.create.2 data.profile.create.bio data.role data.team.create data.team.create.name select'
  assert.deepEqual(places, expected.split(' '))
  await assert.rejects(async () => operation, /^ValidationError: user.create: 10 problems\n/)
})
