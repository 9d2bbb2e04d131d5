// Every mistake a caller can make in an operation that reads: found before anything is sent.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Operation } from 'treewright'
import { client, wrongOperation, type Line } from './mistakes.ts'

type Verb = 'findUnique' | 'findUniqueOrThrow' | 'findFirst' | 'findFirstOrThrow' | 'findMany' | 'count'

function wrong(verb: Verb, args: unknown, lines: readonly Line[]): Promise<void> {
  const verbs = client.user as unknown as Record<Verb, (args: unknown) => Operation<unknown>>
  return wrongOperation(verbs[verb](args), lines)
}

describe('reads', () => {
  test('a unique read without a key', async () => {
    const line: Line = [
      'TW311',
      'where',
      'a unique where names no complete key of User',
      'give values for at least one of `id`, `email`',
    ]
    await wrong('findUnique', { where: { name: 'Ada' } }, [line])
    await wrong('findUniqueOrThrow', { where: {} }, [line])
  })
  test('a unique read of nothing', () =>
    wrong('findUnique', {}, [['TW310', 'where', 'findUnique needs `where`']]))
  test('arguments that are none', () =>
    wrong('findMany', 7, [['TW205', '', 'expected an object of arguments, found a whole number']]))
  test('what only writes take', () =>
    wrong('findMany', { data: {} }, [
      [
        'TW202',
        'data',
        'findMany takes no argument `data`',
        'known here: `where`, `orderBy`, `cursor`, `take`, `skip`, `distinct`, `select`, `include`, `omit`',
      ],
    ]))
  test('a first row of several', async () => {
    const line: Line = [
      'TW342',
      'take',
      '`take` can only be 1, for the first row, or -1, for the last',
      'to read several rows, use findMany',
    ]
    await wrong('findFirst', { take: 3 }, [line])
    await wrong('findFirstOrThrow', { take: 0 }, [line])
    const [problem] = client.user.findFirst({ take: -2 }).check()
    assert.equal(problem?.code, 'P2019')
  })
  test('numbers below zero that leave out rows', async () => {
    await wrong('findMany', { skip: -1 }, [['TW339', 'skip', '`skip` cannot be negative']])
    await wrong('count', { skip: -1 }, [['TW339', 'skip', '`skip` cannot be negative']])
  })
  test('an order by a list of rows', () =>
    wrong('findMany', { orderBy: { posts: 'asc' } }, [
      ['TW205', 'orderBy.posts', 'expected an object with what to put rows in order by, found a string'],
    ]))
  test('a condition that is undefined', () =>
    wrong('findMany', { where: undefined }, [
      [
        'TW313',
        'where',
        'the condition `where` is undefined',
        'leave the key out if that is meant: without it the others would meet more rows, or all of them',
      ],
    ]))
  test('fields that cannot be compared', async () => {
    const { fields } = client.post
    await wrong('findMany', { where: { name: { equals: fields['title'] } } }, [
      ['TW343', 'where.name.equals', '`Post.title` is no field of User, whose rows are looked at'],
    ])
    await wrong('findMany', { where: { name: { contains: client.user.fields['id'] } } }, [
      ['TW344', 'where.name.contains', 'User.name cannot be compared so with User.id, which is of type Int'],
    ])
    await wrong('findMany', { where: { name: client.user.fields['email'] } }, [
      ['TW302', 'where.name', 'User.name is String, found an object that is no record'],
    ])
  })
  test('select beside include', () =>
    wrong('findFirst', { select: { id: true }, include: { posts: true } }, [
      [
        'TW309',
        'include',
        '`select` cannot stand beside `include` or `omit`',
        'list everything under `select`, or nothing',
      ],
    ]))
  test('counting what is not there, or nothing', async () => {
    await wrong('count', { select: { nam: true } }, [
      ['TW201', 'select.nam', 'User has no field `nam`', 'did you mean `name`?'],
    ])
    await wrong('count', { select: { name: false } }, [
      ['TW308', 'select', 'nothing of User is selected', 'choose at least one field or relation'],
    ])
    await wrong('count', { select: false }, [
      ['TW307', 'select', '`select` is chosen by true or an object, found false'],
    ])
    await wrong('count', { distinct: ['name'] }, [
      [
        'TW202',
        'distinct',
        'count takes no argument `distinct`',
        'known here: `where`, `orderBy`, `cursor`, `take`, `skip`, `select`',
      ],
    ])
  })
})
