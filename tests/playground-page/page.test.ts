// The plan preview in the browser, used as a person would use it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examples } from '../../js/playground/src/examples/index.ts'
import { NARROW, onPage, runs, scrollsSideways, seesSteps, WIDE, write, written } from './browser.ts'

test('what is planned is run', async (t) => {
  // The database takes seconds to start, so one page runs all of it.
  await onPage(async (page) => {
    await t.test('every example is planned, drawn, told and run, one after the other', async () => {
      for (const { name } of examples.filter(({ name }) => name !== 'mistakes')) {
        await page.locator('#tab-graph').click()
        await page.locator('#example').selectOption(name)
        await page.waitForFunction(
          (name) => document.querySelector('#problems-title')?.textContent === 'No problems' && name !== '',
          name,
        )
        assert.equal(await runs(page), 'Done', name)
        assert.equal(await scrollsSideways(page), false, name)
        assert.ok((await page.locator('#outcome table').count()) >= 2, name)
        assert.ok((await page.locator('.step').count()) >= 3, name)
        assert.equal(await page.locator('[data-way=pipelined] b').textContent(), '1', name)
        for (const view of ['text', 'sql']) {
          await page.locator(`#tab-${view}`).click()
          assert.ok(((await page.locator(`#panel-${view}`).textContent()) ?? '').length > 100, name)
        }
      }
    })

    await t.test('what the database refuses is told and marked; a change takes the mark away', async () => {
      await page.locator('#tab-graph').click()
      await page.locator('#example').selectOption('sign-up')
      await seesSteps(page, 'insert User')
      await page.locator('#tab-seed').click()
      await write(page, 'seed', "db.user.create({ data: { email: 'ada@example.com' } })")
      assert.equal(await runs(page), 'The write failed')
      await page.locator('.failure', { hasText: 'P2002' }).waitFor()
      await page.locator('#write .cm-lintRange-error', { hasText: "'ada@example.com'" }).waitFor()
      await write(page, 'seed', 'INSERT INTO "User" (email) VALUES (\'b@example.com\')')
      await page.waitForFunction(() => document.querySelectorAll('#write .cm-lintRange-error').length === 0)
      await page.locator('#outdated').waitFor()
      assert.equal(await runs(page), 'Done')
      assert.equal(
        await page
          .locator('figure', { has: page.locator('figcaption b', { hasText: /^User$/ }) })
          .locator('tr.is-new')
          .count(),
        1,
      )
    })

    await t.test('what came of a run is not cut off in a narrow window', async () => {
      await page.setViewportSize(NARROW)
      await page.locator('#example').selectOption('list')
      assert.equal(await runs(page), 'Done')
      await page.locator('.sent summary').first().click()
      assert.equal(await scrollsSideways(page), false)
      await page.setViewportSize(WIDE)
      await page.locator('#example').selectOption('sign-up')
      await page.locator('.step', { hasText: 'Profile' }).waitFor({ state: 'attached' })
    })

    await t.test('one statement for the whole', async () => {
      await page.locator('[data-way=fused]').click()
      await page.locator('#write .cm-content').focus()
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.locator('#outcome h2', { hasText: 'Sent: 1 statement' }).waitFor()
      await page.locator('[data-way=pipelined]').click()
    })

    await t.test(
      'a write of thousands of rows is planned while the page stays quick, and what is too large is told',
      async () => {
        const rows = (count: number) =>
          Array.from({ length: count }, (_, at) => `{ slug: 's${at}', title: 'Post ${at}' }`).join(', ')
        const text = `db.user.create({ data: { email: 'a', posts: { create: [${rows(3_000)}] } } })`
        const start = performance.now()
        await write(page, 'write', text)
        await page.locator('.is-other', { hasText: '3003 round trips' }).waitFor()
        assert.ok(performance.now() - start < 15_000)
        assert.equal(await runs(page), 'Done')
        await page.locator('figcaption', { hasText: 'Post' }).waitFor()
        await write(page, 'write', `db.user.create({ data: { email: '${'x'.repeat(400_001)}' } })`)
        await page.locator('.problem', { hasText: 'longer than' }).waitFor()
      },
    )
  })
})

test('mistakes are marked in the write and listed; a click goes to the place', async () => {
  await onPage(async (page) => {
    await page.locator('#example').selectOption('mistakes')
    await page.locator('#problem-list li').nth(7).waitFor()
    assert.equal(await page.locator('#problems-title').textContent(), '8 problems')
    const marks = await page.locator('#write .cm-lintRange-error').allTextContents()
    assert.ok(marks.includes('emial') && marks.includes("'WRITER'") && marks.includes('null'), marks.join())
    await page.locator('.problem', { hasText: 'emial' }).click()
    const selected = await page.evaluate(() => window.getSelection()?.toString())
    assert.equal(selected, 'emial')
    await page.keyboard.insertText('email')
    await page.waitForFunction(() => document.querySelector('#problems-title')?.textContent === '6 problems')
    await page.locator('#write .cm-lintRange-error', { hasText: 'profiles' }).hover()
    await page.locator('.cm-tooltip', { hasText: 'did you mean `profile`?' }).waitFor()
    await page.locator('#run').click()
    await page.locator('#outcome', { hasText: 'nothing to run before the problems are gone' }).waitFor()
  })
})

