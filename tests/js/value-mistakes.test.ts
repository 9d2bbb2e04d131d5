// Every mistake a caller can make in the values of a create, and in what sets a column: found before anything is sent,
// each with its place, its code and the next thing to try.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TreewrightError } from 'treewright'
import { client, wrong } from './mistakes.ts'

const email = 'ada@x.io'

describe('values', () => {
  const iso = 'write a Date, or ISO 8601 text with time and zone'
  const unstorable = 'take the character out, or store the text as Bytes'
  test('of another kind', () =>
    wrong(
      {
        email,
        age: 'x',
        score: '1',
        active: 1,
        visits: 'x',
        joinedAt: 7,
        avatar: 7,
        role: 7,
        settings: 5n,
        name: 7,
        balance: true,
      },
      [
        ['TW302', 'data.age', 'User.age is Int, found a string'],
        ['TW302', 'data.score', 'User.score is Float, found a string'],
        ['TW302', 'data.active', 'User.active is Boolean, found a whole number'],
        ['TW302', 'data.visits', 'User.visits is BigInt, found a string', 'write a bigint or a whole number'],
        ['TW302', 'data.joinedAt', 'User.joinedAt is DateTime, found a whole number', iso],
        [
          'TW302',
          'data.avatar',
          'User.avatar is Bytes, found a whole number',
          'write a Uint8Array, or base64 text',
        ],
        ['TW302', 'data.role', 'User.role is Role, found a whole number'],
        ['TW302', 'data.settings', 'User.settings is Json, found a bigint'],
        ['TW302', 'data.name', 'User.name is String, found a whole number'],
        [
          'TW302',
          'data.balance',
          'User.balance is Decimal, found true',
          'write a number, a decimal text or a decimal object',
        ],
      ],
    ))
  test('numbers that do not fit', async () => {
    await wrong({ email, age: 1.5, score: NaN, balance: Infinity }, [
      ['TW302', 'data.age', 'User.age is Int, found a number with a fraction'],
      ['TW302', 'data.score', 'User.score is Float, found NaN or an infinity'],
      [
        'TW302',
        'data.balance',
        'User.balance is Decimal, found NaN or an infinity',
        'write a number, a decimal text or a decimal object',
      ],
    ])
    await wrong({ email, age: 2 ** 31, visits: 2n ** 63n }, [
      ['TW321', 'data.age', 'User.age cannot hold a number that large: int4'],
      ['TW321', 'data.visits', 'User.visits cannot hold a number that large: int8'],
    ])
    await wrong({ email, visits: 2 ** 53 }, [
      [
        'TW323',
        'data.visits',
        'User.visits was given a number that has lost digits already',
        'write it as a bigint, as in 9007199254740993n',
      ],
    ])
  })
  test('texts that are none of what they should be', () =>
    wrong({ email, balance: '1,5', joinedAt: 'yesterday', token: 'x', role: 'OWNER', avatar: 'é' }, [
      ['TW330', 'data.balance', 'User.balance was given text that is no decimal number'],
      ['TW327', 'data.joinedAt', 'User.joinedAt was given text that is no point in time', iso],
      ['TW328', 'data.token', 'User.token was given text that is no UUID'],
      [
        'TW329',
        'data.role',
        'User.role was given a value its enum does not have',
        'its values are READER, WRITER, ADMIN',
      ],
      ['TW331', 'data.avatar', 'User.avatar was given text that is not base64'],
    ]))
  test('dates without a zone, and dates that are none', async () => {
    for (const text of ['2026-01-01', '2026-01-01T10:00:00', '2026-02-30T10:00:00Z', '']) {
      await wrong({ email, joinedAt: text }, [
        ['TW327', 'data.joinedAt', 'User.joinedAt was given text that is no point in time', iso],
      ])
    }
    await wrong({ email, joinedAt: new Date(NaN) }, [
      ['TW302', 'data.joinedAt', 'User.joinedAt is DateTime, found an invalid Date', iso],
    ])
  })
  test('characters that no text can hold', () =>
    wrong({ email: 'a\0', name: 'a\ud800', settings: { deep: ['\udc00'] }, nicknames: ['a', 'b\0'] }, [
      [
        'TW325',
        'data.email',
        'User.email was given text with a NUL character, which PostgreSQL cannot hold',
        unstorable,
      ],
      [
        'TW324',
        'data.name',
        'User.name was given text with half a surrogate pair, which UTF-8 cannot hold',
        unstorable,
      ],
      [
        'TW324',
        'data.settings',
        'User.settings was given text with half a surrogate pair, which UTF-8 cannot hold',
        unstorable,
      ],
      [
        'TW325',
        'data.nicknames[1]',
        'User.nicknames was given text with a NUL character, which PostgreSQL cannot hold',
        unstorable,
      ],
    ]))
  test('null where none may be', () =>
    wrong({ email: null, role: null, nicknames: null, posts: { create: [{ slug: null, title: 'A' }] } }, [
      ['TW303', 'data.email', 'User.email cannot be null'],
      ['TW303', 'data.role', 'User.role cannot be null'],
      ['TW303', 'data.nicknames', 'User.nicknames cannot be null'],
      ['TW303', 'data.posts.create[0].slug', 'Post.slug cannot be null'],
    ]))
  test('for what the database computes', () =>
    wrong({ email, initials: 'x', serial: 5 }, [
      ['TW304', 'data.initials', 'User.initials is computed by the database', 'leave the field out'],
      ['TW304', 'data.serial', 'User.serial is computed by the database', 'leave the field out'],
    ]))
  test('in lists', async () => {
    await wrong({ email, nicknames: ['a', 5, null, , 'b'] }, [
      ['TW303', 'data.nicknames[2]', 'User.nicknames cannot be null'],
      ['TW302', 'data.nicknames[1]', 'User.nicknames is String, found a whole number'],
      ['TW207', 'data.nicknames[3]', 'an array has nothing at this position'],
    ])
    await wrong({ email, nicknames: 'a' }, [
      ['TW302', 'data.nicknames', 'User.nicknames is String[], found a string'],
    ])
    await wrong({ email, nicknames: { set: 'a' } }, [
      ['TW302', 'data.nicknames.set', 'User.nicknames is String[], found a string'],
    ])
    await wrong({ email, nicknames: { push: ['a'], set: [] } }, [
      ['TW204', 'data.nicknames.push', 'there is no entry `push` here', 'known here: `set`'],
    ])
  })
})

