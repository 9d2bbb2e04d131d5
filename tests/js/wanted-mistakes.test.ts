// Every mistake a caller can make in which rows come back, and in which order: found before anything is sent.

import { describe, test } from 'node:test'
import { wrong, type Line } from './mistakes.ts'

const email = 'ada@x.io'
const known =
  'known here: `where`, `orderBy`, `cursor`, `take`, `skip`, `distinct`, `select`, `include`, `omit`'

/** Asserts everything that is wrong with which posts of a user come back. */
function wanted(posts: object, lines: readonly Line[]): Promise<void> {
  return wrong({ email }, lines, { include: { posts } })
}

describe('which rows', () => {
  test('numbers', () =>
    wanted({ take: 1.5, skip: '1' }, [
      ['TW205', 'include.posts.take', 'expected a whole number, found a number with a fraction'],
      ['TW205', 'include.posts.skip', 'expected a whole number, found a string'],
    ]))
  test('a number below zero that leaves out rows', () =>
    wanted({ skip: -1 }, [['TW339', 'include.posts.skip', '`skip` cannot be negative']]))
  test('a cursor without a key', () =>
    wanted({ cursor: { title: 'x' } }, [
      [
        'TW311',
        'include.posts.cursor',
        'a unique where names no complete key of Post',
        'give values for at least one of `id`, `slug`',
      ],
    ]))
  test('an undefined condition', () =>
    wanted({ where: { title: undefined } }, [
      [
        'TW313',
        'include.posts.where.title',
        'the condition `title` is undefined',
        'leave the key out if that is meant: without it the others would meet more rows, or all of them',
      ],
    ]))
  test('what is no entry', () =>
    wanted({ limit: 1 }, [['TW204', 'include.posts.limit', 'there is no entry `limit` here', known]]))
})

describe('in which order', () => {
  test('directions', () =>
    wanted({ orderBy: [{ title: 'up' }, { id: { sort: true, nulls: 'asc' } }] }, [
      ['TW307', 'include.posts.orderBy[0].title', "`title` is chosen by 'asc' or 'desc', found a string"],
      [
        'TW307',
        'include.posts.orderBy[1].id.sort',
        "`sort` is chosen by 'asc' or 'desc', found an object that is no record",
      ],
      [
        'TW307',
        'include.posts.orderBy[1].id.nulls',
        "`nulls` is chosen by 'first' or 'last', found a string",
      ],
    ]))
  test('no direction', () =>
    wanted({ orderBy: { title: { nulls: 'last' } } }, [
      ['TW310', 'include.posts.orderBy.title', 'orderBy needs `sort`'],
    ]))
  test('by what is not there', () =>
    wanted({ orderBy: { tilte: 'asc' }, distinct: ['tilte'] }, [
      ['TW201', 'include.posts.orderBy.tilte', 'Post has no field `tilte`', 'did you mean `title`?'],
      ['TW201', 'include.posts.distinct.tilte', 'Post has no field `tilte`', 'did you mean `title`?'],
    ]))
  test('by relations', () =>
    wanted({ orderBy: [{ author: 'asc' }, { tags: { name: 'asc' } }] }, [
      [
        'TW205',
        'include.posts.orderBy[0].author',
        'expected an object with what to put rows in order by, found a string',
      ],
      [
        'TW204',
        'include.posts.orderBy[1].tags.name',
        'there is no entry `name` here',
        'known here: `_count`',
      ],
    ]))
  test('names that are none', () =>
    wanted({ distinct: [1] }, [
      ['TW205', 'include.posts.distinct', 'expected a list of field names, found an array'],
    ]))
})

describe('what is counted', () => {
  test('no list', () =>
    wrong(
      { email },
      [['TW204', 'include._count.select.profile', 'there is no entry `profile` here', 'known here: `posts`']],
      { include: { _count: { select: { profile: true } } } },
    ))
  test('nothing', () =>
    wrong(
      { email },
      [
        [
          'TW308',
          'select._count.select',
          'nothing of User is selected',
          'choose at least one field or relation',
        ],
      ],
      {
        select: { id: true, _count: { select: {} } },
      },
    ))
})