test('what is typed is looked at at once, and nothing that is typed breaks the page', async () => {
  await onPage(async (page) => {
    await write(page, 'write', "db.tag.create({ data: { name: 'a' } })")
    await seesSteps(page, 'insert Tag')
    for (const odd of [
      '',
      '{',
      'db.',
      'db.user.create(alert(1))',
      '\u0000',
      '((((((((((',
      "db.user.create({ data: '",
      '<img src=x onerror=alert(1)>',
    ]) {
      await write(page, 'write', odd)
      await page.locator('#problem-list li').first().waitFor()
    }
    await write(
      page,
      'write',
      "db.tag.create({ data: { name: 'b', posts: { create: { slug: 's', title: 't' } } } })",
    )
    await seesSteps(page, 'insert Post')
    await write(page, 'schema', 'model Tag {\n  id Int @id\n  name Strin\n}\n')
    await page.locator('#schema .cm-lintRange-error', { hasText: 'Strin' }).waitFor()
    await page.locator('.problem', { hasText: 'there is no type `Strin`' }).waitFor()
    await write(
      page,
      'schema',
      "defineSchema({ models: { Tag: { fields: { id: { type: 'Int', id: true }, name: 'String' } } } })",
    )
    await write(page, 'write', "db.tag.create({ data: { id: 1, name: 'a' } })")
    await page.waitForFunction(() => document.querySelector('#problems-title')?.textContent === 'No problems')
    assert.equal(await page.locator('#schema-kind').textContent(), 'description')
    assert.equal(await page.locator('.step').count(), 1)
  })
})

test('models, verbs, names and values are completed at the cursor', async () => {
  await onPage(async (page) => {
    await write(page, 'write', '')
    const options = page.locator('.cm-tooltip-autocomplete li')
    await page.keyboard.type('db.')
    await options.filter({ hasText: 'profile' }).waitFor()
    await page.keyboard.type('us')
    await options.first().filter({ hasText: 'user' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    await page.keyboard.type('.')
    await options.first().filter({ hasText: 'create' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    assert.match(await written(page, 'write'), /db\.user\.create\(\{ data: \{ +\} \}\)/)
    await page.keyboard.type('ema')
    await options.first().filter({ hasText: 'email' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    await page.keyboard.type('ada@example.com')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type(', ro')
    await options.first().filter({ hasText: 'role' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    await page.keyboard.type('AU')
    await options.first().filter({ hasText: 'AUTHOR' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    assert.match(await written(page, 'write'), /email: 'ada@example\.com', role: 'AUTHOR'/)
    await page.waitForFunction(() => document.querySelector('#problems-title')?.textContent === 'No problems')
  })
})

test('a step that is chosen shows where it comes from, its SQL, and its line', async () => {
  await onPage(async (page) => {
    await page.locator('.step[data-step="3"]').click()
    assert.equal(await page.locator('.step[data-step="3"]').getAttribute('aria-pressed'), 'true')
    const parts = await page.locator('#write .cm-part').allTextContents()
    assert.ok(
      parts.join('').includes("slug: 'on-engines'") && parts.join('').includes("slug: 'on-poems'"),
      parts.join(),
    )
    await page.locator('#chosen', { hasText: '2 places marked in the write' }).waitFor()
    assert.match((await page.locator('#chosen pre').textContent()) ?? '', /INSERT INTO "Post"/)
    assert.match((await page.locator('#chosen .parameters').textContent()) ?? '', /on-engines/)
    await page.locator('#tab-text').click()
    assert.equal(await page.locator('.plan-text .is-chosen').count(), 1)
    await page.locator('[data-way=stepwise]').click()
    await page.locator('#tab-sql').click()
    assert.match((await page.locator('#sql').textContent()) ?? '', /BEGIN.*COMMIT/s)
    await page.locator('[data-way=fused]').click()
    assert.equal(await page.locator('#sql .statement').count(), 1)
  })
})

test('a link brings everything back in a page elsewhere that knows nothing, and so does a reload', async () => {
  const schema =
    "defineSchema({ models: { Cat: { fields: { id: { type: 'Int', id: true }, name: 'String' } } } })"
  let link = ''
  await onPage(
    async (page) => {
      await write(page, 'schema', schema)
      await write(page, 'write', "db.cat.create({ data: { id: 1, name: 'Kot \u{1f408}' } })")
      await page.locator('#tab-seed').click()
      await write(page, 'seed', "db.cat.create({ data: { id: 2, name: 'b' } })")
      await seesSteps(page, 'insert Cat')
      await page.locator('[data-way=stepwise]').click()
      await page.locator('#share').click()
      await page.locator('#said', { hasText: 'Link copied' }).waitFor()
      link = new URL(page.url()).hash
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url())
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  )
  await onPage(
    async (page) => {
      for (let turn = 0; turn < 2; turn += 1) {
        await seesSteps(page, 'insert Cat')
        assert.match(await written(page, 'write'), /Kot \u{1f408}/u)
        assert.equal(await written(page, 'schema'), schema)
        assert.equal(await page.locator('[data-way=stepwise]').getAttribute('aria-checked'), 'true')
        await page.reload()
      }
      await seesSteps(page, 'insert Cat')
      assert.equal(await runs(page), 'Done')
      assert.equal(await page.locator('tr.is-new, tr.is-same').count(), 2)
    },
    { hash: link, isBelow: true },
  )
})

test('a broken link is told, and the page works', async () => {
  await onPage(
    async (page) => {
      await page.locator('#notice-text', { hasText: 'damaged' }).waitFor()
      await seesSteps(page, 'insert User')
      await page.locator('#notice-close').click()
      assert.equal(await page.locator('#notice').isVisible(), false)
    },
    { hash: '#1.AAAA' },
  )
})