describe('what contradicts itself', () => {
  const help = 'keep one of the two'
  test('a foreign key beside its relation', () =>
    wrong({ email, teamId: 1, team: { create: { name: 'A' } } }, [
      ['TW305', 'data.team.create', '`teamId` is set here and by data.teamId', help],
    ]))
  test('only in the rows that have both', () => {
    const create = [
      { slug: 'a', title: 'A', authorId: 1 },
      { slug: 'b', title: 'B', authorId: 1, author: { create: { email } } },
      { slug: 'c', title: 'C', author: { create: { email } } },
    ]
    const { check } = client.tag.create({ data: { name: 'n', posts: { create } } })
    const said = check().map(({ problem, path, message }) => [problem, path, message])
    const path = ['data', 'posts', 'create', 1, 'author', 'create']
    assert.deepEqual(said, [['TW305', path, '`authorId` is set here and by data.posts.create[1].authorId']])
  })
  test('what the row around it sets already', () =>
    wrong(
      {
        email,
        posts: {
          create: [
            { slug: 'a', title: 'A', authorId: 7 },
            { slug: 'b', title: 'B', author: { create: { email } } },
          ],
        },
      },
      [
        ['TW305', 'data.posts.create[0].authorId', '`authorId` is set here and by data.posts', help],
        ['TW305', 'data.posts.create[1].author.create', '`authorId` is set here and by data.posts', help],
      ],
    ))
})

describe('a limit', () => {
  const limited = async (limit: unknown) => {
    const operation = client.user.deleteMany({ where: {}, limit } as never)
    const error: unknown = await operation.then(
      () => assert.fail('it was carried out'),
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof TreewrightError)
    return [error.code, error.problem, error.pathText, error.problems[0]?.message]
  }
  test('below zero', async () => {
    const said = ['P2019', 'TW339', 'limit', '`limit` cannot be negative']
    assert.deepEqual(await limited(-1), said)
    assert.deepEqual(await limited(-1n), said)
  })
  test('that is no whole number', async () => {
    assert.deepEqual((await limited(1.5)).slice(1, 3), ['TW205', 'limit'])
    assert.deepEqual((await limited('1')).slice(1, 3), ['TW205', 'limit'])
    assert.deepEqual((await limited(2 ** 53)).slice(1, 3), ['TW323', 'limit'])
  })
})
