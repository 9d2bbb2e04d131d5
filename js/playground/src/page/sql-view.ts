// The statements of one way, with their parameters, as elements.
//
// Knows nothing of how they were found.

import { coloredSql } from '../editor/shown.ts'
import { inLines } from '../plan/sql-text.ts'
import type { Shown, ShownParameter, Way } from '../plan/ways.ts'
import { copyButton } from './copy.ts'
import { h } from './dom.ts'

/** The statements of a way. */
export function sqlView(way: Way, choose: (step: number) => void): HTMLElement[] {
  const note = way.note === null ? null : h('p', { class: 'muted' }, sentence(way.note))
  if (way.groups === null) {
    return [h('p', {}, `This write cannot go ${way.name}.`), ...(note === null ? [] : [note])]
  }
  const groups = way.groups.map((group) => groupView(way, group, choose))
  const counted = h('p', { class: 'muted hint' }, ROW_BY_ROW)
  return [h('p', { class: 'muted' }, way.about), ...groups, ...(note === null ? [] : [note]), counted]
}

const ROW_BY_ROW =
  'Row by row is a program that walks the tree and awaits one statement for each row; where the number hangs on what is in ' +
  'the database, it is the least that it can be (docs/playground.md).'

function groupView(way: Way, group: readonly Shown[], choose: (step: number) => void): HTMLElement {
  const isWave = way.name === 'stepwise' && group.length > 1
  return h('div', { class: isWave ? 'wave' : '' }, ...group.map((shown) => statementView(shown, choose)))
}

/** One statement with its parameters. */
export function statementView(shown: Shown, choose: (step: number) => void): HTMLElement {
  const { step, title, sql, parameters } = shown
  const text = inLines(sql)
  const isBare = parameters.length === 0 && !text.includes('\n') && sql === title
  const name =
    step === null
      ? h('span', { class: 'statement-title' }, title)
      : h('button', { class: 'statement-title plain', type: 'button', onclick: () => choose(step) }, title)
  if (isBare) return h('div', { class: 'statement is-bare' }, h('code', {}, coloredSql(sql)))
  return h(
    'section',
    { class: 'statement', 'data-step': step },
    h(
      'header',
      {},
      name,
      copyButton('Copy', () => sql),
    ),
    h('pre', { tabindex: 0, 'aria-label': `SQL of ${title}` }, h('code', {}, coloredSql(text))),
    parameters.length > 0 && parametersView(parameters),
  )
}

const MOST_LETTERS = 400

function parametersView(parameters: readonly ShownParameter[]): HTMLElement {
  return h(
    'dl',
    { class: 'parameters' },
    ...parameters.flatMap(({ text, isKnown }, at) => [
      h('dt', {}, `$${at + 1}`),
      h('dd', { class: isKnown ? 'is-known' : 'muted' }, shortened(text)),
    ]),
  )
}

function shortened(text: string): string {
  if (text.length <= MOST_LETTERS) return text
  return `${text.slice(0, MOST_LETTERS)}\u2026 (${text.length.toLocaleString('en')} letters)`
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
