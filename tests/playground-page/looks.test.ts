// How the plan preview looks and how it is reached: light and dark, wide and narrow, by the keyboard alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examples } from '../../js/playground/src/examples/index.ts'
import { NARROW, onPage, scrollsSideways, seesSteps, WIDE } from './browser.ts'

test('light and dark, as the system has it and by the switch, with enough contrast in both', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await onPage(
      async (page) => {
        await seesSteps(page, 'insert User')
        assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), colorScheme)
        assert.deepEqual(await page.evaluate(poorContrasts), [])
        await page.locator('#theme').click()
        await page.locator('#theme', { hasText: 'Light' }).waitFor()
        await page.locator('#theme').click()
        assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark')
        await page.reload()
        await page.locator('#theme', { hasText: 'Dark' }).waitFor()
      },
      { colorScheme },
    )
  }
})

// The pairs of colors of the page that are less than 4.5 to 1 apart. Runs in the page.
function poorContrasts(): string[] {
  const probe = document.body.appendChild(document.createElement('i'))
  const luminance = (name: string) => {
    probe.style.color = `var(${name})`
    const parts = getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? []
    const [red = 0, green = 0, blue = 0] = parts.map((part) => {
      const share = part / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const inks = [
    '--ink',
    '--soft',
    '--accent',
    '--bad',
    '--insert',
    '--update',
    '--delete',
    '--find',
    '--link',
    '--read',
  ]
  const code = ['--tok-keyword', '--tok-string', '--tok-literal', '--tok-comment', '--tok-type', '--tok-name']
  const pairs = ['--paper', '--sheet'].flatMap((paper) =>
    [...inks, ...code].map((ink) => [ink, paper] as const),
  )
  const more = [
    ['--on-accent', '--accent'],
    ['--ink', '--mark'],
    ['--ink', '--new-row'],
    ['--ink', '--bad-wash'],
    ['--accent', '--wash'],
  ] as const
  return [...pairs, ...more].flatMap(([ink, paper]) => {
    const [one, other] = [luminance(ink), luminance(paper)]
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    return ratio < 4.5 ? [`${ink} on ${paper}: ${ratio.toFixed(2)}`] : []
  })
}

test('everything can be reached and done with the keyboard alone', async () => {
  await onPage(async (page) => {
    await seesSteps(page, 'insert User')
    const reached: string[] = []
    for (let turn = 0; turn < 40; turn += 1) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const element = document.activeElement
          return (
            element?.id ||
            element?.getAttribute('data-way') ||
            element?.getAttribute('data-step') ||
            element?.getAttribute('aria-label') ||
            element?.className.toString() ||
            ''
          )
        }),
      )
      if (reached.at(-1) === '3') break
    }
    for (const name of [
      'example',
      'theme',
      'share',
      'run',
      'Write',
      'tab-schema',
      'Schema',
      'pipelined',
      'tab-graph',
      '1',
      '2',
      '3',
    ]) {
      assert.ok(reached.includes(name), `${name} in ${reached.join()}`)
    }
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.locator('#chosen h2', { hasText: 'Step 2' }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('#chosen').textContent(), '')
    await page.locator('#tab-graph').focus()
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.locator('#panel-text').isVisible(), true)
    await page.keyboard.press('End')
    assert.equal(await page.locator('#tab-run').getAttribute('aria-selected'), 'true')
    const width = () => page.evaluate(() => document.querySelector('.texts')?.clientWidth ?? 0)
    const before = await width()
    await page.locator('#split-page').focus()
    await page.keyboard.press('ArrowRight')
    assert.ok((await width()) > before)
    await page.locator('[data-way=pipelined]').focus()
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.locator('[data-way=fused]').getAttribute('aria-checked'), 'true')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-way')), 'fused')
  })
})

test('nothing is cut off sideways, wide or narrow, whatever is shown', async () => {
  for (const viewport of [WIDE, NARROW]) {
    await onPage(
      async (page) => {
        for (const { name } of examples) {
          await page.locator('#example').selectOption(name)
          await page.waitForTimeout(200)
          for (const view of ['graph', 'text', 'sql', 'run']) {
            await page.locator(`#tab-${view}`).click()
            assert.equal(await scrollsSideways(page), false, `${name}, ${view}, ${viewport.width}`)
          }
        }
      },
      { viewport },
    )
  }
})
