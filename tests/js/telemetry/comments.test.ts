// Comments on statements: their form, what nobody can write into them, and what they never stand in the way of.
//
// The server here is a function; what a real one sees is told elsewhere.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { treewright, type ClientOptions, type Tags, type Telemetry } from 'treewright'
import { queryDriver } from 'treewright/driver'
import { commentText } from '../../../js/src/telemetry/comments.ts'
import { blog } from '../blog.ts'

/** A client, and the texts that it has sent. */
function sending(options: Pick<ClientOptions<typeof blog>, 'comments' | 'telemetry'>) {
  const sent: string[] = []
  const driver = queryDriver(async (sql) => {
    sent.push(sql)
    return [{ c0: '0', c1: '1', c2: '1' }]
  })
  return { sent, db: treewright({ schema: blog, driver, ...options }) }
}

/** What a reader of sqlcommenter's form makes of a comment; undefined for what is none. */
function readComment(comment: string): Record<string, string> | undefined {
  const [, inner] = /^\/\*(.*)\*\/$/s.exec(comment) ?? []
  if (inner === undefined || /\*\/|\/\*/.test(inner)) return undefined
  const pairs = inner.split(',').map((pair) => /^([^=']+)='([^']*)'$/.exec(pair))
  if (pairs.includes(null)) return undefined
  return Object.fromEntries(
    pairs.map((pair) => [decodeURIComponent(pair?.[1] ?? ''), decodeURIComponent(pair?.[2] ?? '')]),
  )
}

describe('a comment', () => {
  test('has its keys in order, in the form of sqlcommenter', () => {
    assert.equal(
      commentText({ route: '/polls 1000', action: "it's", 'a-b': 1, a: true }),
      "/*a='true',a-b='1',action='it%27s',route='%2Fpolls%201000'*/",
    )
    assert.equal(commentText({}), '')
    assert.equal(commentText({ a: null, b: undefined, '': 'x', c: {} as never, d: Symbol() as never }), '')
  })

  test('cannot be ended, nor anything begun in it, whatever its keys and values are', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '*/ DROP TABLE x; /*',
        "' */ --",
        '/*',
        "\\'",
        '$1',
        '%2A%2F',
        '\0',
        '\u{D800}',
        '\n*/',
      ),
    )
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile, { noNullPrototype: true }), (tags) => {
        const comment = commentText(tags)
        if (comment === '') return
        assert.match(comment, /^\/\*[\w.%='-]+(,[\w.%='-]+)*\*\/$/)
        const wellFormed = (text: string) => text.replaceAll(/\p{Surrogate}/gu, '\u{FFFD}')
        const wanted = Object.entries(tags).filter(([key]) => key !== '')
        const expected = Object.fromEntries(
          wanted.map(([key, value]) => [wellFormed(key), wellFormed(value)]),
        )
        assert.deepEqual({ ...readComment(comment) }, expected)
      }),
    )
  })

  test('is short, whatever is to be said', () => {
    assert.ok(commentText({ a: 'x'.repeat(100_000) }).length < 600)
  })
})

describe('statements', () => {
  test('carry what is usual, or what a function says of the operation', async () => {
    const usual = sending({ comments: true })
    await usual.db.user.count()
    assert.match(usual.sent[0] ?? '', / \/\*action='user\.count',db_driver='treewright'\*\/$/)
    const asked: unknown[] = []
    const own = sending({
      comments: (of) => {
        asked.push(of)
        return { route: '/users' }
      },
    })
    await own.db.user.count()
    assert.match(own.sent[0] ?? '', / \/\*route='%2Fusers'\*\/$/)
    assert.deepEqual(asked, [{ operation: 'user.count', model: 'User', verb: 'count', shape: 'user.count' }])
    const none = sending({ comments: false })
    await none.db.user.count()
    assert.ok(!none.sent[0]?.includes('/*'))
  })

  test('go on without one where the function throws, or says nothing of use', async (context) => {
    const said = context.mock.method(console, 'error', () => {})
    const throwing = () => {
      throw new Error('no comment')
    }
    for (const comments of [throwing, () => undefined, () => 'x', async () => ({ a: 'x' })]) {
      const { db, sent } = sending({ comments: comments as unknown as () => Tags })
      assert.equal(await db.user.count(), 1)
      assert.equal(await db.user.count(), 1)
      assert.ok(sent.every((sql) => !sql.includes('/*')))
    }
    assert.equal(said.mock.callCount(), 1)
    assert.throws(() => sending({ comments: 'x' as never }), /`comments` is true, false or a function/)
    assert.throws(() => sending({ comments: [] as never }), /`comments` is true/)
  })

  test('tell the trace on the first alone', async () => {
    const telemetry: Telemetry = {
      follow: (_, run) => run(),
      comment: ({ operation }) => ({ traceparent: `00-${operation}` }),
    }
    const { db, sent } = sending({ comments: () => ({ a: '1' }), telemetry })
    await db.user.count()
    assert.match(sent[0] ?? '', / \/\*a='1',traceparent='00-user\.count'\*\/$/)
  })
})
