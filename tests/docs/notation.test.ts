// The reading of pages itself: a page that is wrong is found to be wrong, with its place.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modulesOf } from './modules.ts'
import { pageNames, readPage, type Example } from './pages.ts'
import { failuresOf, gives, meets, rest, says, throws } from './proof.ts'
import { statementsOf } from './statements.ts'

function block(...lines: readonly string[]): readonly Example[] {
  return readPage('docs/page.md', ['Words.', '', '```ts', ...lines, '```', ''].join('\n'))
}

function claims(...lines: readonly string[]): readonly (readonly [string, number, string] | null)[] {
  const statements = block(...lines).flatMap((example) => statementsOf(example))
  return statements.map(({ claim }) => (claim === null ? null : [claim.kind, claim.line, claim.text]))
}

test('the pages are the README and all of docs', () => {
  assert.equal(pageNames()[0], 'README.md')
  assert.ok(pageNames().includes('docs/guide.md'))
})

test('a claim is behind its statement, at the end of its line or below', () => {
  assert.deepEqual(
    claims('one() // 1', 'two({', '  a: 1,', '})', '// {', '//   b: 2,', '// }', '', 'three()'),
    [['value', 4, '1'], ['value', 8, '{\n  b: 2,\n}'], null],
  )
})

test('what is no value is text; behind a declaration it is prose', () => {
  assert.deepEqual(claims('String(plan)', '//   1  find Tag', '// answer 1'), [
    ['text', 5, '  1  find Tag\nanswer 1'],
  ])
  assert.deepEqual(claims('// Above.', 'const x = 1 // for later', 'const y = 2', '// 2'), [
    null,
    ['value', 7, '2'],
  ])
})

test('errors, types and what the compiler says', () => {
  assert.deepEqual(claims('f()', '// throws f: P2025', '//   help: none'), [
    ['throws', 5, 'f: P2025\n  help: none'],
  ])
  assert.deepEqual(claims('const x = f()', '// of type { a: 1 }'), [['type', 5, '{ a: 1 }']])
  const [statement] = block('f(x)', '//~~ not known').flatMap((example) => statementsOf(example))
  assert.deepEqual(statement?.claim, { kind: 'refused', line: 5, text: 'not known', column: 3 })
})

test('a claim that nothing would read is a mistake', () => {
  assert.throws(() => claims('f()', '', '// { a: 1 }'), {
    message: /^docs\/page\.md:6: a claim with no statement/,
  })
  assert.throws(() => claims('f(() => {', '  g() // 1', '})'), {
    message: /^docs\/page\.md:5: a claim inside/,
  })
  assert.throws(() => claims('const x = f()', '// { a: 1 ]'), {
    message: /^docs\/page\.md:5: .* and is none/,
  })
  assert.throws(() => claims('f() // 1', '// 2'), { message: /^docs\/page\.md:5: a claim of two parts/ })
})

test('a block that nobody reads, or a mark that nothing needs, is a mistake', () => {
  const page = (...lines: readonly string[]) => readPage('docs/page.md', lines.join('\n'))
  assert.throws(() => page('```', 'f()', '```'), { message: /^docs\/page\.md:1: a block in ``/ })
  assert.throws(() => page('```js', 'f()', '```'), { message: /^docs\/page\.md:1: a block in `js`/ })
  assert.throws(() => page('```ts', 'f()'), { message: /^docs\/page\.md:1: a block that does not end/ })
  assert.throws(() => page('<!-- not run: why -->', 'Words.'), {
    message: /^docs\/page\.md:1: a mark that no block/,
  })
  assert.throws(() => page('<!-- not run -->', '```ts', '```'), { message: /^docs\/page\.md:1: .* no mark/ })
  const [marked] = page('<!-- not run: why', 'not -->', '', '```ts', 'f()', '```')
  assert.deepEqual(marked?.mark, { kind: 'not run', text: 'why\nnot' })
  assert.equal(marked?.line, 5)
})

test('names go from one example to the next', () => {
  const text = [
    '```ts',
    "import a, { b as c } from 'x'",
    'const { d, e: [f] } = a',
    '```',
    '```ts',
    'c(d, f, g)',
    '```',
  ]
  const [modules] = modulesOf(readPage('docs/page.md', text.join('\n')), new Map())
  const imports = modules[1]?.checked.split('\n')[0] ?? ''
  assert.deepEqual(imports.match(/(?<=import \{ )\w/g), ['c', 'd', 'f'])
})

test('values meet claims, with `...` for more', () => {
  const more = { ...rest }
  assert.ok(meets({ a: 1, b: [new Date(5)] }, { a: 1, b: [new Date(5)] }))
  assert.ok(!meets({ a: 1, b: 2 }, { a: 1 }) && meets({ a: 1, b: 2 }, { a: 1, ...more }))
  assert.ok(!meets({ a: 2, b: 2 }, { a: 1, ...more }) && !meets({ b: undefined }, { a: undefined }))
  assert.ok(!meets([1, 2, 3], [1, 3]) && meets([1, 2, 3], [1, rest, 3]) && !meets([1, 2], [1, rest, 3]))
  assert.ok(meets(new TypeError('x'), TypeError) && !meets(new Error('x'), TypeError))
  assert.ok(!meets(1n, 1) && !meets(null, {}) && !meets('a', 'b') && meets('a \nb\n', 'a\nb'))
  assert.ok(says('a (b) c', 'a ... c') && !says('a (b) c', 'a') && !says('abc', 'a.c'))
})

test('each claim that does not hold is told, and what is thrown', async () => {
  const failures = await failuresOf(async () => {
    await gives(
      3,
      async () => 1,
      () => 2,
    )
    await gives(
      5,
      async () => 1,
      () => 1,
    )
    await throws(7, async () => 'fine', 'no')
    throw new Error('after all')
  })
  assert.deepEqual(failures, [
    { line: 3, message: 'gives 1' },
    { line: 7, message: "throws nothing, and gives 'fine'" },
    { line: 7, message: 'throws after all' },
  ])
})
