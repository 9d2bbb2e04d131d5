// What host and planner say twice is the same: the kinds of values, and the classes of errors.
//
// Knows both sides from inside: this is where they are held together.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as treewright from 'treewright'
import { errorOf } from '../../js/src/errors.ts'
import { AnyNull, DbNull, JsonNull } from '../../js/src/values.ts'
import { KIND, KIND_NAMES, kindOf, STOP } from '../../js/src/host/kinds.ts'
import type { ErrorClass } from '../../js/src/planner/forms.ts'
import { loadPlanner } from '../../js/src/planner/load.ts'
import { readFileSync } from 'node:fs'

test('the kinds are those of the planner, bit by bit', () => {
  const names = loadPlanner().kinds() as string[]
  assert.deepEqual(names, [...KIND_NAMES])
  assert.deepEqual(
    names.map((name) => KIND[name as keyof typeof KIND]),
    names.map((_, bit) => 2 ** bit),
  )
})

test('every kind is the kind of something', () => {
  const decimal = { toFixed: () => '1', toString: () => '1' }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  // Whether a number is below zero is told only where an entry asks for it.
  const examples: Record<Exclude<(typeof KIND_NAMES)[number], 'Negative'>, unknown[]> = {
    Null: [null],
    False: [false],
    True: [true],
    Int: [0, -0, 7, 1e300],
    Float: [0.5],
    NotFinite: [NaN, Infinity, -Infinity],
    BigInt: [0n],
    Text: ['', 'x'],
    Date: [new Date()],
    BadDate: [new Date(NaN)],
    Bytes: [new Uint8Array(), Buffer.from('x'), new ArrayBuffer(1)],
    Decimal: [Object.create(decimal)],
    List: [[], new Proxy([], {})],
    Object: [{}, Object.create(null), new (class {})()],
    Function: [() => {}, class {}],
    Symbol: [Symbol('s')],
    Exotic: [new Map(), new Set(), Promise.resolve(), /x/, new Error('x'), new String('x')],
    Cycle: [STOP.Cycle],
    TooDeep: [STOP.TooDeep],
    TooMany: [STOP.TooMany],
    Unreadable: [STOP.Unreadable, revoked.proxy],
    Missing: [undefined],
    DbNull: [DbNull],
    JsonNull: [JsonNull],
    AnyNull: [AnyNull],
  }
  for (const [name, values] of Object.entries(examples)) {
    for (const value of values) assert.equal(kindOf(value), KIND[name as keyof typeof KIND], name)
  }
})

test('every class of problem has its class of error', () => {
  const classes: Record<ErrorClass, string> = {
    schema: 'SchemaError',
    validation: 'ValidationError',
    circular: 'CircularRelationError',
    notFound: 'NotFoundError',
    unique: 'UniqueConstraintError',
    foreignKey: 'ForeignKeyError',
    requiredRelation: 'RequiredRelationError',
    conflict: 'ConflictError',
    database: 'TreewrightError',
    internal: 'TreewrightError',
  }
  for (const [kind, name] of Object.entries(classes)) {
    const words = { problem: 'TW900', code: null, class: kind as ErrorClass, message: 'm', help: null }
    assert.equal(errorOf('user.create', [{ words, path: [] }]).name, name)
    assert.ok(name in treewright, name)
  }
  const variants = /pub enum Class \{(.*?)\n\}/s.exec(
    readFileSync('crates/planner/src/error/codes.rs', 'utf8'),
  )?.[1]
  const named = [...(variants ?? '').matchAll(/^ {4}(\w)(\w+),$/gm)].map(([, first = '', rest = '']) => {
    return first.toLowerCase() + rest
  })
  assert.deepEqual(named, Object.keys(classes))
})

test('problems of several classes are a ValidationError', () => {
  const words = (kind: ErrorClass) => ({
    problem: 'TW900',
    code: 'P2000',
    class: kind,
    message: 'm',
    help: 'h',
  })
  const error = errorOf('user.create', [
    { words: words('circular'), path: ['data', 0, 'a b'] },
    { words: words('validation'), path: [] },
  ])
  assert.deepEqual(
    [error.name, error.code, error.problem, error.pathText, error.help],
    ['ValidationError', 'P2000', 'TW900', 'data[0]["a b"]', 'h'],
  )
})
