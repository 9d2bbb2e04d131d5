// The errors of `treewright/prisma`: each of Prisma's class and of ours, with Prisma's name.
//
// Knows nothing of what they say.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import {
  NotFoundError,
  SchemaError,
  TreewrightError,
  UniqueConstraintError,
  type SchemaDescription,
} from 'treewright'
import { Prisma, PrismaClient } from 'treewright/prisma'
import { blog } from './blog.ts'
import { untouched } from './fake-driver.ts'
import { clientThat, tags } from './ported.ts'
import { thrownBy } from './thrown.ts'

const { version } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('treewright/package.json'), 'utf8'),
) as { version: string }

describe('an error', () => {
  test("is of Prisma's class and of ours, with the name and the version", async () => {
    const error = await thrownBy(clientThat(true).tag.createMany(tags))
    assert.ok(error instanceof Prisma.PrismaClientKnownRequestError)
    assert.ok(error instanceof UniqueConstraintError)
    assert.deepEqual(
      [error.name, error.code, error.clientVersion, error.pathText],
      ['PrismaClientKnownRequestError', 'P2002', version, 'data[0]'],
    )
    assert.ok(!((error as Error) instanceof Prisma.PrismaClientValidationError))
    assert.ok(!((error as Error) instanceof Prisma.PrismaClientRustPanicError))
  })
  test('of arguments that are wrong is a validation error', async () => {
    const prisma = clientThat(false)
    const wrong = [
      prisma.tag.createMany({ data: { nope: 1 } as never }),
      prisma.$queryRaw('SELECT 1' as never),
      prisma.$transaction([1 as never]),
      prisma.$transaction(async (tx) => await tx.tag.createMany({ data: { nope: 1 } as never })),
      prisma.$batch([1 as never]),
    ]
    for (const work of wrong) {
      const error = await thrownBy(work)
      assert.ok(error instanceof Prisma.PrismaClientValidationError && error instanceof TreewrightError)
      assert.deepEqual([error.name, error.clientVersion], ['PrismaClientValidationError', version])
    }
    const level = prisma.$transaction([], { isolationLevel: 'Odd' as never })
    assert.ok((await thrownBy(level)) instanceof Prisma.PrismaClientKnownRequestError)
  })
  test('of the schema is an initialization error, of a lost connection an unknown one', async () => {
    const broken: SchemaDescription = { models: { User: { fields: {} } } }
    assert.throws(
      () => new PrismaClient({ schema: broken, driver: untouched }),
      (error) => error instanceof Prisma.PrismaClientInitializationError && error instanceof SchemaError,
    )
    const connect = () => Promise.reject(new Error('gone'))
    const prisma = new PrismaClient({ schema: blog, driver: { ...untouched, connect } })
    for (const work of [prisma.$connect(), prisma.tag.createMany(tags), prisma.$queryRaw`SELECT 1`]) {
      const error = await thrownBy(work)
      assert.ok(error instanceof Prisma.PrismaClientUnknownRequestError)
      assert.deepEqual([error.name, error.clientVersion], ['PrismaClientUnknownRequestError', version])
    }
  })
  test("of the caller's own is thrown as it is", async () => {
    const unhappy = new Error('unhappy')
    const prisma = clientThat(false)
    assert.equal(
      await thrownBy(
        prisma.$transaction(async () => {
          throw unhappy
        }),
      ),
      unhappy,
    )
    assert.equal(unhappy.name, 'Error')
    assert.ok(!(unhappy instanceof Prisma.PrismaClientUnknownRequestError))
  })
  test('can be made, as programs do in tests', () => {
    const meta = { target: ['email'] }
    const known = new Prisma.PrismaClientKnownRequestError('no', { code: 'P2002', clientVersion: '7', meta })
    assert.ok(known instanceof Prisma.PrismaClientKnownRequestError && known instanceof Error)
    assert.ok(!((known as Error) instanceof Prisma.PrismaClientUnknownRequestError))
    assert.deepEqual(
      [known.name, known.message, known.code, known.meta, known.clientVersion],
      ['PrismaClientKnownRequestError', 'no', 'P2002', meta, '7'],
    )
    class Own extends Prisma.PrismaClientKnownRequestError {}
    assert.ok(!((known as Error) instanceof Own))
    assert.ok(
      new Own('no', { code: 'P2025', clientVersion: '7' }) instanceof Prisma.PrismaClientKnownRequestError,
    )
    assert.ok(!(new NotFoundError('x', []) instanceof Own))
    const others = [
      new Prisma.PrismaClientUnknownRequestError('no', { clientVersion: '7' }),
      new Prisma.PrismaClientValidationError('no', { clientVersion: '7' }),
      new Prisma.PrismaClientInitializationError('no', '7', 'P1001'),
      new Prisma.PrismaClientRustPanicError('no', '7'),
    ]
    for (const error of others)
      assert.ok(Prisma[error.name as 'PrismaClientValidationError'] === error.constructor)
  })
})
